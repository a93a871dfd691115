"""How fast messages that wait are sent, compared with smtplib alone, which sends the same bytes.

Both go over one connection to the same mail server, a process of its own on the loopback that takes
everything: so what is compared is what the outbox costs, with taking up, writing and settling.
They take turns, so that a busy machine is busy for both. The server takes commands together
(PIPELINING, RFC 2920), as Postfix, Exim and Exchange do: smtplib does not make use of that, we do.
What is left without it is shown too. Exits 1 when the target is missed.

    python benchmarks/dispatch.py [MESSAGES]
"""

from __future__ import annotations

import smtplib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks._databases import Databases, both
from notifications.channels.smtp import SmtpChannel, SmtpServer
from notifications.message import build
from workflow.scheduler.dispatch import Dispatcher
from workflow.scheduler.outgoing import outgoing
from workflow.scheduler.routes import all_over
from workflow.store.database import Store
from workflow.store.stored_message import Message, MessageState, Said

MESSAGES, TURNS = 10_000, 5
TARGET = 0.80
"""Messages a second of the dispatch, as a share of those of smtplib."""

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SENDER = Address("Northwick Council", addr_spec="conferences@northwick.example")
WORDS = (
    "The core group of this case is due on Friday 20 March 2026. Please hold it, or say in the case"
    " why it cannot be held by then."
)
TEXT = "\n\n".join(["Dear colleague,", *[WORDS] * 5, "Northwick Council"])
HTML = f"<!doctype html><html><body>{''.join(f'<p>{WORDS}</p>' for _ in range(12))}</body></html>"


def main(messages: int = MESSAGES) -> int:
    """Measure on both databases; the exit code."""
    missed = False
    with tempfile.TemporaryDirectory() as folder, both(Path(folder)) as kinds:
        for databases in kinds:
            with _served(pipelining=True) as port:
                share = _share(databases, port, messages // TURNS)
            with _served(pipelining=False) as port:
                one_by_one = _share(databases, port, messages // TURNS)
            missed = missed or share < TARGET
            print(f"{databases.kind}: {share:.0%} of smtplib (target {TARGET:.0%}),", end=" ")
            print(f"{one_by_one:.0%} where the server takes one command after the other")
    return int(missed)


def _share(databases: Databases, port: int, messages: int) -> float:
    """The dispatch as a share of smtplib: the median of turns taken one after the other."""
    url = databases.fresh()
    store = Store(url, "841")
    store.create_or_upgrade()
    channel = SmtpChannel(SmtpServer(host="127.0.0.1", port=port, sender=SENDER, tls=False))
    dispatcher = Dispatcher(store=store, routes=all_over(channel))
    shares = []
    for turn in range(TURNS):
        waiting = _put_down(store, turn, messages)
        databases.settle(url)
        alone = _by_smtplib(port, waiting)
        begun = perf_counter()
        assert dispatcher.dispatch(NOON) == messages
        ours = perf_counter() - begun
        shares.append(alone / ours)
        print(f"  {messages} messages: smtplib {_each(alone, messages)}, dispatch", end=" ")
        print(f"{_each(ours, messages)}, {shares[-1]:.0%}")
    store.close()
    return median(shares)


def _each(seconds: float, messages: int) -> str:
    return f"{seconds / messages * 1e6:.0f} us"


def _put_down(store: Store, turn: int, messages: int) -> list[tuple[str, bytes]]:
    """Let so many wait; to whom each goes, and its bytes."""
    numbers = range(turn * messages, (turn + 1) * messages)
    with store.writing() as writing:
        writing.add_messages([_message(number) for number in numbers])
    with store.reading() as reading:
        found = reading.postings(MessageState.WAITING)
    return [(p.message.said.address, build(outgoing(p, "841"), sender=SENDER)) for p in found]


def _message(number: int) -> Message:
    said = Said(
        way="email",
        address=f"person{number}@example.org",
        wording="0123456789abcdef",
        subject=f"Overdue: hold the core group (CP-{number})",
        text=TEXT,
        html=HTML,
    )
    return Message(
        key=f"message {number}",
        recipient=f"person{number}",
        notice="overdue",
        state=MessageState.WAITING,
        at=NOON + timedelta(microseconds=number),
        created_at=NOON,
        said=said,
    )


def _by_smtplib(port: int, waiting: list[tuple[str, bytes]]) -> float:
    begun = perf_counter()
    with smtplib.SMTP("127.0.0.1", port, SENDER.domain) as connection:
        connection.ehlo()
        for to, content in waiting:
            connection.sendmail(SENDER.addr_spec, [to], content)
    return perf_counter() - begun


@contextmanager
def _served(*, pipelining: bool) -> Iterator[int]:
    """A mail server in a process of its own; gives its port."""
    ours, theirs = Pipe()
    process = Process(target=_serve, args=(theirs, pipelining), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve(told: Connection, pipelining: bool) -> None:
    import asyncio

    from aiosmtpd.smtp import SMTP, Envelope, Session

    class Taker:
        async def handle_EHLO(  # noqa: N802 - named by the library
            self, server: SMTP, session: Session, envelope: Envelope, name: str, offers: list[str]
        ) -> list[str]:
            session.host_name = name
            return [*offers[:-1], *["250-PIPELINING"] * pipelining, offers[-1]]

        async def handle_DATA(  # noqa: N802 - named by the library
            self, server: SMTP, session: Session, envelope: Envelope
        ) -> str:
            return "250 Taken"

    async def serve() -> None:
        loop = asyncio.get_running_loop()

        def connection() -> SMTP:
            return SMTP(Taker(), hostname="mail.test", loop=loop)

        listening = await loop.create_server(connection, "127.0.0.1", 0)
        told.send(listening.sockets[0].getsockname()[1])
        await listening.serve_forever()

    asyncio.run(serve())


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
