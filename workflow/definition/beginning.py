"""With what a form begins: values that cases around have, to be looked at and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.definition.guard import Guard
from workflow.definition.problem import Placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning(Placed):
    """Where the value of a fact is taken from: the `fact` of the cases of a link, the last linked
    first; with `through` of those that such a case is linked to by that.

    `when` is read on the case of the first link. `named_in` is a fact of it that lists
    participants: of rows of people those alone.

    With `addresses` there is no `fact`: rows of people are whoever those cases are told to write
    to, by the name of the address the kind of participant that they are here, and who has one of
    the `roles` there.
    """

    of: str
    fact: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    through: str | None = None
    named_in: str | None = None
    when: Guard | None = None
