"""What a process says of its tasks: whose, by when, where, done by what, and who is told."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.deadlines.rule import Anchor, Pick, Rule, Source
from workflow.definition.model import Workflow
from workflow.definition.statements.statement import Part, Statement, about, listed
from workflow.definition.statements.words import events, guarded, labels, notice, titles
from workflow.definition.task import DoneBy, ForEach, Rung, Task
from workflow.definition.wording import place_of, rule_in_words


def tasks(workflow: Workflow) -> Iterator[Statement]:
    """Of every task."""
    for task in workflow.tasks:
        part = Part(workflow.name, "task", task.name)
        yield from about(part, task.title, _aspects(workflow, task))
        yield from _due(workflow, task, part)
        yield from _ladder(workflow, task, part)


def _aspects(workflow: Workflow, task: Task) -> dict[str, str]:
    late = (task.reason_if_late,) if task.reason_if_late else ()
    return {
        "whose task it is": _roles(workflow, task),
        "open": place_of(workflow, task),
        "opened by": events(workflow, task.opens_on),
        "only when": guarded(workflow, task.when),
        "one for each": _each(task.for_each) if task.for_each else "",
        "done by": listed(_done_by(workflow, way) for way in task.done_by),
        "asked when it is late": labels(workflow, late),
        "planned for": labels(workflow, task.set_for),
    }


def _roles(workflow: Workflow, task: Task) -> str:
    return "; ".join(
        titles(workflow, [role])
        + (f" when {guarded(workflow, when)}" if when else " otherwise" if number else "")
        for number, (when, role) in enumerate(task.role)
    )


def _each(each: ForEach) -> str:
    what = each.participants or each.link or each.rows
    return f"{what}, told apart by {each.which}"


def _done_by(workflow: Workflow, way: DoneBy) -> str:
    what = events(workflow, [way.event]) if way.event else f"a case linked by {way.link}"
    return what + (f" when {guarded(workflow, way.when)}" if way.when else "")


def _due(workflow: Workflow, task: Task, part: Part) -> Iterator[Statement]:
    if task.due is None:
        return
    for aspect, rule in (("due", task.due.first), ("due after the first", task.due.then)):
        if rule is not None:
            yield Statement(
                part=part,
                subject=task.title,
                aspect=aspect,
                words=rule_in_words(workflow, rule),
                sources=tuple(dict.fromkeys(_sources(rule))),
                otherwise="no date" if aspect == "due" else "none",
            )


def _sources(rule: Rule) -> Iterator[Source]:
    if isinstance(rule, Pick):
        for part in rule.parts:
            yield from _sources(part)
        return
    if rule.source is not None:
        yield rule.source
    if not isinstance(rule.anchor, Anchor):
        yield from _sources(rule.anchor)


def _ladder(workflow: Workflow, task: Task, part: Part) -> Iterator[Statement]:
    for at in dict.fromkeys(map(str, task.rungs)):
        told = [_told(workflow, rung) for rung in task.rungs if str(rung) == at]
        yield Statement(
            part=part,
            subject=task.title,
            aspect=f"told {at}",
            words=" and ".join(told),
            otherwise="nobody",
        )


def _told(workflow: Workflow, rung: Rung) -> str:
    more = [notice(rung.notice)]
    if rung.digest:
        more.append("in the daily summary")
    if rung.every:
        more.append(f"again every {rung.every}")
    if rung.unless:
        more.append(f"unless {guarded(workflow, rung.unless)}")
    return f"{titles(workflow, rung.to)} ({', '.join(more)})"
