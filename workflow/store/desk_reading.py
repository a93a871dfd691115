"""Lists of messages and of cases for whoever looks for some: only of cases that they may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Boolean, Select, String, and_, bindparam, func, literal, or_, select

from workflow.store.clock_tables import MESSAGE
from workflow.store.document_reading import DocumentReading
from workflow.store.draft_reading import DraftReading
from workflow.store.heads import HEAD, heads_of
from workflow.store.postings import line_of, posting_of
from workflow.store.seeing import may_see
from workflow.store.stored import CALLED, SET_FOR, CaseHead
from workflow.store.stored_access import Scope
from workflow.store.stored_message import OutboxLine, Posting
from workflow.store.tables import CASE, INDEXED_FACT, LINK

FOUND_BY = "found by"
"""Under this name stand the words that a search finds a case by."""


class DeskReading(DocumentReading, DraftReading):
    """Messages by state, and cases by words, of one authority, as they are in this transaction."""

    def letters(self, case_id: str) -> list[Posting]:
        """Every message that the steps of a case have sent, in the order of their instants."""
        return [posting_of(row) for row in self._ask(_LETTERS, case_id=case_id).mappings()]

    def outbox(
        self,
        scope: Scope,
        states: Collection[str],
        *,
        way: str = "",
        to_people: bool = False,
        limit: int,
    ) -> list[OutboxLine]:
        """Messages in these states, the last first, without what they say; `way`: that go so;
        `to_people`: none to a program.
        """
        query = _OUTBOX.where(MESSAGE.c.way == way) if way else _OUTBOX
        query = query.where(MESSAGE.c.way != "webhook") if to_people else query
        given = {**given_by(scope), "states": list(states), "limit": limit}
        return [line_of(row) for row in self._ask(query, **given).mappings()]

    def outbox_by_state(self, scope: Scope) -> Mapping[str, int]:
        """How many messages are in each state; a state that none is in is not there."""
        rows = self._ask(_BY_STATE, **given_by(scope)).all()
        return {row.state: row.messages for row in rows}

    def ref_of(self, case_id: str | None) -> str | None:
        """The reference of the case of that id."""
        ref: str | None = self._ask(_REF, case_id=case_id).scalar()
        return ref

    def of_step(self, case_id: str, key: str) -> list[OutboxLine]:
        """All messages of a case whose key begins so: those of one notice of one step."""
        given = {"case_id": case_id, "beginning": escaped(key) + "%"}
        return [line_of(row) for row in self._ask(_OF_STEP, **given).mappings()]

    def called(self, refs: Collection[str]) -> dict[str, str]:
        """By reference, whom each of these cases is about, where that is known. It names somebody:
        ask of cases that the reader sees, and keep that they looked.
        """
        rows = self._ask(_CALLED, refs=sorted({*refs})) if refs else ()
        return {row.ref: row.value for row in rows}

    def called_through(
        self, scope: Scope, links: Collection[str], refs: Collection[str]
    ) -> list[tuple[str, str, str]]:
        """Of these cases each one that it is tied to by one of these links and that the reader
        sees, with whom that is about: reference, its reference, and the name.
        """
        if not (links and refs):
            return []
        given = {"links": sorted({*links}), "refs": sorted({*refs}), **given_by(scope)}
        return [(row.ref, row.other, row.value) for row in self._ask(_CALLED_THROUGH, **given)]

    def set_for(self, refs: Collection[str]) -> dict[tuple[str, str], str]:
        """By reference and task, for when tasks of these cases are planned, where that is known."""
        rows = self._ask(_SET_FOR, refs=sorted({*refs})) if refs else ()
        return {(row.ref, row.name.removeprefix(SET_FOR)): row.value for row in rows}

    def found(self, scope: Scope, words: Sequence[str], *, limit: int) -> list[CaseHead]:
        """Cases that each of these words begins a word of, those that are open and new first."""
        query = _FOUND
        for word in words:
            like = literal(f"% {escaped(word)}%", type_=String)
            query = query.where(_WORDS.c.value.like(like, escape="\\"))
        return heads_of(self._ask(query, **given_by(scope), limit=limit))


def escaped(text: str) -> str:
    """The text as LIKE reads it: with nothing that stands for anything else."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def given_by(scope: Scope) -> dict[str, Any]:
    """What a question with `may_see` is asked with."""
    return {**asdict(scope), "team": list(scope.team)}


