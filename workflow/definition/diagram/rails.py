"""Which rail an arrow runs on: those that lead to one state on one side share a rail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

CLEAR = 8.0
"""between the ends of two rails on one track"""


class Side(Enum):
    """Where an arrow runs: upwards on the left, downwards on the right."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Reach:
    """The part of a rail that one arrow needs: from where it leaves to where it arrives."""

    side: Side
    target: str
    top: float
    bottom: float


def tracks(reaches: Iterable[Reach]) -> Mapping[tuple[Side, str], int]:
    """The track of the rail to each state, 0 the innermost.

    Short rails lie inside, which saves crossings; rails that share a track do not touch.
    """
    whole: dict[tuple[Side, str], tuple[float, float]] = {}
    for reach in reaches:
        key = reach.side, reach.target
        top, bottom = whole.get(key, (reach.top, reach.bottom))
        whole[key] = min(top, reach.top), max(bottom, reach.bottom)
    found: dict[tuple[Side, str], int] = {}
    for key in sorted(whole, key=lambda each: (whole[each][1] - whole[each][0], whole[each])):
        taken = {
            found[other]
            for other in found
            if other[0] is key[0] and _touch(whole[key], whole[other])
        }
        found[key] = next(track for track in range(len(whole)) if track not in taken)
    return found


def _touch(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] + CLEAR and other[0] < one[1] + CLEAR
