"""One command and all that it brings about in linked cases: everything is kept, or nothing."""

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


def meet(office: Office, *cases: str) -> None:
    office.opened("Tue 3 Mar 2026", "M-1", workflow="meeting", considers=list(cases))


def decide(office: Office, **decisions: str) -> None:
    rows = {ref.replace("_", "-"): {"decision": said} for ref, said in decisions.items()}
    on = "Thu 5 Mar 2026"
    office.happened("decide", on, to="M-1", recorded="Fri 6 Mar 2026",
                    outcomes=rows, day_held=day(on))  # fmt: skip


# -- ties ------------------------------------------------------------------------------------------


def test_a_tie_is_on_the_record_of_both_cases(office: Office) -> None:
    meet(office, "C-1", "C-2")

    assert office.case("M-1").links == {"considers": {"C-1": True, "C-2": True}}
    assert office.case("C-1").links == {"meetings": {"M-1": True}}
    tie = office.history("C-1")[-1]
    assert (tie.name, tie.caused_by) == ("link", Cause("M-1", 1))
    assert dict(tie.facts) == {"link": "meetings", "case": "M-1"}
    assert tie.occurred_on == day("Tue 3 Mar 2026")


def test_a_tie_sets_what_is_not_set_yet(office: Office) -> None:
    office.opened("Mon 2 Mar 2026", "C-4", asked_on=day("Mon 2 Mar 2026"))
    meet(office, "C-1", "C-4")

    assert office.fact("asked_on", "C-1") == day("Tue 3 Mar 2026")
    assert office.fact("asked_on", "C-4") == day("Mon 2 Mar 2026")


def test_when_a_case_closes_every_open_case_tied_to_it_is_told(office: Office) -> None:
    meet(office, "C-1", "C-2")
    office.happened("leave", "Wed 4 Mar 2026", to="C-1")
    office.happened("end", "Wed 4 Mar 2026", to="C-1")

    assert office.history("M-1")[-1].name == "linked_closed"
    assert office.case("M-1").links == {"considers": {"C-1": False, "C-2": True}}
    assert office.case("C-2").links == {"meetings": {"M-1": True}}


def test_two_cases_that_close_at_once_tell_each_other_nothing(office: Office) -> None:
    meet(office, "C-1")
    office.happened("leave", "Wed 4 Mar 2026", to="C-1")
    decided = len(office.history("M-1"))
    office.happened("end", "Wed 4 Mar 2026", to="C-1")
    office.happened("add", "Wed 4 Mar 2026", to="M-1", considers=["C-2"])

    assert len(office.history("M-1")) == decided + 2
    assert office.case("C-1").closed


@pytest.mark.parametrize(
    ("ref", "code"), [("M-1", "wrong_tie"), ("nowhere", "unknown_case"), ("C-9", "wrong_tie")]
)
def test_what_cannot_be_tied_is_refused_and_nothing_is_kept(
    office: Office, ref: str, code: str
) -> None:
    meet(office, "C-1")
    office.opened("Mon 2 Mar 2026", "C-9")
    office.happened("leave", "Mon 2 Mar 2026", to="C-9")
    office.happened("end", "Mon 2 Mar 2026", to="C-9")

    refused = office.refused("add", "Wed 4 Mar 2026", to="M-1", considers=["C-2", ref])

    assert (refused.code, refused.case) == (code, ref)


# -- telling ---------------------------------------------------------------------------------------


def test_each_case_is_told_its_own_row_and_the_facts_that_are_mapped(office: Office) -> None:
    meet(office, "C-1", "C-2")
    decide(office, C_1="plan", C_2="none")

    assert office.state("C-1") == ("plan",)
    assert office.state("C-2") == ("closed",)
    assert office.fact("held_on", "C-1") == day("Thu 5 Mar 2026")
    told = office.history("C-1")[-1]
    assert (told.name, told.caused_by) == ("hear", Cause("M-1", 2))
    assert (told.occurred_on, told.actor) == (day("Thu 5 Mar 2026"), "somebody")


