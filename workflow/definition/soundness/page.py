"""Whether the pages of a case can be shown, and give nobody of a linked case away."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.model import FactKind, Link, Workflow
from workflow.definition.page import Shown
from workflow.definition.problem import Position, Problem
from workflow.definition.representatives import DATED
from workflow.definition.soundness.scope import Scope, mend_name

HEAD = "header"


def head_of_nothing(scope: Scope) -> Iterator[Problem]:
    """A line that names a task, link or fact that there is not, or counts from no date."""
    flow = scope.workflow
    for line in flow.header:
        there = (scope.linked(line.of) if line.of else flow) or flow
        for key, name, known in (
            *(("while", state, flow.states) for state in line.place),
            ("task", line.task, flow.task),
            ("of", line.of, flow.links),
            ("open", line.open, there.links),
            ("days_since", line.days_since, flow.facts),
            ("none_since", line.none_since, flow.facts),
        ):
            if name is not None and name not in known:
                mend = mend_name(name, list(known), "this workflow")
                yield _problem(
                    line.position, HEAD, f"`{key}` names `{name}`, which there is not", mend
                )
        yield from _counts_from_no_date(flow, line)


def head_of_names(scope: Scope) -> Iterator[Problem]:
    """What would show something personal of another case, which nobody has looked at."""
    for line in scope.workflow.header:
        there = scope.linked(line.of) if line.of else None
        if there is not None and line.show is not None:
            for name in sorted(line.show.names):
                yield from _personal(there, name, line.position, HEAD)
    for link in scope.workflow.links.values():
        if (there := scope.linked(link.name)) is not None:
            yield from _beside(link, there)


def _beside(link: Link, there: Workflow) -> Iterator[Problem]:
    where = f"links.{link.name}"
    for name in link.shows:
        if name not in there.facts:
            mend = mend_name(name, list(there.facts), f"`{there.name}`")
            what = f"`shows` names `{name}`, which there is not"
            yield _problem(link.position, where, what, mend)
        yield from _personal(there, name, link.position, where)


def _personal(there: Workflow, name: str, position: Position, where: str) -> Iterator[Problem]:
    if name in there.facts and there.facts[name].personal:
        what = f"`{name}` is personal, and this page is not that case's"
        yield _problem(position, where, what, "show another fact of it: a click opens that case")


def sheet_of_nothing(scope: Scope) -> Iterator[Problem]:
    """A sheet that names a fact or task that there is not, or makes a table of what has no rows."""
    flow = scope.workflow
    for sheet in flow.sheets.values():
        where = f"sheets.{sheet.name}"
        for part in sheet.parts:
            for key, names, known in (
                ("shows", part.shows, flow.facts),
                ("rows", part.rows, flow.facts),
                ("tasks", part.tasks, flow.task),
            ):
                for name in names:
                    if name not in known:
                        mend = mend_name(name, list(known), "this workflow")
                        what = f"`{key}` names `{name}`, which there is not"
                        yield _problem(part.position, where, what, mend)
            for name in part.rows:
                if name in flow.facts and flow.facts[name].kind is not FactKind.ROWS:
                    what = f"`{name}` has no rows to make a table of"
                    yield _problem(part.position, where, what, "name it in `shows`")


def _counts_from_no_date(flow: Workflow, line: Shown) -> Iterator[Problem]:
    for key, name in (("days_since", line.days_since), ("none_since", line.none_since)):
        if name is not None and name in flow.facts and flow.facts[name].kind not in DATED:
            what = f"`{key}` counts from `{name}`, which is no date"
            yield _problem(line.position, HEAD, what, "count from a fact that is a date")
    told = line.show is not None and line.of is None and line.show.text in flow.facts
    if line.told_by and not told:
        what = "`told_by` names who recorded a fact, and this line shows none"
        yield _problem(line.position, HEAD, what, "take it out, or `show` a fact of this case")


def _problem(position: Position, where: str, what: str, mend: str) -> Problem:
    return Problem(position=position, code="page_wrong", where=where, what=what, mend=mend)
