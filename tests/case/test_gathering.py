"""Facts that collect what several events told, and what is worked out of them."""

from __future__ import annotations

from typing import Any

import pytest

from cases import Office, noon
from days import day
from workflow.case.evolve import unopened
from workflow.case.history import replay
from workflow.case.record import case_from, case_record
from workflow.case.redo import redo

VIEWS = """
    facts:
      agencies: {type: text, many: true, since: [proposed]}
      agency: {type: text}
      agreed: {type: yes_no}
      reason: {type: text}
      gone: {type: text}
      seen_on: {type: date}
      views: {type: rows, gathers: view, key: [agency], columns: [agreed, reason, occurred_on], since: [proposed]}
      agreeing: {type: text, many: true, gathers: view, key: agency, where: "agreed", since: [proposed]}
      no_longer_involved: {type: text, many: true, gathers: leave, key: gone, since: [proposed]}
      talks: {type: rows, gathers: [talk, view], key: [agency, seen_on], columns: [reason]}
      due_views: {type: rows, gathers: view, key: agency, columns: [seen_on], where: "seen_on != None", since: [proposed]}
      last_seen_on: {type: date, latest_in: [due_views, seen_on]}
      every_agency_agrees: {type: yes_no, every: agencies, is_in: [agreeing, no_longer_involved]}
      is_listed: {type: yes_no, every: agency, is_in: [agencies]}
    states:
      open: {title: Open, steps: {propose: {by: [worker], to: proposed}}}
      proposed:
        title: Proposed
        steps:
          list: {by: [worker], asks: [agencies], stay: yes}
          view:
            by: [worker]
            asks: [agency, agreed]
            may_ask: [reason, seen_on]
            blocked_while: [{when: "agencies != None and not is_listed", say: "List the agency first."}]
            stay: yes
          leave: {by: [worker], asks: [gone], stay: yes}
          talk: {by: [worker], may_ask: [agency, seen_on, reason], stay: yes}
          withdraw: {by: [worker], to: open}
          close: {by: [worker], blocked_while: [{when: "not every_agency_agrees", say: "Ask all."}], to: closed}
      closed: {title: Closed, final: true}
    """  # noqa: E501  one step a line


@pytest.fixture
def office() -> Office:
    office = Office(VIEWS)
    office.opened("Mon 2 Mar 2026")
    office.happened("propose", "Mon 2 Mar 2026")
    return office


def view(office: Office, on: str, agency: str, agreed: bool, **more: Any) -> None:
    office.happened("view", on, agency=agency, agreed=agreed, **more)


def test_each_agency_has_one_row_and_its_latest_view_counts_whole(office: Office) -> None:
    view(office, "Tue 3 Mar 2026", "School", False, reason="too soon")
    view(office, "Wed 4 Mar 2026", "Police", True)
    view(office, "Thu 5 Mar 2026", "School", True)

    assert office.fact("views") == [
        {"agency": "School", "agreed": True, "occurred_on": "2026-03-05"},
        {"agency": "Police", "agreed": True, "occurred_on": "2026-03-04"},
    ]


def test_a_view_of_an_earlier_day_typed_in_later_changes_nothing(office: Office) -> None:
    view(office, "Tue 10 Mar 2026", "School", False)
    office.happened(
        "view", "Tue 3 Mar 2026", recorded="Wed 11 Mar 2026", agency="school ", agreed=True
    )

    assert [row["agreed"] for row in office.fact("views")] == [False]
    assert office.fact("agreeing") is None


def test_the_list_holds_those_whose_latest_telling_meets_the_condition(office: Office) -> None:
    for agency in ("School", "Police", "Housing"):
        view(office, "Tue 3 Mar 2026", agency, True)
    view(office, "Wed 4 Mar 2026", "Police", False)

    assert office.fact("agreeing") == ["School", "Housing"]


def test_names_are_compared_without_capitals_and_outer_blanks(office: Office) -> None:
    office.happened("list", "Mon 2 Mar 2026", agencies=["School ", "health visiting"])
    view(office, "Tue 3 Mar 2026", " SCHOOL", True)
    view(office, "Wed 4 Mar 2026", "Health Visiting", True)

    assert office.fact("agreeing") == ["SCHOOL", "Health Visiting"]
    office.happened("close", "Thu 5 Mar 2026")


def test_where_reads_what_the_event_told_and_not_what_is_kept(office: Office) -> None:
    text = VIEWS.replace('where: "agreed"', 'where: "reason == None"')
    office = Office(text)
    office.opened("Mon 2 Mar 2026")
    office.happened("propose", "Mon 2 Mar 2026")
    view(office, "Tue 3 Mar 2026", "School", True, reason="why")
    view(office, "Wed 4 Mar 2026", "Police", True)

    assert office.fact("reason") == "why"
    assert office.fact("agreeing") == ["Police"]


def test_several_events_fill_the_same_rows_and_a_key_may_have_parts(office: Office) -> None:
    office.happened("talk", "Tue 3 Mar 2026", agency="School", reason="first")
    office.happened(
        "talk", "Tue 3 Mar 2026", agency="School", seen_on=day("Mon 2 Mar 2026"), reason="second"
    )
    office.happened("view", "Wed 4 Mar 2026", agency="School", agreed=True, reason="third")

    assert office.fact("talks") == [
        {"agency": "School", "reason": "third"},
        {"agency": "School", "seen_on": "2026-03-02", "reason": "second"},
    ]


