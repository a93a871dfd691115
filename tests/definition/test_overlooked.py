"""What a policy does and hardly means: `caseward check` warns of it, and lets it pass."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from definition.promises import Told, told

PLAN = """\
workflow: plan
title: Plan
roles: {worker: Worker, manager: Manager}
facts:
  held_on: {type: date}
  born_on: {type: date, label: Born on}
  late: {type: yes_no, is: "held_on == None"}
open_case: {by: [worker], asks: [held_on, born_on], to: open}
tasks:
  tidy:
    role: worker
    done_by: note
    due: {earliest: [{within: 3 weeks, of: held_on}, {within: 20 working days, of: born_on}]}
    escalate:
      - {at: 2 days before, to: worker, notice: n}
      - {at: on the day, to: [worker, manager], notice: n}
      - {at: 1 day after, to: manager, notice: n, unless: "late"}
  register:
    role: worker
    done_by: note
    due: {within: 10 working days, of: held_on}
    source: {standing: national, ids: [T17]}
states:
  open:
    title: Open
    steps:
      note: {by: [worker, manager], stay: true}
      close: {by: [worker], to: closed}
  closed: {title: Closed, final: true}
"""
RUNG = "{at: 2 days before, to: worker, notice: n}"
DAY = "{at: on the day, to: [worker, manager], notice: n}"
LAST = "{at: 1 day after, to: manager, notice: n, unless: late}"
SOURCE = "source: {standing: local}"


def changed(*lines: str) -> list[Told]:
    policy = "policy: north\nof: plan\ntitle: North\nchange:\n" + indent("\n".join(lines), "  ")
    return told({"plan.yaml": PLAN, "policies/north.yaml": dedent(policy)})


def ladder(*rungs: str) -> list[Told]:
    return changed(f"plan.tasks.tidy.escalate: [{', '.join(rungs)}]")


def test_rungs_that_a_new_ladder_leaves_out_are_named() -> None:
    rung = "{at: 2 days before, to: worker, notice: n, unless: late}"

    assert ladder(rung) == [
        Told(
            code="policy_drops_rungs",
            at=f"plan.tasks.tidy.escalate: [{rung}]",
            what="the new ladder of `plan.tasks.tidy` leaves out:"
            " on the day to `worker`, `manager`; 1 day after to `manager`",
            mend="a list is replaced whole: repeat the rungs that stay",
            warning=True,
        )
    ]


@pytest.mark.parametrize(
    "rungs",
    [
        (RUNG, DAY, LAST, "{at: 2 days after, to: manager, notice: n}"),
        ("{at: 5 days before, to: worker, notice: n}", DAY, LAST),
        (RUNG, "{at: on the day, to: worker, notice: n}", "{at: 1 day after, to: manager,"
         " notice: n, unless: late}", "{at: 2 days after, to: manager, notice: n}"),
    ],
)  # fmt: skip
def test_rungs_that_are_added_or_come_on_another_day_are_no_loss(rungs: tuple[str, ...]) -> None:
    assert ladder(*rungs) == []


def test_parts_that_a_new_list_leaves_out_are_named() -> None:
    change = "plan.tasks.tidy.due.earliest: [{within: 2 weeks, of: held_on}]"

    assert changed(change) == [
        Told(
            code="policy_drops_parts",
            at=change,
            what="your list leaves out: 20 working days after “Born on”",
            mend="a list is replaced whole: repeat the parts that stay",
            warning=True,
        )
    ]


def test_parts_with_other_numbers_are_still_there() -> None:
    parts = "{within: 2 weeks, of: held_on}, {within: 15 working days, of: born_on}"

    assert changed(f"plan.tasks.tidy.due.earliest: [{parts}]") == []


def test_a_number_of_its_own_under_a_national_source_is_asked_for_its_own() -> None:
    assert changed("plan.tasks.register.due.within: 8 working days") == [
        Told(
            code="policy_without_source",
            at="plan.tasks.register.due.within: 8 working days",
            what="8 working days after “Held on”: this is yours, but shown as national (T17)",
            mend='write the whole rule, with `source: {standing: local, text: "..."}` in it',
            warning=True,
        )
    ]


def test_a_number_with_a_source_of_its_own_is_fine() -> None:
    rule = f"{{within: 8 working days, of: held_on, {SOURCE}}}"

    assert changed(f"plan.tasks.register.due: {rule}") == []


def test_of_a_rule_that_is_refused_nothing_else_is_said() -> None:
    (refused,) = changed("plan.tasks.register.due.within: 12 working days")

    assert refused.code == "national_rule_loosened"
    assert refused.what == (
        "the national due rule of `plan.tasks.register` cannot be loosened: 12 working days is"
        " longer than the national 10 working days; for example, it would be due"
        " Wed 17 Jan 2018 instead of Mon 15 Jan 2018, counted from Mon 1 Jan 2018"
    )


def test_a_fact_that_nothing_uses_any_more_is_told_where_the_policy_takes_the_use_away() -> None:
    title = "plan.states.open.title: Ours"
    change = f"plan.tasks.tidy.escalate: [{RUNG}, {DAY}, {LAST.replace(', unless: late', '')}]"

    assert changed(title, change) == [
        Told(
            code="fact_never_used",
            at=change,
            what="`late` is worked out, but nothing uses it (with the policy `north`)",
            mend="use it in what you put there, or leave it so: the process itself still uses it",
            warning=True,
        )
    ]
