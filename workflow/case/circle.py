"""Events of the clock that lead to each other without an end, noticed and told.

A state that its own timed event leads back to arms that event again; where the date is not counted
from entering the state, it is due at once, and no time passes meanwhile.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from workflow.case.model import Timer
from workflow.deadlines.naming import moment_name
from workflow.errors import CasewardError

MOST_OFTEN = 50
"""How often an event of the clock may follow from one due date: more often, it leads to itself."""


class LeadsInACircle(CasewardError):
    """Events of the clock lead to each other for ever, each of them long due: the definition has
    to be mended.
    """

    code = "leads_in_a_circle"


class Followed:
    """Counts what the clock brings about in a row."""

    def __init__(self) -> None:
        self._times = Counter[tuple[str, str, date | datetime]]()

    def count(self, ref: str, timer: Timer) -> None:
        """That timer of the case is about to fire. Raises LeadsInACircle."""
        if timer.event is None:
            return
        again = ref, timer.event, timer.due
        self._times[again] += 1
        if self._times[again] > MOST_OFTEN:
            raise LeadsInACircle(
                f"on {ref} the clock has recorded `{timer.event}` {MOST_OFTEN} times in a row for"
                f" {moment_name(timer.due)}: its ways lead back to where it is due at once. Let it"
                " lead elsewhere, or count its date from entering the state."
            )
