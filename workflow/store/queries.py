"""The questions that are asked of the tables. Each is about one authority, bound when it is run."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    String,
    Table,
    and_,
    bindparam,
    func,
    select,
    type_coerce,
)
from sqlmodel.sql.sqltypes import UTCDateTime

from workflow.store.heads import HEAD
from workflow.store.locks import locked
from workflow.store.tables import (
    CASE,
    HISTORY,
    INDEXED_FACT,
    LINK,
    METADATA,
    PAYLOAD,
    PERSON,
    PERSON_ROLE,
    RELEASE,
    TASK,
    TASK_DEED,
    TIMER,
)


def _given(name: str) -> BindParameter[object]:
    return bindparam(name)


def _mine(table: Table) -> ColumnElement[bool]:
    return table.c.authority == _given("authority")


def _same_case(table: Table, other: Table) -> ColumnElement[bool]:
    return and_(table.c.authority == other.c.authority, table.c.case_id == other.c.case_id)


# -- cases -----------------------------------------------------------------------------------------

CASES = select(
    CASE.c.case_id,
    CASE.c.ref,
    CASE.c.workflow,
    CASE.c.policy,
    CASE.c.release,
    CASE.c.calendar,
    CASE.c.revision,
    CASE.c.head_seq,
    CASE.c.head_hash,
    CASE.c.fold_version,
    CASE.c.closed,
    CASE.c.snapshot,
).where(_mine(CASE))
CASE_BY_REF = CASES.where(CASE.c.ref == _given("ref"))
CASE_LOCKED = locked(CASE_BY_REF, CASE)
CASE_LOCKED_IF_FREE = locked(CASE_BY_REF, CASE, wait=False)
# In one order for everybody, so that nobody waits in a circle.
LOCK_CASES = locked(
    select(CASE.c.ref)
    .where(_mine(CASE), CASE.c.ref.in_(bindparam("refs", expanding=True)))
    .order_by(CASE.c.case_id),
    CASE,
)
IS_REFERENCE_TAKEN = select(CASE.c.case_id).where(_mine(CASE), CASE.c.ref == _given("ref"))
CASES_IN_ORDER = CASES.order_by(CASE.c.case_id)

CASE_HEADS = select(*HEAD).where(_mine(CASE)).order_by(CASE.c.case_id)

_WITH_FACTS = HISTORY.outerjoin(
    PAYLOAD, and_(_same_case(PAYLOAD, HISTORY), PAYLOAD.c.seq == HISTORY.c.seq)
)
ROW = [
    *(column for column in HISTORY.c if column.name != "recorded_at"),
    # As it is kept, because a damaged one must not keep the rest from being verified.
    type_coerce(HISTORY.c.recorded_at, String).label("recorded_at"),
    PAYLOAD.c.salt,
    PAYLOAD.c.facts,
]
HISTORY_OF_CASE = (
    select(*ROW)
    .select_from(_WITH_FACTS)
    .where(_mine(HISTORY), HISTORY.c.case_id == _given("case_id"))
    .order_by(HISTORY.c.seq)
)
HISTORY_OF_REF = (
    select(*ROW)
    .select_from(_WITH_FACTS.join(CASE, _same_case(HISTORY, CASE)))
    .where(_mine(CASE), CASE.c.ref == _given("ref"))
    .order_by(HISTORY.c.seq)
)
FACTS_OF_ROWS = (
    select(PAYLOAD.c.facts)
    .select_from(_WITH_FACTS)
    .where(
        _mine(HISTORY), HISTORY.c.case_id == _given("case_id"), HISTORY.c.event == _given("event")
    )
    .order_by(HISTORY.c.seq)
)
ACTED = (
    select(HISTORY.c.role, HISTORY.c.actor)
    .where(_mine(HISTORY), HISTORY.c.case_id == _given("case_id"), HISTORY.c.role != "")
    .distinct()
)
LAST_RECORDED = (
    select(HISTORY.c.recorded_at)
    .where(_mine(HISTORY), HISTORY.c.case_id == _given("case_id"))
    .order_by(HISTORY.c.seq.desc())
    .limit(1)
)
ROW_BY_COMMAND = (
    select(*ROW, CASE.c.ref)
    .select_from(_WITH_FACTS.join(CASE, _same_case(HISTORY, CASE)))
    .where(_mine(HISTORY), HISTORY.c.command_id == _given("command_id"))
)

COMMANDS = select(HISTORY.c.command_id).where(
    _mine(HISTORY), HISTORY.c.command_id.in_(bindparam("command_ids", expanding=True))
)

# Two questions, because SQLite answers them as one by walking through every link.
REFS_WITH_FACT = (
    select(CASE.c.ref)
    .join(INDEXED_FACT, _same_case(INDEXED_FACT, CASE))
    .where(
        _mine(INDEXED_FACT),
        INDEXED_FACT.c.name == _given("fact"),
        INDEXED_FACT.c.value == _given("value"),
    )
)
OPEN_CASE_LINKED_TO = (
    select(CASE.c.ref)
    .join(LINK, _same_case(LINK, CASE))
    .where(
        _mine(LINK),
        LINK.c.link == _given("link"),
        LINK.c.other.in_(bindparam("others", expanding=True)),
        CASE.c.workflow == _given("workflow"),
        CASE.c.closed.is_(False),
    )
    # By a column without an index: SQLite would else walk along it through every case.
    .order_by(CASE.c.opened_on, CASE.c.case_id)
    .limit(1)
)

# -- what is open ----------------------------------------------------------------------------------

OPEN_TASKS = (
    select(
        TASK.c.ref,
        TASK.c.workflow,
        TASK.c.task,
        TASK.c.occurrence,
        TASK.c.item,
        TASK.c.role,
        TASK.c.due,
        TASK.c.waiting,
        TASK.c.opened_on,
        CASE.c.state,
    )
    .join(CASE, _same_case(TASK, CASE))
    .where(_mine(TASK))
    .order_by(TASK.c.case_id, TASK.c.task, TASK.c.occurrence, TASK.c.item)
)
OPEN_TASKS_OF_CASE = OPEN_TASKS.where(_mine(CASE), CASE.c.ref == _given("ref"))

DUE_TIMERS = (
    select(
        CASE.c.ref,
        TIMER.c.timer_id,
        TIMER.c.due,
        TIMER.c.at,
        TIMER.c.task,
        TIMER.c.occurrence,
        TIMER.c.item,
        TIMER.c.rung,
        TIMER.c.event,
    )
    .join(CASE, _same_case(TIMER, CASE))
    .where(_mine(CASE), CASE.c.wakes_at <= _given("until"))
    .where(TIMER.c.fired_at.is_(None), TIMER.c.at <= _given("until"))
    .order_by(TIMER.c.at, TIMER.c.case_id, TIMER.c.timer_id)
    .limit(bindparam("limit", type_=Integer))
)

REFERENCES = (
    select(func.count()).select_from(CASE).where(_mine(CASE), CASE.c.ref.like(_given("beginning")))
)

TIMERS_OF_CASE = select(
    TIMER.c.timer_id, TIMER.c.due, TIMER.c.at, TIMER.c.fired_at, TIMER.c.armed_at
).where(_mine(TIMER), TIMER.c.case_id == _given("case_id"))

# -- what verifying compares -----------------------------------------------------------------------


def _as_it_is_kept(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Of an instant the text, as those of the history are read above."""
    if isinstance(column.type, UTCDateTime):
        return type_coerce(column, String).label(column.name)
    return column


