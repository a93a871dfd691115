"""Other programs that asked to be told: a signed request to each, by Standard Webhooks 1.0.

What a request says is signed with a secret that the receiver has too, together with its id, which
stays the same however often it is sent, and the moment of the attempt. No redirect is followed. An
address that leads to a machine inside is refused where nobody allowed that: the name is looked up
here, and the machine that was looked at is the one that is spoken to. A receiver that failed is
left alone for a while, longer each time, so that it holds up nobody else. Python's own client is
enough for it.
"""

from __future__ import annotations

import base64
import hmac
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Timer
from time import monotonic
from urllib.parse import urlsplit

from notifications.channels.base import Reason, Refused, Sent, TryAgain
from notifications.notice import Way
from notifications.outgoing import Outgoing
from notifications.retry import Patience
from workflow.clock import Clock

PATIENCE = 5.0
"""Seconds that an answer may take altogether: while it is waited for, nobody else is told."""

BEGINS = "whsec_"
"""What a secret begins with, as receivers expect it."""

HOLD = Patience(first=timedelta(minutes=1), longest=timedelta(hours=1))
"""How long a receiver that failed is left alone."""

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""Leads to an IPv4 machine that nobody has looked at."""


class NoAnswer(TryAgain):
    """The receiver could not be reached, or took too long."""

    code = "no_answer"


class NotTaken(TryAgain):
    """The receiver answered, and did not take it."""

    code = "not_taken"


class LeftAlone(TryAgain):
    """The receiver failed a moment ago."""

    code = "left_alone"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where a program is told, and the secrets that it may know, the newest first."""

    url: str
    secrets: tuple[bytes, ...] = field(repr=False)


@dataclass
class _Held:
    failures: int
    until: float


class WebhookChannel:
    """Tells programs. `receivers` finds one by the id that messages are addressed to.

    `inside`: machines that are not on the internet may be told too. `passed` counts seconds.
    """

    def __init__(
        self,
        receivers: Callable[[str], Receiver | None],
        *,
        clock: Clock,
        inside: bool = False,
        patience: float = PATIENCE,
        tls: ssl.SSLContext | None = None,
        passed: Callable[[], float] = monotonic,
    ) -> None:
        self._receivers, self._clock, self._passed = receivers, clock, passed
        self._inside, self._patience, self._tls = inside, patience, tls
        self._held: dict[str, _Held] = {}

    @property
    def ways(self) -> frozenset[Way]:
        """Its own way, and none that reaches a person."""
        return frozenset({Way.WEBHOOK})

    @property
    def sender(self) -> None:
        """A program asks nobody to a meeting."""

    def carries(self, message: Outgoing) -> bool:
        """What is for a program."""
        return message.way is Way.WEBHOOK

    def send(self, message: Outgoing) -> Sent:
        """Tell one program; the reference is what it answered with. Raises TryAgain, Refused."""
        receiver = self._receivers(message.to)
        if receiver is None:
            raise Refused(Reason.GONE)
        self._check_not_held(message.to)
        try:
            status = self._told(receiver, message)
        except OSError as lost:
            self._hold(message.to)
            raise NoAnswer("The program did not answer.", after=HOLD.first) from lost
        except (HTTPException, ValueError) as garbled:
            self._hold(message.to)
            raise NotTaken("The program did not answer as one does.", after=HOLD.first) from garbled
        if status == 410:
            raise Refused(Reason.GONE)
        if not 200 <= status < 300:
            self._hold(message.to)
            raise NotTaken(f"The program answered {status}.", after=HOLD.first)
        self._held.pop(message.to, None)
        return Sent(str(status))

    def check(self) -> None:
        """There is nothing to ask: each program is at an address of its own."""

    def close(self) -> None:
        """No connection is kept."""

    def _told(self, receiver: Receiver, message: Outgoing) -> int:
        parts = urlsplit(receiver.url)
        host, body = parts.hostname or "", message.text.encode()
        port = parts.port or (443 if parts.scheme == "https" else 80)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "caseward",
            **signed_headers(
                receiver.secrets, message.message_id, int(self._clock().timestamp()), body
            ),
        }
        with self._connected(host, port, secure=parts.scheme == "https") as connection:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body, headers)
            return connection.getresponse().status

    @contextmanager
    def _connected(self, host: str, port: int, *, secure: bool) -> Iterator[HTTPConnection]:
        """A connection to a machine that may be spoken to, for as long as our patience lasts."""
        address = checked_address(host, port, inside=self._inside)
        raw = socket.create_connection((address, port), self._patience)
        # A receiver that sends a byte now and then would keep us for ever.
        over = Timer(self._patience, _break_off, [raw])
        over.daemon = True
        over.start()
        try:
            if secure:
                context = self._tls or ssl.create_default_context()
                raw = context.wrap_socket(raw, server_hostname=host)
            connection = HTTPConnection(host, port)
            connection.sock = raw
            yield connection
        finally:
            over.cancel()
            raw.close()

    def _check_not_held(self, to: str) -> None:
        held = self._held.get(to)
        left = held.until - self._passed() if held else 0.0
        if left > 0:
            raise LeftAlone("The program failed a moment ago.", after=timedelta(seconds=left))

    def _hold(self, to: str) -> None:
        failures = self._held[to].failures + 1 if to in self._held else 1
        until = self._passed() + HOLD.wait(failures, seed=to).total_seconds()
        self._held[to] = _Held(failures, until)


def signed_headers(
    secrets: tuple[bytes, ...], message_id: str, timestamp: int, body: bytes
) -> dict[str, str]:
    """What proves that a request is ours, with each of these secrets."""
    name = message_id.strip("<>")
    content = f"{name}.{timestamp}.".encode() + body
    proofs = (base64.b64encode(hmac.digest(secret, content, sha256)) for secret in secrets)
    return {
        "webhook-id": name,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{proof.decode()}" for proof in proofs),
    }


def shown(secret: bytes) -> str:
    """A secret as its receiver is given it."""
    return BEGINS + base64.b64encode(secret).decode()


def checked_address(host: str, port: int, *, inside: bool) -> str:
    """An address of that machine, if it may be spoken to.

    Raises Refused, when any of its addresses is inside and that is not allowed; OSError.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not inside and not all(map(is_outside, addresses)):
        raise Refused(Reason.INSIDE)
    return addresses[0]


def is_outside(address: str) -> bool:
    """Whether that is the address of a machine on the internet."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
        if found in _TRANSLATED:
            return False
    return found.is_global and not found.is_multicast


def _break_off(raw: socket.socket) -> None:
    with suppress(OSError):
        raw.shutdown(socket.SHUT_RDWR)
