"""When a correction changes what a letter said: what still waits is written anew, and whoever was
sent the old one is sent a new one that says what has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from datetime import datetime

from workflow.clock import london_day
from workflow.engine.catalogue import Catalogue
from workflow.engine.following import Following
from workflow.engine.keeping_back import withdraw_kept_back
from workflow.engine.letter_reads import Change, changes
from workflow.engine.sent import REPLACED, Sent
from workflow.engine.step_notices import Desk
from workflow.engine.stored_cases import Sending, StoredCases
from workflow.store.stored_message import UNSENT, Message, MessageState, Posting
from workflow.store.writing import Writing

ROW_GONE = "row_gone"
"""Why a letter was withdrawn before it was sent: the step that sent it no longer counts, or was
decided otherwise.
"""

NOT_TOLD = "not_told"
"""Why a letter was withdrawn before it was sent: it does not go to them any more."""

TOLD = (MessageState.SENT, MessageState.SENDING, MessageState.UNCERTAIN)


def follow_up(writing: Writing, catalogue: Catalogue, cases: StoredCases, now: datetime) -> Sent:
    """Write what follows from a correction for letters of the cases that it reached.

    The cases have been written.
    """
    kept_back = withdraw_kept_back(writing, cases, london_day(now))
    letters = _Letters(writing, catalogue, cases, now)
    refs = {ref for case in cases.changed() for ref in (case.ref, *_tied(case.links.values()))}
    found = [message for ref in sorted(refs) for message in letters.following(ref)]
    writing.put_letters(found)
    return kept_back + Sent(written=tuple(found), withdrawn=tuple(letters.withdrawn))


def _tied(links: Iterable[Iterable[str]]) -> Iterator[str]:
    return (ref for link in links for ref in link)


class _Letters:
    """The letters of cases that a correction reached, as they would be now and were before it."""

    def __init__(
        self, writing: Writing, catalogue: Catalogue, cases: StoredCases, now: datetime
    ) -> None:
        self._writing, self._cases = writing, cases
        self.withdrawn: list[Message] = []
        self._now = Desk(writing, catalogue, cases, now)
        self._before = Desk(writing, catalogue, cases, now, past=cases.before())

    def following(self, ref: str) -> Iterator[Message]:
        """What follows the letters of one case."""
        case_id = self._cases.case_id(ref)
        letters = self._writing.letters(case_id) if case_id else []
        if not letters:
            return
        rows, last = self._cases.counting(ref), self._cases.next_seq(ref) - 1
        sendings: dict[tuple[int, str], Sending] = {}
        for number, posting in _last_of_each(letters):
            row = rows.get(posting.message.content.get("row", 0))
            notice = posting.message.notice
            if row is not None and (ref, row.seq, notice) not in self._cases.sent_no_more:
                sending = Sending(ref, row, notice)
                sendings[row.seq, notice] = sending._replace(late=last)
                yield from self._again(sending, posting, number)
            elif posting.message.state in UNSENT:
                self._withdraw(posting, ROW_GONE)

        for sending in sendings.values():
            mine = (each.message for each in letters if each.message.notice == sending.notice)
            yield from self._to_others(sending, {message.recipient for message in mine})

    def _to_others(self, sending: Sending, known: Set[str]) -> Iterator[Message]:
        """The letter to those who are told only since the correction: held, because it is late."""
        before = {each.recipient for each in self._before.messages(sending)} | known
        for message in self._now.messages(sending):
            if message.recipient not in before and message.state != MessageState.WITHDRAWN:
                yield message

    def _again(self, sending: Sending, posting: Posting, number: int) -> Iterator[Message]:
        """The letter anew, where the correction changed what it said, in which words, or where it
        goes. What still waits for who is not told any more is withdrawn.
        """
        message, unsent = posting.message, posting.message.state in UNSENT
        if not unsent and message.state not in TOLD:
            return
        changed = self._changed(sending, message)
        before = self._to(self._before, sending, message)
        anew = self._to(self._now, sending, message)
        if anew is None:
            if unsent and (changed or before is not None):
                self._withdraw(posting, NOT_TOLD)
            return
        if not changed and (before is None or _goes(before) == _goes(anew)):
            return
        if unsent:
            self._withdraw(posting, REPLACED)
        following = Following(
            number=number,
            changed=() if unsent else tuple(each for each in changed if each.label),
            replaces=None if unsent else message.created_at,
        )
        yield from self._now.messages(sending, only=message.recipient, following=following)

    def _to(self, desk: Desk, sending: Sending, message: Message) -> Message | None:
        """What that recipient is told by it; None: nothing."""
        found = desk.messages(sending, only=message.recipient, following=Following(number=0))
        return next((each for each in found if each.state != MessageState.WITHDRAWN), None)

    def _withdraw(self, posting: Posting, why: str) -> None:
        self._writing.withdraw([posting.id], why)
        self.withdrawn.append(posting.message)

    def _changed(self, sending: Sending, message: Message) -> tuple[Change, ...]:
        said = message.content.get("read") or {}
        before, now = self._before.reads(sending, message), self._now.reads(sending, message)
        return changes(said, before, now)


def _goes(message: Message) -> tuple[object, ...]:
    """In which words a message goes where."""
    return message.content.get("wording"), message.said.way, message.said.address


def _last_of_each(letters: list[Posting]) -> Iterator[tuple[int, Posting]]:
    """The last letter of each notice to each recipient, and how many there were."""
    by_whom: dict[tuple[str, str], list[Posting]] = {}
    for each in letters:
        by_whom.setdefault((each.message.notice, each.message.recipient), []).append(each)
    return ((len(group), group[-1]) for group in by_whom.values())
