"""tick, worker, incidents: the clock rung once, or until it is stopped, and what it cannot fire."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from workflow.app import App
from workflow.case.record import plain
from workflow.cli.installed import installed
from workflow.cli.output import Line, counted, message, print_json, say, table
from workflow.clock import Clock
from workflow.deadlines.naming import moment_name
from workflow.errors import CasewardError
from workflow.scheduler.tick import Ticked
from workflow.store.holder import hold
from workflow.store.location import shown
from workflow.store.stored import Incident

if TYPE_CHECKING:
    from workflow.scheduler.health import Health, Page
    from workflow.scheduler.metrics import Metrics


_END = {signal.SIGTERM, signal.SIGINT}
"""What tells it to end. They are taken up by waiting for them, not by a handler: Python runs that
once its thread goes on, and one that is just about to sleep would not."""


class IncidentsOpen(CasewardError):
    """At least one timer cannot be fired."""

    code = "incidents_open"


def tick_once(clock: Clock, *, as_json: bool) -> None:
    """Fire all that is due now, and tell how much that was."""
    with installed(clock) as app:
        ticked = _ticked(app)
    if as_json:
        counts = ("fired", "messages", "digests", "sent", "incidents")
        print_json({name: getattr(ticked, name) for name in counts})
    else:
        say(_sentence(ticked))


def work(clock: Clock, health_port: int | None) -> None:
    """Tick until the process is told to stop; a timer that is being fired then is fired to its
    end. Raises DatabaseBusy when another one does so.
    """
    from workflow.scheduler.health import answering
    from workflow.scheduler.metrics import Metrics
    from workflow.scheduler.service import Service

    with (
        installed(clock) as app,
        hold(app.settings.database_url, clock=clock),
        ExitStack() as stack,
    ):
        with app.store.reading():
            pass  # a database that is not there is told at once
        metrics = Metrics()
        service = Service(app.ticker(), app.clock, metrics)
        # In this thread, and so in those that it starts.
        signal.pthread_sigmask(signal.SIG_BLOCK, _END)
        if health_port is not None:
            pages = health_pages(app, service.health, metrics)
            port = stack.enter_context(answering(health_port, pages))
            message(f"Health: http://127.0.0.1:{port}/healthz")
        message(f"Ticking on {shown(app.settings.database_url)}. Stop it with Ctrl+C.")
        with service:
            signal.sigwait(_END)


def health_pages(app: App, health: Callable[[], Health], metrics: Metrics) -> dict[str, Page]:
    """What a long-running process says of itself, by path."""
    from workflow.scheduler.health import health_page, readyz

    return {
        "/healthz": health_page(health),
        "/readyz": health_page(lambda: readyz(app.store)),
        "/metrics": lambda: (200, metrics.page()),
    }


def show_incidents(clock: Clock, *, retry: bool, as_json: bool) -> None:
    """Each timer that could not be fired. Raises IncidentsOpen when there is one."""
    with installed(clock) as app:
        if retry:
            now = app.now()
            app.store.transact(lambda writing: writing.retry_incidents(now))
            _ticked(app)
        with app.store.reading() as reading:
            found = reading.incidents()
    if as_json:
        print_json([plain(asdict(incident)) for incident in found])
    elif found:
        columns = ("case", "timer", "fault", "since", "attempts", "tried again")
        table(columns, [_line(incident) for incident in found])
        for incident in found:
            say(f"{incident.ref}: " + incident.traceback.replace("\n", " > "))
    else:
        say("No incident: every timer that was due has fired.")
    if found:
        many = counted(len(found), "timer")
        mend = "mend what is named above, then `caseward incidents --retry`"
        raise IncidentsOpen(f"{many} cannot be fired; {mend}")


def _ticked(app: App) -> Ticked:
    return app.ticker().tick(app.now())


def _sentence(ticked: Ticked) -> str:
    fired = counted(ticked.fired, "timer")
    messages = counted(ticked.messages, "new message")
    wrong = counted(ticked.incidents, "incident")
    mend = "; `caseward incidents` shows them" if ticked.incidents else ""
    return f"{fired} fired, {messages}, {ticked.sent} sent, {wrong}{mend}."


def _line(incident: Incident) -> Line:
    return Line(
        (
            incident.ref,
            incident.timer_id,
            incident.fault,
            _moment(incident.first_seen),
            str(incident.attempts),
            _moment(incident.next_attempt),
        )
    )


def _moment(at: datetime) -> str:
    return moment_name(at)
