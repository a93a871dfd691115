"""The names that a step has to choose from: it is refused unless it names one of a list."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.case.reading import Reading
from workflow.definition.model import Fact
from workflow.definition.step import Step


def names_to_choose(fact: Fact, steps: Iterable[Step], reading: Reading) -> list[str]:
    """Those in the lists of the case, where a block says `not` of a fact that looks `fact` up."""
    blocks = {str(block.when) for step in steps for block in step.blocked_while}
    lists = [
        name
        for each in reading.workflow.facts.values()
        if each.every == fact.name and f"not {each.name}" in blocks
        for name in each.is_in
    ]
    return [str(value) for name in lists for value in reading(name) or ()]
