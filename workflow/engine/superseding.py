"""Letters about a meeting that still wait when another one says that it is off, or on another day.

What waits about a meeting that is withdrawn is withdrawn with it. What waits about another day is
put into words anew, so that nobody is invited to the day before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from workflow.definition.notice import Notice
from workflow.engine.sent import NOTHING, REPLACED, Sent
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
    case_id = cases.case_id(sending.ref)
    notices = cases.workflow(cases.get(sending.ref)).notices
    notice = notices.get(sending.notice)
    if case_id is None or notice is None or notice.meeting is None:
        return NOTHING
    off = notice.meeting.withdrawn
    names = _about_the_meeting(notices, sending.notice, off=off)
    if not names:
        return NOTHING
    waiting = [
        posting
        for posting in writing.unsent_letters([case_id])
        if posting.message.notice in names
        and posting.message.content.get("row", sending.event.seq) < sending.event.seq
    ]
    written: list[Message] = []
    if not off:
        to = {message.recipient for message in told}
        waiting = [each for each in waiting if each.message.recipient in to]
        had = writing.letters(case_id) if waiting else ()
        written = list(_again(cases, anew, sending.ref, waiting, had)) if waiting else []
    writing.withdraw([each.id for each in waiting], REPLACED)
    return Sent(written=tuple(written), withdrawn=tuple(each.message for each in waiting))


def _about_the_meeting(notices: Mapping[str, Notice], name: str, *, off: bool) -> set[str]:
    """The notices that invite to a meeting of which that one says something else; when it is off,
    also what is only asked because of it.
    """
    others = (each for each in notices.values() if each.name != name)
    return {each.name for each in others if _invites(each) or (off and each.again_when)}


def _invites(notice: Notice) -> bool:
    return notice.meeting is not None and not notice.meeting.withdrawn


def _again(
    cases: StoredCases,
    anew: Anew,
    ref: str,
    waiting: Iterable[Posting],
    letters: Iterable[Posting],
) -> Iterator[Message]:
    rows = cases.counting(ref)
    had = [(each.message.notice, each.message.recipient) for each in letters]
    for posting in waiting:
        message = posting.message
        row = rows.get(message.content["row"])
        if row is not None:
            number = had.count((message.notice, message.recipient))
            yield from anew(Sending(ref, row, message.notice), message.recipient, number)
