"""The head of a case's page: what has to be seen at one look."""

from __future__ import annotations

from days import at, day
from engine.building import Desk, visited
from process.building import an_outcome
from real_process import catalogue
from workflow.engine.case_head import HeadLine, time_left
from workflow.engine.case_page import loaded, page_of
from workflow.engine.cases_around import cases_around
from workflow.engine.due_list import asked
from workflow.store.stored_access import Scope

EVERYTHING = Scope(person="asha", sees_all=True, sees_free=True)
NOTHING = Scope(person="nobody")


def head_of(desk: Desk, on: str, ref: str = "CP-1", scope: Scope = EVERYTHING) -> list[HeadLine]:
    what = asked(at(on if ":" in on else f"{on} 12:00"))
    with desk.store.reading() as reading:
        release, case = loaded(reading, catalogue(), ref)
        around = cases_around(reading, catalogue(), release, case, scope, what.as_of)
        return list(page_of(reading, catalogue(), release, case, what, around.seen).header)


def said(desk: Desk, on: str, **more: object) -> dict[str, str]:
    return {line.label: line.value for line in head_of(desk, on, **more)}  # type: ignore[arg-type]  # ref and scope


def test_a_plan_has_its_category_its_days_and_what_is_due_next(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")

    head = said(desk, "Wed 25 Mar 2026")
    assert head["On a plan for"] == "Neglect, 2 days, since Mon 23 Mar 2026"
    assert head["Next core group"] == "by Wed 8 Apr 2026, 8 working days left"
    assert head["Lead social worker"] == "worker.1"
    assert head["Last seen"] == "not known"
    assert said(desk, "Thu 9 Apr 2026")["Next core group"].endswith("1 working day late")


def test_support_without_anybody_who_leads_it_says_so(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    assert "Lead practitioner" not in said(desk, "Mon 2 Mar 2026")
    desk.met("Mon 23 Mar 2026", "CP-1")
    desk.decided("Mon 23 Mar 2026", CP_1=an_outcome("Mon 23 Mar 2026", "child_in_need"))

    assert said(desk, "Wed 25 Mar 2026")["Lead practitioner"] == "not known"


def test_a_child_that_was_seen_has_when_and_who_recorded_it(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.does("CP-1", "record_visit", "Tue 24 Mar 2026", by="cleo", **visited("Tue 24 Mar 2026"))
    alone = visited("Fri 27 Mar 2026") | {"seen_alone": False}
    desk.does("CP-1", "record_visit", "Fri 27 Mar 2026", by="ben", **alone)

    head = said(desk, "Sat 28 Mar 2026")
    assert head["Last seen"] == "Fri 27 Mar 2026, yesterday, recorded by ben (invented)"
    assert head["Last seen alone"] == "Tue 24 Mar 2026, 4 days ago, recorded by cleo (invented)"


def test_what_is_dangerous_comes_first_with_the_hours_that_are_left(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.does("CP-1", "report_missing", "Tue 24 Mar 2026")
    power = {"immediate_protection": "police_protection", "started_at": at("Tue 24 Mar 2026 09:00")}
    desk.does("CP-1", "record_immediate_protection", "Tue 24 Mar 2026", **power)
    desk.does("CP-1", "update_child_details", "Tue 24 Mar 2026", do_not_disclose_address=True)

    head = head_of(desk, "Fri 27 Mar 2026 04:00")
    assert [(line.label, line.value) for line in head if line.danger] == [
        ("The address must not be disclosed", "yes"),
        ("Missing since", "Tue 24 Mar 2026, 3 days ago"),
        (
            "Emergency power",
            "Police protection (72 hours), by Fri 27 Mar 2026, 09:00, 5 hours left",
        ),
    ]
    assert head[:3] == [line for line in head if line.danger]


def test_who_was_found_is_not_missing(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.does("CP-1", "report_missing", "Tue 24 Mar 2026")
    desk.does("CP-1", "report_found", "Wed 25 Mar 2026", found_at="usual_address")

    assert "Missing since" not in said(desk, "Thu 26 Mar 2026")


def test_a_plan_without_a_lead_worker_says_since_when(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    desk.met("Mon 23 Mar 2026", "CP-1")
    nobody = {
        "decision": "protection_plan",
        "reasons": "-",
        "category_of_abuse": "neglect",
        "interim_lead_manager": "cleo",
        "first_core_group_on": "2026-03-30",
        "first_review_on": "2026-06-10",
        "contingency_plan": "-",
        "outline_plan": "-",
    }
    desk.decided("Mon 23 Mar 2026", CP_1=nobody)

    assert said(desk, "Tue 24 Mar 2026")["Lead social worker"] == "none since Mon 23 Mar 2026"


def test_the_chair_is_that_of_the_last_conference_which_one_may_see(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.does("CONF-1", "change_chair", "Tue 24 Mar 2026", chair="ivan")

    assert said(desk, "Tue 24 Mar 2026")["Conference chair"] == "ivan (invented)"
    assert "Conference chair" not in said(desk, "Tue 24 Mar 2026", scope=NOTHING)


def test_cases_around_have_where_they_are_and_what_their_tie_shows(desk: Desk) -> None:
    desk.on_plan("Mon 23 Mar 2026")
    desk.referred("Tue 24 Mar 2026", "CP-2")
    someone = {"must_not_meet": ["Invented Name", "Other Name"]}
    desk.does("CP-2", "update_child_details", "Tue 24 Mar 2026", **someone)

    def groups(scope: Scope) -> dict[str, list[tuple[str, str]]]:
        with desk.store.reading() as reading:
            release, case = loaded(reading, catalogue(), "CP-1")
            on = day("Tue 24 Mar 2026")
            found = cases_around(reading, catalogue(), release, case, scope, on)
        return {
            group.label: [
                (near.case, "; ".join((near.place, *(f.value for f in near.facts))))
                for near in group.cases
            ]
            for group in found.groups
        }

    assert groups(EVERYTHING) == {
        "Conferences": [
            (
                "CONF-1",
                "Decided; Initial child protection conference; Mon 23 Mar 2026, 10:00;"
                " Mon 23 Mar 2026",
            )
        ],
        "Same family": [("CP-2", "Strategy discussion awaited; yes; no")],
    }
    assert groups(NOTHING) == {"Conferences": [("CONF-1", "")]}


def test_what_is_left_is_told_in_working_days_or_hours() -> None:
    what, calendar = asked(at("Thu 2 Apr 2026 12:00")), catalogue().calendar()

    assert time_left(day("Thu 2 Apr 2026"), what, calendar) == "by Thu 2 Apr 2026, today"
    assert time_left(day("Tue 7 Apr 2026"), what, calendar).endswith(" 1 working day left")
    assert time_left(day("Wed 1 Apr 2026"), what, calendar).endswith(" 1 working day late")
    assert time_left(at("Thu 2 Apr 2026 12:40"), what, calendar).endswith(" 40 minutes left")
    assert time_left(at("Thu 2 Apr 2026 10:00"), what, calendar).endswith(" 2 hours late")
