"""What belongs together of a case, on one page."""

from __future__ import annotations

import pytest

from days import at, day
from engine.building import Desk, a_case_of_two
from real_process import catalogue
from workflow.case.model import Refused
from workflow.engine.case_page import loaded, page_of
from workflow.engine.due_list import asked
from workflow.engine.sheet import SheetPage, sheet_page


def sheet(desk: Desk, name: str, on: str) -> SheetPage:
    what, calendar = asked(at(f"{on} 12:00")), catalogue().calendar()
    with desk.store.reading() as reading:
        release, case = loaded(reading, catalogue(), "CP-1")
        return sheet_page(reading, release, case, name, what, calendar)


def sheets(desk: Desk, on: str) -> list[str]:
    with desk.store.reading() as reading:
        release, case = loaded(reading, catalogue(), "CP-1")
        page = page_of(reading, catalogue(), release, case, asked(at(f"{on} 12:00")), {})
    return [title for _, title in page.sheets]


def test_todays_plan_has_each_action_beside_how_it_goes(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    action = {"plan_action": "Attend the service", "action_owner": "The mother"}
    more = {"action_due_on": day("Thu 30 Apr 2026"), "action_checked_by": "The core group"}
    on = "Tue 24 Mar 2026"
    desk.does("CP-1", "update_plan_action", on, action_fallback="-", **action, **more)
    rated = {"plan_action": "Attend the service", "progress_rating": "worse"}
    desk.does("CP-1", "rate_progress", "Wed 25 Mar 2026", **rated)

    plan = sheet(desk, "todays_plan", "Thu 26 Mar 2026")
    (table,) = next(part for part in plan.parts if part.tables).tables
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert row["What is to be done"] == "Attend the service"
    assert row["By when"] == "Thu 30 Apr 2026"
    assert row["Progress rating"] == "Risk rising"
    assert row["Happened on"] == "Wed 25 Mar 2026"
    assert len(table.rows) == 1


@pytest.mark.requirement("S0-11")
def test_a_child_in_need_has_its_plan_on_a_sheet_of_its_own(desk: Desk) -> None:
    a_case_of_two(desk, "Mon 23 Mar 2026", CP_1="child_in_need")
    assert "Child in Need plan" not in sheets(desk, "Thu 26 Mar 2026")
    agreed = "Robin sees the school nurse each week; the father goes to the course."
    desk.does("CP-1", "agree_child_in_need_plan", "Mon 30 Mar 2026", child_in_need_plan=agreed)

    plan = sheet(desk, "child_in_need_plan", "Tue 31 Mar 2026")

    assert sheets(desk, "Tue 31 Mar 2026") == ["Child in Need plan"]
    assert agreed in [fact.value for fact in plan.parts[0].facts]
    assert "Review the Child in Need plan" in [date.title for date in plan.parts[1].dates]


def test_todays_plan_has_the_next_dates_and_says_what_is_not_known(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")

    plan = sheet(desk, "todays_plan", "Thu 26 Mar 2026")
    dates = [date for part in plan.parts for date in part.dates]
    assert ("Hold the core group", "by Wed 8 Apr 2026, 7 working days left") in [
        (date.title, date.due) for date in dates
    ]
    facts = {fact.label: fact.value for part in plan.parts for fact in part.facts}
    assert facts["Last seen"] == "not known"
    assert facts["Category of abuse"] == "Neglect"


def test_a_sheet_is_there_while_its_guard_holds(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    assert sheets(desk, "Tue 3 Mar 2026") == []
    with pytest.raises(Refused, match="no such sheet now"):
        sheet(desk, "todays_plan", "Tue 3 Mar 2026")

    desk.met("Mon 23 Mar 2026", "CP-1")
    desk.decided("Mon 23 Mar 2026", CP_1="protection_plan")
    assert sheets(desk, "Tue 24 Mar 2026") == ["Today's plan", "Contingency plan"]
