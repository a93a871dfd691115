"""Whether every fact, state, role and event that is named is also declared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from definition.building import (
    CLOSED,
    HERE,
    fact,
    flow,
    link,
    only_problem,
    parallel,
    region,
    rung,
    starts,
    state,
    step,
    task,
    timer,
    told,
)
from workflow.definition.model import OPEN_CASE, Notice, Workflow
from workflow.definition.step import Tell
from workflow.definition.taking_part import ParticipantKind, Quorum
from workflow.definition.task import DoneBy, ForEach

FACTS = [fact("seen_on", "date"), fact("people", "rows"), fact("reason")]


def noting(**more: Any) -> Workflow:
    """A step `note` with these keys."""
    note = step("note", **{"asks": ("seen_on", "people", "reason"), **more})
    return flow(state("open", note, step("close", to="closed")), CLOSED, facts=FACTS)


def tasked(**more: Any) -> Workflow:
    """A task with these keys."""
    made = task("visit", **{"place": ["open"], "done_by": "note", **more})
    note = step("note", asks=("seen_on", "people", "reason"))
    open_ = state("open", note, step("close", to="closed"))
    return flow(open_, CLOSED, facts=FACTS, tasks=(made,))


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (noting(asks=("seen_in",)), "states.open.steps.note.asks"),
        (noting(may_ask=("seen_in",)), "states.open.steps.note.asks"),
        (noting(on="seen_in"), "states.open.steps.note.on"),
        (noting(sets={"seen_in": "seen_on"}), "states.open.steps.note.sets"),
        (tasked(reason_if_late="seen_in"), "tasks.visit.reason_if_late"),
        (
            tasked(for_each=ForEach(rows="people", which="seen_in")),
            "tasks.visit.for_each.which",
        ),
        (tasked(for_each=ForEach(rows="seen_in", which="reason")), "tasks.visit.for_each.rows"),
    ],
)
def test_a_fact_that_is_not_declared_is_told_with_the_nearest(wrong: Workflow, where: str) -> None:
    problem = only_problem(wrong)

    assert (problem.code, problem.where) == ("undeclared_fact", where)
    assert problem.mend == "did you mean `seen_on`? or declare it under `facts:`"


def test_declared_facts_are_fine() -> None:
    assert told(noting(on="seen_on", sets={"reason": "'none'"})) == []
    assert told(tasked(for_each=ForEach(rows="people", which="reason"))) == []


def test_the_facts_of_a_workflow_itself_are_declared() -> None:
    named = flow(
        state("open", step("close", to="closed")),
        CLOSED,
        reference="reference",
        participants_in="people",
        quorum=Quorum(of="attended", must_include=(), other_agencies=1),
        facts=[fact("copy", from_fact="original")],
    )

    assert told(named) == [
        ("undeclared_fact", "facts.copy"),
        ("undeclared_fact", "open_case.reference"),
        ("undeclared_fact", "participants.in"),
        ("undeclared_fact", "quorum.of"),
    ]


def test_the_cases_to_link_are_asked_for_like_facts() -> None:
    def asking(name: str) -> list[tuple[str, str]]:
        add = step("add", asks=(name,))
        meeting = flow(
            state("open", add, step("close", to="closed")),
            CLOSED,
            name="meeting",
            links=[link("considers", "plan", "meetings")],
            opening=step(OPEN_CASE, to="open", asks=(name,)),
        )
        ours = flow(
            state("open", step("close", to="closed")),
            CLOSED,
            links=[link("meetings", "meeting", "considers")],
        )
        return told(meeting, ours)

    assert asking("considers") == []
    assert asking("consider") == [
        ("undeclared_fact", "open_case.asks"),
        ("undeclared_fact", "states.open.steps.add.asks"),
    ]


def test_a_state_that_does_not_exist() -> None:
    lost = flow(state("open", step("close", to="closd"), step("end", to="closed")), CLOSED)
    excepted = flow(
        state("open", step("close", to="closed")),
        CLOSED,
        anywhere=(step("note", except_=("opne",)),),
    )
    begun = parallel(
        "plan",
        region("left", state("one"), starts=starts("otherwise -> two")),
        step("close", to="closed"),
    )

    assert told(lost) == [("unknown_state", "states.open.steps.close")]
    assert told(excepted) == [("unknown_state", "anywhere.note.except")]
    assert ("unknown_state", "states.left.starts") in told(flow(begun, CLOSED))
    assert told(tasked(place=["open", "opne"])) == [("unknown_state", "tasks.visit.while")]
    assert only_problem(lost).mend == "did you mean `closed`?"


def test_a_fact_forgotten_in_a_state_that_does_not_exist() -> None:
    open_ = state("open", step("close", to="closed", asks=("seen_on",)))
    wrong = flow(open_, CLOSED, facts=[fact("seen_on", "date", since=("opne",))])

    assert told(wrong) == [("unknown_state", "facts.seen_on.since")]


def test_a_role_that_does_not_exist() -> None:
    named = state("open", step("close", to="closed", asks=("lead",)))
    lead = fact("lead", "person", as_role="workr")

    assert told(flow(named, CLOSED, facts=[lead])) == [("unknown_role", "facts.lead.as")]
    assert told(noting(by=("workr",))) == [("unknown_role", "states.open.steps.note.by")]
    assert told(tasked(role=((None, "workr"),))) == [("unknown_role", "tasks.visit.role")]
    assert told(tasked(rungs=(rung("on the day", "managr"),))) == [
        ("unknown_role", "tasks.visit.escalate")
    ]


def test_a_rung_may_tell_a_role_of_a_linked_workflow() -> None:
    def telling(role: str) -> list[tuple[str, str]]:
        open_ = state("open", step("note"), step("close", to="closed"))
        visit = task("visit", place=["open"], done_by="note", rungs=(rung("on the day", role),))
        ours = flow(open_, CLOSED, tasks=(visit,), links=[link("meetings", "meeting", "considers")])
        meeting = flow(
            state("open", step("close", to="closed")),
            CLOSED,
            name="meeting",
            links=[link("considers", "plan", "meetings")],
        )
        return told(ours, meeting)

    assert telling("meetings.manager") == []
    assert telling("meetings.chair") == [("unknown_role", "tasks.visit.escalate")]


def test_a_rung_may_tell_agencies_where_participants_are_listed() -> None:
    def telling(name: str) -> list[tuple[str, str]]:
        kinds = {
            "school": ParticipantKind(name="school", title="School", agency="Education"),
            "parent": ParticipantKind(name="parent", title="Parent", family=True),
        }
        case = tasked(rungs=(rung("on the day", name),))
        return told(replace(case, participants=kinds))

    assert telling("agencies") == []
    assert telling("school") == []
    assert telling("parent") == [("told_to_family", "tasks.visit.escalate")]
    assert telling("scool") == [("unknown_role", "tasks.visit.escalate")]
    assert told(tasked(rungs=(rung("on the day", "agencies"),))) == [
        ("unknown_role", "tasks.visit.escalate")
    ]


def test_an_event_that_no_step_takes() -> None:
    timed = state("open", step("close", to="closed"), timers=(timer("open", "clse"),))

    assert told(tasked(done_by="noet")) == [("unknown_event", "tasks.visit.done_by")]
    assert told(tasked(opens_on=("noet",))) == [("unknown_event", "tasks.visit.opens_on")]
    assert told(flow(timed, CLOSED)) == [("unknown_event", "states.open.timers")]


def test_an_event_that_the_engine_brings_needs_no_step() -> None:
    assert told(tasked(done_by=DoneBy(event="assign"))) == []


def test_a_quorum_needs_agencies_that_can_come() -> None:
    def quorum(agency: str) -> list[tuple[str, str]]:
        kinds = {"police": ParticipantKind(name="police", title="Police", agency="Police")}
        return told(
            flow(
                state("open", step("close", to="closed", asks=("attended",))),
                CLOSED,
                facts=[fact("attended", many=True)],
                participants=kinds,
                quorum=Quorum(of="attended", must_include=(agency,), other_agencies=1),
            )
        )

    assert quorum("Police") == []
    assert quorum("Polise") == [("unknown_agency", "quorum.must_include")]


def test_who_stays_away_gives_an_answer_that_there_is() -> None:
    def quorum(answer: str, replies: str | None = "replies") -> list[tuple[str, str]]:
        return told(
            flow(
                state("open", step("close", to="closed", asks=("attended", "reply"))),
                CLOSED,
                facts=[
                    fact("attended", many=True),
                    fact("reply", "choice", codes={"declines": "Does not come"}),
                    fact("replies", "rows", gathers=("reply",), key=("reply",), columns=("reply",)),
                ],
                quorum=Quorum(
                    of="attended",
                    must_include=(),
                    other_agencies=1,
                    replies=replies,
                    stay_away=(answer,),
                ),
            )
        )

    wrong = ("unknown_answer", "quorum.stay_away")
    assert wrong not in quorum("declines")
    assert wrong in quorum("declined")
    assert wrong in quorum("declines", None)
    assert ("undeclared_fact", "quorum.replies") in quorum("declines", "answers")


def test_a_tell_uses_facts_that_are_declared() -> None:
    tell = Tell(
        link="meetings",
        events=("note",),
        each="peple",
        facts={"reason": "raeson"},
        position=FACTS[0].position,
    )

    assert ("undeclared_fact", "states.open.steps.note.tell") in told(noting(tell=(tell,)))


def test_a_notice_that_is_named_is_one_of_those_declared() -> None:
    closing = step("close", to="closed", notify=("lat",))
    late = Notice(name="late", title="It is late", position=HERE)
    here = state("open", closing)

    assert told(flow(here, CLOSED, notices={"late": late})) == [
        ("notice_never_sent", "notices.late"),
        ("unknown_notice", "states.open.steps.close.notify"),
    ]
    assert told(flow(here, CLOSED)) == []  # a workflow that declares none says nothing of them
