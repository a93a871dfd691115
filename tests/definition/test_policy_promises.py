"""What `caseward check` promises of a policy: what is national only grows stricter."""

from __future__ import annotations

from datetime import date
from textwrap import dedent, indent

import pytest

from cases import england
from days import day
from definition.promises import PLAN, Told, told
from workflow.definition.calendar_limits import calendar_ends_soon
from workflow.definition.problem import Severity

NATIONAL = PLAN.replace(
    "    title: Decide\n",
    "    title: Decide\n    source: {standing: national}\n",
).replace(
    "        by: [manager]\n",
    "        by: [manager]\n"
    "        source: {standing: national}\n"
    "        blocked_while:\n"
    '          - {when: "visited_on != None", say: Too late.}\n',
) + dedent("""\
    anywhere:
      record_death:
        by: [worker]
        source: {standing: national}
        stay: true
    """)

BLOCK = "{when: visited_on != None, say: Too late.}"
LADDER = (
    "{at: 2 days before, to: worker, notice: overdue}",
    "{at: on the day, to: manager, notice: overdue}",
)


def under(policy: str) -> list[Told]:
    text = "policy: north\nof: plan\ntitle: North\n" + dedent(policy)
    return told({"plan.yaml": NATIONAL, "policies/north.yaml": text})


def changed(*lines: str) -> list[Told]:
    return under("change:\n" + indent("\n".join(lines), "  "))


def ladder(*rungs: str) -> list[Told]:
    return changed(f"plan.tasks.decide.escalate: [{', '.join(rungs)}]")


def test_the_process_itself_is_fine() -> None:
    assert under("") == []


@pytest.mark.parametrize(
    "rungs",
    [
        LADDER,
        (LADDER[0], "{at: 1 working day before, to: manager, notice: overdue}"),
        (*LADDER, "{at: 1 day after, to: worker, notice: overdue}"),
        ("{at: 1 week before, to: [worker, manager], notice: overdue}",),
    ],
)
def test_a_ladder_of_a_national_task_may_grow_and_come_sooner(rungs: tuple[str, ...]) -> None:
    assert ladder(*rungs) == []


@pytest.mark.parametrize(
    ("rungs", "lost"),
    [
        ((LADDER[0],), "`manager` would not be told on the day"),
        ((LADDER[1],), "`worker` would not be told 2 days before"),
        ((LADDER[0], "{at: 1 day after, to: manager, notice: overdue}"), "`manager`"),
        ((LADDER[0], "{at: on the day, to: worker, notice: overdue}"), "`manager`"),
        ((LADDER[0], "{at: on the day, to: manager, notice: overdue, digest: yes}"), "`manager`"),
        (
            (LADDER[0], "{at: on the day, to: manager, notice: overdue, unless: asked_on < due}"),
            "`manag",
        ),
        (("{at: 1 working day before, to: worker, notice: overdue}", LADDER[1]), "`worker`"),
    ],
)
def test_no_rung_of_a_national_task_is_taken_away_or_comes_later(
    rungs: tuple[str, ...], lost: str
) -> None:
    (fault,) = ladder(*rungs)

    assert fault.code == "national_ladder_weakened"
    assert lost in fault.what


def test_a_ladder_that_is_emptied_is_told_rung_by_rung_at_the_line_of_the_policy() -> None:
    assert ladder() == [
        Told(
            code="national_ladder_weakened",
            at="plan.tasks.decide.escalate: []",
            what=(
                "the ladder of the national task `plan.tasks.decide` cannot be weakened:"
                f" {lost}, nor sooner"
            ),
            mend="keep its rungs, or let them come sooner; you may add some",
        )
        for lost in (
            "`manager` would not be told on the day",
            "`worker` would not be told 2 days before",
        )
    ]


STEP = "plan.states.asked_for.steps.decide"
NOT_OURS = (
    "change what is local; of a national task, `due` to a stricter rule or `escalate` to a"
    " stronger ladder; of a national step, add to `blocked_while`"
)


