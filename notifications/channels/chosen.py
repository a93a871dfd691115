"""The channel that an installation chose, from the one line in which it is written.

    smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS&name=WHO&tls=yes&ca=FILE
    file://FOLDER?from=ADDRESS
    notify://KEY@?email=TEMPLATE&text=TEMPLATE&postage=first

To each may be added how much it takes: `rate=60/minute`. Letters need no template. What
stands before the `@` is written as in any address of the web: `%40` for an `@` in a password.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from email.headerregistry import Address
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from notifications.channels.base import Channel, Refused
from notifications.channels.file import FileChannel
from notifications.channels.smtp import SmtpChannel, SmtpServer, is_loopback
from notifications.message import address
from notifications.rate import Rate
from workflow.clock import Clock

SUBMISSION, PLAIN = 587, 25
"""Ports of mail servers: where TLS and a password are expected, and where they are not."""

NOBODY_SAID = "caseward@localhost.localdomain"
"""Who writes where mail does not leave this machine and nobody said."""

_PERIODS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}
_YES_NO = {"yes": True, "no": False, "": None}

Choice = Mapping[str, str]
"""What stands behind the question mark, by name."""


class ChannelWrong(ValueError):
    """The line does not name a channel; what it says does not repeat the line."""


def channel_at(line: str, *, clock: Clock) -> Channel:
    """The channel that the line names. Nothing is opened yet. Raises ChannelWrong."""
    try:
        parts = urlsplit(line)
        choice = _choice(parts)
        made, known = _MADE[parts.scheme]
        choice.pop("rate", None)
        if unknown := choice.keys() - known:
            names = ", ".join(sorted(unknown))
            raise ChannelWrong(f"does not know {names}: give {', '.join(known) or 'none'}.")
        return made(parts, choice, clock)
    except ChannelWrong:
        raise
    except KeyError:
        raise ChannelWrong("begins with smtp://, notify:// or file://.") from None
    except ValueError:  # what was wrong may hold the password
        mend = "give smtp://USER:PASSWORD@HOST:PORT, with %40 for an @ in the password."
        raise ChannelWrong(f"cannot be read: {mend}") from None


def rate_at(line: str) -> Rate | None:
    """How many messages the channel of that line takes in a while; None: as many as there are.

    Raises ChannelWrong.
    """
    given = _choice(urlsplit(line)).get("rate", "")
    count, _, per = given.partition("/")
    if not given:
        return None
    if not (count.isdecimal() and int(count) and per in _PERIODS):
        raise ChannelWrong("has a rate that cannot be read: give rate=60/minute.")
    return Rate(count=int(count), per=_PERIODS[per])


def _choice(parts: SplitResult) -> dict[str, str]:
    return dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))


def _smtp(parts: SplitResult, choice: Choice, clock: Clock) -> Channel:
    host = parts.hostname
    if not host:
        raise ChannelWrong("names no mail server: give smtp://HOST:PORT.")
    wanted = _yes_no(choice, "tls")
    tls = not is_loopback(host) if wanted is None else wanted
    if not tls and not is_loopback(host):
        raise ChannelWrong("sends mail without TLS to another machine: leave out tls=no.")
    user = unquote(parts.username or "")
    server = SmtpServer(
        host=host,
        port=parts.port or (SUBMISSION if tls else PLAIN),
        sender=_sender(choice, user if "@" in user else "", required=not is_loopback(host)),
        user=user,
        password=unquote(parts.password or ""),
        tls=tls,
        ca_file=choice.get("ca"),
    )
    return SmtpChannel(server)


def _file(parts: SplitResult, choice: Choice, clock: Clock) -> Channel:
    folder = unquote(parts.netloc + parts.path)
    if not folder:
        raise ChannelWrong("names no folder: give file://FOLDER.")
    return FileChannel(Path(folder), sender=_sender(choice, "", required=False))


def _notify(parts: SplitResult, choice: Choice, clock: Clock) -> Channel:
    if not parts.username:
        raise ChannelWrong("names no key of Notify: give notify://KEY@?email=TEMPLATE.")
    # What speaks to it takes long to load, and most installations send by SMTP.
    try:
        from notifications.channels.govuk_notify import NotifyChannel, NotifyService
    except ImportError:
        raise ChannelWrong("needs more than is here: pip install 'caseward[notify]'.") from None

    try:
        service = NotifyService(
            key=unquote(parts.username),
            email_template=choice.get("email", ""),
            text_template=choice.get("text", ""),
            postage=choice.get("postage", "second"),
        )
    except ValueError:
        raise ChannelWrong("has a key that is none of Notify's: NAME-SERVICE-SECRET.") from None
    return NotifyChannel(service, clock=clock)


_MADE: dict[str, tuple[Callable[[SplitResult, Choice, Clock], Channel], tuple[str, ...]]] = {
    "smtp": (_smtp, ("from", "name", "tls", "ca")),
    "file": (_file, ("from", "name")),
    "notify": (_notify, ("email", "text", "postage")),
}


def _yes_no(choice: Choice, name: str) -> bool | None:
    given = choice.get(name, "")
    if given not in _YES_NO:
        raise ChannelWrong(f"says {name} in another way than yes or no.")
    return _YES_NO[given]


def _sender(choice: Choice, else_: str, *, required: bool) -> Address:
    given = choice.get("from", "") or else_
    if not given and required:
        raise ChannelWrong("does not say who writes: add ?from=ADDRESS, which answers go to.")
    try:
        return address(given or NOBODY_SAID, choice.get("name", ""))
    except Refused:
        raise ChannelWrong("has a `from` that is no e-mail address.") from None
