"""Stories lived on a database of their own, with messages to a real mail server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from mail_server import MailServer
from workflow.app import App, compose
from workflow.clock import at_time
from workflow.settings import DEMONSTRATION, Settings
from workflow.simulation.account import Account, account_of
from workflow.simulation.duplicates import arrived_twice
from workflow.simulation.family import HistoryRow
from workflow.simulation.year import ClockSetByHand, Year
from workflow.store.stored_message import Posting


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What a time came to, every message of it, and the Message-IDs that arrived twice."""

    account: Account
    postings: list[Posting]
    arrived_twice: dict[str, int]

    def sent(self) -> list[Posting]:
        """The messages that were handed over."""
        return [posting for posting in self.postings if posting.message.state == "sent"]


def lived(
    folder: Path, rows: Sequence[HistoryRow], began: date, until: timedelta, server: MailServer
) -> Happened:
    """Let these rows happen, and time pass for so long."""
    clock = ClockSetByHand(at_time(began, time(6)))
    settings = Settings(
        database_url=f"sqlite:///{folder / 'year.db'}",
        authority=DEMONSTRATION,
        mail=f"smtp://{server.host}:{server.port}",
        letters=f"file://{folder / 'letters'}",
        texts=f"file://{folder / 'texts'}",
        mail_is_secure=True,
    )
    app = compose(settings, clock)
    try:
        return _lived(app, clock, rows, began, until, server)
    finally:
        app.store.close()


def _lived(
    app: App,
    clock: ClockSetByHand,
    rows: Sequence[HistoryRow],
    began: date,
    until: timedelta,
    server: MailServer,
) -> Happened:
    app.initialise()
    year = Year(store=app.store, catalogue=app.catalogue, clock=clock, ring=app.ticker().tick)
    done = year.live(rows, at_time(began + until, time(17)), lambda row: None)
    families = len({row.facts.get("family_reference") for row in rows} - {None})
    with app.store.reading() as reading:
        postings = reading.postings()
        account = account_of(reading, app.catalogue, done, families=families, now=clock())
    arrived = [str(mail["Message-ID"]) for mail in server.mails]
    return Happened(account=account, postings=postings, arrived_twice=arrived_twice(arrived))
