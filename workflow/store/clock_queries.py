"""The questions that the clock asks of the tables, and its claim of what is due."""

from __future__ import annotations

from sqlalchemy import Integer, and_, bindparam, case, func, select, tuple_, update

from workflow.store.clock_tables import INCIDENT, MAIL_SWITCH, MESSAGE, PULSE
from workflow.store.tables import CASE, TIMER

_HELD_BACK = (
    select(INCIDENT.c.case_id)
    .where(
        INCIDENT.c.authority == CASE.c.authority,
        INCIDENT.c.case_id == CASE.c.case_id,
        INCIDENT.c.next_attempt > bindparam("_now"),
    )
    .exists()
)
_AWAKE = (CASE.c.authority == bindparam("_authority"), ~_HELD_BACK)
# Told to the server in the statement: it would take a number that it does not know for a tenth of
# all, and read every timer there is.
_LIMIT = bindparam("_limit", type_=Integer, literal_execute=True)
# On a server the case is locked, which stands for its timers, and one that somebody works on is
# passed over. SQLite knows no such lock and needs none: only one transaction writes there.
_WOKEN = (
    select(CASE.c.authority, CASE.c.case_id, CASE.c.wakes_at)
    .where(*_AWAKE, CASE.c.wakes_at <= bindparam("_until"))
    .order_by(CASE.c.wakes_at, CASE.c.case_id)
    .limit(_LIMIT)
    .with_for_update(skip_locked=True, key_share=True, of=CASE)
    # Answered once: a server may ask a mere subquery again for each row, and then takes too many.
    .cte("woken")
    .prefix_with("MATERIALIZED")
)
# Where there may be more cases, nothing later than their earliest: the oldest goes first.
_THIS_TIME = case(
    (
        select(func.count() < _LIMIT).select_from(_WOKEN).scalar_subquery(),
        bindparam("_until", type_=TIMER.c.at.type),
    ),
    else_=select(func.max(_WOKEN.c.wakes_at)).scalar_subquery(),
)
# A timer that is claimed has another name inside, because the statement changes the table itself.
_DUE = TIMER.alias("due_timer")
_TO_CLAIM = (
    select(_DUE.c.case_id, _DUE.c.timer_id, _DUE.c.due)
    .join(_WOKEN, and_(_DUE.c.authority == _WOKEN.c.authority, _DUE.c.case_id == _WOKEN.c.case_id))
    .where(_DUE.c.fired_at.is_(None), _DUE.c.at <= _THIS_TIME)
    .order_by(_DUE.c.at, _DUE.c.case_id, _DUE.c.timer_id)
    .limit(_LIMIT)
    .cte("to_claim")
    .prefix_with("MATERIALIZED")
)
CLAIM = (
    update(TIMER)
    .where(
        TIMER.c.authority == bindparam("_authority"),
        tuple_(TIMER.c.case_id, TIMER.c.timer_id, TIMER.c.due).in_(select(_TO_CLAIM)),
        # Asked of the row as it is now: it may have fired since the statement began.
        TIMER.c.fired_at.is_(None),
    )
    .values(claimed_at=bindparam("_now"))
    .returning(
        TIMER.c.case_id,
        TIMER.c.timer_id,
        TIMER.c.due,
        TIMER.c.at,
        TIMER.c.task,
        TIMER.c.occurrence,
        TIMER.c.item,
        TIMER.c.rung,
        TIMER.c.event,
    )
)
REFS = select(CASE.c.case_id, CASE.c.ref).where(
    CASE.c.authority == bindparam("authority"),
    CASE.c.case_id.in_(bindparam("case_ids", expanding=True)),
)
# Not `min`: a server would then read every case there is.
FIRST_PENDING = (
    select(CASE.c.wakes_at)
    .where(*_AWAKE, CASE.c.wakes_at.is_not(None))
    .order_by(CASE.c.wakes_at)
    .limit(1)
)
WAITING_SINCE = select(func.min(MESSAGE.c.created_at)).where(
    MESSAGE.c.authority == bindparam("authority"), MESSAGE.c.state == "waiting"
)
LAST_PULSE = select(PULSE.c.ticked_at).where(PULSE.c.authority == bindparam("authority"))
MAIL_SWITCHES = (
    select(*(c for c in MAIL_SWITCH.c if c.name not in ("authority", "number")))
    .where(MAIL_SWITCH.c.authority == bindparam("authority"))
    .order_by(MAIL_SWITCH.c.number)
)
LAST_MAIL_SWITCH = MAIL_SWITCHES.order_by(None).order_by(MAIL_SWITCH.c.number.desc()).limit(1)
INCIDENTS = (
    select(CASE.c.ref, *(c for c in INCIDENT.c if c.name not in ("authority", "case_id")))
    .join(
        CASE, and_(CASE.c.authority == INCIDENT.c.authority, CASE.c.case_id == INCIDENT.c.case_id)
    )
    .where(INCIDENT.c.authority == bindparam("authority"))
    .order_by(INCIDENT.c.first_seen, CASE.c.ref)
)
MESSAGES = (
    select(MESSAGE)
    .where(MESSAGE.c.authority == bindparam("authority"), MESSAGE.c.state == bindparam("state"))
    .order_by(MESSAGE.c.at, MESSAGE.c.message_id)
)
MESSAGES_IN = (
    select(MESSAGE)
    .where(
        MESSAGE.c.authority == bindparam("authority"),
        MESSAGE.c.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(MESSAGE.c.at, MESSAGE.c.message_id)
)
MESSAGE_BY_ID = select(MESSAGE).where(
    MESSAGE.c.authority == bindparam("authority"), MESSAGE.c.message_id == bindparam("message_id")
)
UNDELIVERED = (
    select(MESSAGE, CASE.c.ref)
    .join(CASE, and_(CASE.c.authority == MESSAGE.c.authority, CASE.c.case_id == MESSAGE.c.case_id))
    .where(
        MESSAGE.c.authority == bindparam("authority"),
        MESSAGE.c.state.in_(bindparam("states", expanding=True)),
        MESSAGE.c.rung.is_(None),
        MESSAGE.c.told_of < MESSAGE.c.attempts,
    )
    .order_by(MESSAGE.c.at, MESSAGE.c.message_id)
)
MESSAGE_BY_REFERENCE = select(MESSAGE).where(
    MESSAGE.c.authority == bindparam("authority"), MESSAGE.c.reference == bindparam("reference")
)
TO_ASK_AFTER = (
    select(MESSAGE)
    .where(
        MESSAGE.c.authority == bindparam("authority"),
        MESSAGE.c.state == "sent",
        MESSAGE.c.way.in_(bindparam("_ways", expanding=True)),
        MESSAGE.c.next_attempt <= bindparam("_now"),
    )
    .order_by(MESSAGE.c.next_attempt)
    .limit(bindparam("_limit", type_=Integer))
)
MESSAGES_BY_STATE = (
    select(MESSAGE.c.state, func.count().label("messages"))
    .where(MESSAGE.c.authority == bindparam("authority"))
    .group_by(MESSAGE.c.state)
)
