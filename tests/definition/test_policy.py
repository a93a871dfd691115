"""Policies: what a partnership may change, by the names that people use, and what it may not."""

from __future__ import annotations

from datetime import time
from textwrap import dedent

import pytest

from cases import a_release, england, whole
from days import day
from workflow.deadlines.rule import Span, Unit
from workflow.definition.model import Workflow
from workflow.definition.problem import Problem
from workflow.definition.reader import DefinitionWrong, read_process_texts

PLAN = """
    facts: {met_on: {type: date}}
    anywhere: {note: {by: [worker], stay: true}}
    participants: {in: people, kinds: {school: {invite: may}}}
    quorum: {of: attended, other_agencies: 2}
    tasks:
      review:
        role: worker
        done_by: hold_review
        due:
          first: {within: 3 months, of: entered, source: {standing: national}}
          then: {within: 6 months, of: last(hold_review), source: {standing: local}}
      tidy: {role: worker, done_by: note}
      register:
        role: worker
        done_by: note
        source: {standing: national}
        due: {within: 1 day, of: entered}
      audit:
        role: worker
        done_by: note
        source: {standing: local}
        due: {earliest: [{within: 1 day, of: entered, source: {standing: national}}]}
    states:
      open:
        title: Open
        regions:
          planning:
            outline:
              title: Outline
              steps: {agree: {by: [worker], to: agreed}}
            agreed:
              title: Agreed
              tasks:
                meet:
                  role: worker
                  done_by: hold_review
                  source: {standing: local}
                  due: {within: 6 weeks, of: entered}
          visiting:
            visits:
              title: Visits
              states:
                seldom:
                  title: Seldom
                  tasks: {visit: {role: worker, done_by: note}}
                often: {title: Often}
      closed: {title: Closed, final: true}
    """


def plan(policy: str) -> Workflow:
    return a_release(PLAN, policy=policy).workflow("plan")


def problems(policy: str) -> tuple[Problem, ...]:
    texts = {"plan.yaml": whole(PLAN), "policies/local.yaml": dedent(policy)}
    with pytest.raises(DefinitionWrong) as wrong:
        read_process_texts("test", texts, "local")
    assert all(each.mend for each in wrong.value.problems)
    return wrong.value.problems


def refused(change: str) -> Problem:
    """The one problem of a change; it stands in line 5 of the policy."""
    policy = f"policy: local\nof: test\ntitle: Local\nchange:\n  {change}\n"
    (problem,) = problems(policy)
    assert str(problem.position) == "policies/local.yaml:5"
    return problem


@pytest.mark.parametrize(
    ("task", "declared"),
    [("tidy", "at the top"), ("meet", "in a region"), ("visit", "in a nested state of a region")],
)
def test_a_task_is_changed_by_its_name_wherever_it_is_declared(task: str, declared: str) -> None:
    changed = plan(f"change: {{plan.tasks.{task}.role: manager}}")

    assert changed.task[task].role == ((None, "manager"),), declared


def test_the_rest_of_what_is_changed_stays_as_it_is() -> None:
    changed = plan("change: {plan.tasks.meet.due: {within: 1 month, of: entered}}").task["meet"]

    assert changed.due is not None
    assert changed.due.first.span == Span(1, Unit.MONTHS)  # type: ignore[union-attr]  # a count
    assert changed.place == {"agreed"}
    assert changed.source is not None


@pytest.mark.parametrize("state", ["closed", "outline", "planning", "seldom", "visits"])
def test_a_state_is_changed_by_its_id_at_whatever_depth(state: str) -> None:
    change = "change" if state != "planning" else "add"  # a region has no title of its own yet

    assert plan(f"{change}: {{plan.states.{state}.title: Ours}}").states[state].title == "Ours"


def test_a_step_is_changed_through_its_state() -> None:
    changed = plan("change: {plan.states.outline.steps.agree.by: [manager]}")

    assert changed.states["outline"].steps[0].by == ("manager",)


def test_other_parts_are_changed_by_their_path() -> None:
    changed = plan("""
        change:
          plan.anywhere.note.by: [manager]
          plan.quorum.other_agencies: 1
          plan.participants.kinds.school.invite: must
        """)

    assert changed.anywhere[0].by == ("manager",)
    assert changed.quorum is not None
    assert changed.quorum.other_agencies == 1
    assert changed.participants["school"].invite == "must"


