"""A condition as the script of a page reads it: nested lists of words, constants and questions.

Nothing stands in it that only the case knows. What the script cannot judge as a guard does, such
as a name that may be spelt in several ways, has no test; its question is always shown.
"""

from __future__ import annotations

import ast

from workflow.definition.comparison import COMPARISONS
from workflow.definition.model import Fact, FactKind
from workflow.engine.form import Test
from workflow.engine.settled import Ground

_SIGNS = {
    "Eq": "==",
    "NotEq": "!=",
    "Lt": "<",
    "LtE": "<=",
    "Gt": ">",
    "GtE": ">=",
    "In": "in",
    "NotIn": "not in",
}
assert _SIGNS.keys() == COMPARISONS.keys()

_READ = frozenset(FactKind) - {FactKind.ROWS, FactKind.DOCUMENT, FactKind.DATETIME}
"""Kinds whose values a script reads as the engine does; of an instant only whether it is there."""


class NoTest(Exception):
    """The script cannot judge this."""


def page_test(node: ast.expr, ground: Ground) -> Test:
    """The condition for the script. Raises NoTest."""
    match node:
        case ast.BoolOp(op=op, values=parts):
            word = "and" if isinstance(op, ast.And) else "or"
            return [word, *(page_test(part, ground) for part in parts)]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return ["not", page_test(operand, ground)]
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(left, op, right, ground)
    return _value(node, ground)


def _compared(left: ast.expr, op: ast.cmpop, right: ast.expr, ground: Ground) -> Test:
    sides = [_fact(left, ground), _fact(right, ground)]
    is_known = isinstance(right, ast.Constant) and right.value is None
    for fact in filter(None, sides):
        typed_freely = fact.many and not fact.codes
        if (typed_freely or fact.kind is FactKind.DATETIME) and not is_known:
            raise NoTest
    return [_SIGNS[type(op).__name__], _value(left, ground), _value(right, ground)]


def _value(node: ast.expr, ground: Ground) -> Test:
    fact = _fact(node, ground)
    if fact is None:
        try:
            return ["is", ast.literal_eval(node)]
        except ValueError:
            raise NoTest from None
    if fact.is_ is not None:
        return page_test(ground.left_of(fact.is_.tree), ground)
    if fact.name not in ground.shown or fact.kind not in (_READ | {FactKind.DATETIME}):
        raise NoTest
    return ["of", fact.name, "many" if fact.many else fact.kind.value]


def _fact(node: ast.expr, ground: Ground) -> Fact | None:
    return ground.fact(node.id) if isinstance(node, ast.Name) else None
