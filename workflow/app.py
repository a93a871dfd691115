"""The composition root: settings to a store, a catalogue and a clock. Nothing else builds these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from definitions import FOLDER
from notifications.channels.base import Channel
from notifications.channels.chosen import ChannelWrong, channel_at
from notifications.notice import Council
from workflow.case.model import Command
from workflow.clock import Clock, system_clock
from workflow.engine.catalogue import Catalogue, process_folder
from workflow.engine.letterhead import Letterhead
from workflow.engine.run import Outcome, run
from workflow.errors import SettingsWrong
from workflow.scheduler.dispatch import Dispatcher
from workflow.scheduler.outbox import Unsent
from workflow.scheduler.tick import Ticker
from workflow.settings import Settings
from workflow.store.database import Store


@dataclass(frozen=True, kw_only=True)
class App:
    """Everything that a command needs. Tests build one over a file of their own."""

    settings: Settings
    store: Store
    catalogue: Catalogue
    clock: Clock

    def now(self) -> datetime:
        """The moment of this command. Read it once and pass it on."""
        return self.clock()

    def run(self, command: Command, *, revision: int | None = None) -> Outcome:
        """One command of a person, in one transaction."""
        return run(self.store, self.catalogue, command, revision=revision)

    def ticker(self) -> Ticker:
        """What fires timers and sends messages; where no way to send was chosen, these wait."""
        channel = self.channel()
        outbox = Dispatcher(store=self.store, channel=channel) if channel else Unsent()
        return Ticker(store=self.store, catalogue=self.catalogue, outbox=outbox)

    def channel(self) -> Channel | None:
        """The way out for messages, with nothing opened yet; None when none was chosen."""
        mail = self.settings.mail
        return channel_at(mail, clock=self.clock) if mail else None

    def initialise(self, by: str = "caseward init") -> list[int]:
        """Create or upgrade the database and publish what the folder says anew.

        Returns the numbers of the new releases. Raises Fault, DefinitionWrong.
        """
        self.store.create_or_upgrade()
        now = self.now()
        with self.store.writing() as writing:
            return [release.number for release in self.catalogue.publish(writing, now, by)]


def compose(settings: Settings, clock: Clock = system_clock) -> App:
    """The application that the settings ask for. Opens nothing yet.

    The machine's own clock gives way to that of the database's server, if there is one: several
    machines then tell one time. Raises SettingsWrong when they name no way to send.
    """
    _check_mail(settings, clock)
    folder = settings.definitions or FOLDER
    store = Store(settings.database_url, settings.authority)
    return App(
        settings=settings,
        store=store,
        catalogue=Catalogue(process_folder(folder), FOLDER / "calendars", _letterhead(settings)),
        clock=store.now if clock is system_clock else clock,
    )


def _letterhead(settings: Settings) -> Letterhead:
    named = {"council": Council(name=settings.council)} if settings.council else {}
    return Letterhead(
        base_url=settings.base_url,
        secure_mail=settings.mail_is_secure,
        secret=settings.secret_key,
        **named,
    )


def _check_mail(settings: Settings, clock: Clock) -> None:
    """A way to send that cannot be is told at the start, not when the first message is due."""
    if settings.mail:
        try:
            channel_at(settings.mail, clock=clock)
        except ChannelWrong as wrong:
            raise SettingsWrong(f"CASEWARD_MAIL {wrong}") from wrong