def test_without_the_policy_nothing_is_changed() -> None:
    assert a_release(PLAN).workflow("plan").states["closed"].title == "Closed"


def test_a_task_is_added_where_there_is_none_of_that_name() -> None:
    added = plan("add: {plan.tasks.sweep: {role: worker, done_by: note}}")

    assert added.task["sweep"].role == ((None, "worker"),)


@pytest.mark.parametrize("state", ["agreed", "outline", "visits"])
def test_a_task_is_added_to_a_state_that_has_some_or_none(state: str) -> None:
    added = plan(f"add: {{plan.states.{state}.tasks.sweep: {{role: worker, done_by: note}}}}")

    assert added.task["sweep"].place == {state}


def test_the_first_task_at_the_top_may_be_added() -> None:
    bare = "states: {open: {title: Open}}"
    policy = "add: {plan.tasks.sweep: {role: worker, done_by: note}}"

    assert list(a_release(bare, policy=policy).workflow("plan").task) == ["sweep"]


@pytest.mark.parametrize("key", ["when", "while"])
def test_nothing_that_could_silence_it_is_added_to_a_national_task(key: str) -> None:
    change = f"plan.tasks.register.{key}: 'False'"

    (problem,) = problems(f"policy: local\nof: test\ntitle: Local\nadd: {{{change}}}")

    assert problem.code == "national_rule_changed"


def test_what_is_there_is_not_added_again() -> None:
    (problem,) = problems(
        "policy: local\nof: test\ntitle: Local\nadd: {plan.tasks.meet: {role: worker}}"
    )

    assert (problem.code, problem.mend) == ("already_there", "write it under `change:`")


