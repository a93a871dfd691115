"""Who hears of rungs that are past together: the last of them for each, and nobody twice."""

from __future__ import annotations

import pytest

from cases import Office
from days import day
from workflow.case.ladder import LATER, SILENT, TOLD
from workflow.case.simulated_time import RUNG_PASSED

LADDER = """
    facts: {due_by: {type: date}, excused: {type: yes_no}}
    open_case: {by: [worker], asks: [due_by], to: open}
    tasks:
      hold:
        role: worker
        done_by: hold
        due: {same day of: due_by}
        escalate:
          - {at: 5 days before, to: worker, notice: soon}
          - {at: on the day, to: [worker, manager], notice: today}
          - {at: 1 day after, to: manager, notice: late, unless: "excused"}
    states:
      open:
        title: Open
        steps:
          hold: {by: [worker], to: closed}
          move: {by: [worker], asks: [due_by], stay: yes}
          excuse: {by: [worker], asks: [excused], stay: yes}
      closed: {title: Closed, final: true}
    """


@pytest.fixture
def office() -> Office:
    return Office(LADDER)


def heard(office: Office) -> list[tuple[str, str | list[str]]]:
    """Notice of every rung, with who heard of it or why nobody did."""
    return [
        (row.facts["notice"], row.facts.get("passed") or row.facts.get("heard", row.facts["to"]))
        for row in office.deeds()
        if row.name == RUNG_PASSED
    ]


def test_in_time_each_rung_is_heard_by_all_it_names(office: Office) -> None:
    office.opened("Mon 2 Mar 2026", due_by=day("Fri 20 Mar 2026"))
    office.time_passes("Mon 30 Mar 2026")

    assert heard(office) == [
        ("soon", ["worker"]),
        ("today", ["worker", "manager"]),
        ("late", ["manager"]),
    ]


def test_of_what_is_recorded_late_each_hears_the_last(office: Office) -> None:
    office.opened("Wed 4 Mar 2026", due_by=day("Tue 3 Mar 2026"))
    office.time_passes("Wed 4 Mar 2026")

    assert heard(office) == [("soon", LATER), ("today", ["worker"]), ("late", ["manager"])]


def test_a_rung_still_ahead_silences_none(office: Office) -> None:
    office.opened("Wed 4 Mar 2026", due_by=day("Wed 4 Mar 2026"))
    office.time_passes("Wed 4 Mar 2026")

    assert heard(office) == [("soon", LATER), ("today", ["worker", "manager"])]


def test_a_later_rung_that_is_silent_silences_none(office: Office) -> None:
    office.opened("Mon 2 Mar 2026", due_by=day("Mon 30 Mar 2026"))
    office.happened("excuse", "Mon 2 Mar 2026", excused=True)
    office.happened("move", "Wed 4 Mar 2026", due_by=day("Tue 3 Mar 2026"))
    office.time_passes("Wed 4 Mar 2026")

    assert heard(office) == [
        ("soon", LATER),
        ("today", ["worker", "manager"]),
        ("late", SILENT),
    ]


def test_what_was_told_for_an_earlier_date_is_not_told_again_when_it_is_past(
    office: Office,
) -> None:
    office.opened("Mon 2 Mar 2026", due_by=day("Fri 13 Mar 2026"))
    office.time_passes("Mon 9 Mar 2026")
    office.happened("move", "Wed 11 Mar 2026", due_by=day("Sat 14 Mar 2026"))
    office.time_passes("Sun 15 Mar 2026")

    assert heard(office) == [
        ("soon", ["worker"]),
        ("soon", TOLD),
        ("today", ["worker", "manager"]),
        ("late", ["manager"]),
    ]


def test_what_is_ahead_of_a_moved_date_is_told_for_it(office: Office) -> None:
    office.opened("Mon 2 Mar 2026", due_by=day("Fri 13 Mar 2026"))
    office.time_passes("Mon 9 Mar 2026")
    office.happened("move", "Wed 11 Mar 2026", due_by=day("Fri 20 Mar 2026"))
    office.time_passes("Mon 16 Mar 2026")

    assert heard(office) == [("soon", ["worker"]), ("soon", ["worker"])]
