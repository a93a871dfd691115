"""The family of a case: the cases that share with it what its process joins cases by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from workflow.case.model import Case
from workflow.clock import london_day
from workflow.definition.release import Release
from workflow.engine.stored_cases import StoredCases
from workflow.store.reading import Reading

RECENTLY = timedelta(days=365)
"""For how long a case that was closed still counts where letters to its family are looked at."""


def alike(reading: Reading, release: Release, case: Case) -> list[str]:
    """The cases that share with this one what its process joins cases by, itself among them."""
    found = (reading.alike(name, value) for name, value in _shared(release, case))
    return list(dict.fromkeys(chain.from_iterable(found)))


def not_tied(reading: Reading, cases: StoredCases, case: Case, today: date) -> Iterator[Case]:
    """The rest of the family of a case, and of those that it is tied to, that nobody has tied to
    it: the open ones, and those closed lately.
    """
    tied = {case.ref, *(ref for link in case.links for ref in case.linked(link))}
    shared = {
        each
        for there in map(cases.get, sorted(tied))
        for each in _shared(cases.pins(there)[0], there)
    }
    found = {ref for name, value in shared for ref in reading.alike(name, value)}
    for ref in sorted(found - tied):
        other = cases.get(ref)
        if other.closed_on is None or london_day(other.closed_on) > today - RECENTLY:
            yield other


def _shared(release: Release, case: Case) -> list[tuple[str, str]]:
    """What a case can be joined by, each fact with its value."""
    joins = frozenset().union(*(flow.joins for flow in release.process.workflows.values()))
    told = ((name, case.facts.get(name)) for name in sorted(joins))
    return [(name, str(value)) for name, value in told if value is not None]
