"""Whether the clock gets on, told by the last tick that went well; and a page that says so.

A scheduler that runs and fires nothing would call itself healthy: so nobody asks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from workflow.errors import CasewardError
from workflow.store.database import Store

OVERDUE = timedelta(minutes=1)
"""A clock that has not ticked for so long is not healthy: four times its longest pause."""

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Health:
    """Whether something is well, and a sentence on it."""

    ok: bool
    says: str


Page = Callable[[], tuple[int, bytes]]
"""Gives a status and a text."""


def healthz(seconds: float, fault: str = "") -> Health:
    """Whether the clock gets on, so many seconds after the last tick that went well, else after it
    was started. `fault`: why the tick that has just been tried did not.
    """
    says = f"the last tick that went well was {int(seconds)} s ago"
    since = f"; since then: {fault}" if fault else ""
    return Health(timedelta(seconds=seconds) <= OVERDUE, says + since)


def readyz(store: Store) -> Health:
    """Whether the database can be reached and is of this version; and if messages are stopped."""
    try:
        with store.reading() as reading:
            stopped = reading.mail_stopped()
    except CasewardError as error:
        return Health(False, error.code)
    messages = "; messages are stopped" if stopped else ""
    return Health(True, f"the database is there{messages}")


def health_page(health: Callable[[], Health]) -> Page:
    """A page of it: 200 when it is well, 503 when not."""

    def page() -> tuple[int, bytes]:
        found = health()
        return (200 if found.ok else 503), f"{found.says}\n".encode()

    return page


@contextmanager
def answering(port: int, pages: Mapping[str, Page]) -> Iterator[int]:
    """Answer on this machine only while the block runs; gives the port (0: any that is free)."""
    server = ThreadingHTTPServer((LOOPBACK, port), _handler(pages))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(pages: Mapping[str, Page]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the library calls
            page = pages.get(self.path)
            status, text = page() if page else (404, b"not found\n")
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: whoever asks after our health asks often."""

    return Handler
