"""What whoever takes a step is told, and what does not stop them."""

from __future__ import annotations

from typing import Any

import pytest

from cases import Office
from days import day
from workflow.case.cascade import Cascade
from workflow.case.model import Command

CHILD = """
    workflow: child
    links: {meetings: {to: meeting, inverse: considers, many: yes}}
    facts: {apart: {type: text}, born_on: {type: date}, age: {type: number, years_since: born_on}}
    open_case: {by: [worker], may_ask: [apart, born_on], to: open}
    states:
      open:
        title: Open
        steps:
          hear:
            from_link: meetings
            warn: [{when: "age >= 16", say: "Ask what they think themselves."}]
            stay: yes
          end: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
    """
MEETING = """
    workflow: meeting
    links: {considers: {to: child, inverse: meetings, many: yes}}
    facts: {rooms: {type: yes_no}, reason: {type: text}}
    open_case:
      by: [worker]
      asks: [considers]
      to: open
      warn: [{of: considers, there: "age < 5", say: "Invite the nursery."}]
    states:
      open:
        title: Open
        steps:
          hold:
            by: [worker]
            may_ask: [rooms, reason]
            warn:
              - {when: "not rooms", of: considers, there: "apart != None", say: "Find a room."}
              - {when: "reason == None", say: "Say why."}
            stay: yes
            tell: [{link: considers, event: hear, if_open: yes}]
    """
MONDAY, TUESDAY = "Mon 2 Mar 2026", "Tue 3 Mar 2026"


def an_office(**child: Any) -> Office:
    office = Office(CHILD, MEETING)
    office.opened(MONDAY, **child)
    office.opened(MONDAY, "M-1", workflow="meeting", considers=["A-1"])
    return office


def said(office: Office, ref: str = "M-1") -> tuple[str, ...]:
    return office.last_step(ref).effects.warnings


def test_a_step_is_taken_and_warns() -> None:
    office = an_office()
    office.happened("hold", TUESDAY, to="M-1")

    assert said(office) == ("Say why.",)

    office.happened("hold", TUESDAY, to="M-1", reason="-")

    assert said(office) == ()


def test_a_linked_case_gives_reason_for_a_warning() -> None:
    office = an_office(apart="both")
    office.happened("hold", TUESDAY, to="M-1", reason="-")

    assert said(office) == ("Find a room.",)

    office.happened("hold", TUESDAY, to="M-1", reason="-", rooms=True)

    assert said(office) == ()


def test_a_linked_case_that_is_closed_gives_no_reason() -> None:
    office = an_office(apart="both")
    office.happened("end", MONDAY)

    office.happened("hold", TUESDAY, to="M-1", reason="-")

    assert said(office) == ()


@pytest.mark.parametrize(
    ("born_on", "warnings"),
    [
        ("Thu 4 Mar 2010", ()),  # 16 tomorrow
        ("Wed 3 Mar 2010", ("Ask what they think themselves.",)),
        ("Sun 7 Mar 2027", ()),  # a mistyped year makes nobody a baby
    ],
)
def test_age_is_that_on_the_day_of_the_event(born_on: str, warnings: tuple[str, ...]) -> None:
    office = an_office(born_on=day(born_on))
    office.happened("hold", TUESDAY, to="M-1", rooms=True, reason="-")

    assert said(office, "A-1") == warnings


@pytest.mark.parametrize(
    ("on", "warnings"),
    [
        ("Sat 28 Feb 2026", ("Invite the nursery.",)),
        ("Sun 1 Mar 2026", ("Invite the nursery.",)),
        ("Mon 1 Mar 2027", ()),
    ],
)
def test_opening_a_case_warns_too(on: str, warnings: tuple[str, ...]) -> None:
    office = Office(CHILD, MEETING)
    office.opened("Mon 23 Feb 2026", born_on=day("Tue 1 Mar 2022"))
    office.opened(on, "M-1", workflow="meeting", considers=["A-1"])

    assert said(office) == warnings


def test_what_follows_is_decided_whole_before_anything_is_kept() -> None:
    office = an_office(apart="both", born_on=day("Mon 4 Mar 2002"))
    before = office.everything()
    command = Command(
        case="M-1", event="hold", recorded_at=office.case().opened_at, actor="-", role="worker"
    )

    decided = Cascade(office.cases).decided(command)

    assert [(step.case.ref, step.effects.warnings) for _, step in decided] == [
        ("M-1", ("Find a room.", "Say why.")),
        ("A-1", ("Ask what they think themselves.",)),
    ]
    assert office.everything() == before


def test_what_a_step_warns_of_is_kept_nowhere() -> None:
    office = an_office()
    office.happened("hold", TUESDAY, to="M-1")

    assert "Say why." not in repr(office.history("M-1"))
    assert "warnings" not in repr(office.case("M-1"))
