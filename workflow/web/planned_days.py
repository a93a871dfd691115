"""Meetings put on a day on which nobody works, or that is over: told before it is recorded, and
never refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from workflow.case.record import moment
from workflow.clock import london_day
from workflow.deadlines.calendar import BeyondHorizon, Calendar
from workflow.deadlines.naming import day_name
from workflow.definition.model import FactKind
from workflow.engine.form import StepForm


def meets_on_no_working_day(
    form: StepForm, facts: Mapping[str, Any], calendar: Calendar, today: date
) -> Iterator[str]:
    """A sentence for each time ahead that lies on a weekend, a holiday or a closed day, and for a
    meeting that is planned for a day before today.

    Of days without a time nothing is said: a birth is expected on a Sunday too.
    """
    for asked in form.fields:
        if asked.kind is not FactKind.DATETIME or asked.many or not facts.get(asked.name):
            continue
        day = london_day(moment(str(facts[asked.name])))
        if day < today and form.of_meeting:
            yield f"{asked.label}: {day_name(day)} is over. Look at the month and the year."
        with suppress(BeyondHorizon):
            reason = calendar.why_not_worked(day) if day > today else None
            if reason:
                yield f"{asked.label}: {day_name(day)} is not a working day ({reason})."
