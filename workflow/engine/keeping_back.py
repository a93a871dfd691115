"""What waits for somebody who is told nothing any more is withdrawn, with the step that says so.

Here and in the cases tied to it: a letter about a meeting belongs to the case of the meeting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from workflow.case.audience import listed_in, means, names_of
from workflow.case.kept_back import LEFT_OUT, NOT_KEPT_TO, SILENCE, KeptBack, keeps_to, kept_back
from workflow.case.model import Case
from workflow.case.naming import named_as
from workflow.case.quorum import participants
from workflow.case.reading import Reading
from workflow.definition.notice import Audience
from workflow.engine.catalogue import Catalogue
from workflow.engine.family import not_tied
from workflow.engine.sent import Sent
from workflow.engine.stored_cases import StoredCases
from workflow.store.stored_message import Message, MessageState, Posting
from workflow.store.writing import Writing

PARTICIPANT, ADDRESS = "participant:", "address:"
"""With these begins what the outbox calls somebody of a list, and somebody in facts of a case."""


def withdraw_kept_back(writing: Writing, cases: StoredCases, today: date) -> Sent:
    """Withdraw what waits for whom the changed cases keep back now, and hold what a family is owed
    about somebody else than the one of whom nothing is told, or what may go to whom a list means.
    """
    keeping = _Keeping(writing, cases, today)
    refs = {ref for case in cases.changed() for ref in keeping.reach(case)}
    ids = {id_: ref for ref in sorted(refs) if (id_ := cases.case_id(ref)) is not None}
    found: dict[str, list[Posting]] = {LEFT_OUT: [], NOT_KEPT_TO: [], SILENCE: []}
    for posting in writing.unsent_letters(list(ids)) if ids else ():
        ref = ids[str(posting.message.case_id)]
        if why := keeping.why(ref, posting.message):
            found[why].append(posting)
        elif keeping.is_doubtful(ref, posting.message):
            writing.decide(posting.id, MessageState.HELD, was=(MessageState.WAITING,))
    for why, postings in found.items():
        writing.withdraw([posting.id for posting in postings], why)
    return Sent(withdrawn=tuple(each.message for postings in found.values() for each in postings))


def why_kept_back(writing: Writing, catalogue: Catalogue, message: Message, today: date) -> str:
    """Why a message that a step sent is not to go now; empty: it may."""
    cases = StoredCases(writing, catalogue)
    ref = str(message.content["case"])
    cases.get(ref)
    return _Keeping(writing, cases, today).why(ref, message)


class _Keeping:
    """Who is kept back in the cases of one transaction."""

    def __init__(self, writing: Writing, cases: StoredCases, today: date) -> None:
        self._writing, self._cases = writing, cases
        self._today, self._before = today, cases.before()
        self._back: dict[str, KeptBack] = {}

    def reach(self, case: Case) -> Iterator[str]:
        """The case, its family and those tied to them, where it keeps anybody back whom it did not
        before; the case alone where a list says of somebody else that a notice does not go to them.

        A new tie counts too: what waits in one of the two may be about whom the other keeps back.
        """
        own = self._own(case)
        before = self._before.get(case.ref)
        new = before is None or before.links != case.links or own != self._own(before)
        if before is not None and self._lists(case) != self._lists(before):
            yield case.ref
        if new and (own.named or own.silent):
            for each in (case, *not_tied(self._writing, self._cases, case, self._today)):
                yield each.ref
                for link in each.links:
                    yield from each.linked(link)

    def _lists(self, case: Case) -> list[object]:
        """Those to whom its notices do not go, as its lists have them."""
        reading = self._reading(case)
        lines = (line for notice in reading.workflow.notices.values() for line in notice.to)
        names = sorted({name for line in lines for name in (line.not_in, line.kept_to) if name})
        return [reading(name) for name in names]

    def why(self, ref: str, message: Message) -> str:
        """Why a message of that case is not to go; empty: it is."""
        back = self._of(ref)
        if back.names(self._names(message.recipient)):
            return LEFT_OUT
        if why := self._why_off(ref, message):
            return why
        return SILENCE if back.silent and message.said.family else ""

    def is_doubtful(self, ref: str, message: Message) -> bool:
        """Whether somebody looks at a message of that case before it goes."""
        back = self._of(ref)
        named = back.hushed or back.may_name(self._names(message.recipient))
        return named and message.said.family

    def _of(self, ref: str) -> KeptBack:
        if ref not in self._back:
            reading = self._reading(self._cases.get(ref))
            others = not_tied(self._writing, self._cases, reading.case, self._today)
            self._back[ref] = kept_back(reading, self._tied(reading), map(self._reading, others))
        return self._back[ref]

    def _why_off(self, ref: str, message: Message) -> str:
        """Why the notice goes to them by none of its lines, as lists say by now; empty: it does."""
        there, reading = self._listing(message.recipient), self._reading(self._cases.get(ref))
        notice = reading.workflow.notices.get(message.notice)
        if there is None or notice is None:
            return ""
        _, id_ = _participant(message.recipient)
        rows = participants(there.workflow, there)
        lines = [line for line in notice.to if _is_for(line, there, rows.get(id_, {}))]
        names = self._names(message.recipient)
        open_to = [
            line
            for line in lines
            if line.not_in is None or listed_in(reading(line.not_in)).isdisjoint(names)
        ]
        if lines and not open_to:
            return LEFT_OUT
        for line in open_to:
            listed = listed_in(reading(line.kept_to)) if line.kept_to is not None else frozenset()
            everybody = (
                names_of(there.case.ref, who, row)
                for who, row in rows.items()
                if _is_for(line, there, row)
            )
            if keeps_to(listed, names, everybody):
                return ""
        return NOT_KEPT_TO if open_to else ""

    def _listing(self, recipient: str) -> Reading | None:
        """The case that lists a participant; None for anybody else."""
        if not recipient.startswith(PARTICIPANT):
            return None
        return self._reading(self._cases.get(_participant(recipient)[0]))

    def _names(self, recipient: str) -> frozenset[object]:
        """All by which a list can mean a recipient."""
        if recipient.startswith(ADDRESS):
            ref, _, fact = recipient.removeprefix(ADDRESS).partition("/")
            return frozenset({named_as(self._reading(self._cases.get(ref))(fact))}) - {None}
        if not recipient.startswith(PARTICIPANT):
            return frozenset({named_as(recipient)})
        ref, id_ = _participant(recipient)
        there = self._reading(self._cases.get(ref))
        return names_of(ref, id_, participants(there.workflow, there).get(id_, {}))

    def _own(self, case: Case) -> KeptBack:
        return kept_back(self._reading(case), ())

    def _tied(self, reading: Reading) -> Iterator[Reading]:
        for link in reading.case.links:
            for ref in reading.case.linked(link):
                yield self._reading(self._cases.get(ref))

    def _reading(self, case: Case) -> Reading:
        return Reading(self._cases.workflow(case), case, {"occurred_on": self._today})


def _participant(recipient: str) -> tuple[str, str]:
    """The case that lists a participant, and their id there."""
    ref, _, id_ = recipient.removeprefix(PARTICIPANT).partition("/")
    return ref, id_


def _is_for(line: Audience, there: Reading, row: Mapping[str, object]) -> bool:
    """Whether a line means the kind of that row."""
    kind = there.workflow.participants.get(str(row.get("kind")))
    return kind is not None and any(means(kind, name) for name in line.participants)
