"""In which lists a case stands, and from when on."""

from __future__ import annotations

from datetime import datetime, time

from cases import Office
from days import day
from workflow.case.listing import ALWAYS, standings

VISITS = """
facts:
  seen_on: {type: date}
  worker: {type: text}
states:
  open:
    title: Open
    tasks:
      visit: {role: worker, due: {within: 10 working days, of: seen_on}, done_by: visit}
    steps:
      see: {by: [worker], asks: [seen_on], may_ask: [worker], stay: yes}
      visit: {by: [worker], stay: yes}
      end: {by: [worker], to: over}
  over: {title: Over, final: yes}
"""


def listed(lists: str, *, seen: str = "Mon 2 Mar 2026", recorded: str = "", **facts: str) -> object:
    """From when on a case that was seen on that day stands in the list; None while it does not."""
    office = Office(f"{VISITS}\nlists: {{lost: {{title: Lost, {lists}}}}}")
    office.opened("Sun 1 Mar 2026")
    office.happened("see", seen, recorded=recorded, seen_on=day(seen), **facts)
    return _now(office)


def _now(office: Office) -> object:
    workflow = office.release.workflow("plan")
    calendars = office.release.calendars(office.calendar)
    return standings(workflow, calendars, office.case()).get("lost")


def test_a_guard_says_who_stands_in_a_list() -> None:
    assert listed('when: "worker == None"') == ALWAYS
    assert listed('when: "worker == None"', worker="asha") is None


def test_time_alone_brings_a_case_into_a_list() -> None:
    found = listed("from: {within: 4 weeks, of: seen_on}")

    assert found == datetime.combine(day("Mon 30 Mar 2026"), time())


def test_a_case_whose_date_is_not_known_stands_in_no_list_that_counts_from_it() -> None:
    office = Office(f"{VISITS}\nlists: {{lost: {{title: L, from: {{same day of: seen_on}}}}}}")
    office.opened("Sun 1 Mar 2026")

    assert _now(office) is None


def test_a_late_task_brings_its_case_in_on_the_day_after_it_was_due() -> None:
    assert listed("tasks: [visit], late: yes") == datetime.combine(day("Tue 17 Mar 2026"), time())


def test_the_guard_of_a_task_reads_when_it_is_due() -> None:
    assert listed('tasks: [visit], when: "seen_on < due"') == ALWAYS
    assert listed('tasks: [visit], when: "seen_on > due"') is None


def test_what_was_recorded_late_is_listed() -> None:
    late = "told_late_by: 5 working days"

    assert listed(late, recorded="Mon 9 Mar 2026") is None
    assert listed(late, recorded="Tue 10 Mar 2026") == ALWAYS


def test_a_closed_case_stands_only_in_lists_of_its_state() -> None:
    anywhere = Office(f"{VISITS}\nlists: {{lost: {{title: Lost}}}}")
    over = Office(f"{VISITS}\nlists: {{lost: {{title: Lost, while: [over]}}}}")
    for office in (anywhere, over):
        office.opened("Sun 1 Mar 2026")
        office.happened("end", "Mon 2 Mar 2026")

    assert (_now(anywhere), _now(over)) == (None, ALWAYS)
