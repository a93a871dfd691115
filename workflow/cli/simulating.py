"""simulate: a year with invented families on a database of its own, and what it came to."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from workflow.app import App, compose
from workflow.cli.arguments import a_day
from workflow.cli.output import (
    LATE,
    Line,
    counted,
    heading,
    print_json,
    progress,
    say,
    table,
)
from workflow.clock import at_time
from workflow.deadlines.naming import day_name
from workflow.errors import CasewardError, WrongUse
from workflow.settings import DEMONSTRATION, Settings
from workflow.simulation.account import Account, account_of
from workflow.simulation.population import PROCESS, YEAR, YEAR_BEGINS, families_of_a_year
from workflow.simulation.year import ClockSetByHand, Year
from workflow.store.stored_message import MessageState

MORNING, EVENING = time(6), time(17)

SENT = MessageState.SENT.value

WAYS_OUT = ("smtp://", "file://")


class ToldTwice(CasewardError):
    """Somebody was told the same thing more than once."""

    code = "told_twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for. `began` empty: the usual year. `database` None: a temporary file."""

    workflow: str
    families: int
    seed: int
    began: str
    mail: str
    letters: str
    database: Path | None
    as_json: bool


def simulate_year(wanted: Wanted) -> None:
    """Live the year and tell of it.

    Raises WrongUse for what cannot be simulated, ToldTwice when somebody was told a thing twice.
    """
    _check(wanted)
    began = a_day("--from", wanted.began or None) or YEAR_BEGINS
    file = wanted.database or Path(tempfile.mkdtemp(prefix="caseward-")) / "year.db"
    if file.exists():
        raise WrongUse(f"{file} is there already; name a new file, or remove that one")
    clock = ClockSetByHand(at_time(began, MORNING))
    app = compose(_settings(file, wanted), clock)
    try:
        account = _lived(app, clock, wanted, began)
    finally:
        app.store.close()
    if wanted.as_json:
        print_json(account.document())
    else:
        _tell(account, began, file)
    if account.twice:
        raise ToldTwice(f"{counted(account.twice, 'message')} went more than once to somebody")


def _settings(file: Path, wanted: Wanted) -> Settings:
    """Nothing of the environment: the year is the same everywhere.

    E-mail counts as secure: nothing in it is about anybody.
    """
    return Settings(
        database_url=f"sqlite:///{file}",
        authority=DEMONSTRATION,
        policy="",
        definitions=None,
        mail=wanted.mail,
        letters=wanted.letters,
        texts=wanted.letters,
        mail_is_secure=True,
    )


def _check(wanted: Wanted) -> None:
    if wanted.workflow != PROCESS:
        raise WrongUse(f"there are invented families of {PROCESS} only, not of {wanted.workflow}")
    if wanted.families < 1:
        raise WrongUse("give one family or more: --families 100")
    if not all(way.startswith(WAYS_OUT) for way in (wanted.mail, wanted.letters) if way):
        raise WrongUse("the messages of invented people go to smtp://HOST:PORT or file://FOLDER")


def _lived(app: App, clock: ClockSetByHand, wanted: Wanted, began: date) -> Account:
    app.initialise()
    calendar = app.catalogue.calendar()
    rows = families_of_a_year(wanted.families, seed=wanted.seed, began=began, calendar=calendar)
    year = Year(store=app.store, catalogue=app.catalogue, clock=clock, ring=app.ticker().tick)
    with progress(len(rows), "Living the year") as tell:
        lived = year.live(rows, at_time(began + YEAR, EVENING), tell)
    with app.store.reading() as reading:
        return account_of(reading, app.catalogue, lived, families=wanted.families, now=app.now())


def _tell(account: Account, began: date, file: Path) -> None:
    lived, ends = account.lived, day_name(began + YEAR)
    families = counted(account.families, "invented family", "invented families")
    say(f"A year of {families}, {day_name(began)} to {ends}", bold=True)
    cases = ", ".join(f"{number} of {name}" for name, number in account.cases.items())
    say(f"{counted(sum(account.cases.values()), 'case')}: {cases}.")
    say(
        f"{counted(lived.commands, 'command')} of people, {len(lived.refused)} refused."
        f" {counted(lived.fired, 'timer')} fired, {counted(lived.incidents, 'incident')}."
    )
    late = ", ".join(f"{title} ({number})" for title, number in account.late.items())
    say(f"{counted(sum(account.late.values()), 'task')} late at the end: {late or 'none'}.")
    for refused in lived.refused:
        say(f"  refused: {refused.row.case} {refused.row.event}: {refused.sentence}", colour=LATE)
    heading("Messages")
    table(("notice", "sent", "others"), [_line(*each) for each in account.messages.items()])
    say(f"Told twice: {account.twice}. Never sent: {', '.join(account.never) or 'none'}.")
    heading("Look around yourself")
    say(f"  export CASEWARD_DATABASE_URL=sqlite:///{file}")


def _line(notice: str, states: Mapping[str, int]) -> Line:
    others = (f"{number} {state}" for state, number in states.items() if state != SENT)
    said = ", ".join(others).replace("_", " ")
    return Line((notice, str(states.get(SENT, 0)), said), "" if states.get(SENT) else LATE)