def test_an_event_without_the_key_is_not_gathered(office: Office) -> None:
    office.happened("talk", "Tue 3 Mar 2026", reason="with nobody")

    assert office.fact("talks") is None


def test_what_was_gathered_is_forgotten_with_its_stay(office: Office) -> None:
    view(office, "Tue 10 Mar 2026", "School", False)
    office.happened("withdraw", "Wed 11 Mar 2026")
    office.happened("propose", "Wed 11 Mar 2026")
    assert office.fact("views") is None

    view(office, "Tue 10 Mar 2026", "School", True)
    assert office.fact("agreeing") == ["School"]
    assert [row["agreed"] for row in office.fact("views")] == [True]


def test_gathered_facts_come_back_from_json_and_from_a_replay(office: Office) -> None:
    view(office, "Tue 3 Mar 2026", "School", True, seen_on=day("Mon 2 Mar 2026"))
    view(office, "Wed 4 Mar 2026", "Police", False)
    case, flow = office.case(), office.release.workflow("plan")

    assert case_from(case_record(case), flow) == case
    assert replay(office.release, office.calendar, case.ref, "plan", office.history()) == case


@pytest.mark.parametrize(
    ("listed", "agreeing", "gone", "closes"),
    [
        (None, [], [], False),
        (None, ["School"], [], False),
        (["School"], [], [], False),
        (["School"], ["School"], [], True),
        (["School", "Police"], ["School"], [], False),
        (["School", "Police"], ["School"], ["police"], True),
    ],
)
def test_every_is_true_once_all_that_is_listed_is_in_one_of_the_lists(
    office: Office, listed: list[str] | None, agreeing: list[str], gone: list[str], closes: bool
) -> None:
    if listed:
        office.happened("list", "Mon 2 Mar 2026", agencies=listed)
    for agency in agreeing:
        view(office, "Tue 3 Mar 2026", agency, True)
    for agency in gone:
        office.happened("leave", "Tue 3 Mar 2026", gone=agency)

    if closes:
        office.happened("close", "Wed 4 Mar 2026")
        assert office.state() == ("closed",)
    else:
        assert str(office.refused("close", "Wed 4 Mar 2026")) == "Ask all."


def test_every_of_a_single_value_asks_whether_it_is_listed(office: Office) -> None:
    office.happened("list", "Mon 2 Mar 2026", agencies=["School"])

    refused = office.refused("view", "Tue 3 Mar 2026", agency="Police", agreed=True)
    assert str(refused) == "List the agency first."
    view(office, "Tue 3 Mar 2026", "school", True)


MEETING = """
    facts:
      people: {type: rows}
      view_of: {type: text}
      has_a_view: {type: yes_no, kind_of: view_of, has: view}
    participants:
      in: people
      kinds: {school: {view: yes}, solicitor: {observer: yes}}
    states:
      open:
        title: Open
        steps:
          ask:
            by: [worker]
            asks: [view_of]
            blocked_while: [{when: "not has_a_view", say: "Observers have no view."}]
            stay: yes
          close: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
    """


@pytest.mark.parametrize(
    ("who", "asked"), [("school", True), ("school/2", True), ("solicitor", False), ("aunt", False)]
)
def test_the_kind_of_a_participant_says_what_is_asked_of_it(who: str, asked: bool) -> None:
    office = Office(MEETING)
    office.opened("Mon 2 Mar 2026")

    if asked:
        office.happened("ask", "Tue 3 Mar 2026", view_of=who)
    else:
        assert (
            str(office.refused("ask", "Tue 3 Mar 2026", view_of=who)) == "Observers have no view."
        )


def test_views_of_one_day_count_in_the_order_of_recording(office: Office) -> None:
    view(office, "Tue 3 Mar 2026", "School", False)
    view(office, "Tue 3 Mar 2026", "School", True)

    assert office.fact("agreeing") == ["School"]
    told = office.case().told['views["school"]']
    assert (told.seq, told.recorded_at) == (4, noon("Tue 3 Mar 2026"))


def test_once_the_latest_view_is_retracted_the_one_before_counts(office: Office) -> None:
    view(office, "Tue 3 Mar 2026", "School", True)
    view(office, "Wed 4 Mar 2026", "School", False, reason="mistyped")
    rows, start = (
        office.history(),
        unopened("A-1", "plan", office.release, office.calendar, office.history()[0].recorded_at),
    )

    again = redo(office.release, office.calendar, start, rows, 3, {4: None})
    assert again.case.facts["agreeing"] == ["School"]
    assert [row["agreed"] for row in again.case.facts["views"]] == [True]
    again = redo(office.release, office.calendar, start, rows, 2, {3: None})
    assert "agreeing" not in again.case.facts


def test_the_latest_date_in_rows_goes_with_the_row_and_with_the_stay(office: Office) -> None:
    view(office, "Tue 3 Mar 2026", "School", True, seen_on=day("Mon 2 Mar 2026"))
    view(office, "Tue 3 Mar 2026", "Police", True, seen_on=day("Tue 3 Mar 2026"))
    assert office.fact("last_seen_on") == day("Tue 3 Mar 2026")

    view(office, "Wed 4 Mar 2026", "Police", True)
    assert office.fact("last_seen_on") == day("Mon 2 Mar 2026")
    assert [row["agency"] for row in office.fact("due_views")] == ["School"]

    office.happened("withdraw", "Thu 5 Mar 2026")
    office.happened("propose", "Fri 6 Mar 2026")
    assert office.fact("last_seen_on") is None
