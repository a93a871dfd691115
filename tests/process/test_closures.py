"""Every closed case of a child says why and since when, whichever way it was closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from days import at, day
from process.building import CHILD, MEETING, Facts, Partnership, an_outcome
from real_process import release
from workflow.definition.step import Step, Way

CLOSING = {"closure_reason", "closed_on"}


def ways_to_closed() -> Iterator[tuple[Step, Way]]:
    for step in release().workflow("child_protection").steps:
        yield from ((step, way) for way in step.ways if way.to == "closed")


@pytest.mark.parametrize(
    ("step", "way"),
    [pytest.param(*found, id=f"{found[0].event}-{found[1].when}") for found in ways_to_closed()],
)
def test_every_way_to_closed_leaves_a_reason_and_a_day(step: Step, way: Way) -> None:
    assert {*step.asks, *step.sets, *way.sets} >= CLOSING


@pytest.mark.parametrize(
    ("outcome", "reason"), [("early_help", "RC9"), ("no_further_action", "RC8")]
)
def test_a_strategy_discussion_that_ends_it_says_why(outcome: str, reason: str) -> None:
    case = Partnership()
    case.referred("Mon 2 Mar 2026")
    case.discussed("Tue 3 Mar 2026", strategy_discussion_outcome=outcome)

    facts = case.case().facts
    assert (facts["closure_reason"], facts["closed_on"]) == (reason, day("Tue 3 Mar 2026"))


# -- what is refused, in words ---------------------------------------------------------------------


def test_an_unborn_child_has_no_sex_yet() -> None:
    unborn: Facts = {"date_of_birth": None, "expected_date_of_birth": day("Wed 1 Apr 2026")}
    case = Partnership()

    with pytest.raises(Exception, match=r"^A child who is not born has sex U until the birth is"):
        case.referred("Mon 2 Mar 2026", sex="F", **unborn)

    case.referred("Mon 2 Mar 2026", sex="U", **unborn)

    with pytest.raises(Exception, match="is asked only if “Date of birth” is not known"):
        case.referred("Mon 2 Mar 2026", "CP-2", expected_date_of_birth=day("Wed 1 Apr 2026"))


@pytest.mark.parametrize(
    ("written_by", "authorised_by"), [("team_manager", None), ("worker.1", "worker.1")]
)
def test_an_outcome_is_authorised_by_somebody_else(
    written_by: str, authorised_by: str | None
) -> None:
    case = Partnership()
    case.referred("Mon 2 Mar 2026")
    case.discussed("Tue 3 Mar 2026")
    people: Facts = {"outcome_written_by": written_by, "outcome_authorised_by": authorised_by}
    facts: Facts = {"enquiry_outcome": "likely_significant_harm", "outcome_reasons": "-"} | people

    on = "Mon 9 Mar 2026"
    refused = case.refused("record_enquiry_outcome", on, enquiry_ended_on=day(on), **facts)

    assert refused.code == "blocked"
    assert str(refused) == "The outcome is authorised by somebody other than its author."
    case.found("Mon 9 Mar 2026", outcome_written_by="worker.1", outcome_authorised_by="manager.1")


@pytest.mark.parametrize("kind", ["initial", "pre_birth_initial", "transfer_in"])
def test_an_initial_conference_is_not_booked_for_a_weekend(kind: str) -> None:
    case = awaited()
    case.happened(
        "open_case", "Tue 10 Mar 2026", ref=MEETING, conference_kind=kind, considers=[CHILD]
    )
    booking: Facts = {"venue": "-", "chair": "chair.1"}

    refused = case.refused(
        "book_conference", "Tue 10 Mar 2026", ref=MEETING,
        planned_for=at("Sun 22 Mar 2026 10:00"), **booking,
    )  # fmt: skip

    assert str(refused) == (
        "`planned_for` (Planned for) is a Sunday; choose a day from Monday to Friday"
    )


def test_what_the_unit_types_tells_nobody_until_the_chair_confirms_it() -> None:
    case = awaited()
    case.booked("Tue 10 Mar 2026", "Thu 19 Mar 2026")
    case.met("Thu 19 Mar 2026")
    on = "Thu 19 Mar 2026"
    refused = case.refused("confirm_conference_outcome", on, ref=MEETING)
    assert str(refused) == "No outcome has been typed: record the outcome for each child."

    rows = {CHILD: an_outcome(on)}
    case.happened("type_conference_outcome", on, ref=MEETING, outcomes=rows)
    assert case.is_in("conference_pending")
    assert case.due("confirm_conference_outcome", MEETING) == day("Fri 20 Mar 2026")

    case.happened("confirm_conference_outcome", "Fri 20 Mar 2026", ref=MEETING)
    assert case.is_in("protection_plan")
    assert case.case().facts["initial_conference_held_on"] == day(on)
    assert case.due("hold_review") == day("Fri 19 Jun 2026")


def test_the_outcome_is_confirmed_by_the_chair_only() -> None:
    steps = release().workflow("conference").states["held"].steps
    by = {step.event: step.by for step in steps}

    assert by["type_conference_outcome"] == ("conference_unit",)
    assert by["confirm_conference_outcome"] == ("conference_chair",)


def awaited() -> Partnership:
    """A child whose initial conference is awaited since Mon 9 Mar 2026."""
    case = Partnership()
    case.referred("Mon 2 Mar 2026")
    case.discussed("Mon 2 Mar 2026")
    case.found("Mon 9 Mar 2026")
    return case
