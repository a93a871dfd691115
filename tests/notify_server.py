"""A server on the loopback that speaks the documented interface of GOV.UK Notify."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import jwt

from days import at
from notifications.channels.govuk_notify import NotifyChannel, NotifyService

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
NOW = at("Tue 24 Mar 2026 10:00")

BAD_TEMPLATE = {"error": "BadRequestError", "message": "Template not found"}
BAD_EMAIL = {"error": "ValidationError", "message": "email_address Not a valid email address"}


class NotifyServer:
    """What was asked of it, and how it is told to answer.

    `answer` is a status and an error for every POST; `hangs` reads the request and then waits,
    `drops` closes the connection instead of answering, `garbles` answers with a page.
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, object]]] = []
        self.answer: tuple[int, dict[str, str]] | None = None
        self.hangs = self.drops = self.garbles = False
        self.status = "sending"
        self.address = ""
        self.released = Event()

    def channel(self, **changed: object) -> NotifyChannel:
        """Ours, speaking to it at `NOW`."""
        given = {
            "key": f"a-name-of-ours-{SERVICE}-{SECRET}",
            "email_template": "email-template",
            "text_template": "text-template",
            "base_url": self.address,
        } | changed
        service = NotifyService(**given)  # type: ignore[arg-type]  # as the test wants it
        return NotifyChannel(service, clock=lambda: NOW)

    def allows(self, authorization: str) -> bool:
        """Whether a token is signed with our secret, by our service, and 30 seconds old at most."""
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer":
            return False
        try:
            # The moment is that of the test, so the library must not compare it with today.
            claims = jwt.decode(token, SECRET, ["HS256"], options={"verify_iat": False})
        except jwt.InvalidTokenError:
            return False
        header = jwt.get_unverified_header(token)
        is_fresh = abs(NOW.timestamp() - int(claims["iat"])) <= 30
        return (claims["iss"], header["typ"]) == (SERVICE, "JWT") and is_fresh

    def posted(self, kind: str, content: dict[str, object]) -> tuple[int, object]:
        """Take a notification."""
        if self.answer:
            status, error = self.answer
            return status, {"status_code": status, "errors": [error]}
        self.taken.append((kind, content))
        return 201, {"id": _id(len(self.taken)), "reference": content["reference"]}

    def asked(self, path: str, query: dict[str, list[str]]) -> tuple[int, object]:
        """Answer for one notification by its id, or for all of a reference."""
        told = [
            {"id": _id(number), "reference": content["reference"], "status": self.status}
            for number, (_, content) in enumerate(self.taken, start=1)
        ]
        if path == "/v2/notifications":
            return 200, {"notifications": [n for n in told if n["reference"] in query["reference"]]}
        found = [n for n in told if n["id"] == path.rpartition("/")[2]]
        return (200, found[0]) if found else (404, {"errors": [{"error": "NoResultFound"}]})


@contextmanager
def notify_running() -> Iterator[NotifyServer]:
    """Serve on a free port until the block is left."""
    notify = NotifyServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._allowed_or(lambda: notify.asked(parts.path, parse_qs(parts.query)))

        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if notify.hangs:
                notify.released.wait()
            if notify.hangs or notify.drops:
                self.close_connection = True
                return
            self._allowed_or(lambda: notify.posted(self.path.rpartition("/")[2], content))

        def _allowed_or(self, answer: object) -> None:
            if not notify.allows(self.headers.get("Authorization", "")):
                refused = {"error": "AuthError", "message": "Invalid token"}
                self._say(403, {"status_code": 403, "errors": [refused]})
                return
            assert callable(answer)
            self._say(*answer())

        def _say(self, status: int, content: object) -> None:
            body = b"<p>hello</p>" if notify.garbles else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    notify.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield notify
    finally:
        notify.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _id(number: int) -> str:
    return str(UUID(int=number))
