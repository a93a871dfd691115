"""What could not be fired: where in the code it failed, and when it is tried again.

Nothing that an error says is kept, because that may hold a fact: only its kind, and where it arose.
"""

from __future__ import annotations

import traceback
from datetime import datetime, timedelta
from pathlib import PurePath

from workflow.errors import CasewardError
from workflow.store.reading import Reading
from workflow.store.stored import DueTimer, Incident

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=6)
"""A case is tried again after a minute, then after two, four ... and at least every six hours."""


def incident_of(reading: Reading, timer: DueTimer, error: Exception, now: datetime) -> Incident:
    """The incident of a timer that failed now, going on from an earlier one of it."""
    earlier = next((i for i in reading.incidents() if _of(i) == _of(timer)), None)
    attempts = earlier.attempts + 1 if earlier else 1
    return Incident(
        ref=timer.ref,
        timer_id=timer.timer_id,
        due=timer.due,
        fault=error.code if isinstance(error, CasewardError) else type(error).__name__,
        traceback=places(error),
        first_seen=earlier.first_seen if earlier else now,
        last_seen=now,
        attempts=attempts,
        next_attempt=now + wait_after(attempts),
    )


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    doubled: int = 2 ** min(attempts - 1, 16)
    return min(SHORTEST * doubled, LONGEST)


def places(error: BaseException) -> str:
    """Where an error arose, outermost first: files, lines and functions, and what kind it was."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{PurePath(f.filename).name}:{f.lineno} in {f.name}" for f in frames]
    cause = error.__cause__ or error.__context__
    because = [f"because of {type(cause).__name__}", places(cause)] if cause else []
    return "\n".join([*lines, type(error).__name__, *because])


def _of(found: Incident | DueTimer) -> tuple[str, str, str]:
    return found.ref, found.timer_id, found.due.isoformat()
