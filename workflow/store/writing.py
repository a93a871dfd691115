"""What can be written to the database. Nothing here commits: `Store.writing` does, at its end.

The engine advances any number of cases in memory and hands them over in one go, so that each
table is written once, however many cases there are.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, Table, bindparam, delete, insert, update
from sqlalchemy.exc import OperationalError

from workflow.case.task_deed import ACKNOWLEDGE
from workflow.errors import DatabaseBusy
from workflow.store import queries
from workflow.store.columns import CaseColumns, Columns, columns_of
from workflow.store.faults import is_locked
from workflow.store.heads import stored_case
from workflow.store.locks import CaseTaken, alone
from workflow.store.people_writing import PeopleWriting
from workflow.store.plain_rows import add_new_rows
from workflow.store.stored import CaseChange, DueTimer, StoredCase, StoredRelease, StoredRow
from workflow.store.tables import (
    CASE,
    HISTORY,
    INDEXED_FACT,
    LINK,
    PAYLOAD,
    RELEASE,
    TASK,
    TASK_DEED,
    TIMER,
)
from workflow.store.together import together


class Writing(PeopleWriting):
    """Reading and writing in one transaction, in which nobody else writes the cases that are read.

    Whoever has locked nothing yet waits for a case that somebody else works on. Whoever has, does
    not, because that one may be waiting for us: it begins anew and asks for all of them at once.
    """

    def __init__(
        self, connection: Connection, authority: str, wanted: Collection[str] = ()
    ) -> None:
        """`wanted` are locked at once, as far as they are there."""
        super().__init__(connection, authority)
        self._locked: set[str] = set()
        self._may_wait = True
        if wanted:
            self._locked |= set(self._ask(queries.LOCK_CASES, refs=list(wanted)).scalars())
            self._may_wait = False

    def case(self, ref: str) -> StoredCase | None:
        """The case of that reference, if there is one; nobody else writes it until the end.

        Raises:
            CaseTaken: somebody else works on it, and we have locked something.
        """
        wait = self._may_wait or ref in self._locked
        query = queries.CASE_LOCKED if wait else queries.CASE_LOCKED_IF_FREE
        try:
            row = self._ask(query, ref=ref).mappings().first()
        except OperationalError as exc:
            if wait or not is_locked(exc):
                raise
            raise CaseTaken(frozenset({*self._locked, ref})) from exc
        if row is None:
            return None
        self._locked.add(ref)
        self._may_wait = False
        return stored_case(row)

    def by_command(self, command_id: str) -> tuple[str, StoredRow] | None:
        """The same, and nobody else carries out that command until the end."""
        # Asked before any case is locked, so whoever has it can still wait for one.
        alone(self._connection, self._authority, f"command {command_id}")
        return super().by_command(command_id)

    def find_open(self, workflow: str, link: str, fact: str, value: str) -> str | None:
        """The same, and nobody else looks for it until the end: who finds none may open it."""
        self.alone(f"find {workflow} {link} {fact} {value}")
        return super().find_open(workflow, link, fact, value)

    def references(self, beginning: str) -> int:
        """The same, and nobody else counts them until the end: so a new number is nobody else's."""
        self.alone(f"number {beginning}")
        return super().references(beginning)

    def alone(self, what: str) -> None:
        """The same. For what no row stands for that could be locked; on SQLite nobody else writes
        anyway.
        """
        super().alone(what)
        self._may_wait = False

    def claim(self, until: datetime, *, now: datetime, limit: int) -> list[DueTimer]:
        """The same; their cases are now locked by this transaction."""
        found = super().claim(until, now=now, limit=limit)
        self._locked.update(timer.ref for timer in found)
        self._may_wait = self._may_wait and not found
        return found

    def flush(self, changes: Sequence[CaseChange]) -> list[StoredCase]:
        """Write what happened to these cases; return them, in that order, as they now are stored.

        A case may be there once. New rows are sealed and added to its history. Its snapshot, tasks,
        links, indexed facts and pending timers replace what was there; timers that fired stay.

        Raises:
            DatabaseBusy: somebody else wrote a case after it was read for its change.
            ValueError: a row of a history does not follow the one before it.
        """
        written = [columns_of(self._authority, change) for change in changes]
        known = [columns for columns in written if columns.was_head]
        self._replace_cases(known)
        with together(self._connection):
            self._add(CASE, [columns.case for columns in written if not columns.was_head])
            self._add(HISTORY, [row for columns in written for row in columns.history])
            self._add(PAYLOAD, [row for columns in written for row in columns.payload])
            self._clear(known)
            self._add(TASK, [row for columns in written for row in columns.tasks])
            self._put_deeds([row for columns in written for row in columns.deeds])
            self._add(LINK, [row for columns in written for row in columns.links])
            self._add(INDEXED_FACT, [row for columns in written for row in columns.indexed])
            # The fired ones of a case come before its pending ones: one that is there stays.
            timers = [row for columns in written for row in columns.timers]
            add_new_rows(self._connection, TIMER, timers)
        return [columns.stored for columns in written]

    def add_release(
        self,
        *,
        process: str,
        policy: str,
        digest: str,
        calendar: int,
        content: Mapping[str, str],
        published_at: datetime,
        published_by: str,
    ) -> StoredRelease:
        """Publish the next release of this authority; return it with its number, from 1 on."""
        last = self._ask(queries.LAST_RELEASE_NUMBER).scalar()
        release = StoredRelease(
            number=(last or 0) + 1,
            process=process,
            policy=policy,
            digest=digest,
            calendar=calendar,
            content=dict(content),
            published_at=published_at,
            published_by=published_by,
        )
        columns = asdict(release) | {"content": json.dumps(release.content)}
        self._add(RELEASE, [{"authority": self._authority, **columns}])
        return release

    def _add(self, table: Table, rows: list[Columns]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)

    def _replace_cases(self, known: list[CaseColumns]) -> None:
        if not known:
            return
        rows = [_replacement(columns) for columns in known]
        replaced = self._connection.execute(_REPLACE_CASE, rows).rowcount
        if replaced != len(known):
            raise DatabaseBusy(
                "A case was changed by somebody else at the same moment. Nothing was written:"
                " look at the case again and repeat the step."
            )

    def _put_deeds(self, deeds: list[Columns]) -> None:
        """Keep them instead of what they say anew: a task is with one person at a time."""
        for deed in deeds:
            same = ["authority", "case_id", "task", "occurrence", "item", "deed"]
            same += ["person"] if deed["deed"] == ACKNOWLEDGE else []
            known = (TASK_DEED.c[name] == deed[name] for name in same)
            self._connection.execute(delete(TASK_DEED).where(*known))
        self._add(TASK_DEED, deeds)

    def _clear(self, known: list[CaseColumns]) -> None:
        """Take away what is open and linked for these cases. What has fired is kept."""
        keys = [{"_authority": self._authority, "_id": columns.stored.case_id} for columns in known]
        for statement in _CLEAR if keys else ():
            self._connection.execute(statement, keys)


def _replacement(columns: CaseColumns) -> Columns:
    """What changes of a case, and by what it is found."""
    keys = {f"_{name}": columns.case[name] for name in _KEY}
    changed = {name: value for name, value in columns.case.items() if name not in _KEY}
    return changed | keys | {"_head": columns.was_head}


# Left as it is: SQLite looks for what hangs on a key that is set, even to itself, in whole tables.
_KEY = ("authority", "case_id")
_REPLACE_CASE = update(CASE).where(
    CASE.c.authority == bindparam("_authority"),
    CASE.c.case_id == bindparam("_case_id"),
    CASE.c.head_hash == bindparam("_head"),
)
_CLEAR = [
    delete(table).where(
        table.c.authority == bindparam("_authority"), table.c.case_id == bindparam("_id")
    )
    for table in (TASK, LINK, INDEXED_FACT)
] + [
    delete(TIMER).where(
        TIMER.c.authority == bindparam("_authority"),
        TIMER.c.case_id == bindparam("_id"),
        TIMER.c.fired_at.is_(None),
    )
]
