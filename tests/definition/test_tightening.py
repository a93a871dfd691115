"""A policy may make a national rule stricter; what makes it looser is told at its own line."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from cases import england, whole
from real_process import release
from workflow.definition.problem import Problem
from workflow.definition.reader import policies_of
from workflow.definition.release import compile_release
from workflow.definition.tightening import loosened

PLAN = """
    facts:
      held_on: {type: date}
      born_on: {type: date}
      unborn: {type: yes_no}
      free: {type: date}
    anywhere: {note: {by: [worker], stay: true}}
    tasks:
      register:
        role: worker
        done_by: note
        source: {standing: national, ids: [T7]}
        due: {within: 15 working days, of: held_on}
      review:
        role: worker
        done_by: note
        due:
          first:
            earliest:
              - {within: 3 months, of: held_on, source: {standing: national}}
              - {within: 20 working days, of: born_on, when: unborn, source: {standing: local}}
          then: {within: 6 months, of: last(note), source: {standing: national}}
    states:
      open:
        title: Open
        tasks:
          inform:
            role: worker
            done_by: note
            due: {within: 2 days, of: entered, source: {standing: national}}
          tidy: {role: worker, done_by: note}
    """


def told(policy: str) -> tuple[Problem, ...]:
    """What a policy loosens; its changes begin in line 5, or in line 6 with closure days."""
    text = "policy: local\nof: test\ntitle: Local\n" + dedent(policy)
    texts = {"plan.yaml": whole(PLAN), "policies/local.yaml": text}
    return loosened(compile_release(0, "test", texts, "local"), england())


def changed(*lines: str) -> tuple[Problem, ...]:
    return told("change:\n" + indent("\n".join(lines), "  "))


@pytest.mark.parametrize(
    "change",
    [
        "plan.tasks.register.due: {within: 10 working days, of: held_on}",
        "plan.tasks.register.due.within: 14 working days",
        "plan.tasks.review.due.first: {within: 12 weeks, of: held_on}",  # what is local may go
        "plan.tasks.review.due.then.within: 20 weeks",
        "plan.tasks.inform.due.within: 1 day",
        "plan.states.open.tasks.inform.due.within: 1 day",
        "plan.tasks.tidy.role: manager",
    ],
)
def test_a_national_rule_may_be_made_stricter(change: str) -> None:
    assert changed(change) == ()


def test_a_date_may_be_added_to_a_national_rule_and_a_repetition() -> None:
    assert changed("""\
plan.tasks.inform.due:
    first: {earliest: [{within: 2 days, of: entered}, {within: 1 day, of: held_on}]}
    then: {within: 1 year, of: last(note)}""") == ()  # fmt: skip


def test_a_looser_rule_is_told_at_its_line_with_the_first_day_that_shows_it() -> None:
    (problem,) = changed(
        "plan.tasks.tidy.role: manager",
        "plan.tasks.register.due: {within: 16 working days, of: held_on}",
    )

    assert str(problem.position) == "policies/local.yaml:6"
    assert (problem.code, problem.where) == ("national_rule_loosened", "tasks.register.due.first")
    assert problem.what == (
        "the national due rule of `plan.tasks.register` cannot be loosened: 16 working days is"
        " longer than the national 15 working days; for example, it would be due"
        " Tue 23 Jan 2018 instead of Mon 22 Jan 2018, counted from Mon 1 Jan 2018"
    )
    assert problem.mend == "make it never later than the national rule, or leave it as it is"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("plan.tasks.register.due.within: 21 days", "counted from Sat 6 Jan 2018"),
        ("plan.tasks.register.due.of: born_on", "would no longer count from `held_on`"),
        ("plan.tasks.review.due.first: {within: 3 months, of: born_on}", "no longer count from"),
        ("plan.tasks.review.due.then.within: 26 weeks", "would be due Mon 2 Jul 2018"),
        ("plan.tasks.review.due: {within: 1 month, of: held_on}", "would be gone"),
        ("plan.states.open.tasks.inform.due.within: 3 days", "would be due Thu 4 Jan 2018"),
    ],
)
def test_any_other_change_of_a_national_rule_is_refused(change: str, why: str) -> None:
    (problem,) = changed(change)

    assert problem.code == "national_rule_loosened"
    assert str(problem.position) == "policies/local.yaml:5"
    assert why in problem.what


def test_a_condition_cannot_be_added_to_a_national_rule() -> None:
    (problem,) = told("add:\n  plan.tasks.register.due.when: unborn")

    assert "would count under another condition" in problem.what


def test_each_rule_of_a_task_is_told_at_the_line_that_changes_it() -> None:
    found = changed(
        "plan.tasks.review.due.then.within: 7 months",
        "plan.tasks.review.due.first: {within: 4 months, of: held_on}",
    )

    assert [str(each.position) for each in found] == [f"policies/local.yaml:{n}" for n in (5, 6)]


def test_a_workflow_with_another_name_has_lost_its_national_rules() -> None:
    found = changed("plan.workflow: other")

    assert [each.what.rpartition(" it ")[2] for each in found] == ["would be gone"] * 4


@pytest.mark.parametrize(
    "change",
    [
        "change:\n  plan.facts.held_on: {type: date, keep: earliest}",
        "add:\n  plan.facts.held_on.from: born_on",
        "add:\n  plan.facts.held_on.since: [open]",
    ],
)
def test_the_fact_that_a_national_rule_counts_from_is_kept_as_it_is(change: str) -> None:
    (problem,) = told(change)

    assert str(problem.position) == "policies/local.yaml:5"
    assert (problem.code, problem.where) == ("national_rule_loosened", "facts.held_on")
    assert problem.mend == "change its label or hint only"


@pytest.mark.parametrize(
    "change",
    [
        "add: {plan.facts.held_on.label: Day of the conference}",
        "change: {plan.facts.free.type: text}",
    ],
)
def test_a_label_and_other_facts_may_be_changed(change: str) -> None:
    assert told(change) == ()


def test_closure_days_are_counted_where_a_stricter_rule_is_local() -> None:
    days = 'closure_days: ["2026-12-29", "2026-12-30"]\n'
    rule = "{{within: {} working days, of: held_on, source: {{standing: local}}}}"

    assert told(f"{days}change:\n  plan.tasks.register.due: {rule.format(13)}") == ()
    (problem,) = told(f"{days}change:\n  plan.tasks.register.due: {rule.format(14)}")
    assert "2026" in problem.what


def test_nothing_is_loosened_without_a_policy() -> None:
    release_ = compile_release(0, "test", {"plan.yaml": whole(PLAN)})

    assert loosened(release_, england()) == ()


@pytest.mark.parametrize("policy", policies_of(release().texts))
def test_the_policies_that_we_ship_loosen_nothing(policy: str) -> None:
    assert loosened(release(policy), england()) == ()
