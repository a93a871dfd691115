"""Letters about a meeting that still wait when another one says that it is off, or on another day.

What waits about a meeting that is withdrawn is withdrawn with it. What waits about another day is
put into words anew, so that nobody is invited to the day before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from workflow.case.history import effective
from workflow.case.model import Event
from workflow.case.record import event_from
from workflow.definition.notice import Notice
from workflow.engine.sent import REPLACED, Sent
from workflow.engine.stored_cases import Sending, StoredCases
from workflow.store.stored_message import Message, Posting
from workflow.store.writing import Writing

Anew = Callable[[Sending, str, int], Iterable[Message]]
"""The letter of a row to a recipient, put into words again; the number of those before it."""


def supersede(
    writing: Writing, cases: StoredCases, anew: Anew, sending: Sending, told: Iterable[Message]
) -> Sent:
    """What becomes of letters of the same case that still wait, now that this notice is put down.

    `told` are its own messages; `anew` puts a letter of a row into words again.
    """
    case_id, names = cases.case_id(sending.ref), _about_the_meeting(cases, sending)
    if case_id is None or not names:
        return Sent()
    waiting = [
        posting
        for posting in writing.unsent_letters([case_id])
        if posting.message.notice in names
        and posting.message.content.get("row", sending.event.seq) < sending.event.seq
    ]
    written: list[Message] = []
    if not _is_off(cases, sending):
        to = {message.recipient for message in told}
        waiting = [each for each in waiting if each.message.recipient in to]
        written = list(_again(writing, cases, anew, sending, waiting)) if waiting else []
    writing.withdraw([each.id for each in waiting], REPLACED)
    return Sent(written=tuple(written), withdrawn=tuple(each.message for each in waiting))


def _about_the_meeting(cases: StoredCases, sending: Sending) -> set[str]:
    """The notices that invite to a meeting of which this one says something else; when it is off,
    also what is only asked because of it. None where this one says nothing of a meeting.
    """
    notices = cases.workflow(cases.get(sending.ref)).notices
    notice = notices.get(sending.notice)
    if notice is None or notice.meeting is None:
        return set()
    off = notice.meeting.withdrawn
    others = (each for each in notices.values() if each.name != notice.name)
    return {each.name for each in others if _invites(each) or (off and each.again_when)}


def _invites(notice: Notice) -> bool:
    return notice.meeting is not None and not notice.meeting.withdrawn


def _is_off(cases: StoredCases, sending: Sending) -> bool:
    notice = cases.workflow(cases.get(sending.ref)).notices[sending.notice]
    return notice.meeting is not None and notice.meeting.withdrawn


def _again(
    writing: Writing,
    cases: StoredCases,
    anew: Anew,
    sending: Sending,
    waiting: Iterable[Posting],
) -> Iterator[Message]:
    case_id = cases.case_id(sending.ref)
    flow = cases.workflow(cases.get(sending.ref))
    stored = writing.history(str(case_id))
    rows: dict[int, Event] = {
        row.seq: row for row in effective([event_from(r.record, flow) for r in stored])
    }
    had = [(each.message.notice, each.message.recipient) for each in writing.letters(str(case_id))]
    for posting in waiting:
        message = posting.message
        row = rows.get(message.content["row"])
        if row is not None:
            number = had.count((message.notice, message.recipient))
            yield from anew(Sending(sending.ref, row, message.notice), message.recipient, number)
