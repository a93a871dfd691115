"""Every refusal has its code and a sentence that says what to do; nothing is kept of it."""

from __future__ import annotations

from typing import Any

import pytest

from cases import CASE, Office
from days import at, day

VISITS = """
    roles: {worker: Lead social worker, manager: Team manager}
    links: {meetings: {to: meeting, inverse: considers, many: yes}}
    facts:
      visited_on: {type: date, label: Day of the visit}
      seen: {type: yes_no, label: Child seen}
      reason: {type: text, required_when: "seen == False or first_time"}
      first_time: {type: yes_no, is: "visited_on == None"}
      secret: {type: text, personal: yes}
    states:
      open:
        title: Enquiry under way
        steps:
          record_visit:
            by: [worker]
            asks: [visited_on, seen]
            may_ask: [reason, secret]
            on: visited_on
            stay: yes
          decide:
            by: [manager, worker]
            may_ask: [seen]
            ways: [{when: "seen", to: closed}, {when: "seen == False", stay: yes}]
            blocked_while: [{when: "visited_on == None", say: "Visit first."}]
          hear: {asks: [seen], from_link: meetings, stay: yes}
          run_out: {to: closed}
      halted: {title: Halted, steps: {resume: {by: [worker], to: open}}}
      closed: {title: Case closed, final: true}
    """


@pytest.fixture
def office() -> Office:
    office = Office(VISITS)
    office.opened("Mon 2 Mar 2026")
    return office


def visit(office: Office, on: str = "Tue 3 Mar 2026", **facts: Any) -> None:
    given = {"visited_on": day(on), "seen": True, **facts}
    office.happened("record_visit", on, **given)


# -- which event, by whom --------------------------------------------------------------------------


def test_an_unknown_event_is_refused_with_the_nearest(office: Office) -> None:
    refused = office.refused("record_visits", "Tue 3 Mar 2026")

    assert refused.code == "unknown_event"
    assert str(refused) == "there is no event `record_visits`; did you mean `record_visit`?"


def test_an_event_that_is_not_open_is_refused_with_those_that_are(office: Office) -> None:
    visit(office)
    office.happened("decide", "Wed 4 Mar 2026", by="manager", seen=True)

    refused = office.refused("record_visit", "Thu 5 Mar 2026")

    assert (refused.code, refused.case) == ("event_not_open", CASE)
    assert str(refused) == (
        "`record_visit` is not open while the case is: Case closed."
        " Nothing is open: the case is closed"
    )


def test_a_case_is_opened_once(office: Office) -> None:
    with pytest.raises(Exception, match="already a case A-1"):
        office.opened("Tue 3 Mar 2026")


def test_what_is_open_instead_is_listed(office: Office) -> None:
    refused = office.refused("resume", "Tue 3 Mar 2026")

    assert str(refused).endswith("Enquiry under way. Open here: decide, record_visit")


@pytest.mark.parametrize(("role", "said"), [("manager", "not by `manager`"), ("", "no role")])
def test_a_person_without_the_role_is_refused(office: Office, role: str, said: str) -> None:
    refused = office.refused("record_visit", "Tue 3 Mar 2026", by=role)

    assert refused.code == "wrong_role"
    assert "is for: Lead social worker (worker)" in str(refused)
    assert said in str(refused)


@pytest.mark.parametrize("event", ["hear", "run_out"])
def test_what_arrives_from_elsewhere_is_not_recorded_by_hand(office: Office, event: str) -> None:
    assert office.refused(event, "Tue 3 Mar 2026").code == "wrong_role"


# -- facts -----------------------------------------------------------------------------------------


def test_an_unknown_fact_is_refused_with_the_nearest(office: Office) -> None:
    refused = office.refused("record_visit", "Tue 3 Mar 2026", visitd_on="2026-03-03")

    assert refused.code == "unknown_fact"
    assert "does not take the fact `visitd_on`; did you mean `visited_on`?" in str(refused)


def test_a_fact_of_another_event_is_refused_with_what_this_one_takes(office: Office) -> None:
    refused = office.refused("decide", "Tue 3 Mar 2026", by="manager", visited_on="x")

    assert refused.code == "unknown_fact"
    assert str(refused).endswith("; it takes: seen")


def test_missing_facts_are_named_with_their_labels(office: Office) -> None:
    refused = office.refused("record_visit", "Tue 3 Mar 2026")

    assert refused.code == "missing_fact"
    assert "needs `seen` (Child seen)" in str(refused)


def test_the_day_of_an_event_is_also_the_fact_that_names_it(office: Office) -> None:
    event = office.happened("record_visit", "Tue 3 Mar 2026", seen=True)

    assert event.facts["visited_on"] == day("Tue 3 Mar 2026")


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_fact_given_as_nothing_is_missing(office: Office, nothing: str | None) -> None:
    refused = office.refused("record_visit", "Tue 3 Mar 2026", visited_on=nothing, seen=True)

    assert refused.code == "missing_fact"
    assert "`visited_on`" in str(refused)
    assert "`seen`" not in str(refused)


def test_a_fact_is_required_when_its_condition_holds_on_this_event(office: Office) -> None:
    refused = office.refused(
        "record_visit", "Tue 3 Mar 2026", visited_on=day("Tue 3 Mar 2026"), seen=False
    )
    assert (refused.code, "`reason`" in str(refused)) == ("missing_fact", True)

    visit(office, seen=False, reason="Nobody at home.")
    visit(office, seen=True)