@pytest.mark.parametrize(
    ("path", "missing", "near"),
    [
        ("plan.tasks.meet.duo", "duo", "due"),
        ("plan.states.outline.steps.agre.by", "agre", "agree"),
        ("plan.anywhere.notes.by", "notes", "note"),
        ("plan.quorums.other_agencies", "quorums", "quorum"),
        ("plan.tasks.reviews.title", "reviews", "review"),
        ("plan.tasks.meeet.title", "meeet", "meet"),
        ("plan.states.outlin.title", "outlin", "outline"),
        ("plan.states.open.tilte", "tilte", "title"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused_with_the_nearest(
    path: str, missing: str, near: str
) -> None:
    problem = refused(f"{path}: x")

    assert (problem.code, problem.mend) == ("unknown_path", f"did you mean `{near}`?")
    assert problem.what == f"`{path}`: there is no `{missing}` there"


@pytest.mark.parametrize("keys", ["3", "0.at", "last"])
@pytest.mark.parametrize("how", ["add", "change"])
def test_a_path_cannot_lead_into_a_list(how: str, keys: str) -> None:
    ladder = "escalate: [{at: on the day, to: worker, notice: late}]"
    plan = whole(PLAN).replace("tidy: {role: worker,", f"tidy: {{{ladder}, role: worker,")
    policy = f"policy: local\nof: test\ntitle: L\n{how}:\n  plan.tasks.tidy.escalate.{keys}: {{}}\n"

    with pytest.raises(DefinitionWrong) as wrong:
        read_process_texts("test", {"plan.yaml": plan, "policies/local.yaml": policy}, "local")

    (problem,) = wrong.value.problems
    assert (str(problem.position), problem.code) == ("policies/local.yaml:5", "unknown_path")
    assert problem.what == (
        f"`plan.tasks.tidy.escalate.{keys}`: `escalate` is a list, and no path leads into a list"
    )
    assert problem.mend == (
        "end the path at `escalate`: a list is replaced whole; repeat the rungs that stay"
    )


@pytest.mark.parametrize("how", ["add", "change"])
def test_a_path_cannot_lead_into_a_single_value(how: str) -> None:
    (problem,) = problems(
        f"policy: local\nof: test\ntitle: L\n{how}: {{plan.tasks.meet.role.x: 1}}"
    )

    assert problem.what == (
        "`plan.tasks.meet.role.x`: `role` is a single value, and no path leads into it"
    )
    assert problem.mend == "end the path at `role`"


def test_a_fault_below_a_path_is_told_in_the_line_of_its_key() -> None:
    problem = problems("""\
        policy: local
        of: test
        title: Local
        change:
          plan.tasks.meet.due:
            within: 3 weeks
        """)[0]

    assert (str(problem.position), problem.what) == (
        "policies/local.yaml:5",
        "a due rule says what it counts from",
    )


def test_a_path_starts_with_a_workflow() -> None:
    problem = refused("plam.tasks.meet.title: x")

    assert (problem.code, problem.mend) == ("unknown_path", "did you mean `plan`?")


def test_a_whole_workflow_cannot_be_replaced() -> None:
    assert refused("plan: {}").code == "unknown_path"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("plan.tasks.register.role", "a part of a national task"),
        ("plan.tasks.register", "the national task itself"),
        ("plan.tasks", "national tasks inside what is replaced"),
        ("plan.tasks.review", "a national rule inside what is replaced"),
        ("plan.tasks.audit", "a national rule inside, though the task itself is local"),
        ("plan.tasks.register.done_by", "it would be done by something else"),
        ("plan.tasks.review.due.first.source.standing", "it would be national no more"),
        ("plan.tasks.review.when", "it would switch a national rule off"),
    ],
)
def test_what_is_national_cannot_be_changed(path: str, why: str) -> None:
    policy = f"policy: local\nof: test\ntitle: Local\nchange:\n  {path}: x\n"
    if path.endswith("review.when"):
        policy = policy.replace("change:", "add:")  # it has none yet

    assert [each.code for each in problems(policy)] == ["national_rule_changed"], why


def test_a_local_part_beside_a_national_one_can_be_changed() -> None:
    changed = plan(
        "change: {plan.tasks.review.due.then: {within: 4 months, of: last(hold_review)}}"
    ).task["review"]

    assert changed.due is not None
    assert changed.due.then.span == Span(4, Unit.MONTHS)  # type: ignore[union-attr]  # a count


def test_the_ladder_of_a_national_task_is_local() -> None:
    rung = "{at: on the day, to: manager, notice: late}"

    added = plan(f"add: {{plan.tasks.register.escalate: [{rung}]}}").task["register"]

    assert [(str(each), each.to) for each in added.rungs] == [("on the day", ("manager",))]


def test_a_state_that_holds_a_national_task_can_have_another_title() -> None:
    nested = """
        states:
          open:
            title: Open
            tasks: {t: {role: worker, done_by: go, source: {standing: national}}}
            steps: {go: {by: [worker], stay: true}}
        """
    changed = a_release(nested, policy="""
        change:
          plan.states.open.title: Ours
          plan.states.open.steps.go.by: [manager]
        """).workflow("plan").states["open"]  # fmt: skip

    assert (changed.title, changed.steps[0].by) == ("Ours", ("manager",))


def test_closure_days_count_for_local_rules_only() -> None:
    release = a_release(PLAN, policy='closure_days: ["2026-12-29"]')

    calendars = release.calendars(england())

    assert calendars.national.is_working(day("Tue 29 Dec 2026"))
    assert not calendars.local.is_working(day("Tue 29 Dec 2026"))


def test_rungs_fire_at_seven_unless_the_policy_says_otherwise() -> None:
    assert a_release(PLAN, policy="closure_days: []").process.policy.rungs_at == time(7)
    assert a_release(PLAN, policy='rungs_at: "08:30"').process.policy.rungs_at == time(8, 30)


@pytest.mark.parametrize(
    ("policy", "codes"),
    [
        ("policy: local\nof: another\ntitle: L", ["policy_of"]),
        ("policy: other\nof: test\ntitle: L", ["policy_name"]),
        ("policy: local\nof: test", ["missing_key"]),
        ("policy: local\nof: test\ntitle: L\nchanges: {}", ["unknown_key"]),
        ("policy: local\nof: test\ntitle: L\nchange: [x]", ["wrong_type"]),
        ("policy: local\nof: test\ntitle: L\nclosure_days: 29 Dec", ["wrong_type"]),
    ],
)
def test_a_policy_that_cannot_be_read_is_told(policy: str, codes: list[str]) -> None:
    assert [each.code for each in problems(policy)] == codes


def test_what_a_policy_puts_in_is_read_as_strictly_and_told_in_its_own_file() -> None:
    problem = refused("plan.tasks.meet.due: {within: 3 fortnights, of: entered}")

    assert problem.code == "wrong_span"
