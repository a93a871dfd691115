"""What is asked for lists of work: whose each task is, and what others did on somebody's cases.

Asked holder by holder and role by role, each along an index that is sorted by the due date: so it
stops at the limit, however many tasks there are. `holder` of a task has its role on the case; one
that was handed over is the taker's too, as long as they have that role.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    func,
    or_,
    select,
    union,
)

from workflow.case.model import Kind
from workflow.case.task_deed import HAND_OVER
from workflow.store.access_tables import SEEN
from workflow.store.queries import OPEN_TASKS, ROW
from workflow.store.seeing import may_see
from workflow.store.stored import HELD_AS
from workflow.store.tables import CASE, HISTORY, INDEXED_FACT, PAYLOAD, PERSON_ROLE, TASK, TASK_DEED

_AUTHORITY = bindparam("authority", type_=String)
_PERSON = bindparam("person", type_=String)
_KEY = ("case_id", "task", "occurrence", "item")
_HANDED = and_(TASK_DEED.c.deed == HAND_OVER, TASK_DEED.c.authority == _AUTHORITY)
_OF_TASK = and_(*(TASK_DEED.c[name] == TASK.c[name] for name in _KEY))

_IS_TAKER_STILL = (
    select(PERSON_ROLE.c.role)
    .where(
        PERSON_ROLE.c.authority == _AUTHORITY,
        PERSON_ROLE.c.person == TASK_DEED.c.person,
        PERSON_ROLE.c.role == TASK.c.role,
    )
    .exists()
)
_IS_GIVEN_AWAY = (
    select(TASK_DEED.c.person)
    .where(_HANDED, _OF_TASK, TASK_DEED.c.person != _PERSON, _IS_TAKER_STILL)
    .exists()
)
_HAS_A_ROLE = (
    select(INDEXED_FACT.c.value)
    .where(
        INDEXED_FACT.c.authority == _AUTHORITY,
        INDEXED_FACT.c.case_id == TASK.c.case_id,
        INDEXED_FACT.c.name.startswith(HELD_AS),
        INDEXED_FACT.c.value == _PERSON,
    )
    .exists()
)
_IS_NOBODYS = and_(TASK.c.holder == "", or_(~_IS_GIVEN_AWAY, _HAS_A_ROLE))
_IS_FREE = and_(_IS_NOBODYS, may_see(TASK))


def is_work_of(people: Sequence[str], roles: Sequence[str]) -> ColumnElement[bool]:
    """Whether a task is in the list of work of `person`, of whoever sees its case: see `work_of`.

    A condition of questions that count many. `people`: the person and whom they stand in for.
    """
    handed = _HANDED, _OF_TASK, TASK_DEED.c.person.in_(people)
    return or_(
        TASK.c.holder.in_(people),
        select(TASK_DEED.c.person).where(*handed).exists(),
        and_(TASK.c.role.in_(roles), _IS_NOBODYS),
    )


@lru_cache(maxsize=256)
def work_of(
    roles: tuple[str, ...], *, of_people: bool, one_role: bool, one_kind: bool, late: bool
) -> Select[Any]:
    """Tasks, the soonest first; what has no date comes last on both databases.

    Those that the person, or one of `people`, holds or got; and of `roles` those that nobody holds.
    """
    which = [TASK.c.authority == _AUTHORITY]
    which += [TASK.c.role == bindparam("role", type_=String)] if one_role else []
    which += [TASK.c.workflow == bindparam("kind", type_=String)] if one_kind else []
    which += [_IS_LATE] if late else []
    whose = bindparam("people", expanding=True) if of_people else [_PERSON]
    handed = and_(_HANDED, _OF_TASK, TASK_DEED.c.person.in_(whose))
    first = [
        _soonest(_TASKS.where(*which, TASK.c.holder.in_(whose), may_see(TASK))),
        _soonest(_TASKS.join(TASK_DEED, handed).where(*which, may_see(TASK))),
    ]
    # For those without a date apart, so that each walks along the index as it is sorted.
    for role, dated in product(roles, (True,) if late else (True, False)):
        when = TASK.c.due.is_not(None) if dated else TASK.c.due.is_(None)
        first.append(_soonest(_TASKS.where(*which, TASK.c.role == role, when, _IS_FREE), dated))
    found = union(*(select(each) for each in first)).subquery()
    return (
        OPEN_TASKS.add_columns(TASK.c.case_id, CASE.c.release, TASK.c.holder)
        .join(found, and_(*(TASK.c[name] == found.c[name] for name in _KEY)))
        .order_by(None)
        .order_by(TASK.c.due.is_(None), *_SOONEST)
        .limit(_LIMIT)
    )


_TASKS = select(*(TASK.c[name] for name in _KEY))
_SOONEST = [TASK.c[name] for name in ("due", "ref", "task", "item")]
_LIMIT = bindparam("limit", type_=Integer)
_IS_LATE = and_(
    TASK.c.due < bindparam("now", type_=String), TASK.c.due != bindparam("today", type_=String)
)


def _soonest(query: Select[Any], dated: bool | None = None) -> Subquery:
    """The first of these tasks; `dated`: all of them have a date, or none has."""
    mixed = [TASK.c.due.is_(None)] if dated is None else []
    return query.order_by(*mixed, *_SOONEST).limit(_LIMIT).subquery()


DEEDS_OF_TASKS = select(
    TASK_DEED.c.case_id,
    TASK_DEED.c.task,
    TASK_DEED.c.occurrence,
    TASK_DEED.c.item,
    TASK_DEED.c.deed,
    TASK_DEED.c.person,
    TASK_DEED.c.due,
).where(
    TASK_DEED.c.authority == _AUTHORITY,
    TASK_DEED.c.case_id.in_(bindparam("case_ids", expanding=True)),
    or_(TASK_DEED.c.deed == HAND_OVER, TASK_DEED.c.person == _PERSON),
)

_IS_MINE = union(
    select(INDEXED_FACT.c.case_id).where(
        INDEXED_FACT.c.authority == _AUTHORITY,
        INDEXED_FACT.c.name.in_(bindparam("holds", expanding=True)),
        INDEXED_FACT.c.value == _PERSON,
    ),
    select(TASK.c.case_id)
    .join(TASK_DEED, and_(_HANDED, _OF_TASK, TASK_DEED.c.person == _PERSON))
    .where(TASK.c.authority == _AUTHORITY, may_see(TASK)),
).subquery()
_SEEN_SEQ = func.coalesce(SEEN.c.seq, 0)
_OF_ROW = and_(
    HISTORY.c.authority == _AUTHORITY,
    HISTORY.c.case_id == CASE.c.case_id,
    HISTORY.c.seq > _SEEN_SEQ,
)
_OF_CASE = and_(
    CASE.c.authority == _AUTHORITY,
    CASE.c.case_id == _IS_MINE.c.case_id,
    CASE.c.head_seq > _SEEN_SEQ,
)
# Of a case that nothing was recorded on lately, the last row alone is looked at.
_LAST = HISTORY.alias("last")
_OF_LAST = and_(
    _LAST.c.authority == _AUTHORITY,
    _LAST.c.case_id == CASE.c.case_id,
    _LAST.c.seq == CASE.c.head_seq,
    or_(SEEN.c.seq.is_not(None), _LAST.c.recorded_at > bindparam("since")),
)
_SEEN = and_(
    SEEN.c.authority == _AUTHORITY,
    SEEN.c.person == _PERSON,
    SEEN.c.case_id == _IS_MINE.c.case_id,
)
_FACTS = and_(
    PAYLOAD.c.authority == HISTORY.c.authority,
    PAYLOAD.c.case_id == HISTORY.c.case_id,
    PAYLOAD.c.seq == HISTORY.c.seq,
)
CHANGES = (
    select(
        *ROW,
        CASE.c.ref,
        CASE.c.workflow.label("case_workflow"),
        CASE.c.release.label("case_release"),
    )
    .select_from(_IS_MINE)
    .outerjoin(SEEN, _SEEN)
    .join(CASE, _OF_CASE)
    .join(_LAST, _OF_LAST)
    .join(HISTORY, _OF_ROW)
    .outerjoin(PAYLOAD, _FACTS)
    .where(
        HISTORY.c.actor != _PERSON,
        or_(SEEN.c.seq.is_not(None), HISTORY.c.recorded_at > bindparam("since")),
        or_(HISTORY.c.kind != Kind.DEED, HISTORY.c.event == HAND_OVER),
    )
    .order_by(HISTORY.c.recorded_at.desc(), HISTORY.c.case_id, HISTORY.c.seq.desc())
    .limit(_LIMIT)
)
"""What others did on the cases that a person has a role on, or got a task of, since they last said
that they have seen it; of a case of which they never said so, since a day.
"""
