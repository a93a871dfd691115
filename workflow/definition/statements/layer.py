"""What a policy says of the calendar and the hour, beside what it changes in the process."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.deadlines.naming import day_name
from workflow.definition.model import Policy
from workflow.definition.statements.statement import Part, Statement, about, listed


def layer(policy: Policy) -> Iterator[Statement]:
    """Of local closure days, and of the hours at which people are told."""
    yield from about(
        Part("", "calendar"),
        "Local calendar",
        {
            "closure days": listed(map(day_name, sorted(policy.closure_days))),
            "people are told at": policy.rungs_at.isoformat("minutes"),
            "families are left in peace": policy.quiet_hours,
        },
    )
