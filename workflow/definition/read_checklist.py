"""The checklist of a step, and the facts that its entries are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from workflow.definition.fact import Fact, FactKind
from workflow.definition.form import Form
from workflow.definition.problem import Problem
from workflow.definition.source_text import Keys, Scalar
from workflow.definition.step import Step, Tick


def read_checklist(form: Form) -> Iterator[Tick]:
    """`checklist: {FACT: "Sentence."}`, or `FACT: {say: "Sentence.", when: "guard"}`."""
    for name, node in form.entries("checklist"):
        if isinstance(node, Scalar) and node.text:
            yield Tick(fact=name, say=node.text, position=node.position)
        elif isinstance(node, Keys):
            row = Form(node, f"{form.where}.checklist.{name}", form.problems)
            tick = Tick(
                fact=name, say=row.needed("say"), when=row.guard("when"), position=row.position
            )
            row.finish()
            yield tick
        else:
            form.problem(
                "wrong_type",
                f"`{name}` is a sentence to tick",
                'write `NAME: "Sentence."`',
                node.position,
            )


def facts_of_checklists(
    steps: Iterable[Step], declared: Mapping[str, Fact], problems: list[Problem]
) -> dict[str, Fact]:
    """A yes-or-no fact for each entry, labelled with its sentence. Reports names used twice."""
    found: dict[str, Fact] = {}
    for step in steps:
        for tick in step.checklist:
            other = declared.get(tick.fact) or found.get(tick.fact)
            if other is not None and (tick.fact in declared or other.label != tick.say):
                problems.append(_taken(step, tick))
                continue
            found[tick.fact] = Fact(
                name=tick.fact, kind=FactKind.YES_NO, label=tick.say, position=tick.position
            )
    return found


def _taken(step: Step, tick: Tick) -> Problem:
    return Problem(
        position=tick.position,
        code="checklist_name_taken",
        where=f"{step.event}.checklist.{tick.fact}",
        what=f"`{tick.fact}` stands for something else already",
        mend="give the entry a name of its own, or the same sentence where it is the same",
    )
