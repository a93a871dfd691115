"""One command, one transaction: done once, by somebody who may, on the case that they saw."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from days import day
from engine.building import Desk, a_referral, discussed
from real_process import release
from workflow.case.model import Command
from workflow.definition.model import OPEN_CASE
from workflow.engine.audit import Verdict


@pytest.fixture
def referred(desk: Desk) -> Desk:
    """CP-1, referred on Mon 2 Mar 2026."""
    desk.referred("Mon 2 Mar 2026")
    return desk


def a_discussion(desk: Desk, **more: Any) -> Command:
    on = "Tue 3 Mar 2026"
    return desk.command("CP-1", "hold_strategy_discussion", on, **more, **discussed(on))


def an_assignment(desk: Desk, **facts: str) -> Command:
    command = desk.command("CP-1", "assign", "Tue 3 Mar 2026", role="team_manager")
    return replace(command, facts=facts)


# -- the same command again ------------------------------------------------------------------------


def test_the_same_command_twice_is_done_once(referred: Desk) -> None:
    first = referred.run(a_discussion(referred, command_id="form-1"))
    before = referred.everything()

    again = referred.run(a_discussion(referred, command_id="form-1"))

    assert again.event == first.event
    assert (first.repeated, again.repeated) == (False, True)
    assert again.changed == ()
    assert referred.everything() == before


@pytest.mark.parametrize(
    "other",
    [
        {"event": "record_supervision"},
        {"case": "CP-2"},
        {"actor": "cleo"},
        {"occurred_on": day("Mon 2 Mar 2026")},
        {"facts": {"strategy_discussion_held_on": "2026-03-03"}},
    ],
)
def test_another_command_with_the_same_id_is_refused(
    referred: Desk, other: dict[str, object]
) -> None:
    command = a_discussion(referred, command_id="form-1")
    referred.run(command)

    refused = referred.refused(replace(command, **other))  # type: ignore[arg-type]  # each fits

    assert refused.code == "command_id_used"


def test_a_new_case_asked_for_twice_is_opened_once(desk: Desk) -> None:
    first = desk.referred("Mon 2 Mar 2026", command_id="form-1")
    again = desk.referred("Mon 2 Mar 2026", command_id="form-1")

    assert (first.event, again.repeated) == (again.event, True)
    assert desk.everything()["rows"]["case"] == 1


def test_a_refused_command_may_come_again_with_its_id_once_it_is_mended(referred: Desk) -> None:
    incomplete = replace(a_discussion(referred, command_id="form-1"), facts={})
    assert referred.refused(incomplete).code == "missing_fact"

    assert not referred.run(a_discussion(referred, command_id="form-1")).repeated


# -- on the case that they saw ---------------------------------------------------------------------


def test_a_command_on_a_case_that_has_changed_since_is_refused(referred: Desk) -> None:
    referred.does("CP-1", "report_missing", "Tue 3 Mar 2026")

    refused = referred.refused(a_discussion(referred), revision=1)

    assert refused.code == "stale_revision"
    assert "it is at 2, you saw 1" in str(refused)


def test_a_command_on_the_case_as_it_is_goes_through(referred: Desk) -> None:
    outcome = referred.run(a_discussion(referred), revision=1)

    assert outcome.before["CP-1"].revision == 1
    assert [case.revision for case in outcome.changed] == [2]


def test_what_we_did_ourselves_makes_nobodys_form_stale(referred: Desk) -> None:
    referred.time_passes("CP-1", "Mon 9 Mar 2026")
    assert referred.everything()["rows"]["history"] > 1

    referred.run(a_discussion(referred, recorded="Mon 9 Mar 2026"), revision=1)


# -- by somebody who may ---------------------------------------------------------------------------


def test_somebody_unknown_is_refused_naming_the_nearest(referred: Desk) -> None:
    refused = referred.refused(a_discussion(referred, by="asja"))

    assert refused.code == "unknown_person"
    assert "`asha`" in str(refused)


def test_a_role_that_the_person_does_not_have_is_refused(referred: Desk) -> None:
    refused = referred.refused(a_discussion(referred, by="ben", role="team_manager"))

    assert (refused.code, "social_worker" in str(refused)) == ("wrong_role", True)


def test_a_person_with_no_role_for_the_step_is_refused_naming_whose_it_is(referred: Desk) -> None:
    refused = referred.refused(a_discussion(referred, by="ben", role=""))

    assert refused.code == "wrong_role"
    assert "team_manager" in str(refused)


def test_the_only_role_that_fits_need_not_be_said(referred: Desk) -> None:
    outcome = referred.run(a_discussion(referred, by="cleo", role=""))

    assert outcome.event.role == "team_manager"


def test_of_several_roles_that_fit_one_must_be_said(referred: Desk) -> None:
    command = referred.command("CP-1", "report_missing", "Tue 3 Mar 2026", by="cleo", role="")

    refused = referred.refused(command)

    assert refused.code == "wrong_role"
    assert "--role" in str(refused)


@pytest.mark.parametrize("event", ["link", "linked_closed"])
def test_nobody_can_say_what_only_a_linked_case_tells(referred: Desk, event: str) -> None:
    command = referred.command("CP-1", event, "Tue 3 Mar 2026", link="considered_by", case="CONF-1")

    assert referred.refused(command).code == "told_event"


def test_what_arrives_from_a_linked_case_cannot_be_recorded_by_hand(referred: Desk) -> None:
    on = "Tue 3 Mar 2026"
    command = referred.command("CP-1", "record_conference_date", on, role="conference_unit")

    refused = referred.refused(command)

    assert refused.code == "wrong_role"
    assert "linked case" in str(refused)


# -- cases -----------------------------------------------------------------------------------------


def test_a_case_that_is_not_there(referred: Desk) -> None:
    assert referred.refused(replace(a_discussion(referred), case="CP-7")).code == "unknown_case"


def test_a_reference_is_given_once(referred: Desk) -> None:
    opening = referred.command("CP-1", OPEN_CASE, "Tue 3 Mar 2026")

    assert referred.refused(opening).code == "already_exists"


def test_a_workflow_that_is_not_there(desk: Desk) -> None:
    opening = replace(desk.command("X-1", OPEN_CASE, "Tue 3 Mar 2026"), workflow="adoption")

    refused = desk.refused(opening)

    assert refused.code == "unknown_workflow"
    assert "child_protection, conference" in str(refused)


def test_a_new_case_takes_its_reference_from_its_facts(desk: Desk) -> None:
    opening = desk.command("CP", OPEN_CASE, "Mon 2 Mar 2026", **a_referral("Mon 2 Mar 2026"))

    outcome = desk.run(replace(opening, case="NEW"))

    assert [case.ref for case in outcome.changed] == ["CP-1"]


def test_a_new_case_without_a_reference_of_its_own_takes_the_next_number(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")

    outcome = desk.does(
        "NEW", OPEN_CASE, "Tue 3 Mar 2026", conference_kind="initial", considers=["CP-1"]
    )

    assert outcome.event.facts["considers"] == ["CP-1"]
    assert [case.ref for case in outcome.changed] == ["CP-1", "CONFERENCE-2026-1"]


@pytest.mark.requirement("S0-2")
def test_a_case_carries_the_guidance_and_the_policy_that_it_runs_under(desk: Desk) -> None:
    opening = desk.command("CP-1", OPEN_CASE, "Mon 2 Mar 2026", **a_referral("Mon 2 Mar 2026"))
    desk.run(replace(opening, policy="darlington"))

    case, ran_by = desk.case(), release("darlington")
    assert (case.policy, case.release) == ("darlington", ran_by.number)
    assert ran_by.workflow(case.workflow).edition == "Working Together to Safeguard Children 2026"


# -- people on the case ----------------------------------------------------------------------------


def test_who_holds_a_role_on_the_case_is_an_event(referred: Desk) -> None:
    referred.run(an_assignment(referred, role="social_worker", person="ben"))
    referred.does("CP-1", "record_supervision", "Tue 3 Mar 2026")

    assert referred.case().people == {"social_worker": "ben"}
    assert referred.verdicts() == {Verdict.FINE}


def test_an_assignment_says_who_and_as_what(referred: Desk) -> None:
    refused = referred.refused(an_assignment(referred, person="ben"))

    assert refused.code == "missing_fact"
    assert "role" in str(refused)


def test_a_role_that_no_definition_has_is_refused_with_the_nearest(referred: Desk) -> None:
    refused = referred.refused(an_assignment(referred, role="social_wroker", person="ben"))

    assert refused.code == "unknown_role"
    assert "`social_worker`" in str(refused)


def test_nobody_unknown_is_given_a_role(referred: Desk) -> None:
    refused = referred.refused(an_assignment(referred, role="social_worker", person="bn"))

    assert refused.code == "unknown_person"
    assert "`ben`" in str(refused)


# -- the day ---------------------------------------------------------------------------------------


def test_what_has_not_happened_yet_cannot_be_recorded(referred: Desk) -> None:
    command = referred.command(
        "CP-1", "report_missing", "Wed 4 Mar 2026", recorded="Tue 3 Mar 2026"
    )

    refused = referred.refused(command)

    assert refused.code == "wrong_date"
    assert "Wed 4 Mar 2026 is in the future" in str(refused)


def test_what_happened_before_the_case_began_cannot_be_recorded(referred: Desk) -> None:
    command = referred.command("CP-1", "report_missing", "Sun 1 Mar 2026")

    assert referred.refused(command).code == "wrong_date"


def test_the_day_is_said_once_or_twice_the_same(referred: Desk) -> None:
    command = replace(a_discussion(referred), occurred_on=day("Mon 2 Mar 2026"))
    assert referred.refused(command).code == "wrong_date"

    outcome = referred.run(replace(command, occurred_on=None))
    assert outcome.event.occurred_on == day("Tue 3 Mar 2026")


def test_no_refusal_repeats_what_a_fact_says(referred: Desk) -> None:
    command = replace(a_discussion(referred), facts={"agencies_present": ["Somebody Real"]})

    refused = referred.refused(command)

    assert refused.code == "wrong_fact"
    assert "Somebody" not in str(refused)
