"""Rare turns in the lives of invented families, from the YAML files beside this module.

A turn is a list of rows: the working day since the story began, the case, the event, who records
it, its facts. What it begins with may be a part that others begin with too. How values are written
stands at the top of `turns/beginnings.yaml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from workflow.clock import at_time
from workflow.deadlines.calendar import Calendar
from workflow.definition.model import OPEN_CASE
from workflow.simulation.family import Facts, HistoryRow
from workflow.simulation.staff import role_of
from workflow.simulation.year import LINKED

FOLDER = Path(__file__).with_name("turns")

WORKFLOWS = {
    "child": "child_protection",
    "sibling": "child_protection",
    "meeting": "conference",
    "review": "conference",
    "group": "core_group",
    "complaint": "appeal",
    "dispute": "disagreement",
}
"""What a case is of, by how a story calls it; `review/2` is a second one."""

AFTERWARDS = 15
"""Working days that are left after the last row of a turn: for what is late by then."""

_DAY = re.compile(r"day (?P<day>\d+)(?: (?P<time>\d\d:\d\d))?")
_YEARS = re.compile(r"(?P<years>\d+) years before day (?P<day>\d+)")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a turn, as it is written."""

    day: int
    case: str
    event: str
    by: str
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A story. `values` are what `@NAME` stands for in it."""

    name: str
    policy: str
    lines: tuple[Line, ...]
    values: Mapping[str, Any]

    @property
    def length(self) -> int:
        """Its last working day."""
        return max(line.day for line in self.lines)


@cache
def all_turns() -> tuple[Turn, ...]:
    """Every turn that there is, in the order of files and of each file."""
    texts = [file.read_text("utf-8") for file in sorted(FOLDER.glob("*.yaml"))]
    read = [yaml.safe_load(text) for text in texts]
    parts = {name: part for each in read for name, part in each.get("parts", {}).items()}
    values = {name: value for each in read for name, value in each.get("values", {}).items()}
    return tuple(
        Turn(
            name=name,
            policy=written.get("policy", ""),
            lines=tuple(_lines(written, parts)),
            values=values,
        )
        for each in read
        for name, written in each.get("turns", {}).items()
    )


def _lines(written: Mapping[str, Any], parts: Mapping[str, Any]) -> Iterator[Line]:
    if "after" in written:
        yield from _lines(parts[written["after"]], parts)
    for day, case, event, by, *facts in written["rows"]:
        yield Line(day, case, event, by, *(facts or [{}]))


def rare_turns(
    first: int,
    *,
    seed: int,
    began: date,
    ends: date,
    calendar: Calendar,
    only: Collection[str] = (),
) -> Iterator[HistoryRow]:
    """Rows of a family for each turn, in no order, the first with that number.

    Each begins on some day that leaves it time to be told to its end; none ends in the middle.
    """
    rng = Random(seed)
    turns = [turn for turn in all_turns() if not only or turn.name in only]
    for number, turn in enumerate(turns, first):
        latest = calendar.subtract_working_days(ends, turn.length + AFTERWARDS)
        day = began + timedelta(days=rng.randint(0, max((latest - began).days, 0)))
        start = calendar.working_day_on_or_before(max(day, began))
        yield from Telling(turn, number, max(start, began), calendar).rows()


class Telling:
    """A turn told of one family, from a day on."""

    def __init__(self, turn: Turn, number: int, start: date, calendar: Calendar) -> None:
        self._turn, self._number = turn, number
        self._start, self._calendar = start, calendar

    def rows(self) -> Iterator[HistoryRow]:
        """Its rows, those of one day a minute apart."""
        typed: Counter[date] = Counter()
        for line in self._turn.lines:
            day = self.day(line.day)
            minutes = timedelta(minutes=typed[day])
            typed[day] += 1
            name = line.case.partition(LINKED)[0].partition("/")[0]
            yield HistoryRow(
                case=self.reference(line.case),
                workflow=WORKFLOWS[name] if line.event == OPEN_CASE else "",
                policy=self._turn.policy,
                event=line.event,
                occurred_on=day,
                recorded_at=datetime.combine(day, time(9, self._number % 60), UTC) + minutes,
                actor=line.by,
                role=role_of(line.by),
                facts=self.told(line.facts),
            )

    def day(self, number: int) -> date:
        """That working day of the story."""
        return self._calendar.add_working_days(self._start, number) if number else self._start

    def reference(self, case: str) -> str:
        """`review/2` is REVIEW-061-2 in family 61; what stands behind `>` is a link."""
        name, linked, link = case.partition(LINKED)
        kind, _, which = name.partition("/")
        return f"{kind.upper()}-{self._number:03}{'-' if which else ''}{which}{linked}{link}"

    def told(self, value: Any) -> Any:
        """The value with days, references and shared values put in."""
        if isinstance(value, Mapping):
            return {self.told(name): self.told(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.told(each) for each in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> Any:
        if text == "@family":
            return f"FAM-{self._number:03}"
        if text.startswith("@"):
            name = text[1:]
            known = name in self._turn.values
            return self.told(self._turn.values[name]) if known else self.reference(name)
        if found := _DAY.fullmatch(text):
            day, clock = self.day(int(found["day"])), found["time"]
            return (at_time(day, time.fromisoformat(clock)) if clock else day).isoformat()
        if found := _YEARS.fullmatch(text):
            day = self.day(int(found["day"]))
            return day.replace(year=day.year - int(found["years"])).isoformat()
        return text
