"""What is looked at about the day of an event, and the dates that it tells."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from workflow.case.edge import wrong
from workflow.case.model import Case, Event, Refused
from workflow.case.reading import Reading
from workflow.case.told_together import attempt_all
from workflow.clock import london_day
from workflow.deadlines.calendar import SATURDAY
from workflow.deadlines.naming import day_name
from workflow.definition.fact import Fact
from workflow.definition.model import OPEN_CASE, Workflow


def check_day(case: Case, event: Event, judged_at: datetime) -> None:
    """The event has happened, and not before its case began. Raises Refused, `wrong_date`."""
    day, recorded = london_day(event.occurred_on), london_day(judged_at)
    if day > recorded:
        sentence = f"{day_name(day)} is in the future: this is recorded on {day_name(recorded)}"
        raise Refused("wrong_date", f"{sentence}; record it once it has happened", case=case.ref)
    # A case that is joined may have been opened after what happened in the one that joins it.
    own = event.name != OPEN_CASE and event.caused_by is None
    if own and day < london_day(case.opened_on):
        sentence = (
            f"{day_name(day)} is before the case began, {day_name(london_day(case.opened_on))}"
        )
        raise Refused(
            "wrong_date", f"{sentence}; look at the year, or correct the opening", case=case.ref
        )


def check_dates_told(
    workflow: Workflow, event: Event, reading: Reading, judged_at: datetime
) -> None:
    """Dates that the event tells are such as their facts allow. Raises Refused, `wrong_fact`."""
    attempt_all(
        partial(check, workflow.facts[name], when)
        for name, value in event.facts.items()
        if name in workflow.facts
        for when in (value if isinstance(value, list) else [value])
        if isinstance(when, date)
        for check in (partial(_check_weekday, reading), partial(_check_happened, judged_at))
    )


def _check_weekday(reading: Reading, fact: Fact, when: date) -> None:
    day = london_day(when).weekday()
    if fact.weekdays_only is not None and day >= SATURDAY and reading.holds(fact.weekdays_only):
        weekday = "Saturday" if day == SATURDAY else "Sunday"
        raise wrong(fact, f"is a {weekday}; choose a day from Monday to Friday")


def _check_happened(judged_at: datetime, fact: Fact, when: date) -> None:
    if fact.happened and _lies_ahead(when, judged_at):
        recorded = day_name(london_day(judged_at))
        raise wrong(fact, f"is in the future: this is recorded on {recorded}; look at the year")


def _lies_ahead(when: date | datetime, judged_at: datetime) -> bool:
    if isinstance(when, datetime):
        return when > judged_at
    return when > london_day(judged_at)