def _mine(table: Any) -> Any:
    return table.c.authority == bindparam("authority")


_REF = select(CASE.c.ref).where(_mine(CASE), CASE.c.case_id == bindparam("case_id"))
_LETTERS = (
    select(MESSAGE)
    .where(_mine(MESSAGE), MESSAGE.c.task.is_(None), MESSAGE.c.case_id == bindparam("case_id"))
    .order_by(MESSAGE.c.at, MESSAGE.c.message_id)
)
_LINE = [
    MESSAGE.c[name]
    for name in "message_id key recipient notice state why way subject at attempts".split()
]
_WITH_CASE = MESSAGE.outerjoin(
    CASE, and_(CASE.c.authority == MESSAGE.c.authority, CASE.c.case_id == MESSAGE.c.case_id)
)
_OF_NO_CASE = and_(MESSAGE.c.case_id.is_(None), bindparam("administers", type_=Boolean))
_SEEN = or_(_OF_NO_CASE, and_(MESSAGE.c.case_id.is_not(None), may_see(MESSAGE)))
_LINES: Select[Any] = (
    select(*_LINE, CASE.c.ref.label("case")).select_from(_WITH_CASE).where(_mine(MESSAGE))
)
_OUTBOX = (
    _LINES.where(MESSAGE.c.state.in_(bindparam("states", expanding=True)), _SEEN)
    .order_by(MESSAGE.c.message_id.desc())
    .limit(bindparam("limit"))
)
_OF_STEP = _LINES.where(
    MESSAGE.c.case_id == bindparam("case_id"),
    MESSAGE.c.key.like(bindparam("beginning", type_=String), escape="\\"),
).order_by(MESSAGE.c.message_id)
_BY_STATE = (
    select(MESSAGE.c.state, func.count().label("messages"))
    .where(_mine(MESSAGE), _SEEN)
    .group_by(MESSAGE.c.state)
)
_BESIDE = (
    select(CASE.c.ref, INDEXED_FACT.c.name, INDEXED_FACT.c.value)
    .join(
        INDEXED_FACT,
        (INDEXED_FACT.c.authority == CASE.c.authority) & (INDEXED_FACT.c.case_id == CASE.c.case_id),
    )
    .where(_mine(CASE), CASE.c.ref.in_(bindparam("refs", expanding=True)))
)
_CALLED = _BESIDE.where(INDEXED_FACT.c.name == CALLED)
_OTHER, _NAME = CASE.alias("other"), INDEXED_FACT.alias("name")
_CALLED_THROUGH = (
    select(CASE.c.ref, _OTHER.c.ref.label("other"), _NAME.c.value)
    .join(LINK, and_(LINK.c.authority == CASE.c.authority, LINK.c.case_id == CASE.c.case_id))
    .join(_OTHER, and_(_OTHER.c.authority == CASE.c.authority, _OTHER.c.ref == LINK.c.other))
    .join(
        _NAME,
        and_(
            _NAME.c.authority == CASE.c.authority,
            _NAME.c.case_id == _OTHER.c.case_id,
            _NAME.c.name == CALLED,
        ),
    )
    .where(
        _mine(CASE),
        CASE.c.ref.in_(bindparam("refs", expanding=True)),
        LINK.c.link.in_(bindparam("links", expanding=True)),
        may_see(_OTHER),
    )
    .order_by(CASE.c.ref, _OTHER.c.ref)
)
_SET_FOR = _BESIDE.where(INDEXED_FACT.c.name.startswith(SET_FOR))
# Of another name, because whether a person may see a case is asked of the same table.
_WORDS = INDEXED_FACT.alias("words")
_FOUND = (
    select(*HEAD)
    .join(
        _WORDS,
        (_WORDS.c.authority == CASE.c.authority) & (_WORDS.c.case_id == CASE.c.case_id),
    )
    .where(_mine(CASE), _WORDS.c.name == FOUND_BY, may_see(CASE))
    .order_by(CASE.c.closed, CASE.c.case_id.desc())
    .limit(bindparam("limit"))
)
