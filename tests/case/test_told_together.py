"""All that stands in the way is told at once, and each thing once."""

from __future__ import annotations

import pytest

from case.meetings import CHILD, MEETING
from cases import Office
from workflow.case.model import Refused
from workflow.case.told_together import raise_all

VISITS = """
    workflow: visits
    participants: {in: people, kinds: {parent: {family: yes}, school: {agency: Education}}}
    facts:
      seen: {type: yes_no}
      visited_on: {type: date, happened: yes}
      told_on: {type: date, happened: yes}
      words: {type: text}
      people: {type: rows, columns: [kind, name], personal: yes}
    open_case: {by: [worker], to: open}
    states:
      open:
        title: Open
        steps:
          visit: {by: [worker], asks: [seen, visited_on, words], may_ask: [told_on], stay: yes}
          invite: {by: [worker], asks: [people, words], stay: yes}
    """


@pytest.fixture
def visits() -> Office:
    office = Office(VISITS)
    office.opened("Mon 2 Mar 2026")
    return office


@pytest.fixture
def meeting() -> Office:
    office = Office(CHILD, MEETING)
    for ref in ("A-1", "A-2", "A-3"):
        office.opened("Mon 2 Mar 2026", ref)
    considered = ["A-1", "A-2", "A-3"]
    office.opened("Tue 3 Mar 2026", "M-1", workflow="meeting", considers=considered)
    return office


def told(refused: Refused) -> list[tuple[str, str]]:
    return [(each.code, str(each)) for each in refused.all()]


def test_what_is_wrong_is_told_with_what_is_missing(visits: Office) -> None:
    refused = visits.refused("visit", "Tue 3 Mar 2026", seen="perhaps", visited_on="3 March")

    assert [code for code, _ in told(refused)] == ["wrong_fact", "wrong_fact", "missing_fact"]
    assert str(refused.also[-1]) == "`visit` also needs `words` (Words)"


def test_days_that_lie_ahead_are_told_with_what_is_missing(visits: Office) -> None:
    ahead = {"visited_on": "2027-03-03", "told_on": "2027-03-03"}

    refused = visits.refused("visit", "Tue 3 Mar 2026", seen=True, **ahead)

    assert [code for code, _ in told(refused)] == ["missing_fact", "wrong_fact", "wrong_fact"]
    assert "`words`" in str(refused)


def test_every_row_of_people_that_is_wrong_is_told(visits: Office) -> None:
    people = [{"kind": "parnt"}, {"kind": "parent"}, {"name": "Invented"}]

    refused = visits.refused("invite", "Tue 3 Mar 2026", people=people)

    assert [str(each)[:24] for each in refused.all()] == [
        "`invite` also needs `wor",
        "row 1 of `people` has a ",
        "row 3 of `people` says n",
    ]


def test_what_one_case_lacks_does_not_hide_what_others_lack(meeting: Office) -> None:
    rows = {"A-1": {"note": "x"}, "A-2": {"decision": "plan"}, "A-3": {"decision": "pln"}}

    refused = meeting.refused("decide", "Wed 4 Mar 2026", to="M-1", outcomes=rows)

    assert [(each.case, each.code) for each in refused.all()] == [
        ("A-1", "missing_fact"),
        ("A-3", "wrong_fact"),
    ]


def test_a_case_that_cannot_be_told_is_no_gap_of_a_form(meeting: Office) -> None:
    meeting.happened("leave", "Tue 3 Mar 2026", to="A-1")
    rows = {"A-1": {"decision": "plan"}, "A-2": {"note": "x"}, "A-3": {"note": "x"}}

    refused = meeting.refused("decide", "Wed 4 Mar 2026", to="M-1", outcomes=rows)

    assert (refused.code, refused.case, refused.also) == ("linked_case_refuses", "A-1", ())


def test_the_same_is_told_once() -> None:
    first, same, other = (Refused("no", text) for text in ("this", "this", "that"))

    with pytest.raises(Refused, match="this") as raised:
        raise_all([first, same, other])

    assert raised.value is first
    assert raised.value.also == (other,)
