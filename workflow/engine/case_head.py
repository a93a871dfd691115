"""The head of a case's page: what has to be seen at one look, as its definition says it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from workflow.case.model import Case
from workflow.case.reading import Reading as FactReading
from workflow.clock import london_day
from workflow.deadlines.calendar import BeyondHorizon, Calendar
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Workflow
from workflow.definition.page import Shown
from workflow.definition.release import Release
from workflow.engine.due_list import Asked, is_late_at
from workflow.engine.values import Words
from workflow.store.reading import Reading

NOT_KNOWN = "not known"
"""Stands in a header for what should be there and is not."""

Seen = Mapping[str, tuple[Release, Case]]
"""Cases around this one by reference, those that whoever reads the page may look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadLine:
    """A line of the head. `cases`: references that the value consists of. `names_case`: it says
    whom the case is about.
    """

    label: str
    value: str = field(repr=False)
    danger: bool = False
    late: bool = False
    cases: tuple[str, ...] = ()
    names_case: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the lines of a head are worked out of."""

    words: Words
    workflow: Workflow
    case: Case
    read: FactReading
    what: Asked
    calendar: Calendar
    around: Seen
    tellers: Mapping[int, str]

    def lines(self) -> Iterator[HeadLine]:
        """Each line that says something now; what is dangerous comes first."""
        found = [line for each in self.workflow.header if (line := self._line(each))]
        yield from sorted(found, key=lambda line: not line.danger)

    def _line(self, line: Shown) -> HeadLine | None:
        if not self.read.holds(line.when) or not self._is_in(line.place):
            return None
        cases = tuple(self._open(line)) if line.open else ()
        said, due = self._said(line), self._due(line)
        if not (said or due or cases) or (line.show and not said):
            return None
        return HeadLine(
            label=line.label,
            value=", ".join(filter(None, (said, *cases, *self._beside(line), due))),
            danger=line.danger,
            late=due.endswith("late"),
            cases=cases,
            names_case=line.names_case,
        )

    def _is_in(self, place: Collection[str]) -> bool:
        return not place or not self.workflow.active(self.case.state).isdisjoint(place)

    # -- what a fact says --------------------------------------------------------------------------

    def _said(self, line: Shown) -> str:
        """The value in words; nothing for what is not shown now."""
        if line.show is None:
            return ""
        if line.of is not None:
            found = [said for each in self._linked(line.of) if (said := self._of(line, *each))]
            # Of what is dangerous, that of each; else what the latest says.
            return ", ".join(dict.fromkeys(found)) if line.danger else next(iter(found), "")
        value = line.show.value(self.read)
        if value is None and line.none_since:
            since = self.read(line.none_since)
            return f"none since {moment_name(since)}" if isinstance(since, date) else "none"
        if value is None and (line.when is not None or line.place):
            return NOT_KNOWN
        return self._value(self.words, self.case, line, value)

    def _of(self, line: Shown, release: Release, case: Case) -> str:
        assert line.show is not None  # `_said` asks for no other
        read = FactReading(release.workflow(case.workflow), case, {"occurred_on": self.what.as_of})
        words = replace(self.words, release=release)
        return self._value(words, case, line, line.show.value(read))

    def _value(self, words: Words, case: Case, line: Shown, value: object) -> str:
        if value is None or value is False:
            return ""
        workflow = words.release.workflow(case.workflow)
        fact = workflow.facts.get(line.show.text) if line.show else None
        return words.value(workflow, fact, value) if fact is not None else "yes"

    def _beside(self, line: Shown) -> Iterator[str]:
        """How long ago, and who says so."""
        since = self.read(line.days_since) if line.days_since else None
        if isinstance(since, date) and (not line.show or self._known(line)):
            yield ago(since, self.what.as_of, dated=str(line.show) != line.days_since)
        told = self.case.told.get(line.show.text) if line.told_by and line.show else None
        if told is not None and (who := self.tellers.get(told.seq)):
            yield f"recorded by {who}"

    def _known(self, line: Shown) -> bool:
        return line.show is not None and line.show.value(self.read) is not None

    # -- what else can stand in it -----------------------------------------------------------------

    def _due(self, line: Shown) -> str:
        """By when the soonest such task is due, and what is left until then."""
        found = (task.due.at for task in self.case.tasks if task.name == line.task)
        soonest = min((due for due in found if due), key=_order, default=None)
        return time_left(soonest, self.what, self.calendar) if soonest else ""

    def _open(self, line: Shown) -> Iterator[str]:
        assert line.open is not None  # `_line` asks for no other
        links = [self.case.links]
        if line.of is not None:
            links = [case.links for _, case in self._linked(line.of)]
        found = {ref: is_open for each in links for ref, is_open in each.get(line.open, {}).items()}
        return (ref for ref, is_open in found.items() if is_open)

    def _linked(self, link: str) -> list[tuple[Release, Case]]:
        """The cases of a link that are seen, the last linked first."""
        refs = reversed(self.case.linked(link))
        return [self.around[ref] for ref in refs if ref in self.around]


def head(
    reading: Reading,
    words: Words,
    case: Case,
    what: Asked,
    calendar: Calendar,
    around: Seen,
) -> tuple[HeadLine, ...]:
    """The lines of the head."""
    workflow = words.release.workflow(case.workflow)
    told = (case.told.get(line.show.text) for line in workflow.header if line.told_by and line.show)
    tellers = reading.tellers(case.ref, sorted({each.seq for each in told if each}))
    made = Head(
        words=words,
        workflow=workflow,
        case=case,
        read=FactReading(workflow, case, {"occurred_on": what.as_of}),
        what=what,
        calendar=calendar,
        around=around,
        tellers=tellers,
    )
    return tuple(made.lines())


def time_left(due: date | datetime, what: Asked, calendar: Calendar) -> str:
    """By when, and what is left: working days of a day, hours of an instant."""
    by = f"by {moment_name(due)}"
    if isinstance(due, datetime):
        return f"{by}, {_hours(due - what.at)}"
    try:
        days = calendar.working_days_between(what.as_of, due)
    except BeyondHorizon:
        return f"{by}, late" if is_late_at(due, what.at) else by
    if days == 0:
        return f"{by}, late" if is_late_at(due, what.at) else f"{by}, today"
    return f"{by}, {_counted(abs(days), 'working day')} {'left' if days > 0 else 'late'}"


def _hours(left: timedelta) -> str:
    minutes = int(abs(left).total_seconds() // 60)
    many = _counted(minutes // 60, "hour") if minutes >= 60 else _counted(minutes, "minute")
    return f"{many} {'left' if left > timedelta() else 'late'}"


def ago(since: date | datetime, on: date, *, dated: bool) -> str:
    """How many days ago that was; `dated`: with the day itself."""
    days = (on - london_day(since)).days
    said = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    if days < 0:
        said = f"in {_counted(-days, 'day')}"
    return f"{_counted(days, 'day')}, since {moment_name(since)}" if dated and days >= 0 else said


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _order(due: date | datetime) -> str:
    return due.isoformat()
