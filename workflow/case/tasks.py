"""The open tasks of a case: worked out afresh from its state and facts, then compared.

Nothing commands a task: moved dates, corrections and a new release come out of the comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.case.model import Case, Event, Task, TaskChange, TaskEffect
from workflow.case.plan import place_key
from workflow.case.quorum import participants
from workflow.case.reading import Anchors, Reading
from workflow.clock import london_day
from workflow.deadlines.due import UNKNOWN, Calendars, Due, work_out
from workflow.deadlines.rule import Standing
from workflow.definition.model import Workflow
from workflow.definition.task import DoneBy, ForEach
from workflow.definition.task import Task as TaskRule


@dataclass
class Tasks:
    """The tasks of one case while an event is folded. `case` is the case after it but for them.

    `entered` names the places that the event entered from outside.
    """

    workflow: Workflow
    calendars: Calendars
    case: Case
    event: Event
    own: Mapping[str, Any]
    entered: frozenset[str]
    open: dict[tuple[str, str], Task] = field(init=False)
    done: dict[tuple[str, str], int] = field(init=False)
    opened: dict[tuple[str, str], int] = field(init=False)
    effects: list[TaskEffect] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.open = {task.key: task for task in self.case.tasks}
        self.done, self.opened = dict(self.case.done), dict(self.case.opened)

    def worked_out(self) -> Case:
        """The case with its tasks; what changed is in `effects`."""
        active = self.workflow.active(self.case.state)
        for rule in self.workflow.tasks:
            self._rule(rule, bool(rule.place & active) or (not rule.place and bool(rule.opens_on)))
        for key in [key for key in self.open if key[0] not in self.workflow.task]:
            self._close(key, TaskChange.NOT_NEEDED)
        order = {rule.name: number for number, rule in enumerate(self.workflow.tasks)}
        tasks = sorted(self.open.values(), key=lambda task: order[task.name])
        return self.case.with_(tasks=tuple(tasks), done=self.done, opened=self.opened)

    def _rule(self, rule: TaskRule, in_place: bool) -> None:
        if not in_place and not any(name == rule.name for name, _ in self.open):
            return
        reading = Reading(self.workflow, self.case)
        items = dict.fromkeys(items_of(rule.for_each, reading)) if in_place else {}
        for name, item in [*self.open]:
            if name == rule.name and item not in items and not self._completed(rule, item):
                self._close((name, item), TaskChange.NOT_NEEDED if in_place else TaskChange.LAPSED)
        for item in items:
            self._item(rule, item, reading)

    def _item(self, rule: TaskRule, item: str, reading: Reading) -> None:
        key, needed = (rule.name, item), reading.holds(rule.when)
        if place_key(rule) in self.entered:
            self.done.pop(key, None)
        self._completed(rule, item)
        if not needed and not rule.repeats:
            self.done.pop(key, None)  # the need is over: should it arise again, it opens anew
        if rule.opens_on:
            opens = key in self.open or self.event.name in rule.opens_on
        else:
            opens = rule.repeats or not self.done.get(key)
        if needed and opens:
            self._keep_open(rule, key, reading)
        else:
            self._close(key, TaskChange.NOT_NEEDED)

    def _completed(self, rule: TaskRule, item: str) -> bool:
        """Close the occurrence that the event completes."""
        key = (rule.name, item)
        task = self.open.get(key)
        if task is None or not self._is_done(rule, task):
            return False
        self.done[key] = self.done.get(key, 0) + 1
        self._close(key, TaskChange.DONE)
        return True

    def _is_done(self, rule: TaskRule, task: Task) -> bool:
        if london_day(self.event.occurred_on) < london_day(task.opened_on):
            return False  # it happened before this occurrence opened
        if task.item and rule.for_each and self.own.get(rule.for_each.which) != task.item:
            return False
        return any(self._completes(done_by) for done_by in rule.done_by)

    def _completes(self, done_by: DoneBy) -> bool:
        linked = done_by.link is not None and self.event.facts.get("link") == done_by.link
        named = (linked and self.event.name == "link") or done_by.event == self.event.name
        return named and Reading(self.workflow, self.case, self.own).holds(done_by.when)

    def _keep_open(self, rule: TaskRule, key: tuple[str, str], reading: Reading) -> None:
        was = self.open.get(key)
        due = due_of(rule, self.done.get(key, 0), reading, self.calendars)
        role = role_of(rule, reading)
        if was is None:
            self.opened[key] = self.opened.get(key, 0) + 1
        elif (was.due, was.role) == (due, role):
            return
        task = self.open[key] = Task(
            name=rule.name,
            occurrence=self.opened[key],
            item=key[1] or None,
            role=role,
            due=due,
            opened_on=was.opened_on if was else self.event.occurred_on,
        )
        change = TaskChange.OPENED if was is None else TaskChange.MOVED
        self.effects.append(TaskEffect(change, task, was))

    def _close(self, key: tuple[str, str], change: TaskChange) -> None:
        if task := self.open.pop(key, None):
            self.effects.append(TaskEffect(change, task, task))


def role_of(rule: TaskRule, reading: Reading) -> str:
    """Whose task it is now; empty when no line of the definition fits."""
    return next((role for when, role in rule.role if reading.holds(when)), "")


def due_of(rule: TaskRule, done: int, reading: Reading, calendars: Calendars) -> Due:
    """When the occurrence after `done` done ones is due."""
    if rule.due is None:
        return UNKNOWN
    anchors = Anchors(reading, place_key(rule))
    return work_out(rule.due.rule(done), anchors, calendars, standing=standing_of(rule))


def standing_of(rule: TaskRule) -> Standing:
    """The standing of a task's rules that name no source of their own."""
    return rule.source.standing if rule.source else Standing.NATIONAL


def items_of(each: ForEach | None, reading: Reading) -> Iterator[str]:
    """For whom the task is open: the empty item where it is for nobody in particular."""
    if each is None:
        yield ""
    elif each.link:
        yield from (
            ref for ref, is_open in reading.case.links.get(each.link, {}).items() if is_open
        )
    elif each.rows:
        rows = reading(each.rows) or {}
        yield from rows if isinstance(rows, Mapping) else map(str, range(1, len(rows) + 1))
    else:
        kinds = reading.workflow.participants
        for who, row in participants(reading.workflow, reading).items():
            kind = kinds.get(str(row.get("kind")))
            if (
                kind
                and _owes(each.participants, kind.report, kind.view)
                and (reading.workflow.participants_of or reading.holds(kind.when))
            ):
                yield who


def _owes(duty: str | None, report: bool, view: bool) -> bool:
    return {"report": report, "view": view, "invite": True}.get(duty or "", False)
