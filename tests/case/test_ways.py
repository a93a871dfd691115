"""What a way sets, and what a step knows of its row: the same whenever the history is folded."""

from __future__ import annotations

import pytest

from cases import CASE, Office, england
from days import day
from workflow.case.history import replay

REFERRAL = """
    facts:
      answer: {type: choice, codes: [help, nothing, wait]}
      reason: {type: choice, codes: [R8, R9, waiting], since: [away]}
      ended_on: {type: date}
      copied: {type: text, from: reason, where: "answer == 'help'"}
    open_case:
      by: [worker]
      may_ask: [answer]
      starts: [{when: "answer == 'help'", to: away, sets: {reason: "'R9'"}}, {otherwise: open}]
    states:
      open:
        title: Open
        steps:
          answer:
            by: [worker]
            asks: [answer]
            sets: {ended_on: occurred_on, reason: "'waiting'"}
            ways:
              - {when: "answer == 'help'", to: closed, sets: {reason: "'R9'"}}
              - {when: "answer == 'nothing'", to: closed, sets: {reason: "'R8'"}}
              - {otherwise: stay, sets: {ended_on: "None"}}
      away:
        title: Away
        starts: [{when: "reason == 'R9'", to: helped}, {otherwise: alone}]
        states:
          helped: {title: Helped, steps: {end: {by: [worker], to: closed}}}
          alone: {title: Alone, steps: {end: {by: [worker], to: closed}}}
      closed: {title: Closed, final: true}
    """


def answered(answer: str) -> Office:
    office = Office(REFERRAL)
    office.opened("Mon 2 Mar 2026")
    office.happened("answer", "Tue 3 Mar 2026", answer=answer)
    return office


@pytest.mark.parametrize(("answer", "reason"), [("help", "R9"), ("nothing", "R8")])
def test_of_two_ways_to_one_place_only_the_one_taken_sets(answer: str, reason: str) -> None:
    office = answered(answer)

    assert office.case().closed
    assert office.fact("reason") == reason
    assert office.fact("ended_on") == day("Tue 3 Mar 2026")


def test_a_way_that_stays_sets_over_what_the_step_sets() -> None:
    office = answered("wait")

    assert office.fact("reason") == "waiting"
    assert office.fact("ended_on") is None


def test_what_a_way_sets_is_copied_like_any_telling() -> None:
    assert answered("help").fact("copied") == "R9"
    assert answered("nothing").fact("copied") is None


def test_a_state_that_is_entered_reads_what_the_way_into_it_sets() -> None:
    office = Office(REFERRAL)
    office.opened("Mon 2 Mar 2026", answer="help")

    assert office.state() == ("helped",)


@pytest.mark.parametrize("answer", ["help", "nothing", "wait"])
def test_a_replay_sets_the_same(answer: str) -> None:
    office = answered(answer)

    again = replay(office.release, england(), CASE, "plan", office.history())

    assert again == office.case()


def test_a_replay_goes_by_where_the_row_led_before_it_asks_which_way_it_was() -> None:
    office = answered("nothing")
    moved = Office(REFERRAL.replace("\"answer == 'help'\", to: closed", '"answer", to: away'))

    again = replay(moved.release, england(), CASE, "plan", office.history())

    assert (again.state, again.facts["reason"]) == (("closed",), "R8")


# -- who records, and what is left of a link -------------------------------------------------------

AUTHORS = """
    facts: {written_by: {type: person}, recorded_by: {type: person}}
    states:
      open:
        title: Open
        steps:
          agree:
            by: [worker]
            may_ask: [written_by]
            sets: {recorded_by: actor}
            blocked_while: [{when: "written_by == actor", say: "Somebody else agrees."}]
            stay: yes
    """


def test_a_step_knows_who_records_it() -> None:
    office = Office(AUTHORS)
    office.opened("Mon 2 Mar 2026")

    office.happened("agree", "Tue 3 Mar 2026", written_by="another")
    assert office.fact("recorded_by") == "somebody"

    refused = office.refused("agree", "Tue 3 Mar 2026", written_by="somebody")
    assert (refused.code, str(refused)) == ("blocked", "Somebody else agrees.")


PERSON = """
    workflow: person
    links: {meetings: {to: meeting, inverse: considers, many: yes}}
    open_case: {by: [worker], to: open}
    states:
      open:
        title: Open
        steps:
          leave: {by: [worker], stay: yes, tell: {link: meetings, event: drop, if_open: yes}}
          end: {by: [worker], to: closed, tell: {link: meetings, event: drop, if_open: yes}}
      closed: {title: Closed, final: true}
    """
MEETING = """
    workflow: meeting
    links: {considers: {to: person, inverse: meetings, many: yes}}
    facts: {dropped: {type: text, many: yes}}
    open_case: {by: [worker], asks: [considers], to: open}
    states:
      open:
        title: Open
        steps:
          drop:
            by: [worker]
            from_link: considers
            may_ask: [dropped]
            untie: {link: considers, which: dropped}
            ways: [{when: "considers_left == 0", to: off}, {otherwise: stay}]
      off: {title: Off, final: true}
    """


@pytest.fixture
def meeting() -> Office:
    office = Office(PERSON, MEETING)
    for ref in ("P-1", "P-2"):
        office.opened("Mon 2 Mar 2026", ref, workflow="person")
    office.opened("Mon 2 Mar 2026", "M-1", workflow="meeting", considers=["P-1", "P-2"])
    return office


@pytest.mark.parametrize("event", ["leave", "end"])
def test_what_is_left_of_a_link_is_counted_after_the_tie_is_ended(
    meeting: Office, event: str
) -> None:
    meeting.happened(event, "Tue 3 Mar 2026", to="P-1")
    assert meeting.state("M-1") == ("open",)

    meeting.happened(event, "Wed 4 Mar 2026", to="P-2")
    assert meeting.state("M-1") == ("off",)


@pytest.mark.parametrize(
    ("dropped", "state"),
    [(["P-1"], "open"), (["P-1", "P-2"], "off"), (["P-1", "P-9"], "open"), ([], "open")],
)
def test_those_whom_the_step_names_are_not_left(
    meeting: Office, dropped: list[str], state: str
) -> None:
    meeting.happened("drop", "Tue 3 Mar 2026", to="M-1", dropped=dropped)

    assert meeting.state("M-1") == (state,)
