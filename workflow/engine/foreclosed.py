"""What steps refuse whatever else they are told: nobody is asked for it in vain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from workflow.case.reading import Reading
from workflow.definition.model import Fact, Workflow
from workflow.definition.step import Block, Step


def refused_anyhow(steps: Sequence[Step], read: Reading) -> str:
    """Why steps of one name are refused today, whatever they are told; empty: they are not."""
    blocks = _settled_blocks(steps, read)
    return next((block.say for block in blocks if block.when.holds(read)), "")


def refused_codes(steps: Sequence[Step], read: Reading, fact: Fact) -> frozenset[str]:
    """The codes of a choice that the steps refuse, whatever else they are told."""
    blocks = [b for b in _settled_blocks(steps, read, fact.name) if fact.name in b.when.names]
    return frozenset(
        code
        for code in fact.codes
        if any(block.when.holds(_told(read, fact.name, code)) for block in blocks)
    )


def codes_left(
    codes: Mapping[str, str], steps: Sequence[Step], read: Reading, fact: Fact
) -> Mapping[str, str]:
    """The choices of a question of these steps that they do not refuse whatever else is said."""
    return without(codes, refused_codes(steps, read, fact))


def without(codes: Mapping[str, str], refused: Set[str]) -> Mapping[str, str]:
    """The choices that are left; all, where none is: the step then says why."""
    return {code: label for code, label in codes.items() if code not in refused} or codes


def _told(read: Reading, name: str, code: str) -> Reading:
    return replace(read, own={**read.own, name: code})


def _settled_blocks(steps: Sequence[Step], read: Reading, but: str = "") -> Iterator[Block]:
    """Those that read, except for the fact `but`, what the steps themselves cannot change."""
    told = {name for step in steps for name in step.facts}
    for block in (block for step in steps for block in step.blocked_while):
        if _is_settled(read.workflow, block.when.names - {but}, told):
            yield block


def _is_settled(workflow: Workflow, names: Iterable[str], told: Set[str]) -> bool:
    """Whether these are facts that the case has for good until another step tells them."""
    facts = [workflow.facts.get(name) for name in names]
    return told.isdisjoint(names) and all(
        fact is not None
        and not (fact.from_fact or fact.gathers or fact.latest_in or fact.years_since)
        and _is_settled(workflow, fact.made_of, told)
        for fact in facts
    )
