"""Whether somebody can take each step, on which day it counts, and what it makes known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from definition.building import (
    CLOSED,
    HERE,
    choice,
    due,
    fact,
    flow,
    link,
    only_problem,
    parallel,
    region,
    state,
    step,
    task,
    timer,
    told,
)
from workflow.definition.guard import parse
from workflow.definition.model import OPEN_CASE, Fact, Workflow
from workflow.definition.step import Start, Step, Tell, Warn


def with_step(made: Step, *facts: Fact) -> Workflow:
    return flow(state("open", made, step("close", to="closed")), CLOSED, facts=facts)


def test_a_step_without_a_role_can_be_taken_by_nobody() -> None:
    assert told(with_step(step("note", by=()))) == [("nobody_can_do", "states.open.steps.note")]


def test_a_step_that_the_clock_fires_needs_no_role() -> None:
    open_ = state("open", step("end", to="closed", by=()), timers=(timer("open", "end"),))

    assert told(flow(open_, CLOSED)) == []


def test_a_step_that_a_linked_case_tells_needs_no_role() -> None:
    def hearing(*, told_event: str) -> list[tuple[str, str]]:
        hear = step("hear", by=(), from_link="meetings")
        here = flow(
            state("open", hear, step("close", to="closed"), step("note")),
            CLOSED,
            links=[link("meetings", "meeting", "considers")],
        )
        tell = Tell(link="considers", events=(told_event,), position=HERE)
        there = flow(
            state("open", step("close", to="closed", tell=(tell,))),
            CLOSED,
            name="meeting",
            links=[link("considers", "plan", "meetings")],
        )
        return told(here, there)

    assert hearing(told_event="hear") == []
    assert hearing(told_event="note") == [("nobody_can_do", "states.open.steps.hear")]


def test_a_step_of_one_region_can_be_taken_by_the_role_of_another() -> None:
    plan = parallel(
        "plan",
        region("left", state("one", step("meet", by=()))),
        region("right", state("two", step("meet"))),
        step("close", to="closed"),
    )

    assert told(flow(plan, CLOSED)) == []


def test_a_case_that_nobody_may_open_must_be_started_by_another() -> None:
    unopened = flow(
        state("open", step("close", to="closed")),
        CLOSED,
        name="meeting",
        opening=step(OPEN_CASE, to="open", by=()),
        links=[link("considers", "plan", "meetings")],
    )
    start = Start(workflow="meeting", link="considers", position=HERE)
    opener = flow(
        state("open", step("close", to="closed", start=(start,))),
        CLOSED,
        links=[link("meetings", "meeting", "considers")],
    )

    assert told(unopened, opener) == []
    assert ("nobody_can_do", "open_case") in told(unopened)


def test_the_day_of_a_step_is_a_date_that_it_asks_for() -> None:
    seen, reason = fact("seen_on", "date"), fact("reason")

    assert told(with_step(step("note", asks=("seen_on",), on="seen_on"), seen)) == []
    for wrong in (
        step("note", asks=("reason",), on="reason"),
        step("note", on="seen_on"),
    ):
        assert told(with_step(wrong, seen, reason)) == [("on_not_a_date", "states.open.steps.note")]


def test_a_timer_fires_an_event_that_can_happen_there() -> None:
    def timed(event: str) -> list[tuple[str, str]]:
        first = state("first", step("go", to="second"), timers=(timer("first", event),))
        return told(flow(first, state("second", step("end", to="closed")), CLOSED))

    assert timed("go") == []
    assert timed("end") == [("timer_fires_nothing", "states.first.timers")]


def test_a_derived_fact_cannot_be_asked_for() -> None:
    unborn = fact("unborn", "yes_no", is_="born_on == None")
    born = fact("born_on", "date")

    assert told(with_step(step("note", asks=("born_on",)), unborn, born)) == []
    assert told(with_step(step("note", asks=("born_on", "unborn")), unborn, born)) == [
        ("asked_but_derived", "states.open.steps.note")
    ]


def test_a_fact_that_a_guard_reads_must_come_from_somewhere() -> None:
    seen = fact("seen", "yes_no")
    decide = step("decide", "seen -> closed", "otherwise -> stay")

    found = only_problem(flow(state("open", decide), CLOSED, facts=[seen]))

    assert (found.code, found.where) == ("fact_never_told", "facts.seen")
    for way_to_know in (
        step("note", asks=("seen",)),
        step("note", may_ask=("seen",)),
        step("note", sets={"seen": "True"}),
    ):
        assert told(flow(state("open", decide, way_to_know), CLOSED, facts=[seen])) == []


def test_a_fact_that_a_due_rule_counts_from_must_come_from_somewhere() -> None:
    visit = task("visit", place=["open"], done_by="note", due=due(5, "days", "asked_on"))
    asked = fact("asked_on", "date")
    plain, asking = step("note"), step("note", asks=("asked_on",))

    def visited(note: Step) -> list[tuple[str, str]]:
        open_ = state("open", note, step("close", to="closed"))
        return told(flow(open_, CLOSED, facts=[asked], tasks=(visit,)))

    assert visited(asking) == []
    assert visited(plain) == [("fact_never_told", "facts.asked_on")]


def test_a_fact_read_through_a_derived_one_must_come_from_somewhere() -> None:
    facts = [fact("born_on", "date"), fact("unborn", "yes_no", is_="born_on == None")]
    decide = step("decide", "unborn -> closed", "otherwise -> stay")

    assert told(flow(state("open", decide), CLOSED, facts=facts)) == [
        ("fact_never_told", "facts.born_on")
    ]


def test_a_copy_is_known_where_its_original_is() -> None:
    held = fact("held_on", "date")
    started = fact("started_on", "date", from_fact="held_on", where="kind == 'first'")
    kind = choice("kind", "first", "later")
    visit = task("visit", place=["open"], done_by="hold", due=due(5, "days", "started_on"))

    def holding(*asks: str) -> list[tuple[str, str]]:
        open_ = state("open", step("hold", asks=asks), step("close", to="closed"))
        return told(flow(open_, CLOSED, facts=[held, started, kind], tasks=(visit,)))

    assert holding("held_on", "kind") == []
    assert holding("kind") == [("fact_never_told", "facts.started_on")]


def test_a_fact_is_not_worked_out_from_itself() -> None:
    facts = [fact("one", "yes_no", is_="not other"), fact("other", "yes_no", is_="one")]

    assert told(with_step(step("note"), *facts)) == [
        ("derived_in_circle", "facts.one"),
        ("derived_in_circle", "facts.other"),
    ]


def test_a_fact_that_only_a_way_sets_is_known_and_checked_like_others() -> None:
    reason = choice("reason", "R8", "R9")

    def ending(**sets: str) -> list[tuple[str, str]]:
        end = step("end", to="closed")
        way = replace(end.ways[0], sets={name: parse(text) for name, text in sets.items()})
        guarded = step("look", "reason == 'R8' -> closed", "otherwise -> stay")
        return told(flow(state("open", replace(end, ways=(way,)), guarded), CLOSED, facts=[reason]))

    assert ending(reason="'R8'") == []
    assert ending(reason="'R7'") == [
        ("value_outside_code_set", "states.open.steps.end.sets.reason")
    ]
    assert ("undeclared_fact", "states.open.steps.end.sets") in ending(reson="'R8'")


def test_only_a_date_has_a_day_of_the_week() -> None:
    wrong = fact("words", weekdays_only=parse("True"))
    problem = only_problem(with_step(step("note", asks=("words",)), wrong))

    assert problem.code == "weekdays_of_no_date"
    assert problem.what == "`words` (text) has no day of the week"
    planned = fact("planned_for", "datetime", weekdays_only=parse("True"))
    assert told(with_step(step("note", asks=("planned_for",)), planned)) == []


def test_a_warning_goes_by_a_task_that_there_is() -> None:
    by_task = Warn(say="Late.", when=parse("met_on > due"), task="hold_on", position=HERE)
    problem = only_problem(
        with_step(step("note", asks=("met_on",), warn=(by_task,)), fact("met_on", "date"))
    )

    assert (problem.code, problem.what) == ("unknown_task", "there is no task `hold_on`")


def test_who_takes_part_is_named_in_a_text_where_somebody_does() -> None:
    asked = step("note", asks=("who",))
    nobody = only_problem(with_step(asked, fact("who", names_participant=True)))
    no_text = only_problem(with_step(asked, fact("who", "date", names_participant=True)))

    assert {nobody.code, no_text.code} == {"names_no_participant"}
    assert "nobody takes part" in nobody.what
    assert no_text.what == "`who` (date) names nobody who takes part"


def test_only_a_date_says_when_something_happened() -> None:
    wrong = fact("words", happened=True)
    problem = only_problem(with_step(step("note", asks=("words",)), wrong))

    assert problem.code == "happened_on_no_date"
    assert problem.what == "`words` (text) says not when anything happened"
    seen = fact("seen_at", "datetime", happened=True)
    assert told(with_step(step("note", asks=("seen_at",)), seen)) == []


@pytest.mark.parametrize("name", ["actor", "occurred_on", "due"])
def test_a_fact_is_not_called_like_something_else_in_guards(name: str) -> None:
    problem = only_problem(with_step(step("note", asks=(name,)), fact(name)))

    assert (problem.code, problem.mend) == ("name_of_a_predicate", "give the fact another name")
    assert problem.what == f"`{name}` means something else in guards and cannot name a fact"


def test_who_takes_part_elsewhere_is_named_in_a_text_of_a_link_to_where_somebody_does() -> None:
    asked = step("note", asks=("who",))
    nowhere = only_problem(with_step(asked, fact("who", participants_of="nobodys")))

    assert (nowhere.code, nowhere.where) == ("unknown_link", "facts.who.names_participants_of")
