"""A real mail server on the loopback, with the bad habits that a test asks of it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from threading import Thread

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from notifications.channels.smtp import SmtpServer

SENDER = Address("Northwick Council", addr_spec="conferences@northwick.example")


class MailServer:
    """What came in, in order, and what the server is told to do about it.

    `answers` gives the reply to RCPT by address. `leaves_at` and `hangs_at` name a command (MAIL,
    DATA), and from which message on: there it closes the connection, or does not answer any more.
    `leaves_after` so many messages it ends a connection. `pipelining`: it says that it takes many
    commands at once.
    """

    def __init__(self) -> None:
        self.host, self.port = "127.0.0.1", 0
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self.answers: dict[str, str] = {}
        self.to_data = "250 Taken"
        self.leaves_at: tuple[str, int] | None = None
        self.hangs_at: tuple[str, int] | None = None
        self.leaves_after = 0
        self.pipelining = False
        self.recipients: list[str] = []
        self._released = asyncio.Event()

    def settings(self, **changed: object) -> SmtpServer:
        """How to reach it, without TLS unless told otherwise."""
        given = {"host": self.host, "port": self.port, "sender": SENDER, "tls": False} | changed
        return SmtpServer(**given)  # type: ignore[arg-type]  # as the test wants it

    async def handle_EHLO(  # noqa: N802 - named by the library
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        """Count who comes."""
        session.host_name = hostname
        self.connections += 1
        if self.pipelining:
            responses.insert(1, "250-PIPELINING")
        return responses

    async def handle_MAIL(  # noqa: N802 - named by the library
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender."""
        await self._habit("MAIL", server)
        if self.leaves_after and len(self.mails) >= self.leaves_after * self.connections:
            return "421 That is enough for one connection"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - named by the library
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or say what the test wants said."""
        if refusal := self.answers.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - named by the library
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message, as the client sent it."""
        await self._habit("DATA", server)
        if self.to_data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.recipients += envelope.rcpt_tos
        return self.to_data

    def said(self) -> str:
        """The plain text of every message that came in, with single spaces."""
        bodies = (mail.get_body(("plain",)) for mail in self.mails)
        return " ".join(word for body in bodies if body for word in body.get_content().split())

    def release(self) -> None:
        """Let go of whom it keeps waiting."""
        self._released.set()

    async def _habit(self, command: str, server: SMTP) -> None:
        taken = len(self.mails)
        if self.hangs_at and self.hangs_at[0] == command and taken >= self.hangs_at[1]:
            await self._released.wait()
        if self.leaves_at and self.leaves_at[0] == command and taken >= self.leaves_at[1]:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()


@contextmanager
def running(
    server: MailServer, *, tls: ssl.SSLContext | None = None, largest: int = 0, password: str = ""
) -> Iterator[MailServer]:
    """Serve on a free port until the block is left."""
    loop = asyncio.new_event_loop()

    def authenticated(*given: object) -> AuthResult:
        login = given[-1]
        assert isinstance(login, LoginPassword)
        return AuthResult(success=login.password == password.encode(), handled=False)

    def connection() -> SMTP:
        return SMTP(
            server,
            hostname="mail.test",
            tls_context=tls,
            require_starttls=tls is not None,
            data_size_limit=largest or None,
            authenticator=authenticated if password else None,
            auth_required=bool(password),
            auth_require_tls=tls is not None,
            loop=loop,
        )

    # Not aiosmtpd's Controller: with port 0 its start() raises, as it dials port 0 to see.
    listening = loop.run_until_complete(loop.create_server(connection, server.host, 0))
    server.port = listening.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server, listening), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _stop(server: MailServer, listening: asyncio.Server) -> None:
    server.release()
    listening.close()
    left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