def test_facts_that_the_other_step_does_not_ask_for_are_left_out(office: Office) -> None:
    meet(office, "C-1")
    rows = {"C-1": {"decision": "plan", "note": "of no use there"}}
    office.happened("decide", "Thu 5 Mar 2026", to="M-1", outcomes=rows, day_held="2026-03-05")

    assert set(office.history("C-1")[-1].facts) == {"decision", "held_on"}


def test_of_several_events_the_one_that_is_open_there_is_delivered(office: Office) -> None:
    meet(office, "C-1")
    decide(office, C_1="plan")
    office.opened("Mon 9 Mar 2026", "M-2", workflow="meeting", considers=["C-1", "C-2"])
    rows = {ref: {"decision": "plan"} for ref in ("C-1", "C-2")}
    office.happened("decide", "Tue 10 Mar 2026", to="M-2", outcomes=rows, day_held="2026-03-10")

    assert office.history("C-1")[-1].name == "review"
    assert office.history("C-2")[-1].name == "hear"


def test_a_linked_case_that_cannot_be_told_undoes_everything(office: Office) -> None:
    meet(office, "C-1", "C-2")
    office.happened("leave", "Wed 4 Mar 2026", to="C-2")
    rows = {ref: {"decision": "plan"} for ref in ("C-1", "C-2")}

    # C-1 alone would have taken it; `refused` looks that not even it has kept anything.
    refused = office.refused(
        "decide", "Thu 5 Mar 2026", to="M-1", outcomes=rows, day_held="2026-03-05"
    )

    assert (refused.code, refused.case) == ("linked_case_refuses", "C-2")
    assert "C-2 cannot take `hear` or `review`" in str(refused)


def test_a_wrong_value_in_a_row_undoes_everything(office: Office) -> None:
    meet(office, "C-1", "C-2")
    rows = {"C-1": {"decision": "plan"}, "C-2": {"decision": "plann"}}

    refused = office.refused(
        "decide", "Thu 5 Mar 2026", to="M-1", outcomes=rows, day_held="2026-03-05"
    )

    assert refused.code == "wrong_fact"


def test_if_open_passes_over_a_case_that_is_past_it() -> None:
    office = Office(CHILD, MEETING.replace("each: outcomes,", "each: outcomes, if_open: yes,"))
    office.opened("Mon 2 Mar 2026", "C-1")
    office.opened("Mon 2 Mar 2026", "C-2")
    meet(office, "C-1", "C-2")
    office.happened("leave", "Wed 4 Mar 2026", to="C-2")
    decide(office, C_1="plan", C_2="plan")

    assert office.state("C-1") == ("plan",)
    assert office.state("C-2") == ("away",)


def test_a_telling_may_have_a_condition() -> None:
    text = MEETING.replace("each: outcomes,", "each: outcomes, when: \"topic == 'x'\",")
    office = Office(CHILD, text)
    office.opened("Mon 2 Mar 2026", "C-1")
    meet(office, "C-1")
    decide(office, C_1="plan")

    assert office.state("C-1") == ("open",)


def test_cases_that_tell_each_other_in_a_circle_are_refused() -> None:
    this, other = (
        f"""
        workflow: {here}
        links: {{{there}s: {{to: {there}, inverse: {here}s, many: yes}}}}
        open_case: {{by: [worker], may_ask: [{there}s], to: open}}
        states:
          open:
            title: Open
            steps: {{pass: {{by: [worker], stay: yes, tell: [{{link: {there}s, event: pass}}]}}}}
        """
        for here, there in [("one", "two"), ("two", "one")]
    )
    office = Office(this, other)
    office.opened("Mon 2 Mar 2026", "A-1", workflow="one")
    office.opened("Mon 2 Mar 2026", "B-1", workflow="two", ones=["A-1"])

    assert office.refused("pass", "Tue 3 Mar 2026").code == "told_in_a_circle"