@pytest.mark.parametrize("change", ["by: [worker]", "asks: [people]", "ways: []", "source: {}"])
def test_what_a_national_step_asks_and_where_it_leads_stays_as_it_is(change: str) -> None:
    assert changed(f"{STEP}.{change}") == [
        Told(
            code="national_rule_changed",
            at=f"{STEP}.{change}",
            what=f"`{STEP}.{change.partition(':')[0]}`: this is national and a policy cannot"
            " change it",
            mend=NOT_OURS,
        )
    ]


def test_a_national_step_may_be_refused_more_often() -> None:
    more = "{when: asked_on == None, say: Ask first.}"

    assert changed(f"{STEP}.blocked_while: [{BLOCK}, {more}]") == []
    assert under(f"add: {{plan.anywhere.record_death.blocked_while: {more}}}") == []


def test_a_block_of_a_national_step_is_never_taken_away() -> None:
    assert changed(f"{STEP}.blocked_while: []") == [
        Told(
            code="national_step_changed",
            at=f"{STEP}.blocked_while: []",
            what=f"the national step of `{STEP}` would no longer be refused while"
            " `visited_on != None`",
            mend="keep it as it is; a policy may only add to its `blocked_while`",
        )
    ]


def test_a_national_step_is_not_hidden_by_one_of_a_state() -> None:
    own = "plan.states.asked_for.steps.record_death: {by: [manager], stay: true}"

    assert under(f"add:\n  {own}") == [
        Told(
            code="national_step_changed",
            at=own,
            what=(
                "the national step of `plan.states.asked_for.steps.record_death` would be hidden"
                " while the case is in `asked_for`"
            ),
            mend="keep it as it is; a policy may only add to its `blocked_while`",
        )
    ]


def test_a_policy_cannot_take_the_only_role_away() -> None:
    assert changed("plan.states.supported.steps.end_support.by: []") == [
        Told(
            code="nobody_can_do",
            at="plan.states.supported.steps.end_support.by: []",
            what="nobody can take this step: it has no `by`, no clock fires it, no link tells it",
            mend="add `by: [role]`, or tell it from a linked workflow",
        )
    ]


def test_a_closure_day_that_a_national_rule_does_not_know_is_told() -> None:
    days = 'closure_days: ["2026-12-29", "2026-12-30", "2026-12-26"]'

    assert under(days) == [
        Told(
            code="closure_day_meets_national_rule",
            at=days,
            what=(
                "the office is closed on Tue 29 Dec 2026 (and on 1 more), but national rules count"
                " it as a working day: `decide` can fall due on it"
            ),
            mend="see that somebody does then what is national; a policy cannot put it off",
            warning=True,
        )
    ]


@pytest.mark.parametrize("closed", ["2026-12-26", "2045-12-29"])
def test_a_closure_on_a_day_that_is_not_worked_or_not_known_meets_nothing(closed: str) -> None:
    assert under(f'closure_days: ["{closed}"]') == []


@pytest.mark.parametrize(
    ("today", "told_of"), [("Fri 30 Dec 2033", False), ("Mon 2 Jan 2034", True)]
)
def test_a_calendar_that_ends_within_two_years_is_told(today: str, told_of: bool) -> None:
    found = list(calendar_ends_soon(england(), "england.yaml", day(today)))

    assert bool(found) is told_of


def test_the_end_of_the_calendar_is_told_with_what_to_do() -> None:
    (problem,) = calendar_ends_soon(england(), "england.yaml", date(2035, 6, 1))

    assert (problem.code, problem.severity) == ("calendar_ends_soon", Severity.WARNING)
    assert str(problem.position) == "england.yaml:1"
    assert problem.what == (
        "the calendar ends on Mon 31 Dec 2035, and a rule that counts working days beyond it has"
        " no date"
    )
    assert problem.mend == "install the version of caseward with the next edition of the calendar"
