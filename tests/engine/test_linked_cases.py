"""Cases that are tied: what one tells another is one transaction, and one refusal undoes it all."""

from __future__ import annotations

import pytest

from days import at, day
from engine.building import Desk, a_case_of_two, a_person
from process.building import an_outcome
from real_process import catalogue
from workflow.case.model import Refused
from workflow.engine.audit import Verdict
from workflow.engine.foresee import foresee
from workflow.store.database import Store

HELD = "Mon 23 Mar 2026"


def test_every_child_hears_the_outcome_in_one_transaction(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1", "CP-2")
    desk.met(HELD, "CP-1", "CP-2")

    outcome = desk.decided(HELD, CP_1="protection_plan", CP_2="child_in_need")

    assert {case.ref for case in outcome.changed} == {"CONF-1", "CP-1", "CP-2"}
    told = desk.history("CP-2")[-1]
    assert told.caused_by is not None
    assert (told.caused_by.case, told.caused_by.seq) == ("CONF-1", outcome.event.seq)
    assert desk.verdicts() == {Verdict.FINE}


def test_a_refusal_in_one_child_leaves_the_conference_and_the_sibling_as_they_were(
    desk: Desk,
) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1", "CP-2")
    desk.met(HELD, "CP-1", "CP-2")
    rows = {"CP-1": an_outcome(HELD), "CP-2": {"decision": "protection_plan", "reasons": "-"}}

    refused = desk.refused(desk.command("CONF-1", "record_conference_outcome", HELD, outcomes=rows))

    assert (refused.code, refused.case) == ("missing_fact", "CP-2")
    assert "category_of_abuse" in str(refused)


def test_every_child_of_the_conference_gets_an_outcome(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1", "CP-2")
    desk.met(HELD, "CP-1", "CP-2")

    for rows in ({"CP-1": an_outcome(HELD)}, {ref: an_outcome(HELD) for ref in ("CP-1", "CP-7")}):
        command = desk.command("CONF-1", "record_conference_outcome", HELD, outcomes=rows)
        assert desk.refused(command).code == "wrong_rows"


def test_no_outcome_reaches_a_child_whose_enquiry_is_not_finished(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    desk.referred("Mon 2 Mar 2026", "CP-2")
    desk.met(HELD, "CP-1", "CP-2")
    rows = {ref: an_outcome(HELD) for ref in ("CP-1", "CP-2")}

    refused = desk.refused(desk.command("CONF-1", "record_conference_outcome", HELD, outcomes=rows))

    assert (refused.code, refused.case) == ("linked_case_refuses", "CP-2")


def test_asking_for_a_conference_opens_one_and_a_sibling_joins_it(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1", "CP-2")

    desk.does("CP-1", "request_conference", "Tue 3 Mar 2026")
    outcome = desk.does("CP-2", "request_conference", "Wed 4 Mar 2026")

    (meeting,) = desk.case("CP-1").linked("considered_by")
    assert meeting in {case.ref for case in outcome.changed}
    assert desk.case(meeting).linked("considers") == ("CP-1", "CP-2")
    assert desk.case("CP-2").linked("considered_by") == (meeting,)


def test_a_child_of_another_family_gets_a_conference_of_its_own(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    desk.referred("Mon 2 Mar 2026", "CP-9", family_reference="FAM-9", route="transfer_in",
                  transfer_notified_on=day("Mon 2 Mar 2026"))  # fmt: skip

    desk.does("CP-1", "request_conference", "Tue 3 Mar 2026")
    desk.does("CP-9", "request_conference", "Tue 3 Mar 2026")

    assert desk.case("CP-1").linked("considered_by") != desk.case("CP-9").linked("considered_by")


def test_the_children_hear_when_their_conference_is_cancelled(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    desk.booked_only(HELD, "CP-1", ref="CONF-1", kind="initial")
    assert desk.case().facts["conference_planned_for"]

    desk.does("CONF-1", "cancel_conference", "Tue 17 Mar 2026", put_off_reason="-")

    assert "conference_planned_for" not in desk.case().facts
    assert desk.case().links["considered_by"] == {"CONF-1": False}
    assert desk.due("request_conference") == day("Wed 18 Mar 2026")


def test_a_conference_about_a_closed_case_is_refused(desk: Desk) -> None:
    desk.referred("Mon 2 Mar 2026")
    desk.does("CP-1", "record_death", "Tue 3 Mar 2026", died_on=day("Tue 3 Mar 2026"))

    command = desk.command(
        "CONF-1", "open_case", "Wed 4 Mar 2026", conference_kind="initial", considers=["CP-1"]
    )

    assert desk.refused(command).code == "wrong_tie"


def test_a_conference_about_a_conference_is_refused(desk: Desk) -> None:
    a_case_of_two(desk, HELD, CP_1="protection_plan", CP_2="child_in_need")

    command = desk.command(
        "CONF-2", "open_case", "Tue 24 Mar 2026", conference_kind="initial", considers=["CONF-1"]
    )

    assert desk.refused(command).code == "wrong_tie"


def test_a_child_of_another_authority_is_like_one_that_nobody_knows(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    desk.booked_only("Mon 23 Mar 2026", "CP-1", ref="CONF-1", kind="initial")
    other = Store(desk.store.url, "842")
    with other.writing() as writing:
        catalogue().publish(writing, at("Mon 1 Jan 2024 09:00"), "process owner")
        writing.replace_people([a_person("asha", "duty_manager")])
    Desk(other).referred("Mon 2 Mar 2026", "CP-9")
    other.close()

    def sentence(ref: str) -> str:
        refused = desk.refused(desk.command("CONF-1", "add_child", HELD, considers=[ref]))
        assert refused.code == "unknown_case"
        return str(refused)

    assert sentence("CP-9") == (
        "there is no case CP-9 in this authority, and cases of two authorities are never tied;"
        " look at the reference, or open a case of ours for it first"
    )
    assert sentence("CP-8") == sentence("CP-9").replace("CP-9", "CP-8")


def test_a_child_on_a_plan_is_given_no_second_one(desk: Desk) -> None:
    desk.on_plan(HELD)
    desk.met("Mon 15 Jun 2026", "CP-1", ref="CONF-2", kind="review")

    with pytest.raises(Refused) as refused:
        desk.decided("Mon 15 Jun 2026", "CONF-2", CP_1="protection_plan")

    assert (refused.value.code, refused.value.case) == ("blocked", "CP-1")
    assert str(refused.value) == (
        "This child is on a plan already, and has no second one: record `continue`, or an end."
    )


def test_a_step_warns_whoever_takes_it_and_before_that_whoever_looks_ahead(desk: Desk) -> None:
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    desk.booked_only(HELD, "CP-1", ref="CONF-1", kind="initial")
    command = desk.command("CONF-1", "cancel_conference", HELD, put_off_reason="-")
    before = desk.everything()

    foreseen = foresee(desk.store, catalogue(), command).warnings

    assert desk.everything() == before
    assert [warned.say for warned in foreseen] == ["Say which two managers agreed."]
    assert desk.run(command).warnings == foreseen
