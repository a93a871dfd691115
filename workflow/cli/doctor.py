"""doctor: is everything well here? A line for each thing that can be ill, with how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from definitions import FOLDER
from notifications.letter import to_pdf
from notifications.notice import Way
from workflow.app import App
from workflow.cli.installed import installed
from workflow.cli.output import LATE, Line, counted, print_json, table
from workflow.clock import Clock, london_day
from workflow.deadlines.naming import moment_name
from workflow.definition.problem import Severity
from workflow.engine.catalogue import process_folder
from workflow.engine.checked import problems_in
from workflow.engine.letterhead import COUNCIL, SWITCHBOARD
from workflow.errors import CasewardError
from workflow.scheduler.routes import Route
from workflow.store.holder import who_holds
from workflow.store.location import shown
from workflow.store.stored_message import NEED_SOMEBODY, MessageState

DRIFT = timedelta(seconds=5)
"""Clocks that differ by more than this are told."""

HORIZON = 2
"""Years that the calendar has to reach ahead: a date beyond its end waits."""

QUIET = timedelta(minutes=5)
"""A clock that has not ticked for so long is told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `mend` is empty when it is well."""

    what: str
    says: str
    mend: str = ""

    @property
    def well(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.mend


class Unwell(CasewardError):
    """Something has to be mended."""

    code = "unwell"


def examine(clock: Clock, *, as_json: bool) -> None:
    """Look at everything. Raises Unwell when something has to be mended."""
    with installed(clock) as app:
        found = list(findings(app, clock))
    if as_json:
        print_json([{**asdict(each), "well": each.well} for each in found])
    else:
        table(("", "what", "found", "how to mend it"), [_line(each) for each in found])
    if ill := [each.what for each in found if not each.well]:
        raise Unwell(f"not well: {', '.join(ill)}")


def findings(app: App, clock: Clock) -> Iterator[Finding]:
    """Everything that is looked at; what cannot be looked at is told as a finding of its own.

    `clock` is that of this machine. Of a database that is away the time is not asked either.
    """
    ours, theirs = clock(), _time_of(app)
    now = theirs or ours
    yield _settings(app)
    yield _clock(ours, theirs)
    for what, look in _LOOKS.items():
        try:
            yield look(app, now)
        except CasewardError as error:
            yield Finding(what, error.code, str(error))


def _settings(app: App) -> Finding:
    where = "a demonstration" if app.settings.is_demonstration else app.settings.authority
    policy = app.settings.policy or "no policy"
    return Finding("settings", f"authority {where}, {policy}")


def _database(app: App, now: datetime) -> Finding:
    url = app.settings.database_url
    with app.store.reading() as reading:
        cases = reading.counts("case")["case"]
    holder = who_holds(url)
    held = f", held by {holder}" if holder else ""
    return Finding("database", f"{shown(url)}, {counted(cases, 'case')}{held}")


def _time_of(app: App) -> datetime | None:
    try:
        return app.now()
    except CasewardError:
        return None  # which is told of the database


def _clock(ours: datetime, theirs: datetime | None) -> Finding:
    if theirs is None:
        return Finding("clock", moment_name(ours))
    drift = abs(theirs - ours)
    mend = "set the clock of this machine by a time server" if drift > DRIFT else ""
    seconds = f"{int(drift.total_seconds())} s from that of the database"
    return Finding("clock", f"{moment_name(ours)}, {seconds}", mend)


def _calendar(app: App, now: datetime) -> Finding:
    calendar = app.catalogue.calendar()
    years = calendar.last.year - london_day(now).year
    mend = "install a newer version: it brings a longer calendar" if years < HORIZON else ""
    return Finding(
        "calendar", f"edition {calendar.edition}, to the end of {calendar.last:%Y}", mend
    )


def _definitions(app: App, now: datetime) -> Finding:
    folder = process_folder(app.settings.definitions or FOLDER)
    wrong = [p for p in problems_in(folder) if p.severity is Severity.ERROR]
    mend = "`caseward check` names each and how to mend it" if wrong else ""
    return Finding("definitions", counted(len(wrong), "error"), mend)


def _published(app: App, now: datetime) -> Finding:
    with app.store.reading() as reading:
        changed = app.catalogue.changed(reading)
    mend = "`caseward init` publishes what has changed" if changed else ""
    return Finding("releases", "definitions have changed" if changed else "as published", mend)


def _mail(app: App, now: datetime) -> Finding:
    mail = app.settings.mail
    if not mail:
        mend = "" if app.settings.is_demonstration else "set CASEWARD_MAIL, or nobody is told"
        return Finding("mail", "messages go nowhere", mend)
    way, host = mail.partition("://")[0], urlsplit(mail).hostname
    found = f"{way}{f' at {host}' if host and way == 'smtp' else ''}"
    with app.store.reading() as reading:
        stopped = reading.mail_stopped()
    if stopped is not None:
        says = f"stopped by {stopped.by} on {moment_name(stopped.at)}: {stopped.reason}"
        return Finding("mail", says, "`caseward messages --go` lets messages go again")
    return Finding("mail", found, "; ".join(filter(None, map(_check_route, app.routes()))))


def _letters(app: App, now: datetime) -> Finding:
    council = app.catalogue.letterhead.council
    lacks = [
        what
        for what, known in (
            ("the name of the council", council.name != COUNCIL.name),
            ("a telephone number", council.phone != SWITCHBOARD),
            ("an address", bool(council.address)),
            ("whom to complain to", bool(council.complaints)),
        )
        if not known
    ]
    if not lacks or app.settings.is_demonstration:
        return Finding("letterhead", council.name)
    mend = "say it in the file of CASEWARD_LETTERHEAD: families are told whom to ring"
    return Finding("letterhead", f"letters lack {', '.join(lacks)}", mend)


def _check_route(route: Route) -> str:
    """How to mend a way out; empty when messages could go."""
    try:
        route.channel.check()
        if Way.POST in route.ways:
            to_pdf("<p>A letter</p>")
    except CasewardError as wrong:
        return str(wrong)
    finally:
        route.channel.close()
    return ""


def _messages(app: App, now: datetime) -> Finding:
    with app.store.reading() as reading:
        by_state = reading.messages_by_state()
    wrong = sum(by_state.get(state, 0) for state in NEED_SOMEBODY)
    mend = "`caseward messages` shows which and why" if wrong else ""
    waiting = by_state.get(MessageState.WAITING, 0)
    return Finding("messages", f"{counted(wrong, 'needs', 'need')} somebody, {waiting} wait", mend)


def _ticks(app: App, now: datetime) -> Finding:
    with app.store.reading() as reading:
        last, first = reading.last_pulse(), reading.first_pending(now)
    told = f"last tick {moment_name(last)}" if last else "never ticked"
    silent = last is None or now - last > QUIET
    if silent and first is not None and now - first > QUIET:
        return Finding("timers", f"{told}, one due since {moment_name(first)}", _START)
    return Finding("timers", told)


def _incidents(app: App, now: datetime) -> Finding:
    with app.store.reading() as reading:
        found = reading.incidents()
    mend = "`caseward incidents` shows why; `--retry` tries again" if found else ""
    return Finding("incidents", counted(len(found), "timer") + " cannot be fired", mend)


_START = "start `caseward worker`, or run `caseward tick`"


def _programs(app: App, now: datetime) -> Finding:
    with app.store.reading() as reading:
        found = reading.webhooks()
    untold = [each.webhook_id for each in found if each.disabled_at is not None]
    mend = f"mend what hears them, then `caseward webhook enable {untold[0]}`" if untold else ""
    return Finding(
        "programs", f"{counted(len(found), 'program')}, {len(untold)} told no more", mend
    )


_LOOKS: dict[str, Callable[[App, datetime], Finding]] = {
    "database": _database,
    "calendar": _calendar,
    "definitions": _definitions,
    "releases": _published,
    "mail": _mail,
    "letterhead": _letters,
    "messages": _messages,
    "timers": _ticks,
    "incidents": _incidents,
    "programs": _programs,
}


def _line(found: Finding) -> Line:
    mark = "well" if found.well else "mend"
    return Line((mark, found.what, found.says, found.mend), "" if found.well else LATE)
