"""What is written of people: who is known, in which roles, and who changed that."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import delete, func, insert, select

from workflow.store.access_tables import PERSON_CHANGE
from workflow.store.locks import alone
from workflow.store.stored import Person
from workflow.store.stored_access import PersonChange
from workflow.store.tables import PERSON, PERSON_ROLE
from workflow.store.webhook_writing import WebhookWriting


class PeopleWriting(WebhookWriting):
    """All that is read and written but cases, and the people, in one transaction."""

    def replace_people(self, people: Iterable[Person]) -> None:
        """Make these the people of this authority, and nobody else. Histories are not touched."""
        self._alone_with_people()
        for table in (PERSON_ROLE, PERSON):
            self._connection.execute(delete(table).where(table.c.authority == self._authority))
        self._add_people(list(people))

    def put_person(self, person: Person) -> None:
        """Make this what is known of a person, new or not."""
        self.drop_person(person.person)
        self._add_people([person])

    def drop_person(self, name: str) -> None:
        """Nobody of that name is known any more. Histories are not touched."""
        self._alone_with_people()
        for table in (PERSON_ROLE, PERSON):
            self._delete(table, table.c.person == name)

    def add_person_changes(self, *changes: PersonChange) -> None:
        """Keep for ever that people were changed, under the next numbers."""
        self._alone_with_people()
        last = select(func.max(PERSON_CHANGE.c.number)).where(
            PERSON_CHANGE.c.authority == self._authority
        )
        first = (self._connection.execute(last).scalar() or 0) + 1
        rows = [
            {
                **asdict(change),
                "authority": self._authority,
                "number": number,
                "fields": json.dumps(change.fields),
            }
            for number, change in enumerate(changes, start=first)
        ]
        if rows:
            self._connection.execute(insert(PERSON_CHANGE), rows)

    def alone(self, what: str) -> None:
        """Wait until nobody else does what is so called; keep them waiting until the end."""
        alone(self._connection, self._authority, what)

    def _alone_with_people(self) -> None:
        self._people_read = self._names_read = None
        self.alone("people")

    def _add_people(self, people: list[Person]) -> None:
        persons, roles = [], []
        mine = {"authority": self._authority}
        for person in people:
            columns = asdict(person)
            roles += [
                mine | {"person": person.person, "role": role} for role in columns.pop("roles")
            ]
            persons.append(mine | columns)
        for table, rows in ((PERSON, persons), (PERSON_ROLE, roles)):
            if rows:
                self._connection.execute(insert(table), rows)
