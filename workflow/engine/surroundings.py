"""What a form knows beside its case, before anything is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.case.model import Case
from workflow.definition.release import Release
from workflow.engine.beginnings import Begun
from workflow.store.stored import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a form knows beside its case: the day, the people, the linked cases that are open, each
    with its release, what those of them are called that may be seen, by link the cases that a new
    one might be tied to, and what cases around know of the facts that are asked.
    """

    today: date | None = None
    people: Sequence[Person] = ()
    cases: Mapping[str, tuple[Release, Case]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    to_tie: Mapping[str, Sequence[str]] = field(default_factory=dict)
    begun: Mapping[str, Begun] = field(default_factory=dict)
