"""A guard: a short expression over the facts of a case, parsed, checked and compiled once.

Only names, constants, comparisons, `and`, `or` and `not` are known here. Whether a name is
declared, and whether a text is one of the codes of a fact, is for the checks.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from workflow.definition.comparison import COMPARISONS, Comparison
from workflow.definition.guard_grammar import MEND_SYNTAX, GuardWrong, check, check_writing

__all__ = ["Guard", "GuardWrong", "Values", "names_in", "parse"]

Values = Callable[[str], object]
"""Gives the value of a name: a fact (None while unset), a count, a predicate."""

Run = Callable[[Values], object]


@dataclass(frozen=True, slots=True)
class Guard:
    """A parsed expression; `parse` makes it. Equal texts are equal guards.

    `names` are the facts and predicates that it reads, `tree` its checked syntax tree.
    """

    text: str
    names: frozenset[str] = field(compare=False, repr=False)
    tree: ast.expr = field(compare=False, repr=False)
    _run: Run = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_run", _compiled(self.tree))

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[Callable[[str], Guard], tuple[str]]:
        return parse, (self.text,)

    @property
    def copied(self) -> str | None:
        """The name whose value this is as it stands; None of a condition, which tells yes or no."""
        return self.tree.id if isinstance(self.tree, ast.Name) else None

    def holds(self, values: Values) -> bool:
        """True when the expression is true; None, 0 and an empty text are not."""
        return bool(self._run(values))

    def value(self, values: Values) -> object:
        """The value itself: of a bare name or a constant as it is, of anything else a bool."""
        return self._run(values)


def parse(text: str) -> Guard:
    """The guard that the text says.

    Raises:
        GuardWrong: it is no expression, or has something that a guard may not have.
    """
    text = text.strip()
    check_writing(text)
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as exc:
        raise GuardWrong(f"this is not an expression ({exc.msg})", MEND_SYNTAX) from exc
    except (ValueError, MemoryError, RecursionError) as exc:
        raise GuardWrong("this cannot be read as an expression", MEND_SYNTAX) from exc
    check(tree)
    return Guard(text, names_in(tree), tree)


def names_in(tree: ast.expr) -> frozenset[str]:
    """Every name that an expression, or a part of one, reads."""
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _compiled(node: ast.expr) -> Run:
    """The checked expression as nested functions: no text is evaluated when it runs."""
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return partial(_every, tuple(map(_compiled, parts)))
        case ast.BoolOp(values=parts):
            return partial(_some, tuple(map(_compiled, parts)))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return partial(_none, (_compiled(operand),))
        case ast.Compare(left=left, comparators=rights, ops=operators):
            comparisons = [COMPARISONS[type(operator).__name__] for operator in operators]
            links = tuple(zip(comparisons, map(_compiled, rights), strict=True))
            return partial(_compared, _compiled(left), links)
        case ast.Name(id=name):
            return lambda values: values(name)
    constant = ast.literal_eval(node)
    fixed = tuple(constant) if isinstance(constant, list) else constant
    return lambda values: fixed


def _every(parts: tuple[Run, ...], values: Values) -> bool:
    return all(part(values) for part in parts)


def _some(parts: tuple[Run, ...], values: Values) -> bool:
    return any(part(values) for part in parts)


def _none(parts: tuple[Run, ...], values: Values) -> bool:
    return not _some(parts, values)


def _compared(first: Run, links: tuple[tuple[Comparison, Run], ...], values: Values) -> bool:
    """A chain such as `1 < count <= 3`: every neighbouring pair compares."""
    left = first(values)
    for comparison, run in links:
        right = run(values)
        if not comparison(left, right):
            return False
        left = right
    return True
