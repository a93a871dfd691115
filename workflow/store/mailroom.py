"""What the dispatch of messages writes: who sends which message now, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import and_, bindparam, case, false, func, insert, or_, select, update

from workflow.case.record import plain
from workflow.store.clock_tables import MAIL_SWITCH, MESSAGE
from workflow.store.clockwork import Clockwork
from workflow.store.postings import posting_of
from workflow.store.stored_message import Heard, MailSwitch, MessageState, Posting, Settled
from workflow.store.tables import TASK


class Mailroom(Clockwork):
    """Reading, the clock, and the outbox, in one transaction."""

    def lease(
        self,
        now: datetime,
        *,
        until: datetime,
        limit: int,
        ways: Collection[str],
        only_once: bool = False,
    ) -> list[Posting]:
        """Take up messages that may go now by one of these ways, the earliest first, one for each
        recipient and way.

        Nobody else takes them up before `until`. What another transaction is taking up is passed
        over, and so is who still waits for an earlier message. `only_once` chooses between those
        that must not go twice and the others.
        """
        given = {
            "_authority": self._authority,
            "_now": now,
            "_limit": limit,
            "_ways": sorted(ways),
            "_once": only_once,
        }
        # Chosen first: within the update, PostgreSQL may look again and take more than the limit.
        chosen = list(self._connection.execute(_TO_LEASE, given).scalars())
        if not chosen:
            return []
        taken = {"_authority": self._authority, "_now": now, "_until": until, "_ids": chosen}
        rows = self._connection.execute(_LEASE, taken).mappings().all()
        leased = [posting_of(row) for row in rows]
        return sorted(leased, key=lambda posting: (posting.message.at, posting.id))

    def break_off(self, now: datetime) -> int:
        """Give back what somebody took up and never came back from. Returns how many.

        What must not go twice becomes uncertain.
        """
        return self._run(_BREAK_OFF, {"_authority": self._authority, "_now": now})

    def quiet_hours(self) -> list[str]:
        """The quiet hours of messages that wait, as they are written on them."""
        return list(self._connection.execute(_HOURS, {"_authority": self._authority}).scalars())

    def put_off_families(self, now: datetime, hours: str, until: datetime) -> int:
        """Let what would wake families with these quiet hours wait until then. Returns how many."""
        given = {"_now": now, "_until": until, "_hours": hours}
        return self._run(_PUT_OFF, {"_authority": self._authority, **given})

    def strand(self, ways: Collection[str], why: str, now: datetime) -> int:
        """Say of messages that wait to go by another way that they cannot. Returns how many."""
        given = {"_ways": sorted(ways), "_why": why, "_now": now}
        return self._run(_STRAND, {"_authority": self._authority, **given})

    def switch_mail(self, switch: MailSwitch) -> None:
        """Keep that the sending of messages was stopped, or let go on."""
        number = len(self.mail_switches()) + 1
        row = {"authority": self._authority, "number": number, **asdict(switch)}
        self._connection.execute(insert(MAIL_SWITCH), row)

    def settle(self, settled: Iterable[Settled], now: datetime) -> None:
        """Say what became of attempts. One that somebody else has begun since is left alone."""
        rows = [
            {
                "_authority": self._authority,
                "_id": each.id,
                "_attempt": each.attempt,
                "_state": each.state,
                "_why": each.why,
                "_reference": each.reference,
                "_next": each.next_attempt,
                "_now": now,
            }
            for each in settled
        ]
        if rows:
            self._connection.execute(_SETTLE, rows)

    def hear(self, heard: Iterable[Heard]) -> None:
        """Say what became of messages that were sent; one that is not sent any more is left."""
        rows = [
            {
                "_authority": self._authority,
                "_id": each.id,
                "_attempt": each.attempt,
                "_state": each.state,
                "_why": each.why,
                "_fate": each.fate,
                "_next": each.next_asked,
            }
            for each in heard
        ]
        if rows:
            self._connection.execute(_HEAR, rows)

    def set_told_of(self, message_id: str, attempt: int) -> None:
        """The case of a message was told that this attempt failed."""
        given = {"_authority": self._authority, "_id": message_id, "_attempt": attempt}
        self._run(_TOLD_OF, given)

    def give_back(self, postings: Iterable[Posting], until: datetime | None = None) -> None:
        """Put leased messages back as they were: nothing of them was sent.

        `until`: they are for families, whose quiet hours end then.
        """
        more = {"_next": until, "_why": "quiet_hours" if until else ""}
        rows = [
            {"_authority": self._authority, "_id": each.id, "_attempt": each.attempts, **more}
            for each in postings
        ]
        if rows:
            self._connection.execute(_GIVE_BACK, rows)

    def pointless(self, postings: Sequence[Posting]) -> set[str]:
        """Ids of those that are of a rung whose task is no longer open, or due on another date."""
        of_rungs = [each for each in postings if each.message.task is not None]
        if not of_rungs:
            return set()
        ids = sorted({str(each.message.case_id) for each in of_rungs})
        rows = self._connection.execute(_OPEN, {"authority": self._authority, "case_ids": ids})
        still_open = {tuple(row) for row in rows}
        return {each.id for each in of_rungs if _task_of(each) not in still_open}


def _task_of(posting: Posting) -> tuple[str | None, str, str | None, int, str | None]:
    message = posting.message
    name, _, rest = (message.task or "").partition("#")
    occurrence, _, item = rest.partition("/")
    return message.case_id, name, item, int(occurrence), plain(message.due)


_OPEN = select(TASK.c.case_id, TASK.c.task, TASK.c.item, TASK.c.occurrence, TASK.c.due).where(
    TASK.c.authority == bindparam("authority"),
    TASK.c.case_id.in_(bindparam("case_ids", expanding=True)),
)
_NEXT, _EARLIER = MESSAGE.alias("next_message"), MESSAGE.alias("earlier_message")
_WAITS_FOR_EARLIER = (
    select(_EARLIER.c.message_id)
    .where(
        _EARLIER.c.authority == _NEXT.c.authority,
        _EARLIER.c.state.in_([MessageState.WAITING.value, MessageState.SENDING.value]),
        _EARLIER.c.recipient == _NEXT.c.recipient,
        _EARLIER.c.way == _NEXT.c.way,
        or_(
            _EARLIER.c.at < _NEXT.c.at,
            and_(_EARLIER.c.at == _NEXT.c.at, _EARLIER.c.message_id < _NEXT.c.message_id),
        ),
    )
    .exists()
)
_TO_LEASE = (
    select(_NEXT.c.message_id)
    .where(
        _NEXT.c.authority == bindparam("_authority"),
        _NEXT.c.state == MessageState.WAITING.value,
        _NEXT.c.only_once == bindparam("_once"),
        _NEXT.c.way.in_(bindparam("_ways", expanding=True)),
        or_(_NEXT.c.next_attempt.is_(None), _NEXT.c.next_attempt <= bindparam("_now")),
        ~_WAITS_FOR_EARLIER,
    )
    .order_by(_NEXT.c.at, _NEXT.c.message_id)
    .limit(bindparam("_limit", type_=MESSAGE.c.attempts.type))
    .with_for_update(skip_locked=True, of=_NEXT)
)
_LEASE = (
    update(MESSAGE)
    .where(
        MESSAGE.c.authority == bindparam("_authority"),
        MESSAGE.c.message_id.in_(bindparam("_ids", expanding=True)),
    )
    .values(
        state=MessageState.SENDING.value,
        attempts=MESSAGE.c.attempts + 1,
        first_tried_at=func.coalesce(
            MESSAGE.c.first_tried_at, bindparam("_now", type_=MESSAGE.c.first_tried_at.type)
        ),
        next_attempt=bindparam("_until"),
    )
    .returning(*MESSAGE.c)
)
_WAITS = (
    MESSAGE.c.authority == bindparam("_authority"),
    MESSAGE.c.state == MessageState.WAITING.value,
)
_WAKES = (*_WAITS, MESSAGE.c.family, MESSAGE.c.way != "post")
_HOURS = select(MESSAGE.c.quiet_hours).where(*_WAKES).distinct()
_PUT_OFF = (
    update(MESSAGE)
    .where(
        *_WAKES,
        MESSAGE.c.quiet_hours == bindparam("_hours"),
        or_(MESSAGE.c.next_attempt.is_(None), MESSAGE.c.next_attempt <= bindparam("_now")),
    )
    .values(next_attempt=bindparam("_until"), why="quiet_hours")
)
_STRAND = (
    update(MESSAGE)
    .where(*_WAITS, MESSAGE.c.way.not_in(bindparam("_ways", expanding=True)))
    .values(
        state=MessageState.NO_ADDRESS.value, why=bindparam("_why"), settled_at=bindparam("_now")
    )
)
_BREAK_OFF = (
    update(MESSAGE)
    .where(
        MESSAGE.c.authority == bindparam("_authority"),
        MESSAGE.c.state == MessageState.SENDING.value,
        MESSAGE.c.next_attempt <= bindparam("_now"),
    )
    .values(
        state=case(
            (MESSAGE.c.only_once == false(), MessageState.WAITING.value),
            else_=MessageState.UNCERTAIN.value,
        ),
        why="broken_off",
        next_attempt=None,
    )
)
_OF_ATTEMPT = (
    MESSAGE.c.authority == bindparam("_authority"),
    MESSAGE.c.message_id == bindparam("_id"),
    MESSAGE.c.attempts == bindparam("_attempt"),
)
_SETTLE = (
    update(MESSAGE)
    .where(*_OF_ATTEMPT)
    .values(
        state=bindparam("_state"),
        why=bindparam("_why"),
        reference=bindparam("_reference"),
        next_attempt=bindparam("_next"),
        settled_at=bindparam("_now"),
        fate="",
    )
)
_HEAR = (
    update(MESSAGE)
    .where(*_OF_ATTEMPT, MESSAGE.c.state == MessageState.SENT.value)
    .values(
        state=bindparam("_state"),
        why=bindparam("_why"),
        fate=bindparam("_fate"),
        next_attempt=bindparam("_next"),
    )
)
_GIVE_BACK = (
    update(MESSAGE)
    .where(*_OF_ATTEMPT, MESSAGE.c.state == MessageState.SENDING.value)
    .values(
        state=MessageState.WAITING.value,
        attempts=MESSAGE.c.attempts - 1,
        first_tried_at=case((MESSAGE.c.attempts > 1, MESSAGE.c.first_tried_at), else_=None),
        next_attempt=bindparam("_next"),
        why=case((bindparam("_why") != "", bindparam("_why")), else_=MESSAGE.c.why),
    )
)
_TOLD_OF = (
    update(MESSAGE)
    .where(MESSAGE.c.authority == bindparam("_authority"), MESSAGE.c.message_id == bindparam("_id"))
    .values(told_of=bindparam("_attempt"))
)
