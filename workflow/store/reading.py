"""What can be read of the database, as values.

Everything is read inside the transaction that `Store.reading` or `Store.writing` opened, and is of
one authority only. What was damaged comes back as the bare text that is there: it then fits no
hash, and whoever verifies can name the row instead of falling over it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select

from workflow.case.record import Json, moment
from workflow.case.timers import Fired
from workflow.store import queries
from workflow.store.heads import decoded, heads_of, open_tasks_of, stored_case
from workflow.store.history_rows import instant, row_of
from workflow.store.seen_queries import CASES_SEEN
from workflow.store.stored import (
    CaseHead,
    DueTimer,
    OpenTask,
    Person,
    Repeated,
    SeenCase,
    StoredCase,
    StoredRelease,
    StoredRow,
)
from workflow.store.tables import CASE
from workflow.store.work_reading import WorkReading

_AT_ONCE = 1000
"""Values that one question holds: a database takes so many and no more."""


class Reading(WorkReading):
    """The cases, releases and people of one authority, as they are in this transaction."""

    _people_read: list[Person] | None = None
    _names_read: Mapping[str, str] | None = None

    def case(self, ref: str) -> StoredCase | None:
        """The case of that reference, if there is one."""
        row = self._ask(queries.CASE_BY_REF, ref=ref).mappings().first()
        return stored_case(row) if row else None

    def is_taken(self, ref: str) -> bool:
        """Whether there is a case of that reference."""
        return self._ask(queries.IS_REFERENCE_TAKEN, ref=ref).first() is not None

    def references(self, beginning: str) -> int:
        """How many cases have a reference that begins so."""
        found = self._ask(queries.REFERENCES, beginning=beginning + "%").scalar()
        return int(found or 0)

    def cases(
        self, workflow: str | None = None, *, open_only: bool = False
    ) -> Iterator[StoredCase]:
        """Every case, in the order in which they were opened, a few at a time.

        Not to be read on after something was written in the same transaction.
        """
        query = queries.CASES_IN_ORDER
        if workflow is not None:
            query = query.where(CASE.c.workflow == workflow)
        if open_only:
            query = query.where(CASE.c.closed.is_(False))
        return map(stored_case, self._ask(query.execution_options(yield_per=200)).mappings())

    def heads(self) -> list[CaseHead]:
        """Where every case is, in the order in which they were opened."""
        return heads_of(self._ask(queries.CASE_HEADS))

    def cases_seen(
        self,
        person: str,
        *,
        sees_all: Sequence[str],
        sees_team: Sequence[str],
        team: Sequence[str],
        workflow: str,
        open_only: bool,
        after: str,
        limit: int,
    ) -> list[SeenCase]:
        """Where the cases are that a person sees, those after the case of that id, by their ids.

        `sees_all` and `sees_team` are workflows: of what is not restricted they see all, or what
        somebody of the team or nobody has a role on. `workflow`: those alone; empty: any.
        """
        rows = self._ask(
            CASES_SEEN,
            person=person,
            sees_all=list(sees_all),
            sees_team=list(sees_team),
            team=list(team),
            workflow=workflow,
            open_only=open_only,
            after=after,
            limit=limit,
        ).all()
        heads = heads_of(tuple(row)[2:] for row in rows)
        return [
            SeenCase(row.case_id, row.revision, head) for row, head in zip(rows, heads, strict=True)
        ]

    def history(self, case_id: str) -> list[StoredRow]:
        """The whole history of a case, in the order in which it was recorded."""
        return [
            row_of(row) for row in self._ask(queries.HISTORY_OF_CASE, case_id=case_id).mappings()
        ]

    def history_of(self, ref: str) -> list[StoredRow]:
        """The same of the case of that reference; empty where there is none."""
        return [row_of(row) for row in self._ask(queries.HISTORY_OF_REF, ref=ref).mappings()]

    def facts_of(self, case_id: str, event: str) -> list[Json]:
        """The facts of the rows of that name, in order; without those that were destroyed."""
        rows = self._ask(queries.FACTS_OF_ROWS, case_id=case_id, event=event).scalars()
        return [json.loads(facts) for facts in rows if facts is not None]

    def acted(self, case_id: str) -> set[tuple[str, str]]:
        """Role and person of whoever recorded a row of a case in a role."""
        return {(row.role, row.actor) for row in self._ask(queries.ACTED, case_id=case_id)}

    def last_recorded(self, case_id: str) -> datetime | None:
        """When the last row of a case was recorded; None when there is no such case."""
        recorded: datetime | None = self._ask(queries.LAST_RECORDED, case_id=case_id).scalar()
        return recorded

    def by_command(self, command_id: str) -> tuple[str, StoredRow] | None:
        """The row that a command wrote, after the reference of its case; None if it wrote none."""
        row = self._ask(queries.ROW_BY_COMMAND, command_id=command_id).mappings().first()
        return (row["ref"], row_of(row)) if row else None

    def carried_out(self, command_ids: Sequence[str]) -> set[str]:
        """Those of the commands that have written a row."""
        return {
            found
            for start in range(0, len(command_ids), _AT_ONCE)
            for found in self._ask(
                queries.COMMANDS, command_ids=command_ids[start : start + _AT_ONCE]
            ).scalars()
        }

    def find_open(self, workflow: str, link: str, fact: str, value: str) -> str | None:
        """The open case of that workflow that is linked to a case with that value of a fact.

        The fact is one of those that were written as `indexed`. Of several cases the one that was
        opened first.
        """
        others = self._ask(queries.REFS_WITH_FACT, fact=fact, value=value).scalars().all()
        found = self._ask(queries.OPEN_CASE_LINKED_TO, workflow=workflow, link=link, others=others)
        ref: str | None = found.scalar()
        return ref

    def alike(self, fact: str, value: str) -> list[str]:
        """The cases with that value of a fact, one of those that were written as `indexed`."""
        return sorted(self._ask(queries.REFS_WITH_FACT, fact=fact, value=value).scalars())

    def open_tasks(self, ref: str | None = None) -> list[OpenTask]:
        """The open tasks of a case, or of all in the order in which the cases were opened."""
        if ref is None:
            return list(open_tasks_of(self._ask(queries.OPEN_TASKS)))
        return list(open_tasks_of(self._ask(queries.OPEN_TASKS_OF_CASE, ref=ref)))

    def due_timers(self, until: datetime, *, limit: int = 500) -> list[DueTimer]:
        """Timers whose instant has come and that have not fired, the earliest first."""
        rows = self._ask(queries.DUE_TIMERS, until=until, limit=limit)
        return [DueTimer(**{**row, "due": moment(row["due"])}) for row in rows.mappings()]

    def timers(self, case_id: str) -> tuple[frozenset[Fired], dict[Fired, datetime]]:
        """The timers of a case that have fired, and when each of the others was armed.

        Each is named by its id and the due date that it was armed for.
        """
        fired, armed = set(), {}
        for row in self._ask(queries.TIMERS_OF_CASE, case_id=case_id).mappings():
            key = (row["timer_id"], moment(row["due"]))
            if row["fired_at"] is not None:
                fired.add(key)
            else:
                armed[key] = row["armed_at"] or row["at"]
        return frozenset(fired), armed

    def repeated(self, case_ids: Sequence[str]) -> dict[str, Repeated]:
        """What the tables repeat of these cases, by case id, as it is there."""
        found: dict[str, Repeated] = {id_: {t: [] for t in queries.REPEATED} for id_ in case_ids}
        for table, query in queries.REPEATED.items():
            for row in self._ask(query, case_ids=case_ids).mappings():
                found[row["case_id"]][table].append(_columns(row))
        return found

    def strays(self) -> list[str]:
        """Ids of cases that have rows in other tables but none in that of the cases, sorted."""
        return sorted({id_ for query in queries.STRAYS for id_ in self._ask(query).scalars()})

    def release_numbers(self) -> list[int]:
        """The number of every release, the first first."""
        return list(self._ask(queries.RELEASE_NUMBERS).scalars())

    def release(self, number: int) -> StoredRelease | None:
        """The release of that number, if there is one."""
        return next(self._releases(queries.RELEASE_BY_NUMBER, number=number), None)

    def newest_number(self, process: str, policy: str) -> int | None:
        """The number of the last such release, without its texts, which are long."""
        number: int | None = self._ask(
            queries.NEWEST_RELEASE_NUMBER, process=process, policy=policy
        ).scalar()
        return number

    def latest_release(self, process: str, policy: str) -> StoredRelease | None:
        """The last release of a process with a policy (empty: without one), if there is any."""
        found = self._releases(queries.RELEASES_OF.limit(1), process=process, policy=policy)
        return next(found, None)

    def releases(self) -> list[StoredRelease]:
        """Every release, the last first."""
        return list(self._releases(queries.RELEASES))

    def person(self, name: str) -> Person | None:
        """The person whom histories call by that name, if there is one."""
        roles = queries.ROLES_OF_PERSON
        return next(self._people(queries.PERSON_BY_NAME, roles, person=name), None)

    def people(self) -> list[Person]:
        """Everybody, sorted by the name that histories call them by. Read once: a page asks for
        them in several places, and a batch of timers at each rung.
        """
        if self._people_read is None:
            self._people_read = list(self._people(queries.PEOPLE, queries.ROLES))
        return list(self._people_read)

    def names_of_all(self) -> Mapping[str, str]:
        """What everybody is called, by the name that histories call them by. Read once as well."""
        if self._names_read is None:
            self._names_read = {row.person: row.name for row in self._ask(queries.NAMES)}
        return self._names_read

    def counts(self, *tables: str) -> dict[str, int]:
        """How many rows of this authority these tables hold, or all of them, by their names."""
        return {
            name: self._ask(queries.COUNTS[name]).scalar_one() for name in tables or queries.COUNTS
        }

    def _releases(self, query: Select[Any], **given: object) -> Iterator[StoredRelease]:
        for row in self._ask(query, **given).mappings():
            yield StoredRelease(**{**row, "content": decoded(row["content"])})

    def _people(
        self, query: Select[Any], roles_of: Select[Any], **given: object
    ) -> Iterator[Person]:
        roles: dict[str, list[str]] = {}
        for held in self._ask(roles_of, **given):
            roles.setdefault(held.person, []).append(held.role)
        # As plain tuples: every list of work reads all people, and mappings take thrice as long.
        names = tuple(query.selected_columns.keys())
        for row in self._ask(query, **given):
            known = dict(zip(names, row, strict=True))
            yield Person(**known, roles=tuple(roles.get(known["person"], ())))


def _columns(row: RowMapping) -> Json:
    """The columns of a row as JSON values."""
    instants = {
        name: instant(row[name]) for name in ("at", "fired_at", "wakes_at") if row.get(name)
    }
    return {**row, **instants}
