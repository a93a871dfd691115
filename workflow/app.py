"""The composition root: settings to a store, a catalogue and a clock. Nothing else builds these."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from definitions import FOLDER
from notifications.channels.chosen import ChannelWrong, channel_at, rate_at
from notifications.channels.webhook import Receiver, WebhookChannel
from notifications.notice import Council, Way
from notifications.quiet_hours import QuietHours
from workflow.case.model import Command
from workflow.clock import Clock, system_clock
from workflow.engine.catalogue import Catalogue, process_folder
from workflow.engine.council import council_of
from workflow.engine.document_shelf import Shelf
from workflow.engine.letterhead import COUNCIL, SWITCHBOARD, Letterhead
from workflow.engine.run import Outcome, run
from workflow.engine.sealing import Sealing
from workflow.engine.webhooks import receiver_of
from workflow.errors import SettingsWrong
from workflow.scheduler.dispatch import Dispatcher
from workflow.scheduler.outbox import Unsent
from workflow.scheduler.routes import Route
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

    @property
    def shelf(self) -> Shelf:
        """Where documents lie."""
        return Shelf(
            store=self.store,
            sealing=Sealing(self.settings.secret_key, "documents"),
            largest=self.settings.largest_document * 1_000_000,
        )

    def ticker(self) -> Ticker:
        """What fires timers and sends messages; where no way to send was chosen, these wait."""
        routes = (*self.routes(), *self._to_programs())
        outbox = self._dispatcher(routes) if routes else Unsent()
        return Ticker(store=self.store, catalogue=self.catalogue, outbox=outbox)

    def routes(self) -> tuple[Route, ...]:
        """The ways out for messages, with nothing opened yet; empty when none was chosen."""
        return routes_of(self.settings, self.clock)

    def _dispatcher(self, routes: tuple[Route, ...]) -> Dispatcher:
        quiet = QuietHours.of(self.settings.quiet_hours)
        # Where nothing at all was chosen for people, what is for them waits until something is.
        to_people = {Way.EMAIL, Way.POST, Way.TEXT}
        chosen = {way for route in routes for way in route.ways}
        waiting = (to_people if not chosen & to_people else set()) | ({Way.WEBHOOK} - chosen)
        return Dispatcher(
            store=self.store, routes=routes, quiet_hours=quiet, waiting=frozenset(waiting)
        )

    def _to_programs(self) -> tuple[Route, ...]:
        """The way to programs that asked to be told; none without what signs it."""
        if not self.settings.secret_key:
            return ()
        channel = WebhookChannel(
            self._receiver, clock=self.clock, inside=self.settings.webhooks_inside
        )
        return (Route(channel=channel, ways=channel.ways),)

    def _receiver(self, webhook_id: str) -> Receiver | None:
        now, key = self.now(), self.settings.secret_key
        with self.store.reading() as reading:
            return receiver_of(reading, webhook_id, secret_key=key, now=now)

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
    routes_of(settings, clock)  # what cannot be is told now, not when the first message is due
    folder = settings.definitions or FOLDER
    store = Store(settings.database_url, settings.authority)
    return App(
        settings=settings,
        store=store,
        catalogue=Catalogue(process_folder(folder), FOLDER / "calendars", _letterhead(settings)),
        clock=store.now if clock is system_clock else clock,
    )


def _letterhead(settings: Settings) -> Letterhead:
    return Letterhead(
        council=_council(settings),
        base_url=settings.base_url,
        secure_mail=settings.mail_is_secure,
        secret=settings.secret_key,
    )


def _council(settings: Settings) -> Council:
    """Who writes. A letter says whom to ring, also where nobody said which number that is."""
    council = council_of(settings.letterhead) if settings.letterhead else COUNCIL
    council = replace(council, name=settings.council) if settings.council else council
    return council if council.phone else replace(council, phone=SWITCHBOARD)


def routes_of(settings: Settings, clock: Clock) -> tuple[Route, ...]:
    """A route for each line in which a way was chosen, with the ways that lead over it.

    What was not chosen for letters and text messages goes where e-mails go, if that takes them.
    Raises SettingsWrong.
    """
    lines = {Way.EMAIL: settings.mail, Way.POST: settings.letters, Way.TEXT: settings.texts}
    by_line: dict[str, set[Way]] = {}
    for way, line in lines.items():
        if chosen := line or settings.mail:
            by_line.setdefault(chosen, set()).add(way)
    routes = (_route(line, ways, clock) for line, ways in by_line.items())
    return tuple(route for route in routes if route.ways)


def _route(line: str, ways: set[Way], clock: Clock) -> Route:
    try:
        channel = channel_at(line, clock=clock)
        return Route(channel=channel, ways=channel.ways & ways, rate=rate_at(line))
    except ChannelWrong as wrong:
        names = {Way.EMAIL: "MAIL", Way.POST: "LETTERS", Way.TEXT: "TEXTS"}
        name = next(names[way] for way in Way if way in ways)
        raise SettingsWrong(f"CASEWARD_{name} {wrong}") from wrong
