"""How two processes differ, in the words of a procedure.

Two policies of one process, or two releases of it. Both are put into words part by part, and what
is worded alike is alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflow.deadlines.rule import Source
from workflow.definition.model import Process
from workflow.definition.statements import Part, Statement, statements
from workflow.definition.statements.statement import NAMED

Aspects = Mapping[str, Statement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that the two say differently: of a part of a workflow, under an aspect.

    `workflow` is its title, empty for the policy itself. `aspect` is empty where only one of the
    two has the part at all. The words that one of them lacks are None.
    """

    workflow: str
    subject: str
    aspect: str
    one: str | None
    other: str | None
    one_source: str = ""
    other_source: str = ""
    otherwise: str = ""

    @property
    def heading(self) -> str:
        """What it is about: `Hold the visit, due`."""
        return f"{self.subject}, {self.aspect}" if self.aspect else self.subject

    @property
    def sides(self) -> tuple[str, str]:
        """What each of the two says, with where it comes from: `1 week after the start (local)`."""
        if not self.aspect:
            return _has(self.one), _has(self.other)
        return (
            f"{self.otherwise if self.one is None else self.one}{_in(self.one_source)}",
            f"{self.otherwise if self.other is None else self.other}{_in(self.other_source)}",
        )


def differences(one: Process, other: Process) -> tuple[Difference, ...]:
    """Everything in which the two differ, in the order of the first."""
    ours, theirs = _by_part(one), _by_part(other)
    titles = {flow.name: flow.title for p in (other, one) for flow in p.workflows.values()}
    missing = one.workflows.keys() ^ other.workflows.keys()
    return tuple(
        difference
        for part in _in_order(ours, theirs)
        if part.workflow not in missing or part.kind == "workflow"
        for difference in _of_part(titles.get(part.workflow, ""), ours.get(part), theirs.get(part))
    )


def _by_part(process: Process) -> dict[Part, dict[str, Statement]]:
    found: dict[Part, dict[str, Statement]] = {}
    for statement in statements(process):
        found.setdefault(statement.part, {})[statement.aspect] = statement
    return found


def _in_order(ours: Iterable[Part], theirs: Iterable[Part]) -> list[Part]:
    """All parts, what only the second has at the end of its workflow."""
    parts = list(dict.fromkeys([*ours, *theirs]))
    workflows = list(dict.fromkeys(part.workflow for part in parts))
    return sorted(parts, key=lambda part: workflows.index(part.workflow))


def _of_part(workflow: str, ours: Aspects | None, theirs: Aspects | None) -> Iterator[Difference]:
    if ours is None or theirs is None:
        yield _only_in_one(workflow, ours, theirs)
        return
    for aspect in dict.fromkeys([*ours, *theirs]):
        mine, yours = ours.get(aspect), theirs.get(aspect)
        if mine and yours and mine.words == yours.words:
            continue
        if mine and yours and mine.parts:
            mine, yours = mine.without(yours), yours.without(mine)
        known = mine or yours
        assert known is not None  # the aspect is of one of the two
        yield Difference(
            workflow=workflow,
            subject=known.subject,
            aspect=aspect,
            one=mine.words if mine else None,
            other=yours.words if yours else None,
            one_source=_sourced(mine.sources) if mine else "",
            other_source=_sourced(yours.sources) if yours else "",
            otherwise=known.otherwise,
        )


def _only_in_one(workflow: str, ours: Aspects | None, theirs: Aspects | None) -> Difference:
    aspects = ours or theirs or {}
    words = "; ".join(f"{a}: {said.words}" for a, said in aspects.items() if a != NAMED)
    return Difference(
        workflow=workflow,
        subject=aspects[NAMED].subject,
        aspect="",
        one=words if ours else None,
        other=words if theirs else None,
    )


def _sourced(sources: Iterable[Source]) -> str:
    """`local, T18`: who set it, and the ids of the register."""
    found = tuple(sources)
    standing = " and ".join(dict.fromkeys(source.standing.value for source in found))
    return ", ".join(filter(None, [standing, *dict.fromkeys(i for s in found for i in s.ids)]))


def _has(words: str | None) -> str:
    if words is None:
        return "does not have it"
    return f"has it ({words})" if words else "has it"


def _in(source: str) -> str:
    return f" ({source})" if source else ""
