"""The letters of a command as people read them before it is given: which, to whom, by which way.

Whoever does not see the case at which somebody is known is told what they are there as, and no
name. What the letters say is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from workflow.case.model import Case, Refused
from workflow.definition.model import Workflow
from workflow.engine.case_page import loaded
from workflow.engine.catalogue import Catalogue
from workflow.engine.door import admit
from workflow.engine.keeping_back import ADDRESS, PARTICIPANT
from workflow.engine.recipient_names import ROLE, Known, recipient_name
from workflow.engine.sent import Sent
from workflow.engine.wording import MISSED
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.stored_message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAhead:
    """One that would be written, or withdrawn: of which case, which notice by its title, to whom.

    `way` is "email", "post" or "text", empty where there are no words. `state` and `why` are those
    that the message would have.
    """

    case: str
    notice: str
    to: str = field(repr=False)
    way: str
    state: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersAhead:
    """Those that would be written, and those that wait and would not go any more."""

    written: tuple[LetterAhead, ...] = ()
    withdrawn: tuple[LetterAhead, ...] = ()

    @property
    def by_notice(self) -> Mapping[tuple[str, str], list[LetterAhead]]:
        """Those that would be written, by case and notice, in their order."""
        found: dict[tuple[str, str], list[LetterAhead]] = {}
        for each in self.written:
            found.setdefault((each.case, each.notice), []).append(each)
        return found


NO_LETTERS = LettersAhead()


@dataclass(frozen=True, slots=True, kw_only=True)
class Onlooker:
    """The person who reads it, and when. `opened`: cases that their own command opens."""

    person: str
    at: datetime
    opened: frozenset[str] = frozenset()


def letters_ahead(
    reading: Reading, catalogue: Catalogue, sent: Sent, onlooker: Onlooker
) -> LettersAhead:
    """What would be sent, for somebody to read."""
    if not (sent.written or sent.withdrawn):
        return NO_LETTERS
    looking = _Looking(reading, catalogue, onlooker)
    return LettersAhead(
        written=tuple(looking.told(sent.written)), withdrawn=tuple(looking.told(sent.withdrawn))
    )


class _Looking:
    """What one person may read of whom letters go to. Each case is read once."""

    def __init__(self, reading: Reading, catalogue: Catalogue, onlooker: Onlooker) -> None:
        self._reading, self._catalogue, self._onlooker = reading, catalogue, onlooker
        self._cases: dict[str, tuple[Workflow, Case]] = {}
        self._seen: dict[str, bool] = {}

    def told(self, messages: Iterable[Message]) -> list[LetterAhead]:
        return [self._told(message) for message in messages]

    def _told(self, message: Message) -> LetterAhead:
        ref = str(message.content.get("case", ""))
        workflow, _ = self._case(ref)
        notice = workflow.notices.get(message.notice)
        return LetterAhead(
            case=ref,
            notice=notice.title if notice else message.notice.replace("_", " "),
            to=str(message.content.get(MISSED) or "")
            or self._whom(message.recipient, workflow, str(message.content.get("as", ""))),
            way=message.said.way if message.said.subject else "",
            state=message.state,
            why=message.why,
        )

    def _whom(self, recipient: str, workflow: Workflow, told_as: str) -> str:
        if recipient.startswith((PARTICIPANT, ADDRESS)):
            return recipient_name(recipient, None, self._known, self._called)
        role = workflow.roles.get(recipient.removeprefix(ROLE)) or workflow.roles.get(told_as)
        kind = workflow.participants.get(told_as)
        title = role.title if role else kind.title if kind else ""
        person = self._people.get(recipient)
        return ": ".join(filter(None, (title, person.name if person else "")))

    def _known(self, ref: str) -> Known:
        workflow, case = self._case(ref)
        return Known(workflow, case if self._sees(ref) else None)

    def _called(self, who: str) -> str:
        return self._people[who].name if who in self._people else who

    def _sees(self, ref: str) -> bool:
        if ref not in self._seen:
            self._seen[ref] = ref in self._onlooker.opened or self._is_admitted(*self._case(ref))
        return self._seen[ref]

    def _is_admitted(self, workflow: Workflow, case: Case) -> bool:
        person = self._people[self._onlooker.person]
        try:
            admit(self._reading, workflow, case, person, self._onlooker.at)
        except Refused:
            return False
        return True

    def _case(self, ref: str) -> tuple[Workflow, Case]:
        if ref not in self._cases:
            release, case = loaded(self._reading, self._catalogue, ref)
            self._cases[ref] = (release.workflow(case.workflow), case)
        return self._cases[ref]

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return {person.person: person for person in self._reading.people()}
