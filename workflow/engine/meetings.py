"""The calendar entry that goes with a message, as JSON text: made into a file when it is sent.

One meeting of a case is one entry for each recipient, for ever: another time or place changes it,
and withdrawn it is taken out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from workflow.case.reading import Reading
from workflow.deadlines.calendar import Calendar
from workflow.deadlines.rule import Span
from workflow.deadlines.span import shift
from workflow.definition.notice import Meeting
from workflow.store.writing import Writing

REQUEST, CANCEL = "REQUEST", "CANCEL"

USUAL = timedelta(hours=1)
"""How long a meeting lasts of which nothing is said."""

Numbered = tuple[str, int]
"""An entry as JSON text, and its number among those that a recipient had, from 0."""

NO_ENTRY: Numbered = ("", -1)


def uid_of(case_id: str, recipient: str) -> str:
    """What the entry is called in every calendar. It says nothing about anybody."""
    return f"{sha256(f'{case_id}/{recipient}'.encode()).hexdigest()[:32]}@caseward"


def entry(meeting: Meeting, reading: Reading, calendar: Calendar, words: str, now: datetime) -> str:
    """The entry as everybody has it; empty: there is none to make, it is past, or is taken out.

    `words` are those of the wording: a line that anybody may see, and below it what the meeting is
    about.
    """
    starts_at = None if meeting.withdrawn else reading(meeting.starts)
    if not isinstance(starts_at, datetime) or starts_at <= now or not words:
        return ""
    summary, _, description = words.partition("\n")
    shared = {
        "method": REQUEST,
        "starts_at": _instant(starts_at),
        "ends_at": _instant(ends_at(starts_at, meeting.lasts, calendar)),
        "summary": summary.strip(),
        "description": description.strip(),
        "location": str(reading(meeting.at) or "") if meeting.at else "",
        "link": "",
    }
    return json.dumps(shared)


def of_one(shared: str, *, uid: str, number: int) -> Numbered:
    """The entry of one recipient, who had so many before."""
    return (f'{{"uid": "{uid}", "sequence": {number}, {shared[1:]}', number) if shared else NO_ENTRY


def withdrawn(before: str, *, number: int, now: datetime) -> Numbered:
    """What takes out the entry that a recipient had; one that is past is left where it is."""
    was = json.loads(before) if before else {"method": CANCEL}
    if was["method"] == CANCEL or was["starts_at"] <= _instant(now):
        return NO_ENTRY
    return json.dumps({**was, "method": CANCEL, "sequence": number}), number


def ends_at(starts_at: datetime, lasts: Span | None, calendar: Calendar) -> datetime:
    """When a meeting is over."""
    end = shift(starts_at, lasts, False, calendar) if lasts is not None else None
    return end if isinstance(end, datetime) else starts_at + USUAL


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


@dataclass(frozen=True, slots=True)
class EntriesHad:
    """The calendar entries that recipients of a case had, as the store has them."""

    writing: Writing
    case_id: str

    def numbers(self) -> Mapping[str, int]:
        return self.writing.entry_numbers(self.case_id)

    def last(self, recipient: str) -> str:
        return self.writing.last_entry(self.case_id, recipient)
