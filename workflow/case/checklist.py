"""What of a step's checklist was not ticked. Nothing is refused for it: a person is told."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.case.reading import Reading
from workflow.definition.step import Step, Tick


def not_ticked(steps: Iterable[Step], reading: Reading) -> tuple[Tick, ...]:
    """The entries that an event left open, in the order of the definition, each once.

    `reading` reads the event's own facts first, as its guards do.
    """
    ticks = {tick.fact: tick for step in steps for tick in step.checklist}
    asked = (tick for tick in ticks.values() if reading.holds(tick.when))
    return tuple(tick for tick in asked if reading.own.get(tick.fact) is not True)
