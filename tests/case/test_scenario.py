"""Worked examples run over small workflows: what happens, and what an author is told."""

from __future__ import annotations

from textwrap import dedent

import pytest

from examples import tried
from workflow.case.scenario import Outcome

LOAN = """
    facts:
      lent_on: {type: date}
      seen_on: {type: date}
      held_at: {type: datetime}
      condition: {type: choice, codes: {good: Good, bad: Bad}}
      is_bad: {type: yes_no, is: "condition == 'bad'"}
      notes: {type: text, required_when: "condition == 'bad'"}
    open_case: {by: [worker], may_ask: [lent_on], to: open}
    states:
      open:
        title: Open
        tasks:
          give_back:
            title: Give it back
            role: worker
            due: {within: 5 working days, of: lent_on}
            done_by: give_back
            escalate:
              - {at: 1 working day before, to: worker, notice: due_soon}
              - {at: 1 working day after, to: [manager, worker], notice: overdue}
          count:
            title: Count
            role: manager
            due: {within: 2 working days, of: seen_on}
            done_by: count
        steps:
          see: {title: See it, by: [worker], asks: [seen_on], on: seen_on, stay: true}
          meet: {title: Meet, by: [worker], asks: [held_at], on: held_at, stay: true}
          count:
            title: Count
            by: [manager]
            stay: true
            notify: [counted]
            warn: [{when: "seen_on != None", say: Two people count it.}]
          give_back:
            title: Give it back
            by: [worker, manager]
            asks: [condition]
            may_ask: [notes]
            blocked_while: [{when: "seen_on == None", say: "See it first."}]
            ways:
              - {when: "condition == 'good'", to: shelf, notify: [returned]}
              - {otherwise: repair}
      repair: {title: In repair, steps: {mend: {title: Mend, by: [manager], to: shelf}}}
      shelf: {title: On the shelf, final: true}
"""
DEFAULTS = """
    cases: {plan: Atlas}
    facts: {plan: {open_case: {lent_on: on the day}, give_back: {condition: good}}}
"""


def loan(text: str) -> Outcome:
    return tried(LOAN, text, defaults=DEFAULTS)


def unmet(text: str) -> tuple[str, str]:
    """What the one line that did not come true expected, and what happened."""
    (failure,) = loan(text).failures
    return failure.expected, failure.happened


# -- what comes true -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "{state: open}",
        "{state: open, case: Atlas}",
        "{task: give_back}",
        "{task: give_back, due: Mon 9 Mar 2026, late: no, role: worker}",
        "{task: count, due: not known}",
        "{sent: due_soon}",
        "{sent: due_soon, to: worker, task: give_back, on: Fri 6 Mar 2026}",
        "{not sent: overdue}",
        "{not sent: due_soon, to: manager}",
        "{fact: lent_on, is: Mon 2 Mar 2026}",
        "{fact: is_bad, is: no}",
        "{no fact: seen_on}",
        "{way: open_case, to: open}",
    ],
)
def test_a_line_comes_true(line: str) -> None:
    assert loan(f"until: Mon 9 Mar 2026\nthen: [{line}]").failures == ()


@pytest.mark.parametrize(
    ("line", "true"),
    [
        ("{fact: readers, is: [Ann, Ben]}", True),
        ("{fact: readers, is: [Ben, Ann]}", False),
        ("{fact: readers, is: Ann}", False),
        ("{fact: loans, is: [{reader: Ann, on: Tue 3 Mar 2026, liked: no}, {reader: Ben}]}", True),
        ("{fact: loans, is: [{reader: Ann, liked: no}, {reader: Ben}]}", False),
        ("{no fact: loans}", False),
    ],
)
def test_lists_and_rows_are_compared_cell_by_cell(line: str, true: bool) -> None:
    process = """
        facts:
          reader: {type: text}
          on: {type: date}
          liked: {type: yes_no}
          readers: {type: text, many: true, gathers: read, key: reader}
          loans: {type: rows, gathers: read, key: reader, columns: [on, liked]}
        states:
          open:
            title: Open
            steps:
              read: {by: [worker], asks: [reader], may_ask: [on, liked], stay: true}
              close: {by: [worker], to: closed}
          closed: {title: Closed, final: true}
        """
    example = f"""
        given:
          - on: Mon 2 Mar 2026
            event: read
            facts: {{reader: Ann, on: Tue 3 Mar 2026, liked: no}}
          - {{on: Mon 2 Mar 2026, event: read, facts: {{reader: Ben}}}}
        then: [{line}]
        """

    assert (tried(process, dedent(example)).failures == ()) is true


