"""Where an event leads, said in few words."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.definition.chart import Chart
from workflow.definition.guard import Guard
from workflow.definition.model import UNOPENED, State


def following(chart: Chart, leaves: Iterable[str], event: str, *true: str) -> tuple[str, ...]:
    """Where the event leads when these names are true and all others are not."""

    def holds(guard: Guard) -> bool:
        return guard.holds(lambda name: name in true)

    def starts(guard: Guard, state: State) -> bool:
        return holds(guard)

    at = tuple(leaves)
    steps = chart.open_steps(at, event) if at != (UNOPENED,) else (chart._workflow.opening,)
    return chart.next(at, event, steps, holds, starts).leaves
