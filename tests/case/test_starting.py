"""Cases that a step of another case opens, or joins where one is open."""

from __future__ import annotations

import pytest

from case.meetings import CHILD, MEETING
from cases import Office
from days import day
from workflow.case.model import Cause


@pytest.fixture
def office() -> Office:
    """Two children of one family, and one of another."""
    office = Office(CHILD, MEETING)
    for ref, family in [("C-1", "F"), ("C-2", "F"), ("C-3", "G")]:
        office.opened("Mon 2 Mar 2026", ref, family=family)
    return office


def test_a_step_opens_a_case_tied_to_the_one_it_comes_from(office: Office) -> None:
    office.happened("write", "Tue 3 Mar 2026", to="C-1", words="why")
    office.happened("ask", "Wed 4 Mar 2026", to="C-1")

    opened = office.case("MEETING-2026-1")
    assert opened.links == {"considers": {"C-1": True}}
    assert (opened.facts["topic"], opened.facts["kind"]) == ("why", "first")
    assert opened.opened_on == day("Wed 4 Mar 2026")
    assert office.history("MEETING-2026-1")[0].caused_by == Cause("C-1", 3)
    assert office.case("C-1").links == {"meetings": {"MEETING-2026-1": True}}


def test_a_start_with_a_condition_opens_nothing_while_it_does_not_hold() -> None:
    once = CHILD.replace("event: add}", "event: add, when: \"words == 'now'\"}")
    office = Office(once, MEETING)
    office.opened("Mon 2 Mar 2026", "C-1")

    office.happened("ask", "Tue 3 Mar 2026", to="C-1")
    assert office.case("C-1").linked("meetings") == ()

    office.happened("write", "Wed 4 Mar 2026", to="C-1", words="now")
    office.happened("ask", "Wed 4 Mar 2026", to="C-1")
    assert office.case("C-1").linked("meetings") == ("MEETING-2026-1",)


OBJECTION = """
    links: {objections: {to: dispute, inverse: about, many: true}}
    facts: {agency: {type: text}}
    states:
      open:
        title: Open
        steps:
          object:
            by: [worker]
            asks: [agency]
            stay: yes
            start:
              - {workflow: dispute, link: about, facts: {raised_by: agency}, one_for: raised_by}
          close: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
    """
DISPUTE = """
    workflow: dispute
    links: {about: {to: plan, inverse: objections, many: true}}
    facts: {raised_by: {type: text}}
    open_case: {by: [worker], asks: [about], may_ask: [raised_by], to: open}
    states:
      open: {title: Open, steps: {settle: {by: [worker], to: settled}}}
      settled: {title: Settled, final: true}
    """


def test_one_case_is_open_for_each_value_that_tells_them_apart() -> None:
    office = Office(OBJECTION, DISPUTE)
    office.opened("Mon 2 Mar 2026", "C-1")

    for agency in ("School", "Police", " school"):
        office.happened("object", "Tue 3 Mar 2026", to="C-1", agency=agency)
    assert office.case("C-1").linked("objections") == ("DISPUTE-2026-1", "DISPUTE-2026-2")

    office.happened("settle", "Wed 4 Mar 2026", to="DISPUTE-2026-1")
    office.happened("object", "Thu 5 Mar 2026", to="C-1", agency="School")
    assert office.case("C-1").links["objections"] == {
        "DISPUTE-2026-1": False,
        "DISPUTE-2026-2": True,
        "DISPUTE-2026-3": True,
    }


def test_the_next_of_the_family_joins_the_open_one(office: Office) -> None:
    office.happened("ask", "Tue 3 Mar 2026", to="C-1")
    office.happened("ask", "Wed 4 Mar 2026", to="C-2")

    assert office.case("MEETING-2026-1").linked("considers") == ("C-1", "C-2")
    assert office.case("C-2").linked("meetings") == ("MEETING-2026-1",)
    assert [row.name for row in office.history("MEETING-2026-1")] == ["open_case", "add"]


def test_joining_may_have_happened_before_the_joined_case_was_opened(office: Office) -> None:
    office.happened("ask", "Thu 5 Mar 2026", to="C-1")
    office.happened("ask", "Wed 4 Mar 2026", to="C-2", recorded="Fri 6 Mar 2026")

    assert office.case("C-2").linked("meetings") == ("MEETING-2026-1",)


def test_another_family_has_its_own(office: Office) -> None:
    office.happened("ask", "Tue 3 Mar 2026", to="C-1")
    office.happened("ask", "Wed 4 Mar 2026", to="C-3")

    assert office.case("C-3").linked("meetings") == ("MEETING-2026-2",)


COMPLAINT = """
    workflow: complaint
    links:
      about: {to: meeting, inverse: complaints, many: yes}
      leads_to: {to: meeting, inverse: follows, many: yes}
    open_case: {by: [worker], asks: [about], to: open}
    states:
      open:
        title: Open
        steps:
          uphold:
            by: [worker]
            stay: yes
            start: {workflow: meeting, link: follows, with: {considers: about}}
          close: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
    """
