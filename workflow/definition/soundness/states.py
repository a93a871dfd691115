"""Whether a case can come to every state, leave it again, and end."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.model import State
from workflow.definition.problem import Problem
from workflow.definition.soundness.scope import Scope, where_of
from workflow.definition.step import Step


def unreachable_state(scope: Scope) -> Iterator[Problem]:
    """A state that no way leads to; of nested ones only the outermost is told."""
    reached = scope.movement.reachable
    for state in scope.workflow.states.values():
        if state.id not in reached and (state.parent is None or state.parent in reached):
            yield _of(
                state,
                "unreachable_state",
                "no way leads to this state",
                f"add a way with `to: {state.id}`, or take the state out",
            )


def dead_end(scope: Scope) -> Iterator[Problem]:
    """A state that is not final and has no way out."""
    for state in _bodies(scope):
        if not _is_end(scope, state) and not _has_way_out(scope, state.id):
            yield _of(
                state,
                "dead_end",
                "no event leads out of this state and it is not final",
                "add a step with a way to another state, or mark it `final: true`",
            )


def no_path_to_end(scope: Scope) -> Iterator[Problem]:
    """A state from which a case can go on for ever, but never close."""
    states = scope.workflow.states
    finals = [state.id for state in states.values() if state.final]
    if not finals:
        yield Problem(
            position=scope.workflow.position,
            code="no_path_to_end",
            where="states",
            what="no state is final, so no case can ever be closed",
            mend="mark the last state `final: true`",
        )
        return
    bodies = [body for body in _bodies(scope) if body.id in scope.movement.reachable]
    stuck = [s for body in bodies if not _has_way_out(scope, body.id) for s in _leaves(scope, body)]
    ending = scope.movement.leads_to([*finals, *stuck])
    for body in bodies:
        if ending.isdisjoint(_leaves(scope, body)):
            yield _of(
                body,
                "no_path_to_end",
                "from here a case goes round and round and can never be closed",
                "add a way towards a final state",
            )


def final_state_with_steps(scope: Scope) -> Iterator[Problem]:
    """A final state that could be left. A step that stays is fine: letters are still owed."""
    for state in scope.workflow.states.values():
        moves = any(step.moves for step in state.steps)
        if state.final and (moves or state.timers or state.substates):
            yield _of(
                state,
                "final_state_with_steps",
                "a closed case goes nowhere, and this final state has a way out",
                "take out `final: true`, or write `stay: true` in its steps",
            )


def state_without_title(scope: Scope) -> Iterator[Problem]:
    """A state that people could only be shown by its id."""
    for state in scope.workflow.states.values():
        if not state.title and not state.is_region:
            yield _of(
                state,
                "state_without_title",
                "the state has no title for people to read",
                "add `title: ...` in the words of the procedure",
            )


def no_first_state(scope: Scope) -> Iterator[Problem]:
    """A compound state or region that does not say where it begins."""
    for state in scope.workflow.states.values():
        if state.parallel or not state.substates or state.starts:
            continue
        if state.initial not in state.substates:
            yield _of(
                state,
                "no_first_state",
                "it does not say in which of its states a case begins",
                "mark one of them `initial: true`, or choose by facts with `starts:`",
            )


def starts_elsewhere(scope: Scope) -> Iterator[Problem]:
    """`starts` that point out of their own state: entering it would at once lead on."""
    for state in scope.workflow.states.values():
        inside = scope.movement.within(state.id) - {state.id}
        for way in state.starts:
            if way.to not in inside and (way.to is None or way.to in scope.workflow.states):
                yield Problem(
                    position=way.position,
                    code="starts_elsewhere",
                    where=f"states.{state.id}.starts",
                    what=f"`starts` leads to `{way.to or 'stay'}`, which is not inside this state",
                    mend="name one of its own states; to move on, use a step",
                )


def way_to_itself(scope: Scope) -> Iterator[Problem]:
    """A way to a state that the case can be in already: `stay` is the word for that."""
    for step in scope.workflow.steps:
        for way in step.ways:
            if way.to is not None and _can_be_there(scope, step, way.to):
                yield Problem(
                    position=way.position,
                    code="way_to_itself",
                    where=where_of(step),
                    what=f"the case can be in `{way.to}` already when this leads there",
                    mend=_mend_way_to_itself(scope, step, way.to),
                )


def _can_be_there(scope: Scope, step: Step, target: str) -> bool:
    if step.state:
        return scope.movement.common(step.state, target) in (step.state, target)
    return any(scope.movement.open_anywhere(step, leaf) for leaf in scope.movement.leaves(target))


def _mend_way_to_itself(scope: Scope, step: Step, target: str) -> str:
    if not step.state:
        return f"add `except: [{target}]`, or write `stay: true`"
    if target in scope.movement.around(step.state):
        return "write `stay: true`"
    return f"give the step to the states from which it leads to `{target}`"


def _bodies(scope: Scope) -> Iterator[State]:
    """Every leaf outside of parallel states, and every outermost parallel state."""
    leaves = scope.workflow.leaves()
    for body in dict.fromkeys(scope.movement.body(leaf) for leaf in leaves):
        yield scope.workflow.states[body]


def _leaves(scope: Scope, state: State) -> frozenset[str]:
    return scope.movement.leaves(state.id)


def _is_end(scope: Scope, state: State) -> bool:
    return any(scope.workflow.states[leaf].final for leaf in _leaves(scope, state))


def _has_way_out(scope: Scope, state: str) -> bool:
    inside = scope.movement.within(state)
    return any(
        target not in inside
        for step in scope.movement.steps_in([state])
        for target in scope.movement.targets(step)
    )


def _of(state: State, code: str, what: str, mend: str) -> Problem:
    return Problem(
        position=state.position, code=code, where=f"states.{state.id}", what=what, mend=mend
    )