_REPEATING: dict[Table, list[ColumnElement[Any]]] = {
    # The snapshot is long, and already read with the case.
    CASE: [_as_it_is_kept(column) for column in CASE.c if column.name != "snapshot"],
    TASK: list(TASK.c),
    TASK_DEED: list(TASK_DEED.c),
    TIMER: [
        _as_it_is_kept(column)
        for column in TIMER.c
        if column.name not in ("armed_at", "claimed_at")  # no history tells them
    ],
    LINK: list(LINK.c),
    INDEXED_FACT: list(INDEXED_FACT.c),
}
REPEATED = {
    table.name: select(*columns).where(
        _mine(table), table.c.case_id.in_(bindparam("case_ids", expanding=True))
    )
    for table, columns in _REPEATING.items()
}
STRAYS = [
    select(table.c.case_id)
    .distinct()
    .where(_mine(table), ~select(CASE.c.case_id).where(_same_case(CASE, table)).exists())
    for table in (HISTORY, TASK, TASK_DEED, TIMER, LINK, INDEXED_FACT)
]

# -- releases and people ---------------------------------------------------------------------------

RELEASES = (
    select(
        RELEASE.c.number,
        RELEASE.c.process,
        RELEASE.c.policy,
        RELEASE.c.digest,
        RELEASE.c.calendar,
        RELEASE.c.content,
        RELEASE.c.published_at,
        RELEASE.c.published_by,
    )
    .where(_mine(RELEASE))
    .order_by(RELEASE.c.number.desc())
)
RELEASE_BY_NUMBER = RELEASES.where(RELEASE.c.number == _given("number"))
RELEASES_OF = RELEASES.where(
    RELEASE.c.process == _given("process"), RELEASE.c.policy == _given("policy")
)
NEWEST_RELEASE_NUMBER = select(func.max(RELEASE.c.number)).where(
    _mine(RELEASE), RELEASE.c.process == _given("process"), RELEASE.c.policy == _given("policy")
)
RELEASE_NUMBERS = select(RELEASE.c.number).where(_mine(RELEASE)).order_by(RELEASE.c.number)
LAST_RELEASE_NUMBER = select(func.max(RELEASE.c.number)).where(_mine(RELEASE))

NAMES = select(PERSON.c.person, PERSON.c.name).where(_mine(PERSON))
PEOPLE = (
    select(
        PERSON.c.person,
        PERSON.c.name,
        PERSON.c.email,
        PERSON.c.team,
        PERSON.c.manager,
        PERSON.c.away_from,
        PERSON.c.away_to,
        PERSON.c.phone,
    )
    .where(_mine(PERSON))
    .order_by(PERSON.c.person)
)
PERSON_BY_NAME = PEOPLE.where(PERSON.c.person == _given("person"))
ROLES = (
    select(PERSON_ROLE.c.person, PERSON_ROLE.c.role)
    .where(_mine(PERSON_ROLE))
    .order_by(PERSON_ROLE.c.person, PERSON_ROLE.c.role)
)
ROLES_OF_PERSON = ROLES.where(PERSON_ROLE.c.person == _given("person"))

COUNTS = {
    name: select(func.count()).select_from(table).where(_mine(table))
    for name, table in METADATA.tables.items()
}
