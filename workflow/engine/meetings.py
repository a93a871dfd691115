"""The calendar entry that goes with a message, as JSON text: made into a file when it is sent.

One meeting of a case is one entry for each recipient, for ever: another time or place changes it,
and withdrawn it is taken out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from workflow.case.reading import Reading
from workflow.deadlines.calendar import Calendar
from workflow.deadlines.span import shift
from workflow.definition.notice import Meeting

REQUEST, CANCEL = "REQUEST", "CANCEL"

USUAL = timedelta(hours=1)
"""How long a meeting lasts of which nothing is said."""

Entry = Mapping[str, Any]


def uid_of(case_id: str, recipient: str) -> str:
    """What the entry is called in every calendar. It says nothing about anybody."""
    return f"{sha256(f'{case_id}/{recipient}'.encode()).hexdigest()[:32]}@caseward"


def entry(
    meeting: Meeting,
    reading: Reading,
    calendar: Calendar,
    *,
    uid: str,
    before: Entry | None,
    words: str,
) -> str:
    """The entry as JSON text; empty: there is none to make, or none to take out.

    `before` is what that recipient had before; `words` are those of the wording: a line that
    anybody may see, and below it what the meeting is about.
    """
    sequence = int(before["sequence"]) + 1 if before else 0
    if meeting.withdrawn:
        gone = {**(before or {}), "method": CANCEL, "sequence": sequence}
        return json.dumps(gone) if before and before["method"] == REQUEST else ""
    starts_at = reading(meeting.starts)
    if not isinstance(starts_at, datetime) or not words:
        return ""
    summary, _, description = words.partition("\n")
    made = {
        "uid": uid,
        "sequence": sequence,
        "method": REQUEST,
        "starts_at": _instant(starts_at),
        "ends_at": _instant(_end(meeting, starts_at, calendar)),
        "summary": summary.strip(),
        "description": description.strip(),
        "location": str(reading(meeting.at) or "") if meeting.at else "",
        "link": "",
    }
    return json.dumps(made)


def _end(meeting: Meeting, starts_at: datetime, calendar: Calendar) -> datetime:
    if meeting.lasts is None:
        return starts_at + USUAL
    end = shift(starts_at, meeting.lasts, False, calendar)
    return end if isinstance(end, datetime) else starts_at + USUAL


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
