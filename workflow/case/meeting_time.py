"""When a case meets: the moment that was planned, on the day on which it then was held. Pure."""

from __future__ import annotations

from datetime import date, datetime

from workflow.case.model import Case
from workflow.clock import LONDON, at_time, london_day
from workflow.definition.diary import Diary


def meets_at(diary: Diary, case: Case) -> datetime | None:
    """The moment; None while none is planned.

    Of a meeting that was held on another day the hour is not known: that of the plan is taken. One
    that is planned anew stands where it is planned, whenever it was held before.
    """
    planned, held = case.facts.get(diary.starts), case.facts.get(diary.held or "")
    if not isinstance(planned, datetime):
        return None
    if not isinstance(held, date) or _told(case, diary.starts) > _told(case, diary.held or ""):
        return planned
    return at_time(london_day(held), planned.astimezone(LONDON).time())


def _told(case: Case, name: str) -> int:
    """The row that told the fact."""
    return case.told[name].seq if name in case.told else 0
