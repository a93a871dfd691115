"""What is typed of somebody on the list of people, checked field by field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.case.edge import is_a_year
from workflow.engine.people import OWN_NAMES
from workflow.mail_address import LONGEST, looks_right
from workflow.store.stored import Person

_SHORT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._'-]{1,63}")
_TELEPHONE = re.compile(r"[0-9+() -]{4,40}(ext\.? ?[0-9]{1,6})?")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody typed. `person` is the short name; days are ISO text or what is none."""

    person: str
    name: str = field(repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    roles: Sequence[str] = ()
    team: str = ""
    manager: str = ""
    away_from: str = ""
    away_to: str = ""


class Mistyped(Exception):
    """Some fields cannot be taken; `wrong` says of each what to do."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        self.wrong = wrong
        super().__init__(", ".join(wrong))


def read_person(
    typed: Typed, people: Collection[Person], roles: Collection[str], *, is_new: bool
) -> Person:
    """Whom the fields describe, among these people and with these roles. Raises Mistyped."""
    others = [each for each in people if each.person.casefold() != typed.person.casefold()]
    known = {each.person: each for each in people}
    wrong = dict(_wrong(typed, others, known, roles, is_new=is_new))
    if wrong:
        raise Mistyped(wrong)
    return Person(
        person=typed.person,
        name=typed.name,
        email=typed.email,
        roles=tuple(sorted({*typed.roles})),
        team=typed.team,
        manager=typed.manager,
        away_from=_day(typed.away_from),
        away_to=_day(typed.away_to),
        phone=typed.phone,
    )


def _wrong(
    typed: Typed,
    others: Collection[Person],
    known: Mapping[str, Person],
    roles: Collection[str],
    *,
    is_new: bool,
) -> Iterator[tuple[str, str]]:
    if is_new and not _SHORT_NAME.fullmatch(typed.person):
        yield "person", "Give a short name of 2 to 64 letters, digits, dots or hyphens"
    elif is_new and typed.person.casefold() in OWN_NAMES:
        yield "person", "The program uses this name itself; give another"
    elif is_new and len(others) < len(known):
        yield "person", "There is somebody of that short name already; give another"
    if not typed.name:
        yield "name", "Give the name that others know them by"
    for name in ("name", "team"):
        if len(getattr(typed, name)) > LONGEST:
            yield name, f"This is longer than {LONGEST} characters"
    yield from _wrong_ways(typed, others)
    if unknown := sorted({*typed.roles} - {*roles}):
        yield "roles", f"There is no role {', '.join(unknown)}"
    if typed.manager and typed.manager not in known:
        yield "manager", "Choose somebody who is known here"
    elif typed.manager and typed.person in _above(typed.manager, known):
        yield "manager", "They would manage themselves, over others or at once; choose another"
    yield from _wrong_days(typed)


def _wrong_ways(typed: Typed, others: Collection[Person]) -> Iterator[tuple[str, str]]:
    if typed.email and not looks_right(typed.email):
        yield "email", "Give an address such as name@example.org, or leave it empty"
    elif typed.email and any(o.email.casefold() == typed.email.casefold() for o in others):
        yield "email", "Somebody else has this address: it would sign in as either of them"
    if typed.phone and not _TELEPHONE.fullmatch(typed.phone):
        yield "phone", "Give a telephone number, such as 01632 960 001, or leave it empty"


def _wrong_days(typed: Typed) -> Iterator[tuple[str, str]]:
    days = {}
    for name in ("away_from", "away_to"):
        try:
            days[name] = _day(getattr(typed, name))
        except ValueError:
            yield (
                name,
                "Give a day, a month and a year in four digits, such as 27 3 2026, or nothing",
            )
    first, last = days.get("away_from"), days.get("away_to")
    if first and last and last < first:
        yield "away_to", "They would be back before they go; give a later day"


def _above(manager: str, known: Mapping[str, Person]) -> set[str]:
    """That person and everybody above them."""
    found: set[str] = set()
    while manager and manager not in found:
        found.add(manager)
        manager = known[manager].manager if manager in known else ""
    return found


def _day(text: str) -> date | None:
    """Raises ValueError where it is none, or its year is a slip."""
    day = date.fromisoformat(text) if text else None
    if day is not None and not is_a_year(day.year):
        raise ValueError(text)
    return day
