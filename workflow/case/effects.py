"""What follows from an event beyond the case itself: events and cases elsewhere, and notices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow.case.model import Case, Effects, Event, Starting, TaskEffect, Telling
from workflow.case.moves import ways_taken
from workflow.case.reading import Reading
from workflow.definition.model import LINK, LINKED_CLOSED, Workflow
from workflow.definition.step import Start, Step, Tell


def effects_of(
    workflow: Workflow,
    before: Case,
    after: Case,
    event: Event,
    steps: tuple[Step, ...],
    own: Mapping[str, Any],
    tasks: tuple[TaskEffect, ...],
) -> Effects:
    """All of it as values, in the order of the definition: first ties, then what steps tell."""
    reading = Reading(workflow, after, own)
    told = (t for step in steps for tell in step.tell for t in _tellings(tell, reading, before))
    return Effects(
        tasks=tasks,
        tells=(*_ties(workflow, before, after, event), *told),
        starts=tuple(
            _starting(start, reading)
            for step in steps
            for start in step.start
            if reading.holds(start.when)
        ),
        notices=tuple(_notices(event, steps, Reading(workflow, before, own))),
    )


def _ties(workflow: Workflow, before: Case, after: Case, event: Event) -> Iterator[Telling]:
    """The other side of each new tie, and to every open one that this case is closed."""
    closing = after.closed and not before.closed
    for name, cases in after.links.items():
        inverse = workflow.links[name].inverse if name in workflow.links else name
        facts = {"link": inverse, "case": after.ref}
        for ref, is_open in cases.items():
            if event.name != LINK and is_open and ref not in before.links.get(name, {}):
                yield Telling(to=ref, events=(LINK,), facts=facts)
            was_open = before.links.get(name, {}).get(ref, False)
            untied = was_open and not is_open and event.name != LINKED_CLOSED
            if untied or (is_open and closing):
                yield Telling(to=ref, events=(LINKED_CLOSED,), facts=facts)


def _tellings(tell: Tell, reading: Reading, before: Case) -> Iterator[Telling]:
    """What each linked case is told; one whose tie this event ends is told for the last time."""
    if not reading.holds(tell.when):
        return
    mapped = {name: reading(source) for name, source in tell.facts.items()}
    rows = (reading(tell.each) or {}) if tell.each else None
    was_open = before.links.get(tell.link, {})
    for ref, is_open in reading.case.links.get(tell.link, {}).items():
        if not (is_open or was_open.get(ref)) or (rows is not None and ref not in rows):
            continue
        row = rows[ref] if isinstance(rows, Mapping) else {}
        own = {name: _about(tell, reading, ref, name, value) for name, value in mapped.items()}
        facts = {**own, **row}
        yield Telling(to=ref, events=tell.events, facts=facts, if_open=tell.if_open)


def _about(tell: Tell, reading: Reading, ref: str, name: str, value: Any) -> Any:
    """Of rows that are kept apart by the cases of this link, those about the case that is told."""
    facts = reading.workflow.facts
    source = facts.get(tell.facts[name])
    keys = source.key if source is not None and isinstance(value, list) else ()
    by = next((key for key in keys if key in facts and facts[key].by_link == tell.link), None)
    return value if by is None else [row for row in value if row.get(by) == ref]


def _starting(start: Start, reading: Reading) -> Starting:
    return Starting(
        workflow=start.workflow,
        link=start.link,
        facts={name: _value(source, reading) for name, source in start.facts.items()},
        ties=start.ties,
        join=start.join,
        event=start.event,
        one_for=start.one_for,
    )


def _value(source: str, reading: Reading) -> Any:
    """The value of a fact of ours, or a text that stands in quotes of its own."""
    return source[1:-1] if source[:1] in ("'", '"') else reading(source)


def _notices(event: Event, steps: tuple[Step, ...], reading: Reading) -> Iterator[str]:
    for step in steps:
        yield from step.notify
        for way in ways_taken(event, (step,), reading):
            yield from way.notify
