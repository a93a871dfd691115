"""People, their roles and teams, from a CSV file that replaces what was known of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from workflow.case.edge import nearest
from workflow.case.simulated_time import CLOCK
from workflow.errors import WrongUse
from workflow.store.stored import Person

COLUMNS = ("person", "name", "email", "roles", "team", "manager", "away_from", "away_to")


OWN_NAMES = frozenset({CLOCK, "nobody", "operator"})
"""Nobody is called so: histories and lists name by these what the program does, and nobody."""

PHONE = "phone"
"""A column that may be there: letters say whom to ring."""


def read_people(file: Path, known_roles: Iterable[str]) -> list[Person]:
    """The people of a file. `roles` are separated by spaces, commas or semicolons.

    Raises WrongUse naming the row: a bad header, a role that no definition has, a manager who is
    not in the file, a date that is none, the same person twice.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            if missing := [c for c in COLUMNS if c not in (rows.fieldnames or ())]:
                header = ",".join(COLUMNS)
                raise WrongUse(f"{file.name} has no column {', '.join(missing)}; use: {header}")
            people = list(_people(file.name, rows, frozenset(known_roles)))
    except OSError:
        raise WrongUse(f"{file} cannot be read; name a CSV file of people") from None
    except (UnicodeDecodeError, csv.Error):
        raise WrongUse(f"{file.name} is not CSV in UTF-8; save it as CSV UTF-8") from None
    _check_managers(file.name, people)
    return people


def _people(name: str, rows: csv.DictReader[str], known_roles: frozenset[str]) -> Iterator[Person]:
    seen: set[str] = set()
    for fields in rows:
        try:
            person = _person(fields, known_roles)
        except ValueError as error:
            raise WrongUse(f"{name}, row {rows.line_num}: {error}") from None
        if person.person in seen:
            raise WrongUse(f"{name}, row {rows.line_num}: `{person.person}` is there twice")
        seen.add(person.person)
        yield person


def _person(fields: Mapping[str | None, Any], known_roles: frozenset[str]) -> Person:
    if None in fields or any(fields[column] is None for column in COLUMNS):
        raise ValueError("it does not have as many columns as the header")
    if not fields["person"]:
        raise ValueError("`person` is empty; give everybody a short name to sign in with")
    if fields["person"].casefold() in OWN_NAMES:
        raise ValueError(
            f"`{fields['person']}` is what the program calls itself; give another name"
        )
    roles = tuple(fields["roles"].replace(",", " ").replace(";", " ").split())
    for role in roles:
        if role not in known_roles:
            hint = nearest(role, known_roles) or f"; known: {', '.join(sorted(known_roles))}"
            raise ValueError(f"there is no role `{role}`{hint}")
    if fields["email"] and "@" not in fields["email"]:
        raise ValueError("`email` is no address; leave it empty if there is none")
    return Person(
        person=fields["person"],
        name=fields["name"],
        email=fields["email"],
        roles=roles,
        team=fields["team"],
        manager=fields["manager"],
        away_from=_date(fields["away_from"]),
        away_to=_date(fields["away_to"]),
        phone=fields.get(PHONE) or "",
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError("a date of absence must be written as 2026-03-02") from None


def _check_managers(name: str, people: list[Person]) -> None:
    known = {person.person for person in people}
    for person in people:
        if person.manager and person.manager not in known:
            hint = nearest(person.manager, known) or "; add a row for that person"
            raise WrongUse(f"{name}: the manager of `{person.person}` is not in the file{hint}")
