"""When a correction changes what a letter said: what still waits is written anew, and whoever was
sent the old one is sent a new one that says what has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from workflow.case.history import effective
from workflow.case.model import Event
from workflow.case.record import event_from
from workflow.clock import london_day
from workflow.engine.catalogue import Catalogue
from workflow.engine.keeping_back import withdraw_kept_back
from workflow.engine.step_notices import Desk, Following
from workflow.engine.stored_cases import Sending, StoredCases
from workflow.store.stored import Message, MessageState, Posting
from workflow.store.writing import Writing

REPLACED = "replaced"
"""Why a letter was withdrawn before it was sent: another says what is right now."""

ROW_GONE = "row_gone"
"""Why a letter was withdrawn before it was sent: the step that sent it no longer counts."""

TOLD = (MessageState.SENT, MessageState.SENDING, MessageState.UNCERTAIN)
UNSENT = (MessageState.WAITING, MessageState.HELD)


def follow_up(writing: Writing, catalogue: Catalogue, cases: StoredCases, now: datetime) -> int:
    """Write what follows from a correction for letters of the cases that it reached.

    The cases have been written. Returns how many messages are new.
    """
    withdraw_kept_back(writing, cases, london_day(now))
    desk = Desk(writing, catalogue, cases, now)
    refs = {ref for case in cases.changed() for ref in (case.ref, *_tied(case.links.values()))}
    found = [message for ref in sorted(refs) for message in _of_case(writing, cases, desk, ref)]
    writing.put_letters(found)
    return len(found)


def _tied(links: Iterable[Iterable[str]]) -> Iterator[str]:
    return (ref for link in links for ref in link)


def _of_case(writing: Writing, cases: StoredCases, desk: Desk, ref: str) -> Iterator[Message]:
    cases.get(ref)
    case_id = cases.case_id(ref)
    letters = writing.letters(case_id) if case_id else []
    if case_id is None or not letters:
        return
    flow = cases.workflow(cases.get(ref))
    history = [event_from(row.record, flow) for row in writing.history(case_id)]
    rows = {row.seq: row for row in effective(history)}
    for number, posting in _last_of_each(letters):
        yield from _again(writing, desk, ref, rows, posting, number)


def _last_of_each(letters: list[Posting]) -> Iterator[tuple[int, Posting]]:
    """The last letter of each notice to each recipient, and how many there were."""
    by_whom: dict[tuple[str, str], list[Posting]] = {}
    for each in letters:
        by_whom.setdefault((each.message.notice, each.message.recipient), []).append(each)
    return ((len(group), group[-1]) for group in by_whom.values())


def _again(
    writing: Writing, desk: Desk, ref: str, rows: dict[int, Event], posting: Posting, number: int
) -> Iterator[Message]:
    message = posting.message
    row, unsent = rows.get(message.content.get("row", 0)), message.state in UNSENT
    if row is None:
        if unsent:
            writing.withdraw([posting.id], ROW_GONE)
        return
    if not unsent and message.state not in TOLD:
        return
    sending = Sending(ref, row, message.notice)
    changed = desk.changes(sending, message)
    if not changed:
        return
    if unsent:
        writing.withdraw([posting.id], REPLACED)
    following = Following(
        number=number,
        changed=tuple(each for each in changed if each.label) if not unsent else (),
        replaces=None if unsent else message.created_at,
    )
    yield from desk.messages(sending, only=message.recipient, following=following)
