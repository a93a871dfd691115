"""Lengths of time in days, near enough to say which of two comes first."""

from __future__ import annotations

from workflow.deadlines.rule import Span, Unit
from workflow.definition.task import Rung

_DAYS = {
    Unit.MINUTES: 1 / 1440,
    Unit.HOURS: 1 / 24,
    Unit.WORKING_DAYS: 1.4,
    Unit.DAYS: 1.0,
    Unit.WEEKS: 7.0,
    Unit.MONTHS: 30.4,
    Unit.YEARS: 365.2,
}
"""Calendar days in a unit."""


def days_in(span: Span) -> float:
    """Calendar days."""
    return span.count * _DAYS[span.unit]


def days_after_due(rung: Rung) -> float:
    """Days after the due date, negative before it."""
    if rung.span is None:
        return 0
    return -days_in(rung.span) if rung.before else days_in(rung.span)
