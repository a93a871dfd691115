"""demo: the pages over invented families, with a clock that goes on from their last day.

Messages go into a folder beside the database, from which the inbox of the demonstration shows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import time, timedelta
from pathlib import Path
from socket import socket
from time import monotonic

from workflow.app import App, compose
from workflow.cli.demo import new_file
from workflow.cli.output import heading, message, progress, say
from workflow.cli.serving import PortTaken, answer, listening_at
from workflow.cli.setting_up import made_ready
from workflow.cli.ticking import health_pages
from workflow.clock import Clock, at_time
from workflow.deadlines.naming import day_name
from workflow.definition.model import Process
from workflow.engine.accounts import new_token, set_password
from workflow.engine.due_list import asked
from workflow.engine.history_file import Row, read_histories
from workflow.engine.import_histories import import_histories
from workflow.engine.worklist import worklist
from workflow.errors import CasewardError
from workflow.scheduler.metrics import Metrics
from workflow.scheduler.service import Service
from workflow.settings import DEMONSTRATION, Settings
from workflow.simulation import demo, tour
from workflow.simulation.sample import SAMPLE, SAMPLE_ENDS, WAITING
from workflow.simulation.staff import staff_of
from workflow.store.holder import hold
from workflow.store.stored import Person
from workflow.web.application import create
from workflow.web.showcase import Persona, Showcase, Try

HOST, USUAL_PORT = "127.0.0.1", 8000
PASSWORD = "three invented words"


SHOWN = 24
"""Families of the sample that the pages show: enough for a full board, and there in a moment."""

UNTOLD_SINCE = at_time(SAMPLE_ENDS - timedelta(days=4), time(6))
"""What fell due since then nobody was told before the demonstration began."""

NEXT_LEAVE = SAMPLE_ENDS + timedelta(days=10)
"""From when somebody will be away: soon enough to matter for what is planned now."""


def open_pages(database: Path | None, port: int | None) -> None:
    """Make the database and answer browsers until told to stop.

    Without a port it is the usual one, or any that is free. Raises WrongUse when the file is there
    already, PortTaken.
    """
    file = new_file(database)
    with ExitStack() as stack:
        listening = stack.enter_context(listening_somewhere(port))
        address = f"http://{HOST}:{listening.getsockname()[1]}"
        app = compose(_settings(file, address), _going_on())
        stack.callback(app.store.close)
        say(demo.WELCOME.format(families=SHOWN, day=day_name(SAMPLE_ENDS)), bold=True)
        showcase = _filled(app, file.parent / "mail")
        stack.enter_context(hold(app.settings.database_url, clock=app.clock))
        metrics = Metrics()
        clockwork = stack.enter_context(Service(app.ticker(), app.clock, metrics))
        web = create(app, health_pages(app, clockwork.health, metrics), showcase)
        _tell(showcase, address)
        answer(web, listening)


@contextmanager
def listening_somewhere(port: int | None) -> Iterator[socket]:
    """Where the pages are: there, or at the usual place or, where that is taken, anywhere.

    Raises PortTaken.
    """
    with ExitStack() as stack:
        try:
            found = stack.enter_context(listening_at(HOST, USUAL_PORT if port is None else port))
        except PortTaken:
            if port is not None:
                raise
            found = stack.enter_context(listening_at(HOST, 0))
        yield found


def _settings(file: Path, address: str) -> Settings:
    return Settings(
        database_url=f"sqlite:///{file}",
        authority=DEMONSTRATION,
        policy="",
        definitions=None,
        mail=f"file://{file.parent.absolute() / 'mail'}",
        letters="",
        texts="",
        mail_is_secure=True,
        secret_key=new_token(),
        base_url=address,
        council="Northwick Council (invented)",
    )


def _going_on() -> Clock:
    """The afternoon of the families' last day, going on from now: later, more would be late."""
    begun, then = monotonic(), at_time(SAMPLE_ENDS, time(16))
    return lambda: then + timedelta(seconds=monotonic() - begun)


def _filled(app: App, mail: Path) -> Showcase:
    rows = _import(app)
    people = staff_of(demo.acting(rows), _process(app), NEXT_LEAVE)
    with app.store.writing() as writing:
        writing.replace_people(people)
    first = _first_cases(app, people)
    busiest = {role: _busiest(people, role, first) for role in (tour.WORKER, tour.CHAIR)}
    refs = {person: ref for person, (_, ref) in first.items()}
    parts = tour.parts(busiest[tour.WORKER], busiest[tour.CHAIR], refs)
    with app.store.writing() as writing:
        for person in parts:
            set_password(writing, person, PASSWORD)
    return Showcase(
        welcome=tour.WELCOME.format(day=day_name(SAMPLE_ENDS), families=SHOWN + 1),
        personas=tuple(
            Persona(
                person=person,
                title=part.title,
                tries=tuple(Try(say=text, to=to) for text, to in part.tries),
            )
            for person, part in parts.items()
        ),
        password=PASSWORD,
        mail=mail,
    )


def _import(app: App) -> list[Row]:
    """The rows of the families that are shown, and of those for whom something waits to be done.

    They are read in as of some days before their last: the ladders since then are climbed by the
    clockwork, before everybody's eyes.
    """
    message(made_ready(app))
    shown = demo.some_families(read_histories(SAMPLE), _process(app).workflows, SHOWN)
    waiting = read_histories(WAITING)
    with progress(len(shown) + len(waiting), "Reading the families") as tell:
        for rows in (shown, waiting):
            import_histories(app.store, app.catalogue, rows, now=UNTOLD_SINCE, progress=tell)
    return [*shown, *waiting]


def _process(app: App) -> Process:
    with app.store.reading() as reading:
        return app.catalogue.newest(reading, "").process


def _first_cases(app: App, people: list[Person]) -> dict[str, tuple[int, str]]:
    """By person: how many tasks wait for them, and the case to begin with."""
    found = {}
    with app.store.reading() as reading:
        for person in people:
            lines = worklist(reading, app.catalogue, person, asked(app.now()), policy="")
            if lines:
                found[person.person] = (len(lines), demo.to_begin_with(reading, lines))
    return found


def _busiest(people: list[Person], role: str, first: dict[str, tuple[int, str]]) -> str:
    """Whoever has most to do of those whose only work is in that role."""
    able = [each.person for each in people if each.roles[:1] == (role,)]
    if not able:
        raise CasewardError(f"nobody in the sample has the role {role}")
    return max(able, key=lambda person: first.get(person, (0, ""))[0])


def _tell(showcase: Showcase, address: str) -> None:
    heading(f"Open {address}/demo in a browser")
    say(f"Sign in with one click there; or by hand, with the password: {showcase.password}")
    for persona in showcase.personas:
        say(f"  {persona.person:15}{persona.title}")
    say("Stop with Ctrl+C.")
