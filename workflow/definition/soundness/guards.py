"""Whether guards name what is declared, and compare each fact with what it can hold."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from workflow.definition.form import suggest
from workflow.definition.model import Fact, FactKind
from workflow.definition.predicates import (
    ACTOR,
    DUE,
    LEFT_SUFFIX,
    OCCURRED_ON,
    TOLD_FROM,
    predicates,
)
from workflow.definition.problem import Problem
from workflow.definition.representatives import DATED, constants
from workflow.definition.soundness.guard_uses import GuardUse, guard_uses
from workflow.definition.soundness.scope import Scope

SORTS = (
    DATED,
    frozenset({FactKind.NUMBER}),
    frozenset({FactKind.YES_NO}),
    frozenset({FactKind.ROWS}),
    frozenset({FactKind.TEXT, FactKind.CHOICE, FactKind.PERSON, FactKind.ADDRESS}),
    frozenset({FactKind.DOCUMENT}),
)
"""Kinds whose values can equal one another."""

IN_ORDER = ast.Lt | ast.LtE | ast.Gt | ast.GtE
MEMBER = ast.In | ast.NotIn
CONDITION = ast.BoolOp | ast.Compare


def undeclared_name(scope: Scope) -> Iterator[Problem]:
    """A guard that reads something that no fact and no predicate is called."""
    for use in guard_uses(scope.workflow):
        known = _names(scope, use)
        for name in sorted(use.guard.names - known.keys()):
            yield _of(
                use,
                "undeclared_name",
                f"the guard `{use.guard}` names `{name}`, which is not declared",
                _mend_name(name, known, scope.workflow.links),
            )


def value_outside_code_set(scope: Scope) -> Iterator[Problem]:
    """A comparison of a fact with what it can never hold."""
    for use in guard_uses(scope.workflow):
        known = _names(scope, use)
        for what, mend in (*_compared(use, known), *_set(use, known)):
            yield _of(use, "value_outside_code_set", what, mend)


def _names(scope: Scope, use: GuardUse) -> Mapping[str, Fact]:
    flow = scope.workflow
    if use.link is not None:
        flow = scope.linked(use.link) or flow
    return {**flow.facts, **predicates(flow, *use.beside)}


def _mend_name(name: str, known: Mapping[str, Fact], links: Collection[str]) -> str:
    if name == OCCURRED_ON:
        return "`occurred_on` is known in steps only; name the fact that holds the date"
    if name == ACTOR:
        return "`actor` is known in steps only; name the fact that holds the person"
    if name == TOLD_FROM:
        return "`told_from` is known in steps only; name a fact"
    if name.endswith(LEFT_SUFFIX) and name.removesuffix(LEFT_SUFFIX) in links:
        link = name.removesuffix(LEFT_SUFFIX)
        return f"`{name}` is known in steps that `untie` `{link}` only; `{link}_open` everywhere"
    if name == DUE:
        return "`due` is known in `unless` only; name the fact that holds the date"
    near = suggest(name, known)
    return f"{near} or declare it under `facts:`" if near else _DECLARE


_DECLARE = "declare it under `facts:`, or put a text in quotes"


Fault = tuple[str, str]
"""What is wrong, and how to mend it."""


def _compared(use: GuardUse, known: Mapping[str, Fact]) -> Iterator[Fault]:
    for node in ast.walk(use.guard.tree):
        if not isinstance(node, ast.Compare):
            continue
        pairs = pairwise([node.left, *node.comparators])
        for operator, (left, right) in zip(node.ops, pairs, strict=True):
            yield from _side(known, left, operator, right)
            if isinstance(operator, MEMBER):
                yield from _membership(known, left, right)
            else:
                yield from _side(known, right, operator, left)
                yield from _two_facts(known, left, right)


def _side(
    known: Mapping[str, Fact], node: ast.expr, operator: ast.cmpop, other: ast.expr
) -> Iterator[Fault]:
    """What is wrong with a single fact on one side of a comparison."""
    fact = _fact(known, node)
    if fact is None:
        return
    if fact.many:
        in_common = isinstance(operator, MEMBER) and _holds_many(known, other)
        if constants(other) != (None,) and not in_common:
            yield f"`{fact.name}` holds several values", f"write `'...' in {fact.name}`"
        return
    if isinstance(operator, IN_ORDER) and fact.kind in (FactKind.CHOICE, FactKind.YES_NO):
        yield f"the values of `{fact.name}` have no order", "compare with ==, != or in"
    for value in constants(other):
        yield from _value(fact, value)


def _membership(known: Mapping[str, Fact], member: ast.expr, holder: ast.expr) -> Iterator[Fault]:
    fact = _fact(known, holder)
    if fact is None:
        return
    if not fact.many and fact.kind is not FactKind.ROWS:
        yield f"`{fact.name}` holds one value, not several", f"write `{fact.name} == '...'`"
        return
    for value in constants(member) if fact.kind is not FactKind.ROWS else ():
        yield from _value(fact, value)


def _two_facts(known: Mapping[str, Fact], left: ast.expr, right: ast.expr) -> Iterator[Fault]:
    one, other = _fact(known, left), _fact(known, right)
    if one is not None and other is not None and _sort(one.kind) is not _sort(other.kind):
        yield (
            f"`{one.name}` ({one.kind}) and `{other.name}` ({other.kind}) are never equal",
            "compare facts of one type",
        )


def _set(use: GuardUse, known: Mapping[str, Fact]) -> Iterator[Fault]:
    """What is wrong with a value that a fact is set to."""
    fact = known.get(use.sets or "")
    if fact is None:
        return
    source = _fact(known, use.guard.tree)
    if source is not None and _sort(source.kind) is not _sort(fact.kind):
        yield (
            f"`{fact.name}` ({fact.kind}) cannot be `{source.name}` ({source.kind})",
            "set it to a fact of its own type",
        )
    if isinstance(use.guard.tree, CONDITION) and fact.kind is not FactKind.YES_NO:
        yield f"`{fact.name}` ({fact.kind}) is set to yes or no", "give the fact the type yes_no"
    for value in constants(use.guard.tree):
        yield from _value(fact, value)


def _value(fact: Fact, value: object) -> Iterator[Fault]:
    """What is wrong with this constant for this fact."""
    if value is None:
        return
    if fact.codes and isinstance(value, str):
        if value not in fact.codes:
            codes = ", ".join(fact.codes)
            mend = suggest(value, fact.codes) or f"its codes are {codes}"
            yield f"`{fact.name}` is never '{value}'", mend
    elif not _fits(fact, value):
        yield f"`{fact.name}` ({fact.kind}) is never {value!r}", _MEND[_sort(fact.kind)]


def _fits(fact: Fact, value: object) -> bool:
    match fact.kind:
        case FactKind.YES_NO:
            return isinstance(value, bool)
        case FactKind.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case FactKind.DATE | FactKind.DATETIME | FactKind.ROWS | FactKind.DOCUMENT:
            return False
    return isinstance(value, str)


_MEND = dict(
    zip(
        SORTS,
        (
            "compare it with None or with another date; counting belongs in `due`",
            "compare it with a number, without quotes",
            "compare it with True or False, or write the name alone",
            "ask whether it is set: write the name alone",
            "compare it with a text in quotes",
            "compare it with None: what a document says no guard reads",
        ),
        strict=True,
    )
)


def _sort(kind: FactKind) -> frozenset[FactKind]:
    return next(sort for sort in SORTS if kind in sort)


def _fact(known: Mapping[str, Fact], node: ast.expr) -> Fact | None:
    return known.get(node.id) if isinstance(node, ast.Name) else None


def _holds_many(known: Mapping[str, Fact], node: ast.expr) -> bool:
    fact = _fact(known, node)
    return fact is not None and fact.many


def _of(use: GuardUse, code: str, what: str, mend: str) -> Problem:
    return Problem(position=use.position, code=code, where=use.where, what=what, mend=mend)
