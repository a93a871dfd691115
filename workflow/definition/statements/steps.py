"""What a process says of its steps: who may do them, what is asked, and where they lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from workflow.definition.model import Workflow
from workflow.definition.read_facts import in_words
from workflow.definition.statements.statement import NAMED, Part, Statement, about, listed
from workflow.definition.statements.words import (
    each_written,
    guarded,
    labels,
    notice,
    titles,
    written,
)
from workflow.definition.step import Start, Step, Tell, Warn, Way
from workflow.definition.wording import condition, path_of, quoted

WRITES = "writes down"


def steps(workflow: Workflow) -> Iterator[Statement]:
    """Of every step, those of states first."""
    for step in workflow.steps:
        place = path_of(workflow, step.state) if step.state else "at any time"
        part = Part(workflow.name, "step", f"{step.state}.{step.event}")
        said = {NAMED: step.title} | aspects(workflow, step)
        for statement in about(part, f"{step.title} ({place})", said):
            sets = statement.aspect == WRITES
            yield replace(statement, parts=each_written(workflow, step.sets)) if sets else statement


def aspects(workflow: Workflow, step: Step) -> dict[str, str]:
    """All that is said of a step, the opening of a case among them."""
    return {
        "who may do it": titles(workflow, step.by),
        "asked": labels(workflow, step.asks),
        "may be given": labels(workflow, step.may_ask),
        "its day": labels(workflow, [step.on] if step.on else []),
        "leads to": ways(workflow, step.ways),
        WRITES: written(workflow, step.sets),
        "refused": "; ".join(
            f"{block.say} ({guarded(workflow, block.when)})" for block in step.blocked_while
        ),
        "checklist": "; ".join(
            f"{tick.say} ({guarded(workflow, tick.when)})" if tick.when else tick.say
            for tick in step.checklist
        ),
        "warns": "; ".join(_warn(workflow, warn) for warn in step.warn),
        "sends": listed(map(notice, step.notify)),
        "tells linked cases": "; ".join(_tell(workflow, tell) for tell in step.tell),
        "opens another case": "; ".join(_start(workflow, start) for start in step.start),
        "ends the tie": f"{step.untie.link}: {step.untie.which}" if step.untie else "",
        "comes from": step.from_link or "",
        "not in": listed(path_of(workflow, state) for state in step.except_),
    }


def _warn(workflow: Workflow, warn: Warn) -> str:
    there = f"for a case of {warn.of}: {warn.there}" if warn.of else ""
    task = f"by when {quoted(workflow.task[warn.task].title)} is due" if warn.task else ""
    return f"{warn.say} ({listed(filter(None, [guarded(workflow, warn.when), there, task]))})"


def ways(workflow: Workflow, found: Iterable[Way]) -> str:
    """The ways in order: `Section 47: Enquiry under way; otherwise: it stays`."""
    every = tuple(found)
    return "; ".join(_way(workflow, way, alone=len(every) == 1) for way in every)


def _way(workflow: Workflow, way: Way, *, alone: bool) -> str:
    when = "" if alone and way.when is None else f"{condition(way, workflow.facts)}: "
    target = quoted(path_of(workflow, way.to)) if way.to is not None else "it stays"
    sent = f", which sends {listed(map(notice, way.notify))}" if way.notify else ""
    down = f", which writes down {written(workflow, way.sets)}" if way.sets else ""
    return f"{when}{target}{sent}{down}"


def _tell(workflow: Workflow, tell: Tell) -> str:
    more = [
        f"for each of {tell.each}" if tell.each else "",
        f"when {guarded(workflow, tell.when)}" if tell.when else "",
        "where it is open" if tell.if_open else "",
        _handed_on(tell.facts),
    ]
    events = " or ".join(quoted(in_words(event)) for event in tell.events)
    return listed(filter(None, [f"{events} to {tell.link}", *more]))


def _start(workflow: Workflow, start: Start) -> str:
    joined = f"or tells {start.event} to the open one of the same {start.join}"
    more = [
        f"when {guarded(workflow, start.when)}" if start.when else "",
        f"tied by {start.link}",
        *(f"with {link} of {ours}" for link, ours in start.ties.items()),
        _handed_on(start.facts),
        joined if start.join else "",
        f"one for each {' and '.join(start.one_for)}" if start.one_for else "",
    ]
    return listed(filter(None, [in_words(start.workflow), *more]))


def _handed_on(facts: Mapping[str, str]) -> str:
    return f"with {listed(f'{there} = {here}' for there, here in facts.items())}" if facts else ""
