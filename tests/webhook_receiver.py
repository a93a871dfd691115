"""A program on the loopback that asked to be told, and looks whether what it hears is from us.

It knows the convention (Standard Webhooks 1.0) by its text and shares no code with what is tested.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class Heard:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Receiver:
    """What it heard, and how it is told to answer.

    `answers` are statuses, one after the other; then 204. `hangs` reads and then waits; `drips`
    sends one byte of its answer now and then; `drops` closes the connection.
    """

    address: str = ""
    heard: list[Heard] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    location: str = ""
    hangs: bool = False
    drips: bool = False
    drops: bool = False
    garbles: bool = False
    released: Event = field(default_factory=Event)

    @property
    def ids(self) -> list[str]:
        return [each.id for each in self.heard]


def is_signed(heard: Heard, secret: str) -> bool:
    """Whether one of the signatures was made with that secret, as it was shown."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = b".".join(
        [heard.id.encode(), heard.headers["webhook-timestamp"].encode(), heard.body]
    )
    right = base64.b64encode(hmac.new(key, content, "sha256").digest()).decode()
    versions = (each.partition(",") for each in heard.headers["webhook-signature"].split(" "))
    return any(version == "v1" and made == right for version, _, made in versions)


@contextmanager
def receiving(host: str = "127.0.0.1", wrap: Any = None) -> Iterator[Receiver]:
    """The program on a free port until the block is left; `wrap` makes its socket speak TLS."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.heard.append(Heard(self.path, headers, body))
            if receiver.hangs:
                receiver.released.wait()
            if receiver.drips:
                self._drip()
            if receiver.garbles:
                self.wfile.write(b"hello\r\n\r\n")
            if receiver.hangs or receiver.drops or receiver.drips or receiver.garbles:
                self.close_connection = True
                return
            self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _drip(self) -> None:
            try:
                while not receiver.released.wait(0.05):
                    self.wfile.write(b"H")
                    self.wfile.flush()
            except OSError:
                return

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    port = server.server_address[1]
    if wrap is not None:
        server.socket = wrap(server.socket)
    receiver.address = f"http://{host}:{port}" if wrap is None else f"https://localhost:{port}"
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
