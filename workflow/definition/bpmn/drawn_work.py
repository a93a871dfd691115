"""What is done while a case is in a state: tasks with their ladders, steps after which it stays.

All of it may be done in any order, and what is not done when the state is left lapses: BPMN's ad
hoc sub-process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from workflow.definition.bpmn.elements import (
    Cause,
    Id,
    Kind,
    Node,
    Sheet,
    Trigger,
    id_from,
    id_of,
)
from workflow.definition.bpmn.words import Words
from workflow.definition.model import State, Workflow
from workflow.definition.read_facts import in_words
from workflow.definition.step import Step
from workflow.definition.task import Rung, Task, TimedEvent
from workflow.definition.wording import event_title, rule_in_words

ANYWHERE = ""
"""Stands for the state of what goes on wherever the case is."""


@lru_cache(maxsize=16)
def _tasks_by_place(workflow: Workflow) -> Mapping[str, list[Task]]:
    """The tasks that are drawn in a state: those of no state around it."""
    found: dict[str, list[Task]] = {}
    for task in workflow.tasks:
        for place in _places(workflow, task):
            found.setdefault(place, []).append(task)
    return found


def _places(workflow: Workflow, task: Task) -> list[str]:
    """The outermost states of a task; ANYWHERE alone for one that is open in all of them."""
    outer = [s for s in workflow.states if s in task.place and not _within(workflow, s, task.place)]
    every = [s.id for s in workflow.states.values() if s.parent is None and not s.final]
    return outer if task.place and outer != every else [ANYWHERE]


def _within(workflow: Workflow, state: str, places: frozenset[str]) -> bool:
    return not places.isdisjoint(workflow.ancestry(state)[1:])


class Work:
    """The work of one state, or of ANYWHERE."""

    def __init__(self, words: Words, state: State | None) -> None:
        workflow = words.workflow
        self.words, self.workflow = words, workflow
        self.place = state.id if state else ANYWHERE
        steps = state.steps if state else workflow.anywhere
        self.steps = [step for step in steps if not step.moves]
        self.tasks = _tasks_by_place(workflow).get(self.place, [])
        moved = {step.event for step in steps if step.moves}
        timers = state.timers if state else workflow.timers
        self.timers = [timer for timer in timers if timer.event not in moved]

    def __bool__(self) -> bool:
        return bool(self.steps or self.tasks or self.timers)

    def sheet(self) -> Sheet:
        """All of it, drawn."""
        sheet = Sheet()
        for task in self.tasks:
            self._task(sheet, task)
        taken = {step.event: self._step(sheet, step) for step in self.steps}
        for number, timer in enumerate(self.timers):
            self._timer(sheet, timer, number, taken.get(timer.event))
        return sheet

    def _task(self, sheet: Sheet, task: Task) -> None:
        host = sheet.add(
            Node(
                id=id_of("task", task.name, self.place or "anywhere"),
                kind=Kind.BY_PERSON,
                name=task.title,
                said=self.words.of_task(task),
                roles=self.words.roles(role for _, role in task.role),
                each=task.for_each is not None,
                again=task.repeats and task.for_each is None,
            )
        )
        for number, rung in enumerate(task.rungs, 1):
            self._rung(sheet, host, rung, number)

    def _rung(self, sheet: Sheet, host: Id, rung: Rung, number: int) -> None:
        words = f"{rung} the due date" if rung.span else "on the due date"
        again = f", again every {rung.every}" if rung.every else ""
        fires = sheet.add(
            Node(
                id=id_from("rung", host, str(number)),
                kind=Kind.BOUNDARY,
                name=str(rung),
                said=self.words.unless(rung),
                trigger=Trigger(cause=Cause.TIMER, words=words + again, repeats=bool(rung.every)),
                host=host,
                interrupts=False,
            )
        )
        told = f"{in_words(rung.notice)}: {', '.join(self.words.titles(rung.to))}"
        sheet.join(fires, sheet.add(Node(id=id_from("tell", fires), kind=Kind.SENT, name=told)))

    def _step(self, sheet: Sheet, step: Step) -> Id:
        heard = self.words.heard(step)
        taken = sheet.add(
            Node(
                id=id_of("step", self.place or "anywhere", step.event),
                kind=Kind.HEARD if heard else Kind.TASK,
                name=step.title,
                said=self.words.of_step(step),
                roles=self.words.roles(step.by),
                message=heard,
            )
        )
        chained(sheet, taken, self.words.told(step))
        return taken

    def _timer(self, sheet: Sheet, timer: TimedEvent, number: int, step: Id | None) -> None:
        words = rule_in_words(self.workflow, timer.due)
        fires = sheet.add(
            Node(
                id=id_of("timer", self.place or "anywhere", str(number), timer.event),
                kind=Kind.CAUGHT,
                name=words,
                trigger=Trigger(cause=Cause.TIMER, words=words),
            )
        )
        if step is None:  # a step of a state inside or around takes it
            title = event_title(self.workflow, timer.event)
            step = sheet.add(Node(id=id_from("fired", fires), kind=Kind.TASK, name=title))
        sheet.join(fires, step)


def chained(sheet: Sheet, after: Id, nodes: Iterable[Node]) -> Id:
    """Put these nodes one after the other; the last of them, or what they came after."""
    for node in nodes:
        sheet.join(after, sheet.add(node))
        after = node.id
    return after


def triggers(words: Words, step: Step, timers: Iterable[TimedEvent]) -> Iterator[Trigger]:
    """What a step comes about by: somebody records it, a linked case tells it, the clock."""
    if heard := words.heard(step):
        yield Trigger(cause=Cause.MESSAGE, ref=heard)
    by_clock = [timer for timer in timers if timer.event == step.event]
    if step.by or not (heard or by_clock):
        yield Trigger(cause=Cause.CONDITION, words=f"{step.title}: recorded")
    for timer in by_clock:
        yield Trigger(cause=Cause.TIMER, words=rule_in_words(words.workflow, timer.due))
