"""What stands in the way is told all at once, where one thing does not follow from another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set

from workflow.case.model import Refused

GAPS = frozenset({"missing_fact", "wrong_fact"})
"""Codes of what is filled in wrongly: one such stands in the way and says nothing of the others."""


def raise_all(found: Sequence[Refused]) -> None:
    """Raise the first of these with the others beside it, each once; nothing where there is none.

    Raises Refused.
    """
    each: dict[tuple[str, str, str], Refused] = {}
    for one in (one for refused in found for one in refused.all()):
        each.setdefault((one.code, one.case, str(one)), one)
    if each:
        first, *others = each.values()
        first.also = tuple(others)
        raise first


def attempt_all(attempts: Iterable[Callable[[], None]], *, past: Set[str] | None = None) -> None:
    """Make each attempt, whatever the others found; with `past`, none after one that is refused
    with another code than these. Raises Refused with all that was found.
    """
    found: list[Refused] = []
    for attempt in attempts:
        try:
            attempt()
        except Refused as refused:
            found.append(refused)
            if past is not None and refused.code not in past:
                break
    raise_all(found)
