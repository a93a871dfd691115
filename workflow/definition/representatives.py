"""For every name in some guards the few values that stand for all its values there.

A choice has its codes, a yes-or-no two values. Of anything else only its order and equality
with what it is compared with can matter, so each such relation gets one value: a number below,
at and above each constant, as many days as dates are compared with one another, and so on.

Numbers are taken to be whole where every constant is, and not negative where no constant is.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, combinations, pairwise

from workflow.definition.guard import Guard
from workflow.definition.model import Fact, FactKind

MAX_MEMBERS = 12
"""Of a fact with many values: how many different members are told apart."""

FIRST_DAY = date(2026, 1, 5)  # a Monday; any day would do
DATED = frozenset({FactKind.DATE, FactKind.DATETIME})


class TooMany(Exception):
    """There are more values than can be tried one by one."""


class InCircle(Exception):
    """A derived fact is worked out from itself."""


class Representatives:
    """The values to try for each name that the guards read, derived facts seen through."""

    def __init__(self, guards: Iterable[Guard], facts: Mapping[str, Fact]) -> None:
        """Read the guards.

        Raises:
            InCircle: a derived fact is worked out from itself.
        """
        self._facts = facts
        self._constants: dict[str, set[object]] = {}
        self._partners: dict[str, set[str]] = {}
        self._seen_through: set[str] = set()
        for guard in guards:
            self._read(guard.tree, ())

    @property
    def names(self) -> tuple[str, ...]:
        """Every fact or predicate whose value is not worked out from others, in order of name."""
        return tuple(sorted(self._constants))

    def values(self, name: str) -> tuple[object, ...]:
        """Values that stand for all, without None.

        Raises:
            TooMany: a fact with many values is asked for too many different members.
        """
        fact = self._facts.get(name)
        if self._holds_many(fact):
            return self._subsets(name)
        if fact is not None and fact.kind is FactKind.YES_NO:
            return (True, False)
        if fact is not None and fact.codes:
            return tuple(fact.codes)
        return self._open_values(name, fact)

    def _read(self, tree: ast.expr, within: tuple[str, ...]) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                self._read_name(node.id, within)
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare):
                for left, right in pairwise([node.left, *node.comparators]):
                    self._relate(left, right)
                    self._relate(right, left)

    def _read_name(self, name: str, within: tuple[str, ...]) -> None:
        derived = self._derived(name)
        if derived is None:
            self._constants.setdefault(name, set())
            self._partners.setdefault(name, set())
        elif name in within:
            raise InCircle(name)
        elif name not in self._seen_through:
            self._read(derived.tree, (*within, name))
            self._seen_through.add(name)

    def _derived(self, name: str) -> Guard | None:
        fact = self._facts.get(name)
        return None if fact is None else fact.is_

    def _relate(self, one: ast.expr, other: ast.expr) -> None:
        """Remember of a name what it is compared with."""
        name = self._base(one)
        if name is None:
            return
        partner = self._base(other)
        if partner is not None:
            self._partners[name].add(partner)
        elif not isinstance(other, ast.Name):
            self._constants[name].update(constants(other))

    def _base(self, node: ast.expr) -> str | None:
        """The fact behind a name; None where it is an expression or no name at all."""
        while isinstance(node, ast.Name):
            derived = self._derived(node.id)
            if derived is None:
                return node.id
            node = derived.tree
        return None

    def _subsets(self, name: str) -> tuple[object, ...]:
        members = {*self._constants[name], "another"} - {None}
        for partner in self._partners[name]:
            if not self._holds_many(self._facts.get(partner)):
                members.update(self.values(partner))
            else:  # "another" they may share; this one is in no other list
                members |= {*self._constants[partner], f"of {name} alone"} - {None}
        if len(members) > MAX_MEMBERS:
            raise TooMany(name)
        ordered = sorted(members, key=str)
        return tuple(
            chain.from_iterable(combinations(ordered, n) for n in range(len(ordered), -1, -1))
        )

    def _open_values(self, name: str, fact: Fact | None) -> tuple[object, ...]:
        related = self._related(name)
        alike = sum(1 for other in related if self._is_open(other))
        if any(self._kind(other) in DATED for other in related):
            return tuple(FIRST_DAY + timedelta(days=n) for n in range(alike))
        fixed = set(chain.from_iterable(self._fixed(other) for other in related))
        numbers = [value for value in fixed if isinstance(value, int | float)]
        if numbers or (fact is not None and fact.kind is FactKind.NUMBER):
            return tuple(_numbers(numbers, alike))
        texts = sorted(value for value in fixed if isinstance(value, str))
        return (*texts, *(f"text {n + 1}" for n in range(alike)))

    @staticmethod
    def _holds_many(fact: Fact | None) -> bool:
        return fact is not None and (fact.many or fact.kind is FactKind.ROWS)

    def _is_open(self, name: str) -> bool:
        """True when the name is not drawn from a closed set of values."""
        fact = self._facts.get(name)
        if fact is None:
            return True
        return not (self._holds_many(fact) or fact.kind is FactKind.YES_NO or fact.codes)

    def _related(self, name: str) -> set[str]:
        """The names compared with one another, directly or through others, this one among them."""
        found, ahead = {name}, [name]
        while ahead:
            new = self._partners[ahead.pop()] - found
            found |= new
            ahead.extend(new)
        return found

    def _fixed(self, name: str) -> tuple[object, ...]:
        """Every constant that a name is compared with, and its codes."""
        fact = self._facts.get(name)
        return (*self._constants[name], *(fact.codes if fact is not None else ()))

    def _kind(self, name: str) -> FactKind | None:
        fact = self._facts.get(name)
        return None if fact is None else fact.kind


def constants(node: ast.expr) -> tuple[object, ...]:
    """The constants that stand there: one, or those of a list; none for anything else."""
    if isinstance(node, ast.List | ast.Tuple):
        return tuple(ast.literal_eval(item) for item in node.elts)
    if isinstance(node, ast.Constant | ast.UnaryOp):
        try:
            return (ast.literal_eval(node),)
        except ValueError:  # `not fact`
            return ()
    return ()


def _numbers(points: Collection[float], between: int) -> Iterator[float]:
    """The points themselves and `between` numbers in each gap around them, smallest first."""
    whole = all(isinstance(point, int) for point in points)
    ordered: list[float] = sorted({0, *points})
    if ordered[0] < 0:
        yield from (ordered[0] - n for n in range(between, 0, -1))
    for low, high in pairwise(ordered):
        yield low
        yield from _inside(low, high, between, whole=whole)
    yield ordered[-1]
    yield from (ordered[-1] + n for n in range(1, between + 1))


def _inside(low: float, high: float, count: int, *, whole: bool) -> Iterator[float]:
    if whole:
        yield from (low + n for n in range(1, count + 1) if low + n < high)
    else:
        yield from (low + (high - low) * n / (count + 1) for n in range(1, count + 1))