@pytest.mark.parametrize(
    ("line", "happened"),
    [
        ("{state: repair}", "Atlas is in open"),
        ("{state: repare}", "there is no state `repare`; did you mean `repair`?"),
        ("{no task: give_back}", "give_back#1 is open, due Mon 9 Mar 2026, late on"),
        ("{no task: giveback}", "there is no task `giveback`; did you mean `give_back`?"),
        ("{task: give_back, due: Tue 10 Mar 2026}", "give_back#1 is open, due Mon 9 Mar 2026"),
        ("{task: give_back, late: no}", "late on Tue 10 Mar 2026, 23:59, role worker"),
        ("{task: give_back, role: manager}", "role worker"),
        ("{task: count, due: Tue 10 Mar 2026}", "count#1 is open, due not known"),
        ("{sent: overdue, on: Mon 9 Mar 2026}", "overdue went Tue 10 Mar 2026, 07:00 to manager"),
        ("{sent: overdue, to: worker, task: count}", "(give_back)"),
        ("{sent: returned}", "returned never went"),
        ("{not sent: overdue, to: manager}", "overdue went Tue 10 Mar 2026, 07:00 to manager"),
        ("{not sent: overdu}", "there is no notice `overdu`; did you mean `overdue`?"),
        ("{not sent: overdue, to: manger}", "there is no role `manger`; did you mean `manager`?"),
        ("{fact: lent_on, is: Tue 3 Mar 2026}", "lent_on is Mon 2 Mar 2026"),
        ("{no fact: lent_on}", "lent_on is Mon 2 Mar 2026"),
        ("{no fact: lenton}", "there is no fact `lenton`; did you mean `lent_on`?"),
        ("{fact: condition, is: god}", "must be one of good, bad; did you mean `good`?"),
        ("{way: see, to: stay}", "see did not happen to Atlas"),
        ("{state: open, case: B}", "there is no case B"),
        ("{refused: see, because: x}", "no see was refused"),
        ("{warned: see, because: x}", "see warned of nothing"),
        ("{not warned: sea}", "there is no event `sea`; did you mean `see`?"),
    ],
)
def test_a_line_that_does_not_come_true_says_what_happened(line: str, happened: str) -> None:
    assert happened in unmet(f"until: Tue 10 Mar 2026\nthen: [{line}]")[1]


def test_a_failure_names_the_line_as_it_was_written_and_where_it_stands() -> None:
    (failure,) = loan("then:\n  - {state: open}\n  - {state: shelf, case: Atlas}").failures

    assert failure.expected == "state: shelf, case: Atlas"
    assert failure.position.line == 3


def test_the_story_tells_what_happened_and_when() -> None:
    outcome = loan("""
        given:
          - {on: Tue 3 Mar 2026, event: see, recorded: Wed 4 Mar 2026}
          - {on: Wed 4 Mar 2026, event: give_back, facts: {condition: bad}, refused: missing_fact}
          - {on: Wed 4 Mar 2026, event: give_back}
        then: [{state: open}]
    """)

    assert outcome.story == (
        "Mon 2 Mar 2026, 12:00  Atlas: open_case -> open",
        "Wed 4 Mar 2026, 12:00  Atlas: see of Tue 3 Mar 2026",
        "Wed 4 Mar 2026, 12:00  Atlas: give_back -> shelf",
        "Wed 4 Mar 2026, 12:00  refused: give_back: `give_back` also needs `notes` (Notes)",
    )


# -- what is given ---------------------------------------------------------------------------------


def test_the_day_of_an_event_is_given_to_the_fact_that_the_step_names() -> None:
    outcome = loan("""
        given:
          - {on: Tue 3 Mar 2026, event: see}
          - {on: Wed 4 Mar 2026 14:30, event: meet}
        then:
          - {fact: seen_on, is: Tue 3 Mar 2026}
          - {fact: held_at, is: Wed 4 Mar 2026 14:30}
          - {task: count, due: Thu 5 Mar 2026}
    """)

    assert outcome.failures == ()


def test_an_event_that_is_refused_unexpectedly_ends_the_example() -> None:
    expected, happened = unmet("""
        given:
          - {on: Tue 3 Mar 2026, event: give_back}
          - {on: Tue 3 Mar 2026, event: see}
        then: [{state: shelf}, {state: open}]
    """)

    assert expected == "give_back on Tue 3 Mar 2026: it is recorded"
    assert happened == "it was refused: See it first. (blocked)"


