"""serve: the pages and the API, with the clock inside, until the process is told to stop."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import ip_address

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from workflow.api.application import PATH
from workflow.api.application import create as create_api
from workflow.app import App
from workflow.cli.installed import installed
from workflow.cli.output import message
from workflow.cli.ticking import health_pages
from workflow.clock import Clock
from workflow.errors import CasewardError, WrongUse
from workflow.scheduler.health import Health
from workflow.scheduler.metrics import Metrics
from workflow.scheduler.service import Service
from workflow.store.holder import hold
from workflow.web.application import create

GRACE = 20
"""Seconds that an answer which has begun may take once the process is told to stop."""


class PortTaken(CasewardError):
    """Another program listens there."""

    code = "port_taken"


def serve(clock: Clock, *, host: str, port: int, scheduler: bool) -> None:
    """Answer browsers until told to stop.

    Raises DatabaseBusy when another long-running process has the file, PortTaken, and WrongUse for
    an address that others reach without https.
    """
    with (
        installed(clock) as app,
        hold(app.settings.database_url, clock=clock),
        ExitStack() as stack,
    ):
        _check_host(host, app)
        with app.store.reading():
            pass  # a database that is not there is told at once
        metrics = Metrics()
        health = _no_clock
        listening = stack.enter_context(listening_at(host, port))
        if scheduler:
            health = stack.enter_context(Service(app.ticker(), app.clock, metrics)).health
        pages = create(app, health_pages(app, health, metrics))
        web = Starlette(routes=[Mount(PATH, create_api(app)), Mount("/", pages)])
        address = f"http://{host}:{listening.getsockname()[1]}/"
        message(f"Open {app.settings.base_url or address} in a browser. Stop with Ctrl+C.")
        answer(web, listening)


def answer(web: Starlette, listening: socket.socket) -> None:
    """Answer browsers there until the process is told to stop."""
    config = uvicorn.Config(
        web,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    _Server(config).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Ends in good order on a signal, which uvicorn would raise again: the clock stops after us."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        signals = (signal.SIGINT, signal.SIGTERM)
        before = {each: signal.signal(each, self.handle_exit) for each in signals}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def _check_host(host: str, app: App) -> None:
    """What others reach goes by https: a password or a case is not for everybody on the way."""
    if not _is_loopback(host) and not app.settings.base_url.startswith("https://"):
        raise WrongUse(
            f"{host} is reached from other machines: put a proxy in front of it that speaks https,"
            " and set CASEWARD_BASE_URL to the https address that people open"
        )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # a name
        return False


@contextmanager
def listening_at(host: str, port: int) -> Iterator[socket.socket]:
    """Where browsers reach us, until the block ends. Raises PortTaken."""
    try:
        listening = socket.create_server((host, port), backlog=128)
    except OSError as exc:
        raise PortTaken(f"cannot listen on {host}:{port}; give another with --port") from exc
    with listening:
        yield listening


def _no_clock() -> Health:
    return Health(True, "the pages are here; timers are fired by a worker")
