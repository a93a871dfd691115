"""Tasks that are open once for each participant, linked case or row."""

from __future__ import annotations

import pytest

from cases import Office
from days import day

REPORTS = """
    facts:
      people: {type: rows, columns: [kind, name]}
      reported_by: {type: text}
      planned_for: {type: date}
      small: {type: yes_no}
      points: {type: rows, columns: [text]}
      point: {type: text}
    participants:
      in: people
      kinds:
        school: {agency: Education, report: yes, view: yes}
        gp: {agency: Health, report: yes, when: "not small"}
        mother: {family: yes, view: yes}
    tasks:
      report:
        role: worker
        for_each: {participants: report, which: reported_by}
        done_by: receive_report
        due: {within: 2 working days, before: planned_for}
      ask_view: {role: worker, for_each: {participants: view, which: reported_by}, done_by: hear}
      invite: {role: worker, for_each: {participants: invite, which: reported_by}, done_by: ask}
      settle: {role: worker, for_each: {rows: points, which: point}, done_by: settle}
    states:
      open:
        title: Open
        steps:
          plan: {by: [worker], may_ask: [people, planned_for, small, points], stay: yes}
          receive_report: {by: [worker], asks: [reported_by], stay: yes}
          settle: {by: [worker], asks: [point], stay: yes}
    """
PEOPLE = [{"kind": "school"}, {"kind": "mother"}, {"kind": "gp"}, {"kind": "school"}]


@pytest.fixture
def office() -> Office:
    office = Office(REPORTS)
    office.opened("Mon 2 Mar 2026")
    office.happened("plan", "Tue 3 Mar 2026", people=PEOPLE, planned_for=day("Mon 23 Mar 2026"))
    return office


def of(office: Office, task: str) -> list[str]:
    return [open_.id for open_ in office.case().tasks if open_.name == task]


def test_a_task_is_open_for_each_participant_with_the_duty(office: Office) -> None:
    assert of(office, "report") == ["report#1/school", "report#1/gp", "report#1/school/2"]
    assert of(office, "ask_view") == [
        "ask_view#1/school",
        "ask_view#1/mother",
        "ask_view#1/school/2",
    ]
    assert len(of(office, "invite")) == 4


def test_each_is_due_on_its_own(office: Office) -> None:
    dates = {task.due.at for task in office.case().tasks if task.name == "report"}

    assert dates == {day("Thu 19 Mar 2026")}


def test_the_report_of_one_completes_hers_alone(office: Office) -> None:
    office.happened("receive_report", "Wed 4 Mar 2026", reported_by="school/2")

    assert office.changes() == {"report#1/school/2": "done"}
    assert of(office, "report") == ["report#1/school", "report#1/gp"]


def test_a_report_of_somebody_who_owes_none_completes_nothing(office: Office) -> None:
    office.happened("receive_report", "Wed 4 Mar 2026", reported_by="mother")

    assert office.changes() == {}


def test_a_done_report_is_not_asked_for_again(office: Office) -> None:
    office.happened("receive_report", "Wed 4 Mar 2026", reported_by="gp")
    office.happened("plan", "Thu 5 Mar 2026", planned_for=day("Tue 24 Mar 2026"))

    assert of(office, "report") == ["report#1/school", "report#1/school/2"]


def test_whoever_is_gone_owes_nothing_any_more(office: Office) -> None:
    office.happened("plan", "Wed 4 Mar 2026", people=PEOPLE[:2])

    changes = office.changes()
    assert changes["report#1/gp"] == "not_needed"
    assert of(office, "report") == ["report#1/school"]


def test_whoever_is_added_owes_a_report_from_then_on(office: Office) -> None:
    office.happened("plan", "Wed 4 Mar 2026", people=[*PEOPLE, {"kind": "gp"}])

    assert office.changes() == {"report#1/gp/2": "opened", "invite#1/gp/2": "opened"}


def test_a_kind_whose_condition_does_not_hold_owes_nothing(office: Office) -> None:
    office.happened("plan", "Wed 4 Mar 2026", small=True)

    assert of(office, "report") == ["report#1/school", "report#1/school/2"]


def test_a_kind_that_is_not_declared_owes_nothing(office: Office) -> None:
    refused = office.refused("plan", "Wed 4 Mar 2026", people=[{"kind": "ghost"}])

    assert refused.code == "wrong_participants"


def test_a_task_is_open_for_each_row(office: Office) -> None:
    office.happened("plan", "Wed 4 Mar 2026", points=[{"text": "a"}, {"text": "b"}])
    assert of(office, "settle") == ["settle#1/1", "settle#1/2"]

    office.happened("settle", "Thu 5 Mar 2026", point="2")
    assert office.changes() == {"settle#1/2": "done"}


LINKED = (
    """
    workflow: meeting
    links: {considers: {to: plan, inverse: meetings, many: yes}}
    facts: {whose: {type: text}}
    open_case: {by: [worker], asks: [considers], to: open}
    tasks: {minute: {role: worker, for_each: {link: considers, which: whose}, done_by: minute}}
    states: {open: {title: Open, steps: {minute: {by: [worker], asks: [whose], stay: yes}}}}
    """,
    """
    links: {meetings: {to: meeting, inverse: considers, many: yes}}
    tasks: {meet: {role: worker, done_by: {link: meetings}, due: {within: 5 days, of: entered}}}
    states:
      open: {title: Open, steps: {end: {by: [worker], to: closed}}}
      closed: {title: Closed, final: true}
    """,
)


@pytest.fixture
def linked() -> Office:
    office = Office(*LINKED)
    office.opened("Mon 2 Mar 2026", "A-1", workflow="plan")
    office.opened("Mon 2 Mar 2026", "A-2", workflow="plan")
    office.opened("Tue 3 Mar 2026", "M-1", workflow="meeting", considers=["A-1", "A-2"])
    return office


def test_a_task_is_open_for_each_linked_case(linked: Office) -> None:
    assert linked.open_tasks("M-1") == ["minute#1/A-1", "minute#1/A-2"]

    linked.happened("minute", "Wed 4 Mar 2026", to="M-1", whose="A-2")
    assert linked.open_tasks("M-1") == ["minute#1/A-1"]


def test_a_linked_case_that_is_closed_needs_nothing_more(linked: Office) -> None:
    linked.happened("end", "Wed 4 Mar 2026", to="A-1")

    assert linked.changes("M-1") == {"minute#1/A-1": "not_needed"}


def test_a_case_that_is_linked_completes_the_task_that_waits_for_it(linked: Office) -> None:
    assert linked.changes("A-1") == {"meet#1": "done"}
