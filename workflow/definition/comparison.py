"""How a guard compares two values: never with an exception, whatever it is given.

A fact that is not set is None. A day and an instant compare as days in England.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from workflow.clock import london_day

Comparison = Callable[[object, object], bool]


def same(left: object, right: object) -> bool:
    """True when both are equal; a day equals every instant of that day."""
    left, right = _alike(left, right)
    return bool(left == right)


def among(item: object, values: object) -> bool:
    """True when one of the values equals the item. A text is one value, not a list of letters.

    Of a list one item is enough: `these in those` asks whether they have one in common.
    """
    if isinstance(item, list | tuple):
        return any(among(each, values) for each in item)
    if isinstance(values, str) or not isinstance(values, Collection):
        return False
    return any(same(item, value) for value in values)


def ordered(compare: Callable[[Any, Any], Any]) -> Comparison:
    """A comparison of order that is False between None or values of unlike types."""

    def in_order(left: object, right: object) -> bool:
        if left is None or right is None:
            return False
        try:
            return bool(compare(*_alike(left, right)))
        except TypeError:
            return False

    return in_order


def spelt(value: object) -> object:
    """A text as it is compared where people type names: no capitals, one blank between words."""
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


def _alike(left: object, right: object) -> tuple[object, object]:
    if not (isinstance(left, date) and isinstance(right, date)):
        return left, right
    if isinstance(left, datetime) == isinstance(right, datetime):
        return left, right
    return london_day(left), london_day(right)


COMPARISONS: Mapping[str, Comparison] = {
    "Eq": same,
    "NotEq": lambda left, right: not same(left, right),
    "Lt": ordered(operator.lt),
    "LtE": ordered(operator.le),
    "Gt": ordered(operator.gt),
    "GtE": ordered(operator.ge),
    "In": among,
    "NotIn": lambda left, right: not among(left, right),
}
"""By the name of the operator in Python's syntax tree. Nothing else is allowed in a guard."""
