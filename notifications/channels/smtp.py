"""E-mail over SMTP, one connection for a batch, over TLS with a verified certificate.

A connection lost before the server has asked for the message is a passing fault. After that nobody
knows: `Unsure`. What a server says in words is never kept, as it quotes the address.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from email.headerregistry import Address
from ipaddress import ip_address
from types import TracebackType
from typing import Self

from notifications.channels.base import Reason, Refused, Sent, TryAgain, Unsure
from notifications.message import LARGEST, build
from notifications.notice import Way
from notifications.outgoing import Outgoing

GREYLISTED = timedelta(minutes=6)
"""Servers that put off a sender they do not know mostly let it in after five minutes."""

_GO_AHEAD, _LEAVING = 354, 421


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """The server that takes our mail.

    `tls` may be False on the loopback only. `ca_file` names certificates to trust beside, in fact
    instead of, those of the system. `patience` is how long one answer may take, in seconds.
    """

    host: str
    port: int
    sender: Address
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = True
    ca_file: str | None = None
    patience: float = 30.0
    largest: int = LARGEST

    def __post_init__(self) -> None:
        if not (self.tls or is_loopback(self.host)):
            raise ValueError("Mail leaves this machine over TLS only: `tls` cannot be off here.")


class SmtpChannel:
    """Sends e-mail. Use as a context manager for a batch: its connection is closed at the end."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()

    @property
    def ways(self) -> frozenset[Way]:
        """E-mail alone."""
        return frozenset({Way.EMAIL})

    @property
    def sender(self) -> Address:
        """Whom answers go to."""
        return self._server.sender

    def carries(self, message: Outgoing) -> bool:
        """E-mail, with all that can go with it."""
        return message.way is Way.EMAIL

    def send(self, message: Outgoing) -> Sent:
        """Hand over one e-mail; the reference is its message id."""
        if not self.carries(message):
            raise Refused(Reason.CANNOT_CARRY)
        content = build(message, sender=self._server.sender, largest=self._server.largest)
        self._hand_over(self._awaiting(message.to, content), content)
        return Sent(message.message_id)

    def check(self) -> None:
        """Open the connection and sign in, as for a message. Raises what `send` does."""
        try:
            self._connected()
        except (OSError, smtplib.SMTPException) as exc:
            self._drop()
            raise TryAgain("The mail server cannot be reached.") from exc

    def close(self) -> None:
        """End the connection politely, if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()  # the server left first: there is nobody to take leave of

    def _awaiting(self, to: str, content: bytes) -> smtplib.SMTP:
        """The connection, over which the server now awaits the message: nothing has gone out yet.

        Servers leave a connection that was quiet or long in use, so it is opened anew once.
        """
        was_open = self._connection is not None
        try:
            return self._asked(to, content)
        except (OSError, smtplib.SMTPException) as exc:
            self._drop()
            if was_open:
                return self._awaiting(to, content)
            raise TryAgain("The mail server cannot be reached.") from exc

    def _asked(self, to: str, content: bytes) -> smtplib.SMTP:
        connection = self._connected()
        _check_size(connection, content)
        self._envelope(connection, to)
        return connection

    def _connected(self) -> smtplib.SMTP:
        """The open connection; a new one when there is none."""
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        # Greeted with our domain: smtplib would ask the network for the name of this machine.
        greeting = server.sender.domain
        connection = smtplib.SMTP(server.host, server.port, greeting, timeout=server.patience)
        try:
            connection.ehlo_or_helo_if_needed()
            if server.tls:
                _start_tls(connection, server)
            if server.user:
                _sign_in(connection, server)
        except BaseException:
            connection.close()
            raise
        return connection

    def _envelope(self, connection: smtplib.SMTP, to: str) -> None:
        """Say who writes to whom, and ask to go ahead with the message.

        Raises what the answers mean; a server that refuses is left ready for the next message.
        """
        commands = (f"MAIL FROM:<{self._server.sender.addr_spec}>", f"RCPT TO:<{to}>", "DATA")
        refusals = (Reason.NOT_ALLOWED, Reason.BAD_ADDRESS, Reason.CONTENT)
        answers = _answers(connection, commands)
        for (code, words), refusal in zip(answers, refusals, strict=False):
            if code == _LEAVING:
                raise smtplib.SMTPServerDisconnected("The server takes its leave.")
            self._understood((250 if code == _GO_AHEAD else code, words), else_=refusal)

    def _hand_over(self, connection: smtplib.SMTP, content: bytes) -> None:
        """Send the message itself: from the first byte on, a lost connection leaves us unsure."""
        try:
            connection.send(_quoted(content))
            answer = connection.getreply()
        except (OSError, smtplib.SMTPException) as exc:
            self._drop()
            raise Unsure from exc
        self._understood(answer, else_=Reason.CONTENT)

    def _understood(self, answer: tuple[int, bytes], *, else_: Reason) -> None:
        """Raise what an answer means, unless it is a yes."""
        code, _ = answer
        if 200 <= code < 300:
            return
        self._start_over()
        if code == 552:
            raise Refused(Reason.TOO_LARGE)
        if code == 530:
            raise Refused(Reason.NOT_ALLOWED)
        if 500 <= code < 600:
            raise Refused(else_)
        raise TryAgain(f"The mail server said {code}: not now.", after=GREYLISTED)

    def _start_over(self) -> None:
        """Leave the connection as for a first message; drop it when it does not answer."""
        try:
            if self._connection is not None:
                self._connection.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _answers(connection: smtplib.SMTP, commands: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    """What the server says to each, asked together where it takes that (RFC 2920)."""
    if connection.has_extn("pipelining"):
        yield from _answers_to_all(connection, commands)
        return
    for command in commands:
        yield connection.docmd(command)


def _answers_to_all(
    connection: smtplib.SMTP, commands: Sequence[str]
) -> Sequence[tuple[int, bytes]]:
    connection.send("".join(f"{command}\r\n" for command in commands))
    answers = [connection.getreply() for _ in commands]
    refused = any(code >= 300 for code, _ in answers[:-1])
    if refused and answers[-1][0] == _GO_AHEAD:
        connection.docmd(".")  # an empty message, to nobody: the server awaits one
    return answers


def _start_tls(connection: smtplib.SMTP, server: SmtpServer) -> None:
    if not connection.has_extn("starttls"):
        raise Refused(Reason.NOT_SECURE)
    try:
        connection.starttls(context=ssl.create_default_context(cafile=server.ca_file))
    except ssl.SSLEOFError:
        raise  # the server went away: that passes
    except ssl.SSLError as exc:
        raise Refused(Reason.NOT_SECURE) from exc
    connection.ehlo_or_helo_if_needed()


def _sign_in(connection: smtplib.SMTP, server: SmtpServer) -> None:
    try:
        connection.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as exc:
        if 500 <= exc.smtp_code < 600:
            # From None: the server's words, and smtplib's arguments, may hold who signed in.
            raise Refused(Reason.NOT_ALLOWED) from None
        raise
    except smtplib.SMTPNotSupportedError as exc:
        raise Refused(Reason.NOT_ALLOWED) from exc


def _quoted(content: bytes) -> bytes:
    """The message as DATA wants it: a full stop that begins a line is doubled, one ends it all."""
    end = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
    return content.replace(b"\r\n.", b"\r\n..") + end


def _check_size(connection: smtplib.SMTP, content: bytes) -> None:
    """Refuse what the server said it would not take, before it is sent (RFC 1870)."""
    limit = connection.esmtp_features.get("size", "")
    if limit.isdecimal() and 0 < int(limit) < len(content):
        raise Refused(Reason.TOO_LARGE)


def is_loopback(host: str) -> bool:
    """Whether that is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
