"""What the page of a case tells beside its dates."""

from __future__ import annotations

from days import at, day
from engine.building import Desk
from process.building import an_outcome
from real_process import catalogue, release
from workflow.engine.case_page import CasePage, case_page
from workflow.engine.changes import task_title
from workflow.engine.due_list import asked


def page(desk: Desk, ref: str, on: str) -> CasePage:
    with desk.store.reading() as reading:
        return case_page(reading, catalogue(), ref, asked(at(f"{on} 12:00")))


def test_age_is_that_of_the_day_on_which_the_page_is_read(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026", date_of_birth=day("Wed 6 Mar 2019"))

    def age(on: str) -> list[str]:
        return [fact.value for fact in page(desk, "CP-1", on).facts if fact.name == "age_in_years"]

    assert age("Thu 5 Mar 2026") == ["6"]
    assert age("Fri 6 Mar 2026") == ["7"]


def test_those_whom_facts_name_for_a_role_work_on_the_case(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")

    assert page(desk, "CP-1", "Tue 24 Mar 2026").people == (
        ("Lead social worker", "worker.1"),
        ("Conference chair", "-"),
    )
    assert page(desk, "CONF-1", "Tue 24 Mar 2026").people == (("Conference chair", "-"),)


def test_a_step_that_would_be_refused_whatever_is_answered_says_why(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    desk.met("Mon 23 Mar 2026", "CP-1")

    def blocked() -> dict[str, str]:
        steps = page(desk, "CONF-1", "Mon 23 Mar 2026").steps
        return {step.event: step.blocked for step in steps}

    assert "No outcome has been typed" in blocked()["confirm_conference_outcome"]
    assert blocked()["record_conference_outcome"] == ""
    # Whom it names is asked by the step itself: nobody can say before.
    assert blocked()["record_view"] == ""

    typed = {"CP-1": an_outcome("Mon 23 Mar 2026")}
    desk.does("CONF-1", "type_conference_outcome", "Mon 23 Mar 2026", outcomes=typed)

    assert blocked()["confirm_conference_outcome"] == ""


def test_a_task_for_one_of_the_people_says_as_what_they_take_part() -> None:
    flow = release().workflow("conference")
    title = flow.task["agency_report"].title

    assert task_title(flow, "agency_report", "school/2") == f"{title} (School 2)"
    assert task_title(flow, "agency_report", "gp") == f"{title} (General practitioner)"
    assert task_title(flow, "agency_report", None) == title
