"""Who hears of a rung whose instant has come: the law of the ladder, in this one place. Pure.

A rung speaks at its instant to all that it names. Where several rungs of a task are past at once,
because something was recorded late or because nobody was there to ring, each recipient hears only
the last of them that names them. A rung whose date moved, and which was past when it did, is not
told again to those who heard it for the date before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from workflow.case.model import Case, Timer
from workflow.case.timers import Fired, is_silent, rung_of
from workflow.definition.release import Release

SILENT, LATER, TOLD = "unless", "a later rung", "told before"
"""Why a rung passed without being told: it was silent, a later one was told instead, or it was told
for an earlier date. An import says that it was imported."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The roles that hear of a rung; of one that nobody hears, why it passed."""

    to: tuple[str, ...]
    passed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The rungs of a case at a moment: `pending` are those still armed, `fired` those that were.

    `armed_at` says by timer when a pending rung was armed; one that is not there, in time.
    """

    release: Release
    case: Case
    pending: Iterable[tuple[Timer, datetime]]
    fired: Collection[Fired]
    moment: datetime

    def heard(self, timer: Timer, armed_at: datetime) -> Heard:
        """Who hears of this rung, which is the soonest and no longer among those pending."""
        rung = rung_of(self.release, self.case, timer)
        if rung is None or is_silent(self.release, self.case, timer):
            return Heard((), SILENT)
        if self._told_before(timer, armed_at):
            return Heard((), TOLD)
        later = {role for other in self._later(timer) for role in other}
        to = tuple(role for role in rung.to if role not in later)
        return Heard(to, "" if to else LATER)

    def _later(self, timer: Timer) -> Iterable[tuple[str, ...]]:
        """Whom the later rungs of the task name that are past by now too, and speak."""
        for other, armed_at in self.pending:
            same = other.task is not None and (other.task, other.due) == (timer.task, timer.due)
            if not same or not timer.at < other.at <= self.moment:
                continue
            rung = rung_of(self.release, self.case, other)
            quiet = is_silent(self.release, self.case, other) or self._told_before(other, armed_at)
            if rung is not None and not quiet:
                yield rung.to

    def _told_before(self, timer: Timer, armed_at: datetime) -> bool:
        past_when_armed = timer.at < armed_at
        return past_when_armed and any(
            id_ == timer.id and due != timer.due for id_, due in self.fired
        )
