"""A guard in the words of people: labels of facts, labels of codes, and small English words.

route == 'transfer_in' and not unborn
“How the case begins” is “Plan transferred in”, and not “Unborn”
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from workflow.definition.guard import Guard
from workflow.definition.model import Fact, FactKind, Workflow

_OPEN = "_open"
_ORDER = {ast.Lt: "less than", ast.LtE: "at most", ast.Gt: "more than", ast.GtE: "at least"}
_ORDER_OF_DAYS = {
    ast.Lt: "before",
    ast.LtE: "not after",
    ast.Gt: "after",
    ast.GtE: "not before",
}
_NAMED = {
    "quorate": "there is a quorum",
    "occurred_on": "the day it happened",
    "due": "the due date",
    "actor": "the person who records it",
}


def in_words(guard: Guard, workflow: Workflow) -> str:
    """The condition as part of a sentence, such as “Unborn” or “Sex” is “Female”."""
    return _Words(workflow.facts).of(guard.tree)


class _Words:
    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts

    def of(self, node: ast.expr) -> str:
        match node:
            case ast.BoolOp(op=op, values=parts):
                return (", and " if isinstance(op, ast.And) else ", or ").join(
                    self._part(part) for part in parts
                )
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return f"not {self._part(operand)}"
            case ast.Compare(left=left, ops=operators, comparators=right):
                lefts = [left, *right]
                each = zip(lefts, operators, right, strict=False)
                return ", and ".join(self._compared(a, op, b) for a, op, b in each)
            case _:
                return self._name(node)

    def _part(self, node: ast.expr) -> str:
        words = self.of(node)
        return f"({words})" if isinstance(node, ast.BoolOp) else words

    def _compared(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> str:
        if isinstance(operator, ast.In | ast.NotIn):
            return self._member(left, isinstance(operator, ast.In), right)
        name, fact = self._name(left), self._fact(left) or self._fact(right)
        if isinstance(right, ast.Constant) and right.value is None:
            return f"{name} is {'not ' if isinstance(operator, ast.Eq) else ''}known"
        value = self._value(right, fact)
        if isinstance(operator, ast.Eq | ast.NotEq):
            return f"{name} is {'' if isinstance(operator, ast.Eq) else 'not '}{value}"
        days = fact is not None and fact.kind in (FactKind.DATE, FactKind.DATETIME)
        return f"{name} is {(_ORDER_OF_DAYS if days else _ORDER)[type(operator)]} {value}"

    def _member(self, left: ast.expr, within: bool, right: ast.expr) -> str:
        if isinstance(right, ast.List | ast.Tuple):
            fact = self._fact(left)
            values = [self._value(item, fact) for item in right.elts]
            listed = " or ".join(filter(None, (", ".join(values[:-1]), *values[-1:])))
            return f"{self._name(left)} is {'' if within else 'not '}{listed}"
        names = "names" if within else "does not name"
        return f"{self._name(right)} {names} {self._value(left, self._fact(right))}"

    def _fact(self, node: ast.expr) -> Fact | None:
        return self._facts.get(node.id) if isinstance(node, ast.Name) else None

    def _name(self, node: ast.expr) -> str:
        if not isinstance(node, ast.Name):
            return self._value(node, None)
        if fact := self._facts.get(node.id):
            return f"“{fact.label}”"
        if node.id.endswith(_OPEN):
            link = node.id.removesuffix(_OPEN).replace("_", " ")
            return f"the number of open cases tied as “{link}”"
        return _NAMED.get(node.id, node.id)

    def _value(self, node: ast.expr, fact: Fact | None) -> str:
        if isinstance(node, ast.Name):
            return self._name(node)
        value = ast.literal_eval(node)
        if isinstance(value, bool):
            return "yes" if value else "no"
        codes = fact.codes if fact else {}
        return f"“{codes.get(value, value)}”" if isinstance(value, str) else str(value)
