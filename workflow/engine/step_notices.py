"""What steps send, put down in the transaction of the step: one message for each who is told.

Who is left out is on the record too, with a message that is withdrawn and says nothing. Nothing
that is wrong with words or addresses undoes the step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from functools import cache, cached_property, partial

from notifications.notice import Rendered
from notifications.problem import NoticeProblem
from workflow.case.audience import Tied
from workflow.case.kept_back import NOT_KEPT_TO, KeptBack, Told, kept_back, listed_by, told_by
from workflow.case.model import Case, Event
from workflow.case.reading import Reading
from workflow.case.unreached import Search, Unreached
from workflow.case.warnings import Warned
from workflow.clock import london_day
from workflow.definition.release import Release
from workflow.engine.catalogue import Catalogue
from workflow.engine.doubts import doubts, misnamed, unlisted
from workflow.engine.family import not_tied
from workflow.engine.following import Following, message_key
from workflow.engine.keeping_back import withdraw_kept_back
from workflow.engine.letter_reads import Read
from workflow.engine.letters import Letters
from workflow.engine.meetings import EntriesHad
from workflow.engine.newest_address import at_newest, filled
from workflow.engine.notice_names import personal_names
from workflow.engine.notice_values import Office
from workflow.engine.sent import Sent
from workflow.engine.staff import Staff
from workflow.engine.step_recipients import Reached, each_once, reached_of
from workflow.engine.stored_cases import Sending, StoredCases
from workflow.engine.superseding import supersede
from workflow.engine.wording import MISSED, NOBODY, NOBODY_FOUND
from workflow.store.stored import Person
from workflow.store.stored_message import Message, MessageState
from workflow.store.writing import Writing


def send_what_steps_send(
    writing: Writing, catalogue: Catalogue, cases: StoredCases, now: datetime
) -> Sent:
    """Put down what the rows of this transaction send, and withdraw what they make wrong.

    The cases have been written.
    """
    withdrawn = withdraw_kept_back(writing, cases, london_day(now))
    desk = Desk(writing, catalogue, cases, now)
    messages: dict[str, Message] = {}
    for sending in cases.sending:
        told = list(desk.messages(sending))
        replaced = supersede(writing, cases, desk.again, sending, told)
        withdrawn += Sent(withdrawn=replaced.withdrawn)
        # Two ways of a row may send the same.
        messages |= {each.key: each for each in (*told, *replaced.written)}
        cases.warnings.extend(desk.doubts(sending, told))
    for case, event in cases.news():
        cases.warnings.extend(desk.misnamed(case, event))
    writing.put_letters(list(messages.values()))
    return withdrawn + Sent(written=tuple(messages.values()))


class Desk:
    """What the messages of one transaction have in common, looked up once."""

    def __init__(
        self,
        writing: Writing,
        catalogue: Catalogue,
        cases: StoredCases,
        now: datetime,
        past: Mapping[str, Case] | None = None,
        wording: Release | None = None,
    ) -> None:
        """`past`: cases as they were, in place of what they are now. `wording`: a release whose
        words are taken, in place of that of each case.
        """
        self._writing, self._catalogue, self._cases, self._now = writing, catalogue, cases, now
        self._past, self._wording = past or {}, wording
        self._beside: dict[tuple[str, object], tuple[list[Reading], list[Reading]]] = {}

    def messages(
        self, sending: Sending, *, only: str = "", following: Following | None = None
    ) -> Iterator[Message]:
        """One for each who is told, in the order of the audience; none by a notice of ladders, and
        none for who has had what goes again only when something changes.

        `only`: that recipient and nobody else.
        """
        letters = self._letters(sending, following)
        if letters is None:
            return
        told, back = self._told(letters)
        had = self._had(letters) if not only and following is None else frozenset()
        for reached in self._reached(told, letters.reading):
            if only in ("", reached.name):
                message = self._message(sending, reached, letters, following)
                if (message.recipient, message.said.address) not in had:
                    yield message
        for missed in self._unreached(letters, told, back) if not only else ():
            yield self._to_nobody(sending, letters, missed)

    def doubts(self, sending: Sending, written: Sequence[Message]) -> Iterator[Warned]:
        """What whoever takes the step is told of the letters of a notice."""
        reading = _reading(self._cases, self._case(sending.ref), sending.event)
        around, family = self._near(reading)
        everywhere = (reading, *around)
        named = any(True for each in (*everywhere, *family) for _ in listed_by(each))
        letters = self._letters(sending, None) if named else None
        told = self._told(letters)[0].addressees if letters is not None else ()
        notice = reading.workflow.notices.get(sending.notice)
        return doubts(sending, notice, told, everywhere, family, written)

    def misnamed(self, case: Case, event: Event) -> Iterator[Warned]:
        """What whoever takes a step is told of names on lists that fit nobody known."""
        reading = _reading(self._cases, case, event)
        for names in (misnamed, unlisted):
            for say in names(reading, event, lambda: self._near(reading)[0]):
                yield Warned(case.ref, event.name, say)

    def _release_of(self, case: Case) -> Release:
        return self._cases.pins(case)[0]

    def _near(self, reading: Reading) -> tuple[list[Reading], list[Reading]]:
        """The cases that a case is tied to, and those of its family that it is not."""
        case, on = reading.case, reading.own["occurred_on"]
        if (case.ref, on) not in self._beside:
            family = not_tied(self._writing, self._cases, case, london_day(self._now))
            self._beside[case.ref, on] = (
                [each for link in case.links for each in self._tied(reading, link)],
                [Reading(self._cases.workflow(c), c, {"occurred_on": on}) for c in family],
            )
        return self._beside[case.ref, on]

    def again(self, sending: Sending, recipient: str, number: int) -> Iterator[Message]:
        """The letter to one of them, as it would be now; `number`: of those before it."""
        return self.messages(sending, only=recipient, following=Following(number=number))

    def previewed(self, sending: Sending) -> Iterator[tuple[Message, Rendered | None]]:
        """The same, each with all parts of its words; None where it says nothing."""
        letters = self._letters(sending, None)
        if letters is None:
            return
        told, back = self._told(letters)
        for reached in self._reached(told, letters.reading):
            yield _whole(self._message(sending, reached, letters, None), reached, letters)
        for missed in self._unreached(letters, told, back):
            yield self._to_nobody(sending, letters, missed), None

    def reads(self, sending: Sending, message: Message) -> dict[str, Read]:
        """What the wording of a message reads, by key."""
        letters, wording = self._letters(sending, None), message.content.get("wording")
        return {r.key: r for r in letters.reads(wording)} if letters and wording else {}

    def _letters(self, sending: Sending, following: Following | None) -> Letters | None:
        case = self._case(sending.ref)
        release, calendar = self._cases.pins(case)
        notice = release.workflow(case.workflow).notices.get(sending.notice)
        if notice is None or not notice.to:
            return None
        case_id = self._cases.case_id(case.ref)
        assert case_id is not None  # the case has been written
        reading = _reading(self._cases, case, sending.event)
        return Letters(
            notice=notice,
            reading=reading,
            calendar=calendar,
            case_id=case_id,
            quiet_hours=release.process.policy.quiet_hours,
            entries=EntriesHad(self._writing, case_id),
            office=Office(people=self._people, tied=self._tied, release_of=self._release_of),
            templates=cache(lambda: self._catalogue.templates(self._wording or release)),
            personal=personal_names(release.process, reading.workflow, notice),
            letterhead=self._catalogue.letterhead,
            now=self._now,
            changed=following.changed if following else (),
            replaces=following.replaces if following else None,
        )

    def _told(self, letters: Letters) -> tuple[Told, KeptBack]:
        """Whom a notice tells, and who is kept back."""
        reading = letters.reading
        back = self._kept_back(reading)
        return told_by(letters.notice, reading, self._latest_first(reading), back), back

    def _kept_back(self, reading: Reading) -> KeptBack:
        return kept_back(reading, *self._near(reading))

    def _reached(self, told: Told, reading: Reading) -> Iterator[Reached]:
        staff, people, flow_of = self._staff, self._people, self._cases.workflow
        around = [reading, *self._near(reading)[0]]
        behind = (
            reached
            for each in told.addressees
            for there in [self._case(each.case)]
            for reached in reached_of(
                filled(at_newest(each, reading, there, flow_of(there)), around),
                there,
                flow_of,
                staff,
                people,
            )
        )
        return each_once(behind)

    def _had(self, letters: Letters) -> Set[tuple[str, str]]:
        """Who has had the notice, and where, since what it hangs on was told last."""
        names, told = letters.notice.again_when, letters.reading.case.told
        if not names:
            return frozenset()
        since = max((told[name].seq for name in names if name in told), default=0)
        before = self._writing.had(letters.case_id, letters.notice.name)
        return {(to, address) for to, address, row in before if address and row >= since}

    def _unreached(self, letters: Letters, told: Told, back: KeptBack) -> Iterator[Unreached]:
        search = Search(
            release=self._release_of(letters.reading.case),
            reading=letters.reading,
            tied=self._latest_first(letters.reading),
            known=[name for each in self._people.values() for name in (each.person, each.name)],
        )
        return search.unreached(letters.notice, told, back)

    def _to_nobody(self, sending: Sending, letters: Letters, missed: Unreached) -> Message:
        """What comes back to the case where nobody was found: somebody has to see to it."""
        recipient = f"{NOBODY}:{missed.group or sending.notice}"
        return Message(
            key=message_key(sending, recipient),
            case_id=letters.case_id,
            recipient=recipient,
            notice=sending.notice,
            state=MessageState.NO_ADDRESS,
            at=self._now,
            created_at=self._now,
            content={**letters.origin(sending.event), MISSED: missed.whom},
            why=NOBODY_FOUND,
        )

    def _message(
        self, sending: Sending, reached: Reached, letters: Letters, following: Following | None
    ) -> Message:
        event, late = sending.event, sending.late > 0
        key = message_key(sending, reached.name, following)
        waiting = partial(
            Message,
            key=key,
            case_id=letters.case_id,
            recipient=reached.name,
            notice=sending.notice,
            state=MessageState.WAITING,
            at=self._now if following or late else event.recorded_at,
            created_at=self._now,
            content=letters.content(reached, event),
        )
        why = reached.addressee.kept_back
        if why and why != NOT_KEPT_TO:
            return waiting(state=MessageState.WITHDRAWN, why=why)
        message = letters.to(reached, key, waiting, late=late)
        # With its words: whoever looks at the list may send it after all.
        return replace(message, state=MessageState.WITHDRAWN, why=why) if why else message

    def _tied(self, reading: Reading, link: str) -> Sequence[Reading]:
        """The cases of a link, open and closed, in the order in which they were linked."""
        on = reading.own["occurred_on"]
        found = [self._case(ref) for ref in reading.case.linked(link)]
        return [Reading(self._cases.workflow(c), c, {"occurred_on": on}) for c in found]

    def _latest_first(self, reading: Reading) -> Tied:
        return lambda link: self._tied(reading, link)[::-1]

    def _case(self, ref: str) -> Case:
        return self._past.get(ref) or self._cases.get(ref)

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return {person.person: person for person in self._writing.people()}

    @cached_property
    def _staff(self) -> Staff:
        return Staff(self._people.values(), london_day(self._now))


def _whole(message: Message, reached: Reached, letters: Letters) -> tuple[Message, Rendered | None]:
    if not message.said.subject:
        return message, None
    try:
        return message, letters.whole(reached, message.key)
    except NoticeProblem as problem:  # a part that goes another way than this message
        return replace(message, state=MessageState.CANNOT_RENDER, why=str(problem)), None


def _reading(cases: StoredCases, case: Case, event: Event) -> Reading:
    return Reading(cases.workflow(case), case, {"occurred_on": event.occurred_on})
