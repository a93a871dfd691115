"""When a case stands in the diary: the moment, the place, and who is needed for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.deadlines.rule import Span
from workflow.definition.guard import Guard
from workflow.definition.problem import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """Facts that say when, for how long and where a case meets, and which colleagues it takes.

    It stands there while the case is in one of the states `place`; empty: in any. `arrange`: facts
    that are to be known beforehand, each while its guard holds. `held`: the fact that says on which
    day it was held; there it then stands.
    """

    starts: str
    held: str | None = None
    lasts: Span | None = None
    at: str | None = None
    people: tuple[str, ...] = ()
    arrange: Mapping[str, Guard] = field(default_factory=dict)
    place: tuple[str, ...] = ()
    position: Position

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact that it names."""
        return tuple(filter(None, (self.starts, self.held, self.at, *self.people, *self.arrange)))
