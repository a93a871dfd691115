"""A guard in the labels of its facts and codes, for people who compare two definitions.

What has no plain words (rare) stands as it is written.
"""

from __future__ import annotations

import ast
from collections.abc import Set

from workflow.definition.guard import Guard, names_in
from workflow.definition.model import Fact, Workflow
from workflow.definition.predicates import (
    ACTOR,
    DUE,
    LEFT_SUFFIX,
    LIKELY_QUORATE,
    OCCURRED_ON,
    OPEN_SUFFIX,
    QUORATE,
    TOLD_FROM,
)
from workflow.definition.representatives import DATED

_DATES: dict[type[ast.cmpop], str] = {
    ast.Lt: "is before",
    ast.LtE: "is no later than",
    ast.Gt: "is after",
    ast.GtE: "is no earlier than",
}
_NUMBERS: dict[type[ast.cmpop], str] = {
    ast.Lt: "is less than",
    ast.LtE: "is at most",
    ast.Gt: "is more than",
    ast.GtE: "is at least",
}
_SAME: dict[type[ast.cmpop], str] = {ast.Eq: "is", ast.NotEq: "is not"}
_NAMES = {
    DUE: "the due date",
    OCCURRED_ON: "that day",
    QUORATE: "the quorum is there",
    LIKELY_QUORATE: "a quorum is in sight",
    ACTOR: "the person who records it",
    TOLD_FROM: "the case that tells it",
}
_CONSTANTS = {True: "yes", False: "no"}


class NoWords(Exception):
    """There are no plain words for this part."""


def guard_words(workflow: Workflow, guard: Guard, asked: Set[str] = frozenset()) -> str:
    """“Seen” and “Outcome” is Support; as written, in backticks, where there are no words.

    `asked`: of conditions of which one is enough those alone that read one of these, if any does.
    """
    try:
        return _said(workflow, _reading_any(guard.tree, asked))
    except NoWords:
        return f"`{guard}`"


def _reading_any(node: ast.expr, names: Set[str]) -> ast.expr:
    """Of conditions of which one is enough those that read one of these names; else all of it."""
    if not isinstance(node, ast.BoolOp) or not isinstance(node.op, ast.Or):
        return node
    kept = [each for each in node.values if names & names_in(each)]
    if len(kept) > 1:
        return ast.BoolOp(op=node.op, values=kept)
    return kept[0] if kept else node


def _said(workflow: Workflow, node: ast.expr) -> str:
    match node:
        case ast.BoolOp(op=op, values=values):
            join = " and " if isinstance(op, ast.And) else " or "
            return join.join(_inner(workflow, value) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return f"not {_inner(workflow, operand)}"
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(workflow, left, op, right)
    return _value(workflow, node, None)


def _inner(workflow: Workflow, node: ast.expr) -> str:
    said = _said(workflow, node)
    return f"({said})" if isinstance(node, ast.BoolOp) else said


def _compared(workflow: Workflow, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
    fact, other = _fact(workflow, left), _fact(workflow, right)
    one = _value(workflow, left, other)
    if isinstance(right, ast.Constant) and right.value is None and type(op) in _SAME:
        return f"{one} is {'not ' if isinstance(op, ast.Eq) else ''}known"
    two = _value(workflow, right, fact)
    match op:
        case ast.In() | ast.NotIn():
            no = "" if isinstance(op, ast.In) else "not "
            if other is not None:
                return f"{two} {'includes' if not no else 'does not include'} {one}"
            return f"{one} is {no}{two}"
        case ast.Eq() | ast.NotEq():
            return f"{one} {_SAME[type(op)]} {two}"
    dated = any(each is not None and each.kind in DATED for each in (fact, other))
    return f"{one} {(_DATES if dated else _NUMBERS)[type(op)]} {two}"


def _value(workflow: Workflow, node: ast.expr, beside: Fact | None) -> str:
    """A name or constant; a code of the fact beside it by its label."""
    match node:
        case ast.Name(id=name):
            return _named(workflow, name)
        case ast.Constant(value=bool(flag)):
            return _CONSTANTS[flag]
        case ast.Constant(value=None):
            return "empty"
        case ast.Constant(value=value):
            return beside.codes.get(str(value), str(value)) if beside else str(value)
        case ast.List(elts=elements) | ast.Tuple(elts=elements) if elements:
            *most, last = (_value(workflow, each, beside) for each in elements)
            return f"{', '.join(most)} or {last}" if most else last
    raise NoWords


def _named(workflow: Workflow, name: str) -> str:
    if fact := workflow.facts.get(name):
        return f"\N{LEFT DOUBLE QUOTATION MARK}{fact.label}\N{RIGHT DOUBLE QUOTATION MARK}"
    if name in _NAMES:
        return _NAMES[name]
    if name.removesuffix(OPEN_SUFFIX) in workflow.links:
        return f"the number of open {name.removesuffix(OPEN_SUFFIX).replace('_', ' ')}"
    if name.removesuffix(LEFT_SUFFIX) in workflow.links:
        return f"the number of {name.removesuffix(LEFT_SUFFIX).replace('_', ' ')} left"
    raise NoWords


def _fact(workflow: Workflow, node: ast.expr) -> Fact | None:
    return workflow.facts.get(node.id) if isinstance(node, ast.Name) else None
