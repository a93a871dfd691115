"""Whether linked workflows know one another, and understand what they are told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from definition.building import CLOSED, HERE, choice, fact, flow, link, state, step, task, told
from workflow.definition.beginning import Beginning
from workflow.definition.guard import parse
from workflow.definition.model import OPEN_CASE, Link, Workflow
from workflow.definition.step import Start, Tell
from workflow.definition.task import DoneBy, ForEach

MEETINGS = link("meetings", "meeting", "considers")
CONSIDERS = link("considers", "plan", "meetings")


def plan(**more: Any) -> Workflow:
    """Hears `hear_outcome` (asks `outcome`) from a meeting."""
    hear = step("hear_outcome", by=(), from_link="meetings", asks=("outcome",))
    return flow(
        state("open", hear, step("close", to="closed")),
        CLOSED,
        facts=[fact("outcome"), fact("family")],
        **{"links": [MEETINGS], **more},
    )


def meeting(*, tell: Tell | None = None, **more: Any) -> Workflow:
    """Tells each plan the outcome when it closes."""
    told_ = tell or Tell(
        link="considers", events=("hear_outcome",), facts={"outcome": "result"}, position=HERE
    )
    close = step("close", to="closed", asks=("result",), tell=(told_,))
    return flow(
        state("open", close),
        CLOSED,
        name="meeting",
        facts=[fact("result"), fact("family"), choice("kind", "first", "review")],
        opening=step(OPEN_CASE, to="open", may_ask=("family", "kind")),
        **{"links": [CONSIDERS], **more},
    )


def tell(**more: Any) -> Tell:
    return Tell(**{"link": "considers", "events": ("hear_outcome",), "position": HERE, **more})


def test_two_workflows_that_name_each_other_are_fine() -> None:
    assert told(plan(), meeting()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        link("meetings", "meting", "considers"),
        link("meetings", "meeting", "consider"),
    ],
)
def test_a_link_names_a_workflow_and_the_link_that_returns_it(wrong: Link) -> None:
    assert ("unknown_link", "links.meetings") in told(plan(links=[wrong]), meeting())


def test_a_link_that_is_returned_to_somebody_else() -> None:
    other = link("considers", "plan", "reviews")

    assert ("unknown_link", "links.meetings") in told(plan(), meeting(links=[other]))


def test_every_use_of_a_link_names_one_that_is_declared() -> None:
    waiting = task("wait", place=["open"], done_by=DoneBy(link="meeting"))
    each = task(
        "send",
        place=["open"],
        done_by="hear_outcome",
        for_each=ForEach(link="meeting", which="outcome"),
    )

    assert told(plan(tasks=(waiting,)), meeting()) == [("unknown_link", "tasks.wait.done_by")]
    assert told(plan(tasks=(each,)), meeting()) == [("unknown_link", "tasks.send.for_each")]


def test_a_step_listens_to_a_link_that_is_declared() -> None:
    deaf = step("hear_outcome", from_link="meetigns", asks=("outcome",))
    ours = flow(
        state("open", deaf, step("close", to="closed")),
        CLOSED,
        facts=[fact("outcome")],
        links=[MEETINGS],
    )

    assert ("unknown_link", "states.open.steps.hear_outcome.from_link") in told(ours, meeting())


@pytest.mark.parametrize(
    "wrong",
    [
        tell(events=("hear_outcom",)),
        tell(facts={"outcom": "result"}),
    ],
)
def test_a_tell_names_an_event_and_facts_that_the_other_knows(wrong: Tell) -> None:
    assert ("fact_of_other_workflow", "states.open.steps.close.tell") in told(
        plan(), meeting(tell=wrong)
    )


def test_an_event_is_told_over_the_link_that_it_listens_to() -> None:
    other_link = link("reviews", "meeting", "reviewed")
    back = link("reviewed", "plan", "reviews")
    ours = plan(links=[MEETINGS, other_link])
    theirs = meeting(tell=tell(link="reviewed"), links=[CONSIDERS, back])

    assert ("fact_of_other_workflow", "states.open.steps.close.tell") in told(ours, theirs)


def starting(**more: Any) -> list[tuple[str, str]]:
    """The problems of a plan that opens a meeting."""
    begin = Start(**{"workflow": "meeting", "link": "considers", "position": HERE, **more})
    ask = step("ask_for_meeting", asks=("family",), start=(begin,))
    hear = step("hear_outcome", by=(), from_link="meetings", asks=("outcome",))
    ours = flow(
        state("open", ask, hear, step("close", to="closed")),
        CLOSED,
        facts=[fact("outcome"), fact("family")],
        links=[MEETINGS],
    )
    return told(ours, meeting())


def test_a_case_is_started_with_facts_of_ours_or_constants() -> None:
    assert starting(facts={"family": "family", "kind": "'first'"}, join="family") == []


def test_a_case_is_started_with_the_ties_of_one_of_its_kind_that_we_are_linked_to() -> None:
    assert starting(facts={"family": "family"}, ties={"considers": "meetings"}) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"workflow": "meting"},
        {"link": "consider"},
        {"facts": {"famly": "family"}},
        {"facts": {"kind": "'frist'"}},
        {"facts": {"kind": "first"}},
        {"facts": {"family": "famly"}},
        {"join": "famly"},
        {"event": "add"},
        {"ties": {"considers": "meting"}},
        {"ties": {"consider": "meetings"}},
    ],
)
def test_a_start_names_what_the_other_workflow_knows(wrong: dict[str, Any]) -> None:
    assert ("fact_of_other_workflow", "states.open.steps.ask_for_meeting.start") in starting(
        **wrong
    )


def test_the_condition_of_a_start_names_what_is_declared() -> None:
    assert starting(facts={"kind": "'first'"}, when=parse("famly == 'one'")) == [
        ("undeclared_name", "states.open.steps.ask_for_meeting.start")
    ]


def test_a_tell_gives_every_fact_that_the_step_there_must_have() -> None:
    assert told(plan(), meeting(tell=tell())) == [
        ("told_too_little", "states.open.steps.close.tell")
    ]


def test_a_tell_for_each_row_gives_the_columns_of_the_row() -> None:
    outcomes = fact("outcomes", "rows", columns=("outcome",))
    each = tell(each="outcomes")
    close = step("close", to="closed", asks=("outcomes",), tell=(each,))
    there = flow(state("open", close), CLOSED, name="meeting", facts=[outcomes], links=[CONSIDERS])

    assert told(plan(), there) == []


def test_a_start_gives_every_fact_that_the_opening_must_have() -> None:
    begin = Start(workflow="meeting", link="considers", position=HERE)
    ask = step("ask_for_meeting", start=(begin,))
    ours = flow(state("open", ask, step("close", to="closed")), CLOSED, links=[MEETINGS])

    def opened(*asks: str) -> list[tuple[str, str]]:
        there = flow(
            state("open", step("close", to="closed")),
            CLOSED,
            name="meeting",
            facts=[fact("family")],
            opening=step(OPEN_CASE, to="open", asks=asks),
            links=[CONSIDERS],
        )
        return told(ours, there)

    assert opened("considers") == []
    assert opened("considers", "family") == [
        ("told_too_little", "states.open.steps.ask_for_meeting.start")
    ]


def test_an_open_case_that_is_joined_is_told_nothing_but_the_link() -> None:
    begin = Start(workflow="meeting", link="considers", join="family", event="add", position=HERE)
    ask = step("ask_for_meeting", asks=("family",), start=(begin,))
    ours = flow(
        state("open", ask, step("close", to="closed")),
        CLOSED,
        facts=[fact("family")],
        links=[MEETINGS],
    )

    def joined(*asks: str) -> list[tuple[str, str]]:
        there = flow(
            state("open", step("add", asks=asks), step("close", to="closed")),
            CLOSED,
            name="meeting",
            facts=[fact("family")],
            links=[CONSIDERS],
        )
        return told(ours, there)

    assert joined("considers") == []
    assert joined("considers", "family") == [
        ("told_too_little", "states.open.steps.ask_for_meeting.start")
    ]


# -- with what a form begins -----------------------------------------------------------------------


def begins(**more: Any) -> Workflow:
    """A meeting whose `family` begins with that of a plan."""
    given = {"of": "considers", "fact": "family", "position": HERE, **more}
    begun = replace(fact("family"), begins_with=(Beginning(**given),))
    there = meeting()
    return replace(there, facts={**there.facts, "family": begun})


def test_a_fact_may_begin_with_what_a_linked_case_has() -> None:
    assert told(plan(), begins()) == []
    assert told(plan(), begins(when=parse("outcome != None"))) == []


def test_people_begin_with_those_to_whom_another_case_writes_in_one_fact_only() -> None:
    people = {"fact": "", "addresses": {"mother": "parent"}, "roles": ("social_worker",)}
    codes = {found for found, _ in told(plan(), begins(**people))}
    assert codes == {"begins_with_another_kind", "unknown_address", "unknown_participant"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"of": "consider"}, "unknown_link"),
        ({"through": "meeting"}, "unknown_link"),
        ({"fact": "famly"}, "undeclared_fact"),
        ({"named_in": "members"}, "undeclared_fact"),
        ({"when": parse("outcme != None")}, "undeclared_name"),
        ({"through": "meetings", "fact": "kind"}, "begins_with_another_kind"),
    ],
)
def test_what_it_names_is_there_and_of_its_kind(wrong: dict[str, Any], code: str) -> None:
    assert code in {found for found, _ in told(plan(), begins(**wrong))}
