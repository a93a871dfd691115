"""Ages, lists that keep everything, family, and warnings: what of them cannot work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases import whole
from definition.building import (
    CLOSED,
    HERE,
    due,
    fact,
    flow,
    link,
    only_problem,
    process,
    rung,
    state,
    step,
    task,
    told,
)
from definition.reading import only, problems_of
from workflow.definition.checks import problems
from workflow.definition.guard import parse
from workflow.definition.model import Fact, Keep, Workflow
from workflow.definition.step import Step, Warn
from workflow.definition.taking_part import ParticipantKind

AGE = fact("age", "number", years_since=("born_on",))
FACTS = (fact("born_on", "date"), AGE, fact("of_age", "yes_no", is_="age >= 18"))


def aged(made: Step, *more: Fact, **parts: object) -> Workflow:
    facts = {each.name: each for each in (*FACTS, *more)}
    asking = step("note", asks=("born_on",))
    plain = flow(state("open", made, asking, step("close", to="closed")), CLOSED, **parts)  # type: ignore[arg-type]  # as `flow` takes them
    return replace(plain, facts=facts)


def test_an_event_may_ask_how_old_somebody_is() -> None:
    assert told(aged(step("see", "age >= 5 -> closed", "otherwise -> stay"))) == []
    assert told(aged(step("see", "of_age -> closed", "otherwise -> stay"))) == []


@pytest.mark.parametrize("guard", ["age >= 5", "of_age"])
def test_what_no_event_looks_at_again_does_not_depend_on_age(guard: str) -> None:
    visit = task("visit", place=["open"], done_by="note", when=parse(guard))
    silenced = task(
        "visit",
        place=["open"],
        done_by="note",
        due=due(5, "days"),
        rungs=(rung("on the day", "worker", unless=parse(guard)),),
    )

    found = only_problem(aged(step("see"), tasks=(visit,)))

    assert (found.code, found.where) == ("changes_by_itself", "tasks.visit")
    assert found.what == "`age` changes with time, and no event happens here to look at it again"
    assert told(aged(step("see"), tasks=(silenced,))) == [
        ("changes_by_itself", "tasks.visit.escalate")
    ]


def test_years_are_a_number_and_count_since_a_date() -> None:
    read = step("see", "age >= 5 -> closed", "otherwise -> stay")
    text = fact("age", years_since=("born_on",))
    of_text = fact("age", "number", years_since=("name",))

    assert told(aged(step("see"), text, fact("of_age", "yes_no"))) == [
        ("years_of_no_date", "facts.age")
    ]
    found = next(
        each
        for each in problems(process(aged(read, of_text, fact("name"), fact("of_age", "yes_no"))))
        if each.code == "years_of_no_date"
    )
    assert found.what == "`age` counts years since `name`, which is not a date"


def test_an_age_is_never_asked() -> None:
    assert told(aged(step("see", asks=("age",)))) == [
        ("asked_but_derived", "states.open.steps.see")
    ]


def test_a_fact_that_keeps_every_value_holds_many() -> None:
    one, many = fact("told", keep=Keep.EVERY), fact("told", many=True, keep=Keep.EVERY)

    assert told(aged(step("see"), many)) == []
    assert told(aged(step("see"), one)) == [("every_of_one", "facts.told")]


def test_family_is_told_from_others_only_where_some_are() -> None:
    speaks = fact("speaks", family="must_not")
    parent = {"parent": ParticipantKind(name="parent", title="Parent", family=True)}

    assert told(aged(step("see"), speaks)) == [("family_of_nobody", "facts.speaks")]
    assert told(aged(step("see"), speaks, participants=parent)) == []


def test_a_kind_of_participant_is_named_by_one_person() -> None:
    def named_by(kind: str) -> list[tuple[str, str]]:
        chair = {"chair": ParticipantKind(name="chair", title="Chair", named_by="leads")}
        return told(aged(step("see", asks=("leads",)), fact("leads", kind), participants=chair))

    assert named_by("person") == []
    assert named_by("text") == [("named_by_no_person", "facts.leads")]


def test_two_lists_may_be_compared_and_a_list_with_one_value_may_not() -> None:
    lists = (fact("these", many=True), fact("those", many=True), fact("this"))

    def asking(guard: str) -> list[tuple[str, str]]:
        asks = ("these", "those", "this")
        return told(aged(step("see", f"{guard} -> closed", "otherwise -> stay", asks=asks), *lists))

    assert asking("these in those") == []
    assert asking("these not in those") == []
    for wrong in ("these in this", "these == those", "these < those"):
        assert ("value_outside_code_set", "states.open.steps.see") in asking(wrong)


def test_a_warning_reads_the_facts_of_the_linked_case() -> None:
    def warning(there: str, of: str = "meetings") -> list[tuple[str, str]]:
        warn = Warn(say="Look.", of=of, there=parse(there), position=HERE)
        tie = link("meetings", "meeting", "considers")
        open_ = state("open", step("see", warn=(warn,)), step("close", to="closed"))
        noted = state("open", step("note", asks=("rooms",), to="closed"))
        there_ = flow(
            noted, CLOSED, name="meeting", facts=[fact("rooms", "number")],
            links=[link("considers", "plan", "meetings")],
        )  # fmt: skip
        found = problems(process(flow(open_, CLOSED, links=[tie]), there_))
        return [(each.code, each.where) for each in found]

    where = "states.open.steps.see.warn"
    assert warning("rooms < 2") == []
    assert warning("room < 2") == [("undeclared_name", where)]
    assert warning("rooms == 'two'") == [("value_outside_code_set", where)]
    assert ("unknown_link", where) in warning("rooms < 2", of="meeting")


def test_a_warning_says_when_and_of_what() -> None:
    step_ = "states: {{open: {{title: O, steps: {{go: {{by: [worker], stay: true, warn: {}}}}}}}}}"

    always = only(step_.format("[{say: Look.}]"))
    half = only(step_.format("[{say: Look., when: 'a', of: ties}]"))
    codes = [each.code for each in problems_of(whole(step_.format("[{when: 'a'}]")))]

    assert (always.code, always.mend) == (
        "warns_always",
        "add `when:`, or put it into the title or a hint",
    )
    assert (half.code, half.mend) == ("warns_of_nothing", "write both, or neither")
    assert codes == ["missing_key"]
