"""An independent role keeps out whoever works the case, on whichever side a person is named."""

from __future__ import annotations

import pytest

from cases import Office

CHILD = """
    workflow: child
    roles:
      worker: {title: Worker, works_case: yes}
      manager: {title: Manager, works_case: yes}
      chair: {title: Chair, independent_of_case: yes}
      clerk: Clerk
    links: {meetings: {to: meeting, inverse: considers, many: yes}}
    facts: {lead: {type: person, as: worker}}
    states:
      open:
        title: Open
        steps:
          name_lead: {by: [manager], asks: [lead], stay: yes}
          note: {by: [worker, chair, clerk], stay: yes}
          end: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
    """
MEETING = """
    workflow: meeting
    roles:
      worker: {title: Worker, works_case: yes}
      manager: {title: Manager, works_case: yes}
      chair: {title: Chair, independent_of_case: yes}
      clerk: Clerk
    links: {considers: {to: child, inverse: meetings, many: yes}}
    facts: {led_by: {type: person, as: chair}}
    open_case: {by: [clerk], asks: [considers], to: open}
    states:
      open:
        title: Open
        steps:
          book: {by: [clerk], asks: [led_by], stay: yes}
          add: {by: [clerk], asks: [considers], stay: yes}
          note: {by: [worker, chair, clerk], stay: yes}
          close: {by: [chair], to: closed}
      closed: {title: Closed, final: true}
    """
MONDAY = "Mon 2 Mar 2026"


def an_office(*, lead: str = "", chair: str = "", tied: bool = True) -> Office:
    """A child A-1 and a meeting M-1, which considers it or another child, A-2."""
    office = Office(CHILD, MEETING)
    office.actor = "desk.1"  # who opens them works the cases; the tests are about others
    for ref in ("A-1", "A-2"):
        office.opened(MONDAY, ref)
    considered = "A-1" if tied else "A-2"
    office.opened(MONDAY, "M-1", workflow="meeting", by="clerk", considers=[considered])
    if lead:
        office.happened("name_lead", MONDAY, by="manager", lead=lead)
    if chair:
        office.happened("book", MONDAY, to="M-1", by="clerk", led_by=chair)
    office.actor = "somebody"
    return office


def test_whoever_works_a_case_is_not_named_as_chair_of_its_meeting() -> None:
    refused = an_office(lead="ann.1").refused("book", MONDAY, to="M-1", by="clerk", led_by="ann.1")

    assert (refused.code, refused.case) == ("conflicting_roles", "M-1")
    assert str(refused) == (
        "`ann.1` cannot be Chair on M-1 while being Worker on A-1: Chair is independent of those"
        " who work or manage the case; name somebody else, or first give the other role to"
        " somebody else"
    )


def test_the_chair_of_a_meeting_is_not_named_as_worker_of_a_case_that_it_considers() -> None:
    refused = an_office(chair="ben.1").refused("name_lead", MONDAY, by="manager", lead="ben.1")

    assert str(refused) == (
        "`ben.1` cannot be Worker on A-1 while being Chair on M-1: Chair is independent of those"
        " who work or manage the case; name somebody else, or first give the other role to"
        " somebody else"
    )


@pytest.mark.parametrize(
    ("ref", "role", "code"),
    [("A-1", "manager", "conflicting_roles"), ("M-1", "worker", "conflicting_roles")],
)
def test_the_chair_is_not_assigned_to_work_the_case(ref: str, role: str, code: str) -> None:
    office = an_office(chair="ben.1")

    assert office.refused("assign", MONDAY, to=ref, role=role, person="ben.1").code == code


def test_a_case_does_not_join_a_meeting_whose_chair_works_it() -> None:
    office = an_office(lead="ann.1", chair="ann.1", tied=False)

    refused = office.refused("add", MONDAY, to="M-1", by="clerk", considers=["A-1"])

    assert refused.code == "conflicting_roles"
    assert "Chair on M-1" in str(refused)
    assert "Worker on A-1" in str(refused)


def test_roles_that_do_not_work_the_case_are_not_kept_out() -> None:
    office = an_office(chair="ben.1")

    office.happened("assign", MONDAY, role="clerk", person="ben.1")

    assert office.case().people == {"clerk": "ben.1"}


def test_whoever_works_the_case_records_nothing_as_its_chair() -> None:
    office = an_office(lead="somebody")  # who gives every command here

    refused = office.refused("note", MONDAY, to="M-1", by="chair")

    assert str(refused) == (
        "`somebody` cannot act as Chair on M-1 while being Worker on A-1: Chair is independent of"
        " those who work or manage the case; let somebody else record this, or first give the"
        " other role to somebody else"
    )


def test_the_chair_records_nothing_as_worker_of_a_case_that_the_meeting_considers() -> None:
    office = an_office(chair="somebody")

    assert office.refused("note", MONDAY, by="worker").code == "conflicting_roles"
    office.happened("note", MONDAY, by="clerk")
    office.happened("note", MONDAY, to="A-2", by="worker")


def test_once_the_meeting_is_closed_its_chair_may_work_the_case() -> None:
    office = an_office(chair="ben.1")
    office.happened("close", MONDAY, to="M-1", by="chair")

    office.happened("name_lead", MONDAY, by="manager", lead="ben.1")

    assert office.fact("lead") == "ben.1"


def test_a_role_that_is_given_away_keeps_nobody_out() -> None:
    office = an_office(lead="ann.1")
    office.happened("name_lead", MONDAY, by="manager", lead="cleo.1")

    office.happened("book", MONDAY, to="M-1", by="clerk", led_by="ann.1")

    assert office.fact("led_by", "M-1") == "ann.1"


def test_whoever_has_worked_the_case_is_not_named_as_its_chair() -> None:
    office = an_office()
    office.happened("note", MONDAY, by="worker")  # somebody, who gives every command here

    refused = office.refused("book", MONDAY, to="M-1", by="clerk", led_by="somebody")

    assert refused.code == "conflicting_roles"
    assert str(refused) == (
        "`somebody` cannot be Chair on M-1 after acting as Worker on A-1: Chair is independent of"
        " those who work or manage the case; name somebody else"
    )


def test_a_case_that_the_chair_has_worked_does_not_join_the_meeting() -> None:
    office = an_office(chair="somebody", tied=False)
    office.happened("note", MONDAY, by="worker")

    refused = office.refused("add", MONDAY, to="M-1", by="clerk", considers=["A-1"])

    assert refused.code == "conflicting_roles"


def test_whoever_has_only_kept_its_papers_may_chair() -> None:
    office = an_office()
    office.happened("note", MONDAY, by="clerk")
    office.happened("book", MONDAY, to="M-1", by="clerk", led_by="somebody")

    assert office.fact("led_by", "M-1") == "somebody"
