"""Whether a form can begin with what another case has."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.beginning import Beginning
from workflow.definition.form import suggest
from workflow.definition.model import Fact, FactKind, Workflow
from workflow.definition.problem import Problem
from workflow.definition.soundness.scope import Scope

FITS = {FactKind.DATETIME: {FactKind.DATETIME, FactKind.DATE}}
"""What else than its own kind a fact can begin with: of an instant the day may be known."""


def begins_with_nothing(scope: Scope) -> Iterator[Problem]:
    """A fact that would begin with what the cases of a link do not have."""
    for fact in scope.workflow.facts.values():
        for begins in fact.begins_with:
            near = scope.linked(begins.of)
            if near is None:  # told as an unknown link
                continue
            there = _through(scope, near, begins)
            if there is None:
                mend = suggest(begins.through or "", near.links) or f"name a link of `{near.name}`"
                what = f"`{near.name}` has no link `{begins.through}`"
                yield _of(fact, begins, "through", "unknown_link", what, mend)
                continue
            if begins.addresses:
                yield from _people(scope, fact, begins, there)
            else:
                yield from _fact(fact, begins, there)
            if begins.named_in is not None and begins.named_in not in near.facts:
                mend = suggest(begins.named_in, near.facts) or f"name a fact of `{near.name}`"
                what = f"`{near.name}` has no fact `{begins.named_in}`"
                yield _of(fact, begins, "named_in", "undeclared_fact", what, mend)


def _through(scope: Scope, near: Workflow, begins: Beginning) -> Workflow | None:
    if begins.through is None:
        return near
    link = near.links.get(begins.through)
    return scope.process.workflows.get(link.to) if link is not None else None


def _fact(fact: Fact, begins: Beginning, there: Workflow) -> Iterator[Problem]:
    source = there.facts.get(begins.fact)
    if source is None:
        mend = suggest(begins.fact, there.facts) or f"name a fact of `{there.name}`"
        what = f"`{there.name}` has no fact `{begins.fact}`"
        yield _of(fact, begins, "fact", "undeclared_fact", what, mend)
    elif source.kind not in FITS.get(fact.kind, {fact.kind}) or source.many != fact.many:
        what = f"`{fact.name}` ({fact.kind}) cannot begin with `{source.name}` ({source.kind})"
        yield _of(fact, begins, "fact", "begins_with_another_kind", what, "name one of its kind")


def _people(scope: Scope, fact: Fact, begins: Beginning, there: Workflow) -> Iterator[Problem]:
    """What is wrong with rows of people made of those to whom another case writes."""
    kinds = scope.workflow.participants
    if fact.name != scope.workflow.participants_in:
        what = f"`{fact.name}` does not hold the participants of `{scope.workflow.name}`"
        yield _of(fact, begins, "addresses", "begins_with_another_kind", what, "name a fact")
    for address, kind in begins.addresses.items():
        if address not in there.addresses:
            mend = suggest(address, there.addresses) or f"name an address of `{there.name}`"
            what = f"`{there.name}` has no address `{address}`"
            yield _of(fact, begins, "addresses", "unknown_address", what, mend)
        if kind not in kinds:
            mend = suggest(kind, kinds) or "name a kind of participant of this workflow"
            what = f"there is no participant `{kind}`"
            yield _of(fact, begins, "addresses", "unknown_participant", what, mend)
    for role in begins.roles:
        if role not in there.roles or role not in kinds:
            mend = suggest(role, kinds.keys() & there.roles.keys()) or "leave it out"
            what = f"`{role}` is no role of `{there.name}` that takes part here"
            yield _of(fact, begins, "roles", "unknown_participant", what, mend)


def _of(fact: Fact, begins: Beginning, key: str, code: str, what: str, mend: str) -> Problem:
    where = f"facts.{fact.name}.begins_with"
    return Problem(position=begins.at(key), code=code, where=where, what=what, mend=mend)
