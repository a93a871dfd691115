"""Whether a case can come to every state, leave it again, and end."""

from __future__ import annotations

from dataclasses import replace

from definition.building import (
    CLOSED,
    fact,
    flow,
    only_problem,
    parallel,
    region,
    starts,
    state,
    step,
    told,
)

OPEN = state("open", step("close", to="closed"))


def test_a_plain_workflow_has_no_problems() -> None:
    assert told(flow(OPEN, CLOSED)) == []


def test_a_state_that_no_way_leads_to() -> None:
    island = state("island", step("close", to="closed"))
    led_to = state("open", step("close", to="closed"), step("row", to="island"))

    assert told(flow(OPEN, island, CLOSED)) == [("unreachable_state", "states.island")]
    assert told(flow(led_to, island, CLOSED)) == []


def test_a_state_reached_by_an_anywhere_step_is_reachable() -> None:
    island = state("island", step("close", to="closed"))
    row = step("row", to="island", except_=("island",))

    assert told(flow(OPEN, island, CLOSED, anywhere=(row,))) == []


def test_of_states_within_one_another_only_the_outer_is_told_as_unreachable() -> None:
    island = state("island", step("close", to="closed"), state("beach", title="Beach"))

    assert told(flow(OPEN, island, CLOSED)) == [("unreachable_state", "states.island")]


def test_entering_a_parallel_state_enters_every_region_at_its_start() -> None:
    plan = parallel(
        "plan",
        region(
            "birth",
            state("unborn"),
            state("born"),
            starts=starts("unknown -> unborn", "otherwise -> born"),
        ),
        region("review", state("first", step("hold", to="later")), state("later")),
        step("close", to="closed"),
    )

    assert told(flow(plan, CLOSED, facts=[fact("unknown", "yes_no")], opening=None)) == [
        ("fact_never_told", "facts.unknown")
    ]


def test_a_way_into_a_region_enters_the_other_regions_too() -> None:
    plan = parallel(
        "plan",
        region("birth", state("unborn", step("bear", to="born")), state("born")),
        region("review", state("first", step("end", to="closed"))),
    )
    draft = state("draft", step("start", to="born"))

    assert told(flow(draft, plan, CLOSED)) == []


def test_a_state_without_a_way_out() -> None:
    stuck = state("open", step("note"), step("close", to="waiting"))

    assert told(flow(stuck, state("waiting", step("note")), CLOSED)) == [
        ("unreachable_state", "states.closed"),
        ("dead_end", "states.waiting"),
    ]


def test_a_way_out_of_the_state_around_is_a_way_out() -> None:
    outer = state(
        "outer",
        state("first", step("go_on", to="second")),
        state("second"),
        step("close", to="closed"),
    )

    assert told(flow(outer, CLOSED)) == []


def test_an_anywhere_step_is_a_way_out_but_where_it_is_excepted() -> None:
    close = step("close", to="closed")

    assert told(flow(state("open"), CLOSED, anywhere=(close,))) == []
    assert ("dead_end", "states.open") in told(
        flow(state("open"), CLOSED, anywhere=(replace(close, except_=("open",)),))
    )


def test_a_region_needs_no_way_out_where_another_has_one() -> None:
    silent = region("birth", state("born"))
    review = region("review", state("first", step("end", to="closed")))
    endless = region("review", state("first", step("hold")))

    assert told(flow(parallel("plan", silent, review), CLOSED)) == []
    assert ("dead_end", "states.plan") in told(flow(parallel("plan", silent, endless), CLOSED))


def test_a_round_that_never_closes() -> None:
    here = state("here", step("go", to="there"))
    there = state("there", step("come_back", to="here"))
    first = state("first", step("close", to="closed"), step("begin", to="here"))

    assert told(flow(first, here, there, CLOSED)) == [
        ("no_path_to_end", "states.here"),
        ("no_path_to_end", "states.there"),
    ]


def test_what_leads_to_a_dead_end_is_told_once_at_the_dead_end() -> None:
    first = state("first", step("go", to="second"), step("close", to="closed"))
    second = state("second", step("go", to="third"))

    assert told(flow(first, second, state("third"), CLOSED)) == [("dead_end", "states.third")]


def test_a_workflow_without_a_final_state() -> None:
    here = state("here", step("go", to="there"))
    there = state("there", step("come_back", to="here"))

    assert told(flow(here, there)) == [("no_path_to_end", "states")]


def test_nothing_leads_out_of_a_final_state() -> None:
    ended = state("closed", step("reopen", to="open"), final=True)

    assert told(flow(OPEN, ended)) == [("final_state_with_steps", "states.closed")]


def test_what_is_still_owed_may_be_recorded_in_a_final_state() -> None:
    ended = state("closed", step("send_letter"), final=True)

    assert told(flow(OPEN, ended)) == []


def test_a_state_has_a_title_and_a_region_needs_none() -> None:
    untitled = state("open", step("close", to="closed"), title="")

    assert told(flow(untitled, CLOSED)) == [("state_without_title", "states.open")]


def test_a_compound_state_says_where_it_begins() -> None:
    lost = state("outer", state("first"), step("close", to="closed"), initial=None)

    assert told(flow(lost, CLOSED)) == [("no_first_state", "states.outer")]


def test_starts_lead_inwards_only() -> None:
    outward = state(
        "outer", state("first"), step("close", to="closed"), starts=starts("otherwise -> closed")
    )

    assert ("starts_elsewhere", "states.outer.starts") in told(flow(outward, CLOSED))


def test_a_way_to_the_same_state_or_one_around_it_is_refused() -> None:
    same = state("open", step("close", to="closed"), step("renew", to="open"))
    around = state("outer", state("first", step("renew", to="outer")), step("close", to="closed"))

    assert told(flow(same, CLOSED)) == [("way_to_itself", "states.open.steps.renew")]
    assert told(flow(around, CLOSED)) == [("way_to_itself", "states.first.steps.renew")]


def test_a_way_from_a_state_to_one_inside_it_is_refused() -> None:
    first, second = state("first", step("go_on", to="second")), state("second")
    renewed = state("outer", first, second, step("renew", to="first"), step("close", to="closed"))

    assert told(flow(renewed, CLOSED)) == [("way_to_itself", "states.outer.steps.renew")]


def test_an_anywhere_way_is_not_open_in_the_state_that_it_leads_to() -> None:
    def moved(*except_: str) -> list[tuple[str, str]]:
        park = step("park", to="parked", except_=except_)
        return told(
            flow(OPEN, state("parked", step("close", to="closed")), CLOSED, anywhere=(park,))
        )

    assert moved() == [("way_to_itself", "anywhere.park")]
    assert moved("parked") == []


def test_a_problem_says_what_is_wrong_and_how_to_mend_it() -> None:
    problem = only_problem(flow(OPEN, state("island", step("close", to="closed")), CLOSED))

    assert problem.what == "no way leads to this state"
    assert problem.mend == "add a way with `to: island`, or take the state out"
    assert str(problem.position) == "test.yaml:1"