def test_an_event_that_is_expected_to_be_refused_may_not_be_recorded() -> None:
    expected, happened = unmet("""
        given: [{on: Tue 3 Mar 2026, event: see, refused: blocked}]
        then: [{state: open}]
    """)

    assert (expected, happened) == ("see on Tue 3 Mar 2026 is refused: blocked", "it was recorded")


def test_an_event_refused_for_another_reason_than_expected_fails() -> None:
    given = "given: [{on: Tue 3 Mar 2026, event: sea, refused: blocked}]\nthen: [{state: open}]"

    assert "did you mean `see`?" in unmet(given)[1]


def test_the_sentence_of_a_refusal_can_be_claimed() -> None:
    given = "given: [{on: Tue 3 Mar 2026, event: give_back, refused: blocked}]\n"

    assert loan(given + "then: [{refused: give_back, because: see it first}]").passed
    _, happened = unmet(given + "then: [{refused: give_back, because: sorry}]")
    assert happened == "Tue 3 Mar 2026, 12:00: See it first."


def test_what_a_step_warned_of_can_be_claimed_or_denied() -> None:
    given = "given: [{on: Tue 3 Mar 2026, event: see}, {on: Tue 3 Mar 2026, event: count}]\n"

    assert loan(given + "then: [{warned: count, because: two people count}]").passed
    assert loan(given + "then: [{not warned: count, because: alone}]").passed
    assert loan(given + "then: [{not warned: see}]").passed
    _, happened = unmet(given + "then: [{not warned: count}]")
    assert happened == "Tue 3 Mar 2026, 12:00: Two people count it."


def test_a_role_that_may_not_do_it_is_refused() -> None:
    given = "given: [{on: Tue 3 Mar 2026, event: count, by: worker, refused: wrong_role}]\n"

    assert loan(given + "then: [{state: open}]").passed


def test_an_empty_fact_leaves_a_default_out() -> None:
    outcome = loan("""
        given:
          - {on: Tue 3 Mar 2026, event: see}
          - {on: Tue 3 Mar 2026, event: give_back, facts: {condition: }, refused: missing_fact}
        then: [{state: open}]
    """)

    assert outcome.passed


def test_a_task_that_is_gone_says_how_it_ended() -> None:
    _, happened = unmet("""
        given: [{on: Tue 3 Mar 2026, event: see}, {on: Wed 4 Mar 2026, event: count}]
        then: [{task: count}]
    """)

    assert happened == "count#1 is done since count on Wed 4 Mar 2026"


def test_a_notice_of_a_step_went_to_nobody_whom_a_line_could_name() -> None:
    given = "given: [{on: Wed 4 Mar 2026, event: count}]\n"

    assert loan(given + "then: [{sent: counted, on: Wed 4 Mar 2026}]").passed
    assert not loan(given + "then: [{sent: counted, to: manager}]").passed
    assert not loan(given + "then: [{not sent: counted, to: manager}]").passed  # it may have


def test_a_rung_that_was_past_when_it_became_known_went_on_that_day() -> None:
    outcome = loan("""
        given:
          - on: Mon 16 Mar 2026
            event: open_case
            case: Late
            workflow: plan
            facts: {lent_on: Mon 2 Mar 2026}
        until: Mon 16 Mar 2026
        then: [{sent: overdue, case: Late, on: Mon 16 Mar 2026}]
    """)

    assert outcome.failures == ()


def test_a_workflow_stands_for_its_newest_case() -> None:
    outcome = loan("""
        given:
          - {on: Tue 3 Mar 2026, event: open_case, workflow: plan}
          - {on: Tue 3 Mar 2026, event: see, case: plan}
        then:
          - {no fact: seen_on}
          - {fact: seen_on, case: plan, is: Tue 3 Mar 2026}
          - {fact: seen_on, case: PLAN-2026-1, is: Tue 3 Mar 2026}
    """)

    assert outcome.failures == ()


def test_a_workflow_that_is_not_there_is_told() -> None:
    _, happened = unmet("""
        given: [{on: Tue 3 Mar 2026, event: open_case, workflow: plann}]
        then: [{state: open}]
    """)

    assert "there is no workflow `plann`; did you mean `plan`?" in happened


def test_an_example_runs_under_its_policy() -> None:
    local = """
        change:
          plan.tasks.give_back.due: {within: 2 working days, of: lent_on}
    """
    line = "then: [{task: give_back, due: Wed 4 Mar 2026}]"
    workflow = LOAN.replace("done_by: give_back", "done_by: give_back\n            source: {}")

    assert tried(workflow, f"policy: local\n{line}", defaults=DEFAULTS, policy=local).passed
    assert not tried(workflow, line, defaults=DEFAULTS, policy=local).passed
