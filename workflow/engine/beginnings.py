"""With what the fields of a form begin: what cases around know already, for who may see those.

Nobody types a second time whom they have just written down elsewhere. Whoever is kept back of a
case is not brought over, and a form says whence it has what stands in it: addresses grow old.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from workflow.case.audience import CASE_COLUMN, listed_in, names_of
from workflow.case.independence import holdings
from workflow.case.kept_back import kept_back
from workflow.case.model import Case
from workflow.case.quorum import participants
from workflow.case.reading import Reading
from workflow.case.record import plain
from workflow.definition.beginning import Beginning
from workflow.definition.model import Fact, FactKind, Workflow
from workflow.definition.release import Release
from workflow.engine.form import Field
from workflow.engine.known_people import people_of

Loaded = tuple[Release, Case]

See = Callable[[str], Loaded | None]
"""A case with its release, by reference; None where whoever is asked does not see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A value, as a form has it, and the cases that know it."""

    value: Any = field(repr=False)
    cases: tuple[str, ...]


def beginnings(
    workflow: Workflow, ref: str, ties: Mapping[str, Sequence[str]], today: date, see: See
) -> dict[str, Begun]:
    """By fact, with what a form of that case begins; `ties` are its linked cases, by link."""
    own = {"occurred_on": today}
    found: dict[str, Begun] = {}
    for fact in workflow.facts.values():
        for begins in fact.begins_with:
            near = filter(None, (see(each) for each in reversed(ties.get(begins.of, ()))))
            if begins.addresses:
                begun = _people(fact, begins, near, own)
            else:
                begun = _first(workflow, fact, begins, near, own, ref, see)
            if begun is not None:
                found.setdefault(fact.name, begun)
    return found


def whence(asked: Field, begun: Begun | None) -> Field:
    """The question, which says from which case it has what stands in it."""
    if begun is None:
        return asked
    hint = f"Filled in from {', '.join(begun.cases)}: look whether all of it is still right."
    return replace(asked, hint=" ".join(filter(None, (asked.hint, hint))))


def _people(
    fact: Fact, begins: Beginning, near: Iterable[Loaded], own: Mapping[str, Any]
) -> Begun | None:
    """Whom all of these cases know."""
    readings = [Reading(release.workflow(case.workflow), case, own) for release, case in near]
    readings = [each for each in readings if each.holds(begins.when)]
    rows = people_of(fact, begins, readings)
    if not rows:
        return None
    return Begun(value=plain(rows), cases=tuple(each.case.ref for each in readings))


def _first(
    workflow: Workflow,
    fact: Fact,
    begins: Beginning,
    near: Iterable[Loaded],
    own: Mapping[str, Any],
    ref: str,
    see: See,
) -> Begun | None:
    for release, case in near:
        flow = release.workflow(case.workflow)
        reading = Reading(flow, case, own)
        if not reading.holds(begins.when):
            continue
        for there in _sources(flow, case, begins, ref, see):
            value = there(begins.fact)
            if fact.kind is FactKind.ROWS and value:
                value = list(_rows(workflow, fact, begins, reading, there))
            if value not in (None, "", [], ()):
                return Begun(value=plain(value), cases=(there.case.ref,))
    return None


def _sources(
    flow: Workflow, case: Case, begins: Beginning, ref: str, see: See
) -> Iterator[Reading]:
    if begins.through is None:
        yield Reading(flow, case)
        return
    for other in reversed(case.linked(begins.through)):
        found = see(other) if other != ref else None
        if found is not None:
            release, there = found
            yield Reading(release.workflow(there.workflow), there)


def _rows(
    workflow: Workflow, fact: Fact, begins: Beginning, near: Reading, there: Reading
) -> Iterator[Mapping[str, Any]]:
    """The rows of people that a form of this workflow can have, without those kept back."""
    back, held = kept_back(there, [near]), _held(near)
    wanted = listed_in(near(begins.named_in)) if begins.named_in is not None else None
    for who, row in participants(there.workflow, there.case.facts.get).items():
        kind = workflow.participants.get(str(row.get("kind")))
        names = names_of(there.case.ref, who, row)
        if kind is None or kind.invite == "must_not" or back.names(names):
            continue
        if row.get(CASE_COLUMN) not in (None, "", near.case.ref):
            continue  # of another of the cases that the earlier meeting was about
        if wanted is None or not wanted.isdisjoint(names):
            row = held.get(kind.name, row)
            yield {name: cell for name, cell in row.items() if name in fact.columns}


def _held(reading: Reading) -> dict[str, Mapping[str, Any]]:
    """By role, a row for who has it on the case now: not whoever had it at an earlier meeting."""
    return {
        each.role.name: {"kind": each.role.name, "person": each.person}
        for each in holdings(reading.workflow, reading.case)
    }
