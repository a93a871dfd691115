"""What waits for somebody who is told nothing any more is withdrawn, with the step that says so.

Here and in the cases tied to it: a letter about a meeting belongs to the case of the meeting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from workflow.case.audience import (
    LEFT_OUT,
    SILENCE,
    KeptBack,
    kept_back,
    listed_in,
    means,
    names_of,
)
from workflow.case.model import Case
from workflow.case.quorum import participants
from workflow.case.reading import Reading
from workflow.definition.comparison import spelt
from workflow.definition.model import Workflow
from workflow.engine.catalogue import Catalogue
from workflow.engine.sent import Sent
from workflow.engine.stored_cases import StoredCases
from workflow.store.stored_message import Message, MessageState, Posting
from workflow.store.writing import Writing

PARTICIPANT, ADDRESS = "participant:", "address:"
"""With these begins what the outbox calls somebody of a list, and somebody in facts of a case."""


def withdraw_kept_back(writing: Writing, cases: StoredCases, today: date) -> Sent:
    """Withdraw what waits for whom the changed cases keep back now, and hold what a family is owed
    about somebody else than the one of whom nothing is told.
    """
    keeping = _Keeping(cases, today)
    refs = {ref for case in cases.changed() for ref in keeping.reach(case)}
    ids = {id_: ref for ref in sorted(refs) if (id_ := cases.case_id(ref)) is not None}
    found: dict[str, list[Posting]] = {LEFT_OUT: [], SILENCE: []}
    for posting in writing.unsent_letters(list(ids)) if ids else ():
        ref = ids[str(posting.message.case_id)]
        if why := keeping.why(ref, posting.message):
            found[why].append(posting)
        elif keeping.is_hushed(ref, posting.message):
            writing.decide(posting.id, MessageState.HELD, was=(MessageState.WAITING,))
    for why, postings in found.items():
        writing.withdraw([posting.id for posting in postings], why)
    return Sent(withdrawn=tuple(each.message for postings in found.values() for each in postings))


def why_kept_back(writing: Writing, catalogue: Catalogue, message: Message, today: date) -> str:
    """Why a message that a step sent is not to go now; empty: it may."""
    cases = StoredCases(writing, catalogue)
    ref = str(message.content["case"])
    cases.get(ref)
    return _Keeping(cases, today).why(ref, message)


class _Keeping:
    """Who is kept back in the cases of one transaction."""

    def __init__(self, cases: StoredCases, today: date) -> None:
        self._cases, self._today, self._before = cases, today, cases.before()
        self._back: dict[str, KeptBack] = {}

    def reach(self, case: Case) -> Iterator[str]:
        """The case and those tied to it, where it keeps anybody back whom it did not before; the
        case alone where a list says of somebody else that a notice does not go to them.

        A new tie counts too: what waits in one of the two may be about whom the other keeps back.
        """
        own = self._own(case)
        before = self._before.get(case.ref)
        new = before is None or before.links != case.links or own != self._own(before)
        if before is not None and self._lists(case) != self._lists(before):
            yield case.ref
        if new and (own.named or own.silent):
            yield case.ref
            for link in case.links:
                yield from case.linked(link)

    def _lists(self, case: Case) -> list[object]:
        """Those to whom its notices do not go, as its lists have them."""
        reading = self._reading(case)
        lines = (line for notice in reading.workflow.notices.values() for line in notice.to)
        names = sorted({line.not_in for line in lines if line.not_in is not None})
        return [reading(name) for name in names]

    def why(self, ref: str, message: Message) -> str:
        """Why a message of that case is not to go; empty: it is."""
        back = self._of(ref)
        if not back.named.isdisjoint(self._names(message.recipient)):
            return LEFT_OUT
        if self._is_off(ref, message):
            return LEFT_OUT
        return SILENCE if back.silent and message.said.family else ""

    def is_hushed(self, ref: str, message: Message) -> bool:
        """Whether somebody looks at a message of that case before it goes."""
        return self._of(ref).hushed and message.said.family

    def _of(self, ref: str) -> KeptBack:
        if ref not in self._back:
            reading = self._reading(self._cases.get(ref))
            self._back[ref] = kept_back(reading, self._tied(reading))
        return self._back[ref]

    def _is_off(self, ref: str, message: Message) -> bool:
        """Whether lists say by now that the notice goes to them by none of its lines."""
        case, reading = self._listed_in(message.recipient), self._reading(self._cases.get(ref))
        notice = reading.workflow.notices.get(message.notice)
        if case is None or notice is None:
            return False
        there, row = case
        kind = there.participants.get(str(row.get("kind")))
        lines = [
            line for line in notice.to if kind and any(means(kind, n) for n in line.participants)
        ]
        names = self._names(message.recipient)
        return bool(lines) and all(
            line.not_in is not None and not listed_in(reading(line.not_in)).isdisjoint(names)
            for line in lines
        )

    def _listed_in(self, recipient: str) -> tuple[Workflow, Mapping[str, object]] | None:
        """The workflow of the case that lists a participant, and their row."""
        if not recipient.startswith(PARTICIPANT):
            return None
        ref, _, id_ = recipient.removeprefix(PARTICIPANT).partition("/")
        reading = self._reading(self._cases.get(ref))
        return reading.workflow, participants(reading.workflow, reading).get(id_, {})

    def _names(self, recipient: str) -> frozenset[object]:
        """All by which a list can mean a recipient."""
        if recipient.startswith(ADDRESS):
            ref, _, fact = recipient.removeprefix(ADDRESS).partition("/")
            return frozenset({spelt(self._reading(self._cases.get(ref))(fact))}) - {spelt(None)}
        if not recipient.startswith(PARTICIPANT):
            return frozenset({spelt(recipient)})
        ref, _, id_ = recipient.removeprefix(PARTICIPANT).partition("/")
        listed = self._listed_in(recipient)
        return names_of(ref, id_, listed[1] if listed else {})

    def _own(self, case: Case) -> KeptBack:
        return kept_back(self._reading(case), ())

    def _tied(self, reading: Reading) -> Iterator[Reading]:
        for link in reading.case.links:
            for ref in reading.case.linked(link):
                yield self._reading(self._cases.get(ref))

    def _reading(self, case: Case) -> Reading:
        return Reading(self._cases.workflow(case), case, {"occurred_on": self._today})
