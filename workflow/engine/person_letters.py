"""Mail about people to people: that roles were changed, and that somebody left cases behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from workflow.definition.taking_part import Role
from workflow.engine.accounts import hashed
from workflow.engine.letterhead import Letterhead
from workflow.store.stored import Person
from workflow.store.stored_access import PersonChange
from workflow.store.stored_message import Message, MessageState, Said

PERSON_CHANGE, CASES_LEFT = "person_change", "cases_left"
"""What these messages are called in the outbox."""


def of_roles(
    change: PersonChange,
    by: Person,
    administrators: Iterable[Person],
    now_is: Person | None,
    roles: Mapping[str, Role],
    head: Letterhead,
) -> list[Message]:
    """A letter to whose roles these are and to who administers people, but for who changed them."""
    were, are = (_titles(names, roles) for names in change.fields.get("roles", ("", "")))
    text = (
        f"{by.name} ({by.person}) changed what {change.person} may do in caseward.\n\n"
        f"Roles before: {were}\nRoles now: {are}\n\n"
        "If you did not expect this, ask them, or somebody else who administers people, at once.\n"
    )
    if head.base_url:
        text += f"\n{head.base_url}/people/person/{change.person}\n"
    told = {each.person: each for each in [*administrators, *([now_is] if now_is else [])]}
    return [
        _letter(PERSON_CHANGE, each, "Somebody's roles in caseward were changed", text, change.at)
        for each in told.values()
        if each.email and each.person != by.person
    ]


def of_cases(
    was: Person, taker: Person, cases: list[str], at: datetime, head: Letterhead
) -> Message | None:
    """A letter to who sees to it that others take the cases of somebody who left."""
    if not taker.email:
        return None
    lines = "\n".join(f"{head.base_url}/cases/{ref}" if head.base_url else ref for ref in cases)
    text = (
        f"{was.name} ({was.person}) works here no more and is named on these open cases.\n"
        f"You were chosen to see to it that somebody else takes each of them:\n\n{lines}\n"
    )
    return _letter(CASES_LEFT, taker, "Cases that somebody has left", text, at)


def _titles(names: str, roles: Mapping[str, Role]) -> str:
    found = (name.strip() for name in names.split(",") if name.strip())
    return ", ".join(roles[name].title if name in roles else name for name in found) or "none"


def _letter(notice: str, to: Person, subject: str, text: str, at: datetime) -> Message:
    return Message(
        key=f"{notice} {to.person} {at.isoformat()} {hashed(text)[:16]}",
        recipient=to.person,
        notice=notice,
        state=MessageState.WAITING,
        at=at,
        created_at=at,
        said=Said(way="email", address=to.email, subject=subject, text=text),
    )
