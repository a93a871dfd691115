"""What a process says of where a case is: its opening, its states, and the clock in them."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.model import State, Workflow
from workflow.definition.statements.statement import NAMED, Part, Statement, about, yes
from workflow.definition.statements.steps import aspects, ways
from workflow.definition.statements.words import events, labels
from workflow.definition.wording import path_of, quoted, rule_in_words


def opening(workflow: Workflow) -> Iterator[Statement]:
    """Of the opening of a case."""
    reference = [workflow.reference] if workflow.reference else []
    said = aspects(workflow, workflow.opening) | {"reference": labels(workflow, reference)}
    yield from about(Part(workflow.name, "opening"), workflow.opening.title, said)


def states(workflow: Workflow) -> Iterator[Statement]:
    """Of every state."""
    for state in workflow.states.values():
        subject = path_of(workflow, state.id) or state.id
        yield from about(Part(workflow.name, "state", state.id), subject, _aspects(workflow, state))


def _aspects(workflow: Workflow, state: State) -> dict[str, str]:
    first = quoted(path_of(workflow, state.initial)) if state.initial else ""
    return {
        NAMED: state.title or state.id,
        "within": path_of(workflow, state.parent) if state.parent else "",
        "all of it at once": yes(state.parallel),
        "begins with": ways(workflow, state.starts) or first,
        "the case is closed": yes(state.final),
        "by the clock": "; ".join(
            f"{events(workflow, [timer.event])} {rule_in_words(workflow, timer.due)}"
            for timer in state.timers
        ),
    }
