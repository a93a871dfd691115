"""Every guard of a workflow, with where it stands and the names it may use beside the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from workflow.deadlines.rule import Anchor, Pick, Rule
from workflow.definition.guard import Guard
from workflow.definition.model import Fact, Link, Workflow
from workflow.definition.notice import Notice
from workflow.definition.page import Shown
from workflow.definition.predicates import DUE, OCCURRED_ON, of_step
from workflow.definition.problem import Position
from workflow.definition.soundness.scope import where_of
from workflow.definition.step import Step, Way
from workflow.definition.taking_part import ParticipantKind
from workflow.definition.task import Task


@dataclass(frozen=True)
class GuardUse:
    """A guard in its place. `sets` is the fact that takes its value, None for a condition.

    `link`: it is read on the cases of that link, on the facts that they have.
    """

    guard: Guard
    where: str
    position: Position
    beside: tuple[str, ...] = ()
    sets: str | None = None
    link: str | None = None


@lru_cache(maxsize=64)
def guard_uses(workflow: Workflow) -> tuple[GuardUse, ...]:
    """Every guard and every worked-out value, in the order of the model."""
    return tuple(_uses(workflow))


def _uses(workflow: Workflow) -> Iterator[GuardUse]:
    for fact in workflow.facts.values():
        yield from _of_fact(fact)
    for link in workflow.links.values():
        yield from _sets(link, f"links.{link.name}", OCCURRED_ON)
    for kind in workflow.participants.values():
        yield from _of_kind(kind, workflow)
    for step in (workflow.opening, *workflow.steps):
        yield from _of_step(step)
    for state in workflow.states.values():
        yield from _of_ways(state.starts, f"states.{state.id}.starts")
    for timer in workflow.timed:
        yield from _conditions(timer.position, timer.where, _whens(timer.due))
    for task in workflow.tasks:
        yield from _of_task(task)
    for notice in workflow.sent:
        yield from _of_notice(notice)
    if workflow.silence is not None:
        at = workflow.silence.position
        yield GuardUse(workflow.silence.when, "silence", at, (OCCURRED_ON,))
    yield from _of_page(workflow)


def _of_fact(fact: Fact) -> Iterator[GuardUse]:
    where = f"facts.{fact.name}"
    own_event = {
        "required_when": fact.required_when,
        "asked_when": fact.asked_when,
        "weekdays_only": fact.weekdays_only,
        "where": fact.where,
        "restricted_when": fact.restricted_when,
    }
    for key, guard in own_event.items():
        if guard is not None:
            yield GuardUse(guard, where, fact.at(key), (OCCURRED_ON,))
    if fact.is_ is not None:
        yield GuardUse(fact.is_, where, fact.at("is"), sets=fact.name)
    for begins in fact.begins_with:
        if begins.when is not None:
            at = begins.at("when")
            yield GuardUse(begins.when, where, at, (OCCURRED_ON,), link=begins.of)


def _of_page(workflow: Workflow) -> Iterator[GuardUse]:
    if workflow.restricted_when is not None:
        yield GuardUse(workflow.restricted_when, "restricted_when", workflow.position)
    for line in workflow.header:
        yield from _of_head(line, workflow)
    for sheet in workflow.sheets.values():
        if sheet.when is not None:
            yield GuardUse(sheet.when, f"sheets.{sheet.name}", sheet.position)
    if workflow.diary is not None:
        wanted = workflow.diary.arrange.values()
        yield from _conditions(workflow.diary.position, "diary.arrange", wanted)
    for each in workflow.lists.values():
        where = f"lists.{each.name}"
        if each.when is not None:
            yield GuardUse(each.when, where, each.position, (DUE,) if each.tasks else ())
        yield from _conditions(each.position, where, _whens(each.since) if each.since else ())


def _of_head(line: Shown, workflow: Workflow) -> Iterator[GuardUse]:
    if line.when is not None:
        yield GuardUse(line.when, "header", line.position)
    own = line.of is None
    if line.show is not None and not (own and line.show.text in workflow.facts):
        yield GuardUse(line.show, "header", line.position, link=line.of)


def _of_kind(kind: ParticipantKind, workflow: Workflow) -> Iterator[GuardUse]:
    if kind.when is not None:
        where, link = f"participants.kinds.{kind.name}", workflow.participants_of
        yield GuardUse(kind.when, where, workflow.position, (OCCURRED_ON,), link=link)


def _of_step(step: Step) -> Iterator[GuardUse]:
    where, beside = where_of(step), of_step(step)
    yield from _of_ways(step.ways, where, *beside)
    yield from _sets(step, where, *beside)
    for way in step.ways:
        yield from _sets(way, where, *beside)
    for block in step.blocked_while:
        at = block.position or step.at("blocked_while")
        yield GuardUse(block.when, f"{where}.blocked_while", at, beside)
    for tick in step.checklist:
        if tick.when is not None:
            yield GuardUse(tick.when, f"{where}.checklist", tick.position, beside)
    for warn in step.warn:
        for guard, link in ((warn.when, None), (warn.there, warn.of)):
            if guard is not None:
                at, due = warn.position, (DUE,) if warn.task and link is None else ()
                yield GuardUse(guard, f"{where}.warn", at, (*beside, *due), link=link)
    for tell in step.tell:
        if tell.when is not None:
            yield GuardUse(tell.when, f"{where}.tell", tell.position, beside)
    for start in step.start:
        if start.when is not None:
            yield GuardUse(start.when, f"{where}.start", start.position, beside)


def _of_ways(ways: tuple[Way, ...], where: str, *beside: str) -> Iterator[GuardUse]:
    for way in ways:
        if way.when is not None:
            yield GuardUse(way.when, where, way.position, beside)


def _sets(setter: Step | Way | Link, where: str, *beside: str) -> Iterator[GuardUse]:
    for fact, value in setter.sets.items():
        at = setter.at("sets") if isinstance(setter, Step) else setter.position
        yield GuardUse(value, f"{where}.sets.{fact}", at, beside, sets=fact)


def _of_task(task: Task) -> Iterator[GuardUse]:
    where = f"tasks.{task.name}"
    if task.when is not None:
        yield GuardUse(task.when, where, task.at("when"))
    roles = [guard for guard, _ in task.role if guard is not None]
    yield from _conditions(task.at("role"), f"{where}.role", roles)
    for rule in task.rules:
        yield from _conditions(task.at("due"), f"{where}.due", _whens(rule))
    done = [done.when for done in task.done_by if done.when is not None]
    yield from _conditions(task.at("done_by"), f"{where}.done_by", done, OCCURRED_ON)
    for rung in task.rungs:
        if rung.unless is not None:
            yield GuardUse(rung.unless, f"{where}.escalate", rung.position, (DUE,))


def _of_notice(notice: Notice) -> Iterator[GuardUse]:
    where = f"notices.{notice.name}"
    for value in notice.reads.values():
        yield GuardUse(value, f"{where}.reads", notice.at("reads"), (OCCURRED_ON,))
    for line in notice.to:
        if line.when is not None:
            yield GuardUse(line.when, where, line.at("when"), (OCCURRED_ON,), link=line.of)


def _whens(rule: Rule) -> Iterator[Guard]:
    if isinstance(rule.when, Guard):
        yield rule.when
    if isinstance(rule, Pick):
        for part in rule.parts:
            yield from _whens(part)
    elif not isinstance(rule.anchor, Anchor):
        yield from _whens(rule.anchor)


def _conditions(
    position: Position, where: str, guards: Iterable[Guard], *beside: str
) -> Iterator[GuardUse]:
    return (GuardUse(guard, where, position, beside) for guard in guards)
