"""The diary of a week: what meets when and where, who is wanted for it, and who is wanted twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from workflow.case.model import Refused
from workflow.clock import london_day
from workflow.engine.board import Desk
from workflow.engine.diary import Entry, diary
from workflow.engine.viewing import Chosen
from workflow.web.board_ground import desk_of
from workflow.web.csv_file import csv_file
from workflow.web.site import Here
from workflow.web.visiting import Visitor

ROUTES = APIRouter(prefix="/diary")

WEEK = timedelta(weeks=1)
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which meetings of the week: of a kind, in a room, with a person as this or that."""

    kind: str
    at: str
    people: Mapping[str, str]

    def fits(self, entry: Entry) -> bool:
        """Whether the meeting is one of them."""
        meets = entry.meets
        return (
            self.kind in ("", meets.workflow)
            and self.at in ("", meets.venue)
            and all(
                any(each.fact == fact and each.person == who for each in meets.people)
                for fact, who in self.people.items()
                if who
            )
        )

    @property
    def kept(self) -> dict[str, str]:
        """What a link keeps of it."""
        chosen = {"kind": self.kind, "at": self.at, **self.people}
        return {name: value for name, value in chosen.items() if value}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What can be chosen by one list, by value."""

    name: str
    label: str
    options: Mapping[str, str]
    chosen: str


def week_of(text: str, today: date) -> date:
    """The Monday of a week such as `2026-W12`; of this one where none is named. Raises Refused."""
    if not text:
        return today - timedelta(days=today.weekday())
    try:
        found = _WEEK.fullmatch(text)
        if found is None or not 2000 <= int(found[1]) <= 2200:
            raise ValueError(text)
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        raise Refused("unknown_week", "there is no such week; write it as 2026-W12") from None


def week_name(when: date | datetime) -> str:
    """The week of a day or an instant, as it stands in an address."""
    year, week, _ = london_day(when).isocalendar()
    return f"{year}-W{week:02}"


def _of_kind(kind: str = "", at: str = "") -> tuple[str, str]:
    return kind[:200], at[:400]


@ROUTES.get("")
def show(
    request: Request,
    site: Here,
    visit: Visitor,
    chosen: Annotated[tuple[str, str], Depends(_of_kind)],
    week: str = "",
    form: str = "",
) -> Response:
    """The week day by day, or its meetings as a file."""
    with desk_of(site, visit, Chosen()) as desk:
        monday = week_of(week, desk.what.as_of)
        found = diary(desk, monday, monday + WEEK)
        facts = _people_facts(desk)
    asked = {name: request.query_params.get(name, "")[:200] for name in facts}
    wanted = Wanted(kind=chosen[0], at=chosen[1], people=asked)
    entries = [entry for entry in found if wanted.fits(entry)]
    if form == "csv":
        return _file(week_name(monday), entries, facts)

    def link(to: date, **more: str) -> str:
        return f"/diary?{urlencode({'week': week_name(to), **wanted.kept, **more})}"

    return site.pages.page(
        request,
        "diary.html",
        visit=visit,
        today=desk.what.as_of,
        monday=monday,
        week=week_name(monday),
        now_monday=week_of("", desk.what.as_of),
        before=monday - WEEK,
        after=monday + WEEK,
        days=list(_by_day(monday, entries)),
        facts=facts,
        choices=_choices(desk, found, facts, wanted),
        link=link,
        trouble=sum(bool(each.clashes or each.meets.lacks) for each in entries),
    )


def _people_facts(desk: Desk) -> dict[str, str]:
    """As what colleagues are taken by meetings of any kind, with words for it."""
    flows = desk.seen.process.workflows.values()
    return {
        name: flow.facts[name].label
        for flow in flows
        if flow.diary is not None
        for name in flow.diary.people
    }


def _choices(
    desk: Desk, found: Sequence[Entry], facts: Mapping[str, str], wanted: Wanted
) -> list[Choice]:
    """One list for the kind, one for the room, one for each part that colleagues take."""
    flows = desk.seen.process.workflows.values()
    kinds = {flow.name: flow.title for flow in flows if flow.diary is not None}
    rooms = sorted({each.meets.venue for each in found if each.meets.venue} | {wanted.at} - {""})
    people = [
        Choice(
            name=fact,
            label=label,
            options=_taken(found, fact),
            chosen=wanted.people[fact],
        )
        for fact, label in facts.items()
    ]
    return [
        Choice(name="kind", label="Kind of meeting", options=kinds, chosen=wanted.kind),
        Choice(name="at", label="Room", options={room: room for room in rooms}, chosen=wanted.at),
        *people,
    ]


def _taken(found: Iterable[Entry], fact: str) -> dict[str, str]:
    taken = (each.meets.person_as(fact) for each in found)
    names = {each.person: each.name for each in taken if each is not None}
    return dict(sorted(names.items(), key=lambda each: each[1]))


def _by_day(monday: date, entries: Sequence[Entry]) -> Iterable[tuple[date, list[Entry]]]:
    """The working days of the week, and those of its weekend on which something meets."""
    for number in range(7):
        day = monday + timedelta(days=number)
        of_day = [entry for entry in entries if entry.meets.day == day]
        if of_day or number < SATURDAY:
            yield day, of_day


def _file(week: str, entries: Iterable[Entry], facts: Mapping[str, str]) -> Response:
    heading = ["Day", "Time", "Kind", "Case", "Where it is", "Room", *facts.values(), "Look at"]
    rows = (
        (
            meets.day.isoformat(),
            meets.hours,
            meets.kind,
            meets.case,
            meets.place,
            meets.venue,
            *(taken.name if (taken := meets.person_as(fact)) else "" for fact in facts),
            "; ".join((*entry.clashes, *meets.lacks)),
        )
        for entry in entries
        for meets in [entry.meets]
    )
    return csv_file(f"diary-{week}", heading, rows)
