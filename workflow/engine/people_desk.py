"""The list of people as those administer it whose role does: each change is kept, and told.

Nobody changes their own roles, and somebody is left who administers people. Who gets or loses a
role hears of it, and so does everybody else who administers people: nobody is raised unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from workflow.case.model import Refused
from workflow.definition.taking_part import Role
from workflow.engine import person_letters
from workflow.engine.accounts import put_password_letter
from workflow.engine.administrators import administers, check_administers
from workflow.engine.catalogue import Catalogue
from workflow.engine.person_changes import changed, shut_out
from workflow.engine.person_form import Mistyped, Typed, read_person
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.stored_access import ChangeKind, PersonChange
from workflow.store.writing import Writing

MOST_CASES = 500
"""Cases of somebody who leaves that are named."""

Done = TypeVar("Done")


@dataclass(frozen=True, kw_only=True)
class PeopleDesk:
    """What a person who administers people does now. Everything raises Refused `not_mine`."""

    store: Store
    catalogue: Catalogue
    policy: str
    by: Person
    now: datetime

    def add(self, typed: Typed) -> None:
        """Somebody new. Raises Mistyped."""

        def work(writing: Writing, roles: Mapping[str, Role]) -> None:
            person = read_person(typed, writing.people(), roles, is_new=True)
            self._make(writing, roles, None, person)

        self._do(work)

    def change(self, typed: Typed, seen: int) -> None:
        """Make somebody what was typed; `seen` is the number of the last change that was shown.

        Raises Mistyped, Refused: `unknown_person`, `stale_person`, `own_roles`,
        `last_administrator`.
        """

        def work(writing: Writing, roles: Mapping[str, Role]) -> None:
            was = known(writing, typed.person)
            if last_change(writing, typed.person) != seen:
                sentence = "somebody else changed this person meanwhile; look again"
                raise Refused("stale_person", sentence)
            self._make(
                writing, roles, was, read_person(typed, writing.people(), roles, is_new=False)
            )

        self._do(work)

    def leave(self, name: str, takes_over: str) -> None:
        """Somebody works here no more, and is out at once. `takes_over`: who sees to their cases.

        Raises Mistyped, when there are open cases and nobody does; Refused: `unknown_person`,
        `last_administrator`.
        """

        def work(writing: Writing, roles: Mapping[str, Role]) -> None:
            was = known(writing, name)
            cases = writing.open_cases_of(name, limit=MOST_CASES)
            taker = writing.person(takes_over) if takes_over != name else None
            if cases and taker is None:
                raise Mistyped({"takes_over": "Choose who sees to it that others take these cases"})
            self._make(writing, roles, was, None)
            if cases and taker is not None:
                self._hand_over(writing, was, taker, cases)

        self._do(work)

    def sign_out(self, name: str) -> None:
        """End every session of somebody, the token of their programs, and links of theirs."""

        def work(writing: Writing, roles: Mapping[str, Role]) -> None:
            known(writing, name)
            shut_out(writing, name)
            self._note(writing, name, ChangeKind.SIGNED_OUT)

        self._do(work)

    def send_link(self, name: str, base_url: str) -> None:
        """Mail somebody a link to set a password. Raises Refused `no_address`."""

        def work(writing: Writing, roles: Mapping[str, Role]) -> None:
            person = known(writing, name)
            if not person.email:
                raise Refused("no_address", f"{name} has no e-mail address; give one first")
            council = self.catalogue.letterhead.council
            put_password_letter(
                writing, person, self.now, base_url=base_url, council=council, first=True
            )
            self._note(writing, name, ChangeKind.PASSWORD_LINK)

        self._do(work)

    def _do(self, work: Callable[[Writing, Mapping[str, Role]], Done]) -> Done:
        def checked(writing: Writing) -> Done:
            # Alone first: who takes away each other's role at the same moment must not both do it.
            writing.alone("people")
            roles = check_administers(writing, self.catalogue, self._still(writing), self.policy)
            return work(writing, roles)

        return self.store.transact(checked)

    def _still(self, reading: Reading) -> Person:
        """Who does this as they are now, which may be without a role."""
        return reading.person(self.by.person) or replace(self.by, roles=())

    def _make(
        self,
        writing: Writing,
        roles: Mapping[str, Role],
        was: Person | None,
        now_is: Person | None,
    ) -> None:
        other_roles = {*(was.roles if was else ())} != {*(now_is.roles if now_is else ())}
        if was and now_is and other_roles and was.person == self.by.person:
            sentence = "your own roles are changed by somebody else who administers people"
            raise Refused("own_roles", sentence)
        told = [each for each in writing.people() if administers(roles, each)]
        change = changed(writing, was, now_is, by=self.by.person, now=self.now)
        if not any(administers(roles, each) for each in writing.people()):
            sentence = "nobody would be left who administers people; give somebody else the role"
            raise Refused("last_administrator", sentence)
        if change and other_roles:
            head = self.catalogue.letterhead
            letters = person_letters.of_roles(change, self.by, told, now_is, roles, head)
            writing.add_messages(letters)

    def _hand_over(self, writing: Writing, was: Person, taker: Person, cases: list[str]) -> None:
        fields = {"open_cases": ("", ", ".join(cases)), "takes_over": ("", taker.person)}
        self._note(writing, was.person, ChangeKind.LEFT, fields)
        letter = person_letters.of_cases(was, taker, cases, self.now, self.catalogue.letterhead)
        writing.add_messages([letter] if letter else [])

    def _note(
        self,
        writing: Writing,
        name: str,
        kind: ChangeKind,
        fields: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        change = PersonChange(
            at=self.now, by=self.by.person, person=name, kind=kind, fields=fields or {}
        )
        writing.add_person_changes(change)


def known(reading: Reading, name: str) -> Person:
    """Whoever has that short name. Raises Refused `unknown_person`."""
    person = reading.person(name)
    if person is None:
        raise Refused("unknown_person", "there is nobody of that short name")
    return person


def last_change(reading: Reading, name: str) -> int:
    """The number of the last change of somebody; 0 before there was one."""
    found = reading.person_changes(name, limit=1)
    return found[0].number if found else 0
