"""What the page of a case reads beside it: the cases around that its reader may see, and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select

from workflow.store.desk_reading import DeskReading, given_by
from workflow.store.heads import stored_case
from workflow.store.seeing import may_see
from workflow.store.stored import StoredCase
from workflow.store.stored_access import Scope
from workflow.store.tables import CASE, HISTORY, PERSON


class Contact(NamedTuple):
    """What somebody is called, and how they are reached."""

    name: str
    phone: str
    email: str


class AroundReading(DeskReading):
    """Cases by many references, and who people are, of one authority, in this transaction."""

    def cases_around(self, scope: Scope, refs: Sequence[str]) -> list[StoredCase]:
        """Those of the cases, a thousand at most, that may be seen, the first opened first."""
        if not refs:
            return []
        rows = self._ask(_AROUND, **given_by(scope), refs=list(refs))
        return [stored_case(row) for row in rows.mappings()]

    def pinned(self, refs: Sequence[str]) -> list[tuple[str, str, int]]:
        """Reference, workflow and release of each of these cases, whoever may see them."""
        rows = self._ask(_PINNED, refs=list(refs)) if refs else ()
        return [(row.ref, row.workflow, row.release) for row in rows]

    def names(self, people: Sequence[str]) -> Mapping[str, str]:
        """What people are called, by the names that histories have; those that are known."""
        return {person: each.name for person, each in self.contacts(people).items()}

    def contacts(self, people: Sequence[str]) -> Mapping[str, Contact]:
        """How people are reached, by the names that histories have; those that are known."""
        if not people:
            return {}
        rows = self._ask(_CONTACTS, people=list(people))
        return {row.person: Contact(row.name or row.person, row.phone, row.email) for row in rows}

    def tellers(self, ref: str, rows: Sequence[int]) -> Mapping[int, str]:
        """Who recorded these rows of a case, by what they are called."""
        if not rows:
            return {}
        return {row.seq: row.name for row in self._ask(_TELLERS, ref=ref, rows=list(rows))}


_IS_MINE = CASE.c.authority == bindparam("authority")
_KEPT = [column for column in CASE.c if column.name in StoredCase.__dataclass_fields__]
_AROUND = (
    select(*_KEPT)
    .where(_IS_MINE, CASE.c.ref.in_(bindparam("refs", expanding=True)), may_see(CASE))
    .order_by(CASE.c.case_id)
)
_PINNED = select(CASE.c.ref, CASE.c.workflow, CASE.c.release).where(
    _IS_MINE, CASE.c.ref.in_(bindparam("refs", expanding=True))
)
_CONTACTS = select(PERSON.c.person, PERSON.c.name, PERSON.c.phone, PERSON.c.email).where(
    PERSON.c.authority == bindparam("authority"),
    PERSON.c.person.in_(bindparam("people", expanding=True)),
)
_OF_CASE = and_(HISTORY.c.authority == CASE.c.authority, HISTORY.c.case_id == CASE.c.case_id)
_WHO = and_(PERSON.c.authority == HISTORY.c.authority, PERSON.c.person == HISTORY.c.actor)
_TELLERS: Any = (
    select(HISTORY.c.seq, func.coalesce(PERSON.c.name, HISTORY.c.actor).label("name"))
    .select_from(CASE.join(HISTORY, _OF_CASE).outerjoin(PERSON, _WHO))
    .where(
        _IS_MINE,
        CASE.c.ref == bindparam("ref"),
        HISTORY.c.seq.in_(bindparam("rows", expanding=True)),
    )
)
