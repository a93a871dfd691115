"""What can be proved of guards by trying the few values that matter of each name they read.

The guards themselves are run, so a proof means exactly what will happen to a case.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import product
from math import prod

from workflow.definition.guard import Guard, Values
from workflow.definition.model import Fact
from workflow.definition.representatives import InCircle, Representatives, TooMany
from workflow.errors import CasewardError

MAX_TRIED = 100_000
"""assignments; more are not tried, since every check of a definition would wait for them"""

Assignment = dict[str, object]
"""A value (None: not set) for each name that the guards read."""


class CannotProve(CasewardError):
    """The guards read too many facts, or a derived fact in a circle: nothing is known."""

    code = "cannot_prove"


@dataclass(frozen=True, kw_only=True)
class Given:
    """What is known before the guards are read.

    `facts` are every name's declaration, `asked` the names that are surely set, `required` those
    that are set whenever a guard holds, `refused` guards that surely do not hold.
    """

    facts: Mapping[str, Fact]
    asked: frozenset[str] = frozenset()
    required: Mapping[str, Guard] = field(default_factory=dict)
    refused: tuple[Guard, ...] = ()

    def about(self, names: Collection[str]) -> Given:
        """Only what bears on these names."""
        return replace(
            self,
            required={name: when for name, when in self.required.items() if name in names},
            refused=tuple(guard for guard in self.refused if not guard.names.isdisjoint(names)),
        )

    def allows(self, assignment: Assignment, read: Values) -> bool:
        """True when the values do not contradict what is known."""
        missing = (when for name, when in self.required.items() if assignment.get(name) is None)
        return not any(guard.holds(read) for guard in (*missing, *self.refused))


def counterexample(guards: Collection[Guard], given: Given) -> Assignment | None:
    """Values under which none of the guards holds; None when one of them always does.

    Raises:
        CannotProve: see there.
    """
    return example((), guards, given)


def overlap(one: Guard, other: Guard, given: Given) -> Assignment | None:
    """Values under which both guards hold; None when they exclude one another.

    Raises:
        CannotProve: see there.
    """
    return example((one, other), (), given)


def never(guard: Guard, given: Given, *, earlier: Collection[Guard] = ()) -> bool:
    """True when the guard can never hold while none of the earlier ones does.

    Raises:
        CannotProve: see there.
    """
    return example((guard,), earlier, given) is None


def example(hold: Collection[Guard], fail: Collection[Guard], given: Given) -> Assignment | None:
    """Values under which all of `hold` hold and none of `fail` does; None when there are none.

    Raises:
        CannotProve: see there.
    """
    given = given.about(frozenset[str]().union(*(guard.names for guard in (*hold, *fail))))
    values = _values((*hold, *fail, *given.required.values(), *given.refused), given)
    for chosen in product(*values.values()):
        assignment = dict(zip(values, chosen, strict=True))
        read = partial(_read, given.facts, dict(assignment))
        if any(guard.holds(read) for guard in fail):
            continue
        if all(guard.holds(read) for guard in hold) and given.allows(assignment, read):
            return assignment
    return None


def in_words(assignment: Mapping[str, object]) -> str:
    """The values as a reader of the definition would say them."""
    return ", ".join(f"{name}: {_said(value)}" for name, value in assignment.items())


def _values(guards: Collection[Guard], given: Given) -> dict[str, tuple[object, ...]]:
    try:
        seen = Representatives(guards, given.facts)
        values = {name: seen.values(name) for name in seen.names}
    except InCircle as exc:
        raise CannotProve(f"the fact {exc} is worked out from itself") from exc
    except TooMany as exc:
        raise CannotProve(f"the fact {exc} is asked for too many members") from exc
    unset = {name: () if name in given.asked else (None,) for name in values}
    values = {name: (*known, *unset[name]) for name, known in values.items()}
    if prod(map(len, values.values())) > MAX_TRIED:
        raise CannotProve(f"there are too many cases to try of {', '.join(values)}")
    return values


def _read(facts: Mapping[str, Fact], known: Assignment, name: str) -> object:
    """The value of a name, worked out once where it is derived."""
    if name not in known:
        fact = facts[name]
        assert fact.is_ is not None  # every other name has been given a value
        known[name] = fact.is_.value(partial(_read, facts, known))
    return known[name]


def _said(value: object) -> str:
    match value:
        case None:
            return "not set"
        case True:
            return "yes"
        case False:
            return "no"
        case ():
            return "empty"
        case tuple():
            return " and ".join(map(str, value))
        case date():
            return f"{value:%-d %b %Y}"
    return f"{value}"