COMPLAINED_OF = MEETING.replace(
    "links: {",
    """links: {complaints: {to: complaint, inverse: about, many: yes},
            follows: {to: complaint, inverse: leads_to, many: yes}, """,
).replace("may_ask: [topic, kind]", "may_ask: [topic, kind, follows]")


@pytest.fixture
def complained() -> Office:
    """A complaint about a meeting of two children."""
    office = Office(CHILD, COMPLAINED_OF, COMPLAINT)
    for ref in ("C-1", "C-2"):
        office.opened("Mon 2 Mar 2026", ref)
    office.opened("Tue 3 Mar 2026", "M-1", workflow="meeting", considers=["C-1", "C-2"])
    office.opened("Wed 4 Mar 2026", "X-1", workflow="complaint", about=["M-1"])
    return office


def test_a_case_is_started_with_those_whom_one_of_its_kind_is_tied_to(complained: Office) -> None:
    complained.happened("uphold", "Thu 5 Mar 2026", to="X-1")

    again = complained.case("MEETING-2026-1")
    assert (again.linked("considers"), again.linked("follows")) == (("C-1", "C-2"), ("X-1",))
    assert complained.case("C-2").linked("meetings") == ("M-1", "MEETING-2026-1")


def test_only_those_who_are_open_are_tied_and_for_nobody_nothing_is_started(
    complained: Office,
) -> None:
    for ref in ("C-1", "C-2"):
        complained.happened("leave", "Thu 5 Mar 2026", to=ref)
    complained.happened("end", "Thu 5 Mar 2026", to="C-1")
    complained.happened("uphold", "Fri 6 Mar 2026", to="X-1")
    assert complained.case("MEETING-2026-1").linked("considers") == ("C-2",)

    complained.happened("end", "Mon 9 Mar 2026", to="C-2")
    complained.opened("Mon 9 Mar 2026", "X-2", workflow="complaint", about=["M-1"])
    complained.happened("uphold", "Tue 10 Mar 2026", to="X-2")
    assert complained.case("X-2").linked("leads_to") == ()


def test_whoever_is_tied_already_starts_nothing_more(office: Office) -> None:
    office.happened("ask", "Tue 3 Mar 2026", to="C-1")
    office.happened("ask", "Wed 4 Mar 2026", to="C-1")

    assert list(office.cases.cases) == ["C-1", "C-2", "C-3", "MEETING-2026-1"]


def test_one_that_can_be_joined_no_more_is_left_alone(office: Office) -> None:
    office.happened("ask", "Tue 3 Mar 2026", to="C-1")
    rows = {"C-1": {"decision": "plan"}}
    office.happened(
        "decide", "Wed 4 Mar 2026", to="MEETING-2026-1", outcomes=rows, day_held="2026-03-04"
    )
    office.happened("ask", "Thu 5 Mar 2026", to="C-2")

    assert office.case("C-2").linked("meetings") == ("MEETING-2026-2",)


def test_a_start_that_is_refused_undoes_the_step() -> None:
    asks_more = MEETING.replace(
        "asks: [considers], may_ask", "asks: [considers, day_held], may_ask"
    )
    office = Office(CHILD, asks_more)
    office.opened("Mon 2 Mar 2026", "C-1")

    assert office.refused("ask", "Tue 3 Mar 2026", to="C-1").code == "missing_fact"


FAMILY = """
    workflow: family
    links: {children: {to: child, inverse: families, many: yes}}
    open_case: {by: [worker], asks: [children], to: open}
    states:
      open:
        title: Open
        steps: {ask_all: {by: [worker], stay: yes, tell: [{link: children, event: ask}]}}
    """


@pytest.mark.parametrize(
    ("families", "meetings"),
    [
        (("F", "F"), [("MEETING-2026-1",), ("MEETING-2026-1",)]),
        (("F", "G"), [("MEETING-2026-1",), ("MEETING-2026-2",)]),
    ],
)
def test_cases_started_by_one_command_join_and_are_told_apart(
    families: tuple[str, str], meetings: list[tuple[str, ...]]
) -> None:
    child = CHILD.replace(
        "links: {", "links: {families: {to: family, inverse: children, many: yes}, "
    )
    office = Office(child, MEETING, FAMILY)
    for ref, family in zip(("C-1", "C-2"), families, strict=True):
        office.opened("Mon 2 Mar 2026", ref, family=family)
    office.opened("Mon 2 Mar 2026", "F-1", workflow="family", children=["C-1", "C-2"])
    office.happened("ask_all", "Tue 3 Mar 2026", to="F-1")

    assert [office.case(ref).linked("meetings") for ref in ("C-1", "C-2")] == meetings
    for ref in dict.fromkeys(ref for meeting in meetings for ref in meeting):
        assert [row.name for row in office.history(ref)].count("open_case") == 1