def test_a_refusal_never_repeats_what_was_typed(office: Office) -> None:
    refused = office.refused(
        "record_visit", "Tue 3 Mar 2026", visited_on="my secret", seen=True, secret="private"
    )

    assert refused.code == "wrong_fact"
    assert "`visited_on` (Day of the visit) must be a date" in str(refused)
    assert "secret" not in str(refused)
    assert "private" not in str(refused)


# -- days ------------------------------------------------------------------------------------------


def test_what_has_not_happened_yet_cannot_be_recorded(office: Office) -> None:
    refused = office.refused(
        "record_visit", "Wed 4 Mar 2026", recorded="Tue 3 Mar 2026",
        visited_on=day("Wed 4 Mar 2026"), seen=True,
    )  # fmt: skip

    assert refused.code == "wrong_date"
    assert "Wed 4 Mar 2026 is in the future: this is recorded on Tue 3 Mar 2026" in str(refused)


def test_nothing_happens_before_the_case_began(office: Office) -> None:
    refused = office.refused(
        "record_visit", "Sun 1 Mar 2026", recorded="Tue 3 Mar 2026",
        visited_on=day("Sun 1 Mar 2026"), seen=True,
    )  # fmt: skip

    assert refused.code == "wrong_date"
    assert "before the case began, Mon 2 Mar 2026" in str(refused)


def test_the_day_of_the_case_itself_is_in_order(office: Office) -> None:
    visit(office, "Mon 2 Mar 2026")


def test_a_day_given_twice_must_be_the_same(office: Office) -> None:
    refused = office.refused(
        "record_visit", "Wed 4 Mar 2026", visited_on=day("Tue 3 Mar 2026"), seen=True
    )

    assert refused.code == "wrong_date"
    assert "dated Wed 4 Mar 2026 but `visited_on` says otherwise" in str(refused)


def test_an_event_may_be_recorded_later_on_the_same_day_in_london() -> None:
    office = Office(VISITS)
    office.opened("Sun 28 Jun 2026")

    # 23:30 in UTC is the next day in London in summer.
    office.happened(
        "record_visit", "Mon 29 Jun 2026", recorded="Mon 29 Jun 2026 00:30",
        visited_on=day("Mon 29 Jun 2026"), seen=True,
    )  # fmt: skip

    assert office.history()[-1].recorded_at.day == 28
    assert office.fact("visited_on") == day("Mon 29 Jun 2026")


def test_an_event_without_a_day_happened_when_it_was_recorded(office: Office) -> None:
    visit(office)
    event = office.happened("decide", "Tue 3 Mar 2026", seen=False)

    assert (event.occurred_on, event.recorded_at) == (
        day("Tue 3 Mar 2026"), at("Tue 3 Mar 2026 12:00"),
    )  # fmt: skip


# -- ways ------------------------------------------------------------------------------------------


def test_a_blocked_step_is_refused_with_the_sentence_of_the_definition(office: Office) -> None:
    refused = office.refused("decide", "Tue 3 Mar 2026", seen=True)

    assert (refused.code, str(refused), refused.case) == ("blocked", "Visit first.", CASE)


def test_where_no_way_fits_the_conditions_are_named(office: Office) -> None:
    visit(office)

    refused = office.refused("decide", "Wed 4 Mar 2026")  # `seen` of the visit is not asked here

    assert refused.code == "no_way"
    assert str(refused).endswith("the conditions are: seen · seen == False")


# -- rows for linked cases -------------------------------------------------------------------------

MEETING = """
    workflow: meeting
    links: {considers: {to: plan, inverse: meetings, many: yes}}
    facts: {outcomes: {type: rows, by: considers, columns: [decision]}}
    open_case: {by: [worker], asks: [considers], to: open}
    states: {open: {title: Open, steps: {decide: {by: [worker], asks: [outcomes], stay: yes}}}}
    """


@pytest.fixture
def meeting() -> Office:
    office = Office(VISITS, MEETING)
    for ref in ("A-1", "A-2", "A-3"):
        office.opened("Mon 2 Mar 2026", ref)
    office.opened("Mon 2 Mar 2026", "M-1", workflow="meeting", considers=["A-1", "A-2"])
    return office


@pytest.mark.parametrize(
    ("cases", "sentence"),
    [
        (["A-1"], "has no row for A-2"),
        (["A-1", "A-2", "A-3"], "names A-3, which M-1 is not tied to"),
        ([], "has no row for A-1, A-2"),
    ],
)
def test_there_is_one_row_for_each_linked_case(
    meeting: Office, cases: list[str], sentence: str
) -> None:
    rows = {ref: {"decision": "yes"} for ref in cases}

    refused = meeting.refused("decide", "Tue 3 Mar 2026", to="M-1", outcomes=rows)

    assert refused.code == "wrong_rows"
    assert sentence in str(refused)


def test_a_case_that_is_closed_needs_no_row(meeting: Office) -> None:
    visit(meeting)
    meeting.happened("decide", "Wed 4 Mar 2026", seen=True)
    assert meeting.case("A-1").closed

    meeting.happened("decide", "Thu 5 Mar 2026", to="M-1", outcomes={"A-2": {"decision": "yes"}})
