"""A workflow as a Mermaid state diagram, for pages that draw such text themselves.

Every way is an arrow; steps that are open anywhere leave one state of their own, "At any time".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from workflow.definition.diagram.arrows import Anytime, anywhere, arrows, first_states
from workflow.definition.model import UNOPENED, State, Workflow

ANYTIME = "at_any_time"
# Words of Mermaid itself: a state of such a name would not be read as one.
_RESERVED = frozenset("as class classdef click default direction end hide note state style".split())
_ESCAPED = str.maketrans({sign: f"#{ord(sign)};" for sign in '"#&:;<>\\{}[]%'} | {"\n": " "})


def mermaid(workflow: Workflow, current: Collection[str] = ()) -> str:
    """The text of a `stateDiagram-v2`. States in `current` are of the class `current`."""
    return "\n".join(_lines(workflow, current)) + "\n"


def _lines(workflow: Workflow, current: Collection[str]) -> Iterator[str]:
    yield "stateDiagram-v2"
    yield "    direction TB"
    outer = (state.id for state in workflow.states.values() if state.parent is None)
    yield from _indented(_states(workflow, outer))
    for arrow in arrows(workflow):
        source = "[*]" if arrow.source == UNOPENED else _id(arrow.source)
        yield f"    {source} --> {_id(arrow.target)}{_label(arrow.labels)}"
    yield from _indented(_anytime(anywhere(workflow)))
    for state in workflow.states.values():
        if state.final:
            yield f"    {_id(state.id)} --> [*]"
    yield from _indented(_current(workflow, current))


def _states(workflow: Workflow, ids: Iterable[str]) -> Iterator[str]:
    for id_ in ids:
        state = workflow.states[id_]
        opening = " {" if state.substates else ""
        yield f'state "{_escaped(state.title or id_)}" as {_id(id_)}{opening}'
        if state.substates:
            yield from _indented(_inside(workflow, state))
            yield "}"


def _inside(workflow: Workflow, state: State) -> Iterator[str]:
    if not state.parallel:
        yield from _states(workflow, state.substates)
        yield from (f"[*] --> {_id(first)}" for first in first_states(workflow, state.id))
        return
    for number, region in enumerate(state.substates):
        if number:
            yield "--"
        yield from _states(workflow, [region])


def _anytime(steps: tuple[Anytime, ...]) -> Iterator[str]:
    if not steps:
        return
    yield f'state "At any time" as {ANYTIME}'
    for step in steps:
        for target in step.targets:
            yield f"{ANYTIME} --> {_id(target)}{_label((step.title,))}"
    staying = [step.title for step in steps if not step.targets]
    if staying:
        yield f"note right of {ANYTIME}"
        yield from _indented(map(_escaped, staying))
        yield "end note"


def _current(workflow: Workflow, current: Collection[str]) -> Iterator[str]:
    here = [state for state in workflow.leaves() if state in current]
    if here:
        yield "classDef current fill:#ffdd00,color:#0b0c0c,stroke:#0b0c0c"
        yield from (f"class {_id(state)} current" for state in here)


def _id(state: str) -> str:
    return f"{state}_" if state.lower() in _RESERVED else state


def _label(labels: tuple[str, ...]) -> str:
    return f" : {_escaped(', '.join(labels))}" if labels else ""


def _escaped(words: str) -> str:
    return words.translate(_ESCAPED)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)
