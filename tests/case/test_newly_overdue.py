"""What a row typed in late makes overdue: it is dated by its instant, and recorded when learned."""

from __future__ import annotations

import pytest

from cases import CASE, Office
from days import at, day
from workflow.case.history import known_on, replay

PLAN = """
    states:
      open: {title: Open, steps: {begin: {by: [worker], to: plan}}}
      plan:
        title: Plan
        tasks:
          end:
            role: worker
            done_by: end
            due: {within: 1 month, of: entered}
            escalate: [{at: on the day, to: manager, notice: last_day}]
        timers: [{due: {within: 3 months, of: entered}, fire: run_out}]
        steps: {run_out: {to: over}, end: {by: [worker], to: over}}
      over: {title: Over}
    """


@pytest.fixture
def office() -> Office:
    """On Mon 8 Jun 2026 it is learned that the plan began on Mon 2 Mar 2026."""
    office = Office(PLAN)
    office.opened("Mon 2 Mar 2026")
    office.happened("begin", "Mon 2 Mar 2026", recorded="Mon 8 Jun 2026")
    office.time_passes("Tue 9 Jun 2026")
    return office


def test_it_happened_at_its_instant(office: Office) -> None:
    assert office.history()[-1].occurred_on == at("Wed 3 Jun 2026 00:00")
    assert office.state() == ("over",)


def test_no_row_was_recorded_before_the_one_that_brought_it_about(office: Office) -> None:
    recorded = [row.recorded_at for row in office.history()]

    assert recorded == sorted(recorded)


def test_what_was_known_before_does_not_hold_what_followed_from_it(office: Office) -> None:
    history = known_on(office.history(), day("Fri 5 Jun 2026"))

    assert [row.name for row in history] == ["open_case"]
    assert replay(office.release, office.calendar, CASE, "plan", history).state == ("open",)
