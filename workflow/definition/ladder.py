"""Whether a ladder is as strong as another: rungs may be added and come sooner, none may be lost.

A rung is compared for each role that it tells. What it says is left to whoever writes notices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow.deadlines.due import Calendars
from workflow.deadlines.rule import Anchor, AnchorKind, Count, SameDay, Standing
from workflow.definition.stricter_days import Single, looser_on_a_day
from workflow.definition.task import Rung

Call = tuple[str, Rung]
"""A role, and a rung that tells it."""


def calls_lost(
    ladder: Iterable[Rung], other: Iterable[Rung], calendars: Calendars
) -> Iterator[Call]:
    """Each call of `ladder` for which `other` has none that comes as soon and as surely."""
    free = list(_calls(other))
    for role, rung in _calls(ladder):
        serving = [call for call in free if call[0] == role and _serves(call[1], rung, calendars)]
        if serving:  # those that fall silent alike first, so that the surer ones are left over
            free.remove(min(serving, key=lambda call: call[1].unless != rung.unless))
        else:
            yield role, rung


def _calls(ladder: Iterable[Rung]) -> Iterator[Call]:
    return ((role, rung) for rung in ladder for role in rung.to)


def _serves(rung: Rung, instead_of: Rung, calendars: Calendars) -> bool:
    """Whether it comes no later, falls silent no more often, and is as loud."""
    if rung.unless is not None and str(rung.unless) != str(instead_of.unless):
        return False
    if (rung.digest and not instead_of.digest) or instead_of.every not in (None, rung.every):
        return False
    return looser_on_a_day(_day(instead_of), _day(rung), calendars, Standing.NATIONAL) is None


def _day(rung: Rung) -> Single:
    """When it comes, counted from the due date."""
    due = Anchor(AnchorKind.ENTERED)
    if rung.span is None:
        return SameDay(anchor=due)
    return Count(span=rung.span, anchor=due, backwards=rung.before)
