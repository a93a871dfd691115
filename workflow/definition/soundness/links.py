"""Whether linked workflows know one another: each names the other."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.form import suggest
from workflow.definition.model import Link
from workflow.definition.problem import Position, Problem
from workflow.definition.soundness.scope import Scope, mend_name, where_of


def unknown_link(scope: Scope) -> Iterator[Problem]:
    """A link that is used but not declared, or that the other side does not return."""
    links = scope.workflow.links
    for name, where, position in _links(scope):
        if name not in links:
            what = f"there is no link `{name}`"
            yield _problem(
                "unknown_link", position, where, what, mend_name(name, links, "`links:`")
            )
    for link in links.values():
        if fault := _not_returned(scope, link):
            where = f"links.{link.name}"
            yield _problem("unknown_link", link.position, where, *fault)


Fault = tuple[str, str]
"""What is wrong, and how to mend it."""


def _links(scope: Scope) -> Iterator[tuple[str, str, Position]]:
    for fact in scope.workflow.facts.values():
        if fact.by_link is not None:
            yield fact.by_link, f"facts.{fact.name}.by", fact.at("by")
        if fact.participants_of is not None:
            where = "names_participants_of"
            yield fact.participants_of, f"facts.{fact.name}.{where}", fact.at(where)
        for begins in fact.begins_with:
            yield begins.of, f"facts.{fact.name}.begins_with", begins.at("of")
    if (of := scope.workflow.participants_of) is not None:
        yield of, "participants.of", scope.workflow.position
    for notice in scope.workflow.sent:
        for line in notice.to:
            if line.of is not None:
                yield line.of, f"notices.{notice.name}", line.at("of")
    for step in scope.steps:
        for warn in step.warn:
            if warn.of is not None:
                yield warn.of, f"{where_of(step)}.warn", warn.position
        if step.from_link is not None:
            yield step.from_link, f"{where_of(step)}.from_link", step.at("from_link")
        if step.untie is not None:
            yield step.untie.link, f"{where_of(step)}.untie", step.at("untie")
        for tell in step.tell:
            yield tell.link, f"{where_of(step)}.tell", tell.position
    for task in scope.workflow.tasks:
        where = f"tasks.{task.name}"
        if task.for_each is not None and task.for_each.link is not None:
            yield task.for_each.link, f"{where}.for_each", task.at("for_each")
        for done in task.done_by:
            if done.link is not None:
                yield done.link, f"{where}.done_by", task.at("done_by")


def _not_returned(scope: Scope, link: Link) -> Fault | None:
    here, workflows = scope.workflow.name, scope.process.workflows
    there = workflows.get(link.to)
    if there is None:
        return f"there is no workflow `{link.to}`", mend_name(
            link.to, workflows, "a file of its own"
        )
    back = there.links.get(link.inverse)
    if back is None:
        mend = f"declare `{link.inverse}: {{to: {here}, inverse: {link.name}}}` there"
        return f"`{link.to}` has no link `{link.inverse}`", suggest(
            link.inverse, there.links
        ) or mend
    if (back.to, back.inverse) != (here, link.name):
        return (
            f"`{link.inverse}` of `{link.to}` is the inverse of `{back.inverse}` of `{back.to}`",
            f"write `to: {here}, inverse: {link.name}` there, or name another inverse here",
        )
    return None


def _problem(code: str, position: Position, where: str, what: str, mend: str) -> Problem:
    return Problem(position=position, code=code, where=where, what=what, mend=mend)
