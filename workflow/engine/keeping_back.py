"""What waits for somebody who is told nothing any more is withdrawn, with the step that says so.

Here and in the cases tied to it: a letter about a meeting belongs to the case of the meeting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from workflow.case.audience import LEFT_OUT, SILENCE, KeptBack, kept_back, names_of
from workflow.case.model import Case
from workflow.case.quorum import participants
from workflow.case.reading import Reading
from workflow.definition.comparison import spelt
from workflow.engine.sent import Sent
from workflow.engine.stored_cases import StoredCases
from workflow.store.stored_message import Message, Posting
from workflow.store.writing import Writing

PARTICIPANT = "participant:"


def withdraw_kept_back(writing: Writing, cases: StoredCases, today: date) -> Sent:
    """Withdraw what waits for whom the changed cases keep back now."""
    keeping = _Keeping(cases, today)
    refs = {ref for case in cases.changed() for ref in keeping.reach(case)}
    ids = {id_: ref for ref in sorted(refs) if (id_ := cases.case_id(ref)) is not None}
    found: dict[str, list[Posting]] = {LEFT_OUT: [], SILENCE: []}
    for posting in writing.unsent_letters(list(ids)) if ids else ():
        why = keeping.why(ids[str(posting.message.case_id)], posting.message)
        if why:
            found[why].append(posting)
    for why, postings in found.items():
        writing.withdraw([posting.id for posting in postings], why)
    return Sent(withdrawn=tuple(each.message for postings in found.values() for each in postings))


class _Keeping:
    """Who is kept back in the cases of one transaction."""

    def __init__(self, cases: StoredCases, today: date) -> None:
        self._cases, self._today, self._before = cases, today, cases.before()
        self._back: dict[str, KeptBack] = {}

    def reach(self, case: Case) -> Iterator[str]:
        """The case and those tied to it, where it keeps anybody back whom it did not before.

        A new tie counts too: what waits in one of the two may be about whom the other keeps back.
        """
        own = self._own(case)
        before = self._before.get(case.ref)
        new = before is None or before.links != case.links or own != self._own(before)
        if new and (own.named or own.silent):
            yield case.ref
            for link in case.links:
                yield from case.linked(link)

    def why(self, ref: str, message: Message) -> str:
        """Why a message of that case is not to go; empty: it is."""
        if ref not in self._back:
            reading = self._reading(self._cases.get(ref))
            self._back[ref] = kept_back(reading, self._tied(reading))
        back = self._back[ref]
        if not back.named.isdisjoint(self._names(message.recipient)):
            return LEFT_OUT
        return SILENCE if back.silent and message.said.family else ""

    def _names(self, recipient: str) -> frozenset[object]:
        """All by which a list can mean a recipient."""
        if not recipient.startswith(PARTICIPANT):
            return frozenset({spelt(recipient)})
        ref, _, id_ = recipient.removeprefix(PARTICIPANT).partition("/")
        reading = self._reading(self._cases.get(ref))
        row: Mapping[str, object] = participants(reading.workflow, reading).get(id_, {})
        return names_of(ref, id_, row)

    def _own(self, case: Case) -> KeptBack:
        return kept_back(self._reading(case), ())

    def _tied(self, reading: Reading) -> Iterator[Reading]:
        for link in reading.case.links:
            for ref in reading.case.linked(link):
                yield self._reading(self._cases.get(ref))

    def _reading(self, case: Case) -> Reading:
        return Reading(self._cases.workflow(case), case, {"occurred_on": self._today})
