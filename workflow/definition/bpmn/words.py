"""Whatever a document says beside its flows: documentation, roles, and messages between cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from workflow.definition.bpmn.elements import (
    Cause,
    Id,
    Kind,
    Message,
    Node,
    Trigger,
    id_from,
    id_of,
)
from workflow.definition.model import Process, Workflow
from workflow.definition.read_facts import in_words
from workflow.definition.statements import Part, said_by_part
from workflow.definition.statements.statement import NAMED
from workflow.definition.statements.words import guarded
from workflow.definition.step import Step, Way
from workflow.definition.task import Rung, Task
from workflow.definition.wording import condition, event_title, guard_in_words, quoted


class Words:
    """Of one workflow of a process. Keeps the messages and roles that were asked for."""

    def __init__(self, process: Process, workflow: Workflow) -> None:
        self.process, self.workflow = process, workflow
        self.messages: dict[Id, Message] = {}
        self._said = said_by_part(workflow)

    def of_task(self, task: Task) -> tuple[str, ...]:
        """Whose it is, by when, and where that comes from."""
        source = (f"Source: {task.source.text}",) if task.source and task.source.text else ()
        return (*self._lines(Part(self.workflow.name, "task", task.name)), *source)

    def of_step(self, step: Step) -> tuple[str, ...]:
        """Who may take it, what is asked, where it leads."""
        if step is self.workflow.opening:
            return self._lines(Part(self.workflow.name, "opening"))
        return self._lines(Part(self.workflow.name, "step", f"{step.state}.{step.event}"))

    def unless(self, rung: Rung) -> tuple[str, ...]:
        """When a rung falls silent."""
        return (f"Unless {guarded(self.workflow, rung.unless)}",) if rung.unless else ()

    def titles(self, roles: Iterable[str]) -> list[str]:
        """Roles by their titles."""
        known = self.workflow.roles
        return [known[role].title if role in known else in_words(role) for role in roles]

    def roles(self, names: Iterable[str]) -> tuple[Id, ...]:
        """The ids of roles, each once."""
        return tuple(id_of("role", name) for name in dict.fromkeys(names) if self._is_role(name))

    def all_roles(self) -> Mapping[Id, str]:
        """Every role by its id."""
        return {id_of("role", role.name): role.title for role in self.workflow.roles.values()}

    def others(self) -> Mapping[str, str]:
        """The workflows that this one speaks with, by their titles."""
        own = self.workflow.name
        names = [name for m in self.messages.values() for name in (m.sender, m.hearer)]
        return {name: self._title(name) for name in dict.fromkeys(names) if name != own}

    def heard(self, step: Step) -> Id | None:
        """The message that brings a step from a linked case."""
        link = self.workflow.links.get(step.from_link or "")
        return self._message(link.to, self.workflow.name, step.event) if link else None

    def told(self, step: Step) -> Iterator[Node]:
        """What a step tells linked cases, and the cases that it opens."""
        for number, tell in enumerate(step.tell):
            if link := self.workflow.links.get(tell.link):
                for event in tell.events:
                    message = self._message(self.workflow.name, link.to, event)
                    yield self._throw(step, f"tell{number}", message)
        for number, start in enumerate(step.start):
            message = self._message(self.workflow.name, start.workflow, "open_case")
            yield self._throw(step, f"start{number}", message)

    def way(self, way: Way) -> str:
        """When a way is taken: in a word or two, else in a sentence."""
        if way.when is None:
            return condition(way, self.workflow.facts)
        short = guard_in_words(way.when, self.workflow.facts)
        return short or guarded(self.workflow, way.when)

    def _throw(self, step: Step, which: str, message: Id) -> Node:
        told = self.messages[message]
        return Node(
            id=id_from(which, id_of(step.state or "anywhere", step.event), message),
            kind=Kind.THROWN,
            name=f"{self._title(told.hearer)}: {quoted(told.name)}",
            trigger=Trigger(cause=Cause.MESSAGE, ref=message),
        )

    def _message(self, sender: str, hearer: str, event: str) -> Id:
        id_ = id_of("message", sender, hearer, event)
        name = self._event(hearer, event)
        self.messages[id_] = Message(id=id_, name=name, sender=sender, hearer=hearer)
        return id_

    def _event(self, workflow: str, event: str) -> str:
        flow = self.process.workflows.get(workflow)
        if flow is None:
            return in_words(event)
        return flow.opening.title if event == flow.opening.event else event_title(flow, event)

    def _title(self, workflow: str) -> str:
        flow = self.process.workflows.get(workflow)
        return flow.title if flow else in_words(workflow)

    def _is_role(self, name: str) -> bool:
        return name in self.workflow.roles

    def _lines(self, part: Part) -> tuple[str, ...]:
        found = self._said.get(part, [])
        return tuple(
            f"{each.aspect.capitalize()}: {each.sourced}" for each in found if each.aspect != NAMED
        )
