"""The composition root: settings to a store, a catalogue and a clock. Nothing else builds these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from definitions import FOLDER
from workflow.case.model import Command
from workflow.clock import Clock, system_clock
from workflow.engine.catalogue import Catalogue, process_folder
from workflow.engine.run import Outcome, run
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
        """What fires timers and sends messages."""
        return Ticker(store=self.store, catalogue=self.catalogue)

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
    machines then tell one time.
    """
    folder = settings.definitions or FOLDER
    store = Store(settings.database_url, settings.authority)
    return App(
        settings=settings,
        store=store,
        catalogue=Catalogue(process_folder(folder), FOLDER / "calendars"),
        clock=store.now if clock is system_clock else clock,
    )
