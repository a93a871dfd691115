"""The words of one notice that a step sends, for everybody who is told.

What a wording reads is worked out once for each of them, not for each recipient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache, partial
from typing import Protocol

from notifications.merging import Merge
from notifications.notice import Part, Recipient, Rendered, Way
from notifications.privacy import names_used, personal_leaks
from notifications.problem import NoticeProblem
from notifications.rendering import Templates
from workflow.case.audience import Addressee
from workflow.case.model import Event
from workflow.case.reading import Reading
from workflow.case.record import Json
from workflow.clock import london_day
from workflow.deadlines.calendar import Calendar
from workflow.definition.model import Notice
from workflow.engine.addresses_in_words import (
    ADDRESS_IN_WORDS,
    KnownAddresses,
    known_addresses,
)
from workflow.engine.letter_reads import Change, Read, fields_read, kept, reads_of
from workflow.engine.letterhead import Letterhead
from workflow.engine.meetings import NO_ENTRY, Numbered, entry, of_one, uid_of, withdrawn
from workflow.engine.notice_values import Office
from workflow.engine.reply_links import reply_to
from workflow.engine.step_recipients import NO_SAFE_WAY, Reached
from workflow.engine.wording import Manner, Waiting, Wordless, in_words
from workflow.store.stored_message import UNSENT, Message, MessageState

REPLY_LINK = "reply_link"


class Entries(Protocol):
    """The calendar entries that recipients of a case had."""

    def numbers(self) -> Mapping[str, int]:
        """The number of the last, from 0, by recipient."""
        ...

    def last(self, recipient: str) -> str:
        """The last of one of them, as JSON text; empty: there was none."""
        ...


@dataclass(frozen=True, kw_only=True)
class Letters:
    """All that the letters of one notice of one step have in common."""

    notice: Notice
    reading: Reading
    office: Office
    templates: Callable[[], Templates]
    personal: Set[str]
    letterhead: Letterhead
    now: datetime
    calendar: Calendar
    case_id: str
    quiet_hours: str
    """of the partnership; empty: those of the installation"""
    entries: Entries
    changed: tuple[Change, ...] = ()
    replaces: datetime | None = None
    """when the letter was written that this one replaces; `changed` is what is said otherwise"""
    _kept: dict[object, Json] = field(default_factory=dict, repr=False)
    _readings: dict[str, Mapping[str, list[str]]] = field(default_factory=dict, repr=False)
    _contexts: dict[object, Mapping[str, object]] = field(default_factory=dict, repr=False)
    _shared: dict[str, str] = field(default_factory=dict, repr=False)
    _merges: dict[int, Merge] = field(default_factory=dict, repr=False)

    def folder(self, reached: Reached) -> str:
        """Where the words for them stand."""
        return self.notice.folder(reached.addressee.line)

    def content(self, reached: Reached, event: Event) -> Json:
        """What is kept with a message beside its words: one value for all for whom it is alike."""
        alike = (self.folder(reached), reached.told_as, reached.note, event.seq)
        if alike not in self._kept:
            self._kept[alike] = self._content(reached, event)
        return self._kept[alike]

    def _content(self, reached: Reached, event: Event) -> Json:
        folder = self.folder(reached)
        return {
            **self.origin(event),
            "as": reached.told_as,
            "note": reached.note,
            "wording": folder,
            "read": self._read(folder),
        }

    def origin(self, event: Event) -> Json:
        """Which row of which case sends them."""
        case = self.reading.case
        return {
            "case": case.ref,
            "workflow": case.workflow,
            "release": case.release,
            "row": event.seq,
            "event": event.name,
        }

    def _read(self, folder: str) -> Mapping[str, list[str]]:
        """What the words of that folder read, to be kept with the message."""
        if folder not in self._readings:
            self._readings[folder] = kept(self.reads(folder))
        return self._readings[folder]

    def reads(self, folder: str) -> Iterator[Read]:
        """The same with its labels, as it is now; nothing where there are no words."""
        try:
            templates = self.templates()
        except NoticeProblem:
            return iter(())
        if folder not in templates.notices:
            return iter(())
        names, fields = names_read(templates, folder), fields_read(templates, folder)
        tied, said = self.office.tied, self.office.said
        return reads_of(self.reading, self.notice, tied, said, self.personal, names, fields)

    def to(self, reached: Reached, key: str, waiting: Waiting, *, late: bool) -> Message:
        """The message of that key to one of those who are told, in words. Never raises.

        `late`: it should have gone before. Colleagues are told all the same.
        """
        recipient = self._safe(reached)
        manner = Manner(
            once=self.notice.once,
            held=self._is_shown_first(reached.addressee),
            late=late and not reached.addressee.role,
            family=reached.addressee.family,
            quiet_hours=self.quiet_hours if reached.addressee.family else "",
            calendar=partial(self._entry, reached.name),
            nowhere=reached.nowhere if recipient is reached.recipient else NO_SAFE_WAY,
        )
        render = partial(self._rendered, reached, recipient, key)
        message = in_words(waiting, render, recipient, manner)
        goes = manner.family and message.state in UNSENT and not message.why
        if goes and self._addresses.are_in(message.said.text, recipient):
            return replace(message, state=MessageState.HELD, why=ADDRESS_IN_WORDS)
        return message

    def _is_shown_first(self, addressee: Addressee) -> bool:
        return self.notice.shown_first or addressee.line.shown_first or addressee.shown_first

    def whole(self, reached: Reached, key: str) -> Rendered:
        """All that the words for somebody make, by whichever way it goes. Raises NoticeProblem."""
        return self._merge(self.templates(), reached, key).whole(reached.recipient)

    def _safe(self, reached: Reached) -> Recipient:
        """Whoever it is, without e-mail where that would carry what is personal in the open."""
        recipient, secure = reached.recipient, self.letterhead.secure_mail
        if secure or not recipient.email or not self._tells_of_persons(self.folder(reached)):
            return recipient
        return replace(recipient, never=recipient.never | {Way.EMAIL})

    def _tells_of_persons(self, folder: str) -> bool:
        """Whether an e-mail in these words would name what is personal. Unknown counts as yes."""
        try:
            templates = self.templates()
        except NoticeProblem:
            return True
        return leaks(templates, folder, frozenset(self.personal))

    def _rendered(self, reached: Reached, recipient: Recipient, key: str) -> Rendered:
        templates, folder = self.templates(), self.folder(reached)
        if folder not in templates.notices:
            raise Wordless("there are no words for it")
        has_text = Part.TEXT_MESSAGE in templates.parts(folder)
        ways = (way for way in recipient.ways() if way is not Way.TEXT or has_text)
        merge = self._merge(templates, reached, key)
        return merge.to(recipient, next(ways, Way.EMAIL))

    def _merge(self, templates: Templates, reached: Reached, key: str) -> Merge:
        """The words for a line of the audience; for one alone who gets a link of their own."""
        context = self._context(templates, reached)
        own = {REPLY_LINK: self._reply_link(key)} if REPLY_LINK in context else {}
        shared = id(context)
        if own or shared not in self._merges:
            self._merges[shared] = Merge(
                templates=templates,
                notice=self.folder(reached),
                context={**context, **own},
                changed=self.changed,
                replaces=self.replaces,
                council=self.letterhead.council,
                written_on=london_day(self.now),
            )
        return self._merges[shared]

    def _context(self, templates: Templates, reached: Reached) -> Mapping[str, object]:
        """What the words read, worked out for the first of those who get the same."""
        line, staff = reached.addressee.line, bool(reached.addressee.role)
        key = (line.position, line.wording, staff)
        if key not in self._contexts:
            names = names_read(templates, self.folder(reached))
            office = replace(self.office, told=line.tells)
            own = {"link": self._link(staff), REPLY_LINK: "", "changed": self.changed}
            values = office.values(self.reading, self.notice, names - own.keys())
            self._contexts[key] = {**values, **{n: v for n, v in own.items() if n in names}}
        return self._contexts[key]

    def _reply_link(self, key: str) -> str:
        if self.notice.reply is None:
            return ""
        reply = reply_to(case_id=self.case_id, key=key, now=self.now)
        return self.letterhead.reply_link(reply)

    def _entry(self, recipient: str, words: str) -> Numbered:
        """The meeting in the calendar of a recipient."""
        meeting = self.notice.meeting
        if meeting is None:
            return NO_ENTRY
        number = self._numbers.get(recipient, -1) + 1
        if meeting.withdrawn:
            return withdrawn(self.entries.last(recipient), number=number, now=self.now)
        if words not in self._shared:
            self._shared[words] = entry(meeting, self.reading, self.calendar, words, self.now)
        return of_one(self._shared[words], uid=uid_of(self.case_id, recipient), number=number)

    @cached_property
    def _addresses(self) -> KnownAddresses:
        reading, tied = self.reading, self.office.tied
        around = (each for link in reading.case.links for each in tied(reading, link))
        return known_addresses((reading, *around), self.letterhead.council)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return self.entries.numbers()

    def _link(self, staff: bool) -> str:
        return self.letterhead.link(self.reading.case.ref) if staff else ""


@lru_cache(maxsize=512)
def names_read(templates: Templates, folder: str) -> frozenset[str]:
    """Every name that a wording reads, in whichever part."""
    return frozenset().union(*names_used(templates, folder).values())


@lru_cache(maxsize=512)
def leaks(templates: Templates, folder: str, personal: frozenset[str]) -> bool:
    """Whether its e-mail would name any of these."""
    return bool(personal_leaks(templates, folder, personal=personal, secure=False))
