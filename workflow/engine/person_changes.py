"""A change of somebody on the list of people, and the row that keeps who made it, when and what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from workflow.case.record import plain
from workflow.store.stored import Person
from workflow.store.stored_access import ChangeKind, PersonChange
from workflow.store.writing import Writing


def changed(
    writing: Writing, was: Person | None, now_is: Person | None, *, by: str, now: datetime
) -> PersonChange | None:
    """Make somebody what they are now, and keep that it was done; None when nothing changes.

    None before: they are new. None after: they leave, and are out at once, programs too.
    """
    fields = differences(was, now_is)
    person = now_is or was
    if person is None or not fields:
        return None
    change = PersonChange(
        at=now, by=by, person=person.person, kind=_kind(was, now_is), fields=fields
    )
    if now_is is not None:
        writing.put_person(now_is)
    else:
        writing.drop_person(person.person)
        shut_out(writing, person.person)
    writing.add_person_changes(change)
    return change


def replaced(writing: Writing, people: Iterable[Person], *, by: str, now: datetime) -> list[str]:
    """Make these the people and nobody else, and keep what that changed; return who is gone.

    Who is gone is out at once, programs too.
    """
    before = {person.person: person for person in writing.people()}
    after = {person.person: person for person in people}
    writing.replace_people(after.values())
    names = sorted({*before, *after})
    pairs = [(name, before.get(name), after.get(name)) for name in names]
    changes = [
        PersonChange(at=now, by=by, person=name, kind=_kind(was, now_is), fields=fields)
        for name, was, now_is in pairs
        if (fields := differences(was, now_is))
    ]
    count = {"people": ("", str(len(after)))}
    whole = PersonChange(at=now, by=by, person="", kind=ChangeKind.IMPORTED, fields=count)
    writing.add_person_changes(*changes, whole)
    gone = [name for name in names if name not in after]
    for name in gone:
        shut_out(writing, name)
    return gone


def shut_out(writing: Writing, person: str) -> None:
    """End every session, token and link of somebody."""
    writing.end_sessions(person)
    writing.drop_api_token(person)
    writing.drop_password_links(person)


def differences(was: Person | None, now_is: Person | None) -> dict[str, tuple[str, str]]:
    """By field what it was and what it is, of those that differ; a word for nothing is empty."""
    before, after = _fields(was), _fields(now_is)
    return {
        name: (before.get(name, ""), after.get(name, ""))
        for name in after or before
        if before.get(name, "") != after.get(name, "")
    }


def _fields(person: Person | None) -> dict[str, str]:
    if person is None:
        return {}
    columns = asdict(person) | {"roles": ", ".join(sorted(person.roles))}
    return {name: str(plain(value) or "") for name, value in columns.items()}


def _kind(was: Person | None, now_is: Person | None) -> ChangeKind:
    if was is None:
        return ChangeKind.ADDED
    return ChangeKind.CHANGED if now_is is not None else ChangeKind.LEFT
