"""What of a condition is settled before a form is answered, and what is left of it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workflow.case.reading import Reading
from workflow.definition.guard import Guard, names_in
from workflow.definition.model import Fact, Workflow
from workflow.definition.predicates import OPEN_SUFFIX


@dataclass(frozen=True, kw_only=True)
class Ground:
    """On what conditions are settled: `told` are the names that the event itself tells, of them
    `shown` those that the page asks for, `needed` those that it must tell; `read` is what the case
    knows, None where it may have known something else on the day of the event.
    """

    workflow: Workflow
    told: frozenset[str]
    shown: frozenset[str]
    needed: frozenset[str]
    read: Reading | None

    def fact(self, name: str) -> Fact | None:
        """The fact of that name."""
        return self.workflow.facts.get(name)

    def settled(self, names: Iterable[str]) -> bool:
        """Whether the case has values of these that neither an answer nor the day changes."""
        return self.read is not None and all(map(self._is_settled, names))

    def _is_settled(self, name: str) -> bool:
        fact = self.fact(name)
        if name in self.told or (fact is not None and fact.years_since):
            return False
        if fact is None:
            return name.endswith(OPEN_SUFFIX) and name.removesuffix(OPEN_SUFFIX) not in self.told
        return self.settled(fact.made_of)

    def left_of(self, node: ast.expr) -> ast.expr:
        """The expression without what is settled; a constant where all of it is."""
        match node:
            case ast.BoolOp(op=op, values=parts):
                return _joined(op, [self.left_of(part) for part in parts])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return _negated(self.left_of(operand))
        if self.read is not None and self.settled(names_in(node)):
            return ast.Constant(as_guard(node).holds(self.read))
        return node


def as_guard(node: ast.expr) -> Guard:
    """A part of a guard as one of its own."""
    return Guard(ast.unparse(node), names_in(node), node)


def _negated(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Constant):
        return ast.Constant(not node.value)
    return ast.UnaryOp(op=ast.Not(), operand=node)


def _joined(op: ast.boolop, parts: Sequence[ast.expr]) -> ast.expr:
    decides = isinstance(op, ast.Or)
    known = [bool(part.value) for part in parts if isinstance(part, ast.Constant)]
    left = [part for part in parts if not isinstance(part, ast.Constant)]
    if decides in known or not left:
        return ast.Constant(decides if decides in known else not decides)
    return left[0] if len(left) == 1 else ast.BoolOp(op=op, values=left)
