"""A workflow in the words of BPMN: a state is where a token rests, a step is how it goes on.

Why it is done so is told in docs/adr/0006-a-workflow-in-bpmn.md.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.definition.bpmn.drawn_work import ANYWHERE, Work, chained, triggers
from workflow.definition.bpmn.elements import (
    Cause,
    Id,
    Kind,
    Node,
    Part,
    Sheet,
    Trigger,
    Whole,
    id_from,
    id_of,
)
from workflow.definition.bpmn.entering import Entries
from workflow.definition.bpmn.words import Words
from workflow.definition.model import Process, State, Workflow
from workflow.definition.step import Step, Way
from workflow.definition.task import TimedEvent

DURING = "during"
ANYTIME = "At any time until the case is closed"


def compose(process: Process, workflow: Workflow) -> Whole:
    """The whole of a workflow. The same workflow gives the same elements."""
    words = Words(process, workflow)
    composer = _Composer(words)
    part = composer.part()
    return Whole(
        workflow=workflow.name,
        title=workflow.title,
        part=part,
        messages=tuple(words.messages.values()),
        escalations=composer.escalations,
        roles=words.all_roles(),
        others=words.others(),
    )


class _Composer:
    """Puts a sheet together for the process, and for each state that holds others.

    A sheet is called by the id of its state, that of the process by ANYWHERE.
    """

    def __init__(self, words: Words) -> None:
        self.words, self.workflow = words, words.workflow
        self.escalations: dict[Id, str] = {}
        self.sheets = {ANYWHERE: Sheet()}
        self.sheets |= {s.id: Sheet() for s in self.workflow.states.values() if s.substates}
        self.within: dict[Id, Sheet] = {}
        self.entries = Entries(words)

    def part(self) -> Part:
        """The process, with everything inside."""
        self._start(ANYWHERE)
        for state in self.workflow.states.values():
            self._state(state)
        for state in self.workflow.states.values():
            for step in state.steps:
                if step.moves:
                    host = state_id(state.id)
                    self._moving(state.parent or ANYWHERE, host, step, state.timers)
        self._anywhere()
        return self._whole(self.sheets[ANYWHERE])

    def _whole(self, sheet: Sheet) -> Part:
        inside = {id_: self._whole(found) for id_ in sheet.nodes if (found := self._inside(id_))}
        return sheet.whole(inside)

    def _inside(self, id_: Id) -> Sheet | None:
        return self.within.get(id_)

    # -- states

    def _state(self, state: State) -> None:
        sheet, id_ = self.sheets[state.parent or ANYWHERE], state_id(state.id)
        work = Work(self.words, state)
        if state.substates:
            sheet.add(Node(id=id_, kind=Kind.PART, name=state.title))
            self.within[id_] = self.sheets[state.id]
            self._start(state.id)
            return
        if work:
            sheet.add(Node(id=id_, kind=Kind.FREE, name=state.title))
            self.within[id_] = work.sheet()
        elif not state.final:
            sheet.add(Node(id=id_, kind=Kind.TASK, name=state.title))
        if state.final:
            self._end(sheet, state, id_ if work else None)

    def _end(self, sheet: Sheet, state: State, after: Id | None) -> None:
        """Nothing else goes on in a case that has come here."""
        id_ = id_of("end", state.id) if after else state_id(state.id)
        over = Trigger(cause=Cause.TERMINATE) if state.parent is None else None
        sheet.add(Node(id=id_, kind=Kind.END, name=state.title, trigger=over))
        if after:
            sheet.join(after, id_)

    # -- where a part begins

    def _start(self, place: str) -> None:
        """From its start to the first state, and beside it to the work that goes on throughout."""
        sheet = self.sheets[place]
        state = self.workflow.states.get(place)
        opening = self.workflow.opening
        start = Node(id=id_of("start", place or "case"), kind=Kind.START)
        if state is None:
            start = replace(start, name=opening.title, said=self.words.of_step(opening))
        after = sheet.add(start)
        if state is None:
            after = chained(sheet, after, self.words.told(opening))
        work = self._throughout(sheet, place, state)
        regions = [state_id(s) for s in state.substates] if state and state.parallel else []
        if work or regions:
            fork = sheet.add(Node(id=id_of("fork", place or "case"), kind=Kind.FORK))
            sheet.join(after, fork)
            after = fork
        for beside in [*([work] if work else []), *regions]:
            sheet.join(after, beside)
        if state is None:
            self._ways(ANYWHERE, after, opening, None)
        elif not state.parallel:
            self._enter(sheet, place, after)

    def _throughout(self, sheet: Sheet, place: str, state: State | None) -> Id | None:
        work = Work(self.words, state)
        if not work and (state or not any(s.moves for s in self.workflow.anywhere)):
            return None
        id_ = id_of(DURING, place or "case")
        name = f"While in {state.title or 'it'}" if state else ANYTIME
        if not work:
            return sheet.add(Node(id=id_, kind=Kind.TASK, name=name))
        sheet.add(Node(id=id_, kind=Kind.FREE, name=name))
        self.within[id_] = work.sheet()
        return id_

    def _enter(self, sheet: Sheet, place: str, after: Id) -> None:
        doors = self.entries.of(place)
        if len({door.state for door in doors}) == 1:
            sheet.join(after, state_id(doors[0].state))
            return
        choice = sheet.add(Node(id=id_of("enter", place), kind=Kind.CHOICE))
        sheet.join(after, choice)
        for door in doors:
            target = state_id(door.state)
            sheet.join(choice, target, door.name, when=door.when, otherwise=door.otherwise)

    # -- steps

    def _anywhere(self) -> None:
        """Steps that lead on wherever the case is: what is open at any time stays so."""
        for step in self.workflow.anywhere:
            if step.moves:
                host = id_of(DURING, "case")
                self._moving(ANYWHERE, host, step, self.workflow.timers, interrupts=False)

    def _moving(
        self,
        place: str,
        host: Id,
        step: Step,
        timers: tuple[TimedEvent, ...],
        *,
        interrupts: bool = True,
    ) -> None:
        sheet = self.sheets[place]
        first, *others = (
            sheet.add(self._event(step, host, trigger, number, interrupts=interrupts))
            for number, trigger in enumerate(triggers(self.words, step, timers), 1)
        )
        after = chained(sheet, first, self.words.told(step))
        self._ways(place, after, step, host if interrupts else None)
        (leads_to,) = (flow.target for flow in sheet.flows.values() if flow.source == first)
        for event in others:
            sheet.join(event, leads_to)

    def _event(
        self, step: Step, host: Id, trigger: Trigger, number: int, *, interrupts: bool
    ) -> Node:
        id_ = id_of("step", step.state or "anywhere", step.event)
        return Node(
            id=id_ if number == 1 else id_from("again", id_, str(number)),
            kind=Kind.BOUNDARY,
            name=step.title,
            said=self.words.of_step(step),
            trigger=trigger,
            host=host,
            interrupts=interrupts,
        )

    def _ways(self, place: str, after: Id, step: Step, stays: Id | None) -> None:
        """Where a step leads. `stays`: what goes on where it leads nowhere."""
        sheet = self.sheets[place]
        if len(step.ways) > 1 or any(way.when for way in step.ways):
            choice = id_of("choose", step.state or "anywhere", step.event)
            sheet.join(after, sheet.add(Node(id=choice, kind=Kind.CHOICE)))
            after = choice
        for way in step.ways:
            self._way(sheet, place, after, step, way, stays)

    def _way(
        self, sheet: Sheet, place: str, after: Id, step: Step, way: Way, stays: Id | None
    ) -> None:
        name = self.words.way(way) if len(step.ways) > 1 or way.when else ""
        guard = str(way.when) if way.when else ""
        otherwise = way.when is None and len(step.ways) > 1
        if way.to is not None:
            target = self._target(place, way.to)
        elif stays is not None:
            target = stays
        else:
            end = id_of("stays", step.state or "anywhere", step.event)
            target = sheet.add(Node(id=end, kind=Kind.END, name="The case stays where it is"))
        sheet.join(after, target, name, when=guard, otherwise=otherwise)

    # -- from one part into another

    def _target(self, place: str, to: str) -> Id:
        """What stands for a state in a part: it, what holds it, or the way out towards it."""
        here = self._there(place, to)
        return state_id(here) if here else self._left(place, to)

    def _there(self, place: str, state: str) -> str | None:
        """The state of this part that is that state, or holds it."""
        return next(
            (s for s in self.workflow.ancestry(state) if self._parent(s) == place),
            None,
        )

    def _parent(self, state: str) -> str:
        return self.workflow.states[state].parent or ANYWHERE

    def _left(self, place: str, to: str) -> Id:
        """The end of a part that is left for a state outside, and the event that takes it up."""
        title = self.workflow.states[to].title
        around = place
        while self._there(self._parent(around), to) is None:
            around = self._parent(around)
        outside = self.sheets[self._parent(around)]
        escalation = id_of("leave", around, to)
        self.escalations[escalation] = f"{self.workflow.states[around].title}: on to {title}"
        trigger = Trigger(cause=Cause.ESCALATION, ref=escalation)
        taken_up = Node(
            id=id_of("left", around, to),
            kind=Kind.BOUNDARY,
            name=f"on to {title}",
            trigger=trigger,
            host=state_id(around),
        )
        target = self._target(self._parent(around), to)
        outside.join(outside.add(taken_up), target)
        end = Node(id=id_of("gone", place, to), kind=Kind.END, name=f"on to {title}")
        return self.sheets[place].add(replace(end, trigger=trigger))


def state_id(state: str) -> Id:
    """The id of what stands for a state."""
    return id_of("state", state)
