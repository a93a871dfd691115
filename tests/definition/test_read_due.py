"""Due rules, ladders and sources, read from the words that a process owner writes."""

from __future__ import annotations

import pytest

from cases import a_workflow, whole
from workflow.deadlines.rule import (
    Anchor,
    AnchorKind,
    Choice,
    Count,
    Pick,
    Rule,
    SameDay,
    Source,
    Span,
    Standing,
    Unit,
)
from workflow.definition.problem import Problem
from workflow.definition.reader import DefinitionWrong, read_process_texts
from workflow.definition.task import Rung, Task


def task(due: str, more: str = "") -> Task:
    return a_workflow(f"""
        tasks: {{visit: {{role: worker, done_by: go, due: {due}{more}}}}}
        states: {{open: {{title: Open}}}}
        """).task["visit"]


def rule(due: str) -> Rule:
    repeated = task(due).due
    assert repeated is not None
    return repeated.first


def problem(due: str, more: str = "") -> Problem:
    text = whole(f"tasks: {{visit: {{role: worker, done_by: go, due: {due}{more}}}}}\nstates: {{}}")
    with pytest.raises(DefinitionWrong) as wrong:
        read_process_texts("test", {"plan.yaml": text})
    return wrong.value.problems[0]


def rungs(*lines: str) -> tuple[Rung, ...]:
    return task("{within: 1 day, of: entered}", f", escalate: [{', '.join(lines)}]").rungs


def counted(due: str) -> Count:
    found = rule(due)
    assert isinstance(found, Count)
    return found


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("15 working days", Span(15, Unit.WORKING_DAYS)),
        ("1 working day", Span(1, Unit.WORKING_DAYS)),
        ("1 months", Span(1, Unit.MONTHS)),
        ("48 hours", Span(48, Unit.HOURS)),
        ("90 minutes", Span(90, Unit.MINUTES)),
        ("6 weeks", Span(6, Unit.WEEKS)),
        ("18 years", Span(18, Unit.YEARS)),
    ],
)
def test_a_length_of_time_is_a_number_and_a_unit(written: str, span: Span) -> None:
    assert counted(f"{{within: {written}, of: held_on}}").span == span


@pytest.mark.parametrize(
    "written", ["0 days", "ten days", "3 fortnights", "-1 days", "1.5 days", "15working days", "3"]
)
def test_what_is_no_length_of_time_is_told(written: str) -> None:
    assert problem(f"{{within: {written}, of: held_on}}").code == "wrong_span"


@pytest.mark.parametrize(
    ("written", "anchor"),
    [
        ("held_on", Anchor(AnchorKind.FACT, "held_on")),
        ("entered", Anchor(AnchorKind.ENTERED)),
        ("last(visit)", Anchor(AnchorKind.LAST, "visit")),
        ("ever(visit)", Anchor(AnchorKind.EVER, "visit")),
    ],
)
def test_a_rule_counts_from_a_fact_an_event_or_the_entering(written: str, anchor: Anchor) -> None:
    assert counted(f"{{within: 1 day, of: {written}}}").anchor == anchor


def test_a_rule_may_count_backwards() -> None:
    found = counted("{within: 2 working days, before: planned_for}")

    assert (found.backwards, found.anchor) == (True, Anchor(AnchorKind.FACT, "planned_for"))


def test_a_rule_may_count_from_another_rule() -> None:
    found = counted("{within: 3 months, before: {within: 18 years, of: date_of_birth}}")

    assert found.anchor == Count(
        span=Span(18, Unit.YEARS), anchor=Anchor(AnchorKind.FACT, "date_of_birth")
    )


def test_the_same_day_may_have_to_be_worked() -> None:
    plain, worked = rule("{same day of: held_on}"), rule("{same working day of: held_on}")

    assert isinstance(plain, SameDay)
    assert isinstance(worked, SameDay)
    assert (plain.working, worked.working) == (False, True)


@pytest.mark.parametrize("choice", list(Choice))
def test_one_date_is_taken_of_several(choice: Choice) -> None:
    found = rule(f"{{{choice}: [{{same day of: a}}, {{within: 1 day, of: b, when: 'c'}}]}}")

    assert isinstance(found, Pick)
    assert found.choice is choice
    assert [str(part.when) for part in found.parts] == ["None", "c"]


def test_the_first_occurrence_may_have_another_rule_than_later_ones() -> None:
    due = task("{first: {within: 10 days, of: entered}, then: {within: 6 weeks, of: last(go)}}").due

    assert due is not None
    assert isinstance(due.then, Count)
    assert due.then.span == Span(6, Unit.WEEKS)


def test_a_part_without_a_source_has_that_of_its_task() -> None:
    found = task(
        "{earliest: [{same day of: a}, {same day of: b, source: {standing: local, ids: [T2]}}]}",
        ", source: {standing: national, text: Guidance}",
    )

    assert found.due is not None
    assert isinstance(found.due.first, Pick)
    assert [part.source for part in found.due.first.parts] == [
        Source(standing=Standing.NATIONAL, text="Guidance"),
        Source(standing=Standing.LOCAL, ids=("T2",)),
    ]


@pytest.mark.parametrize(
    ("due", "code"),
    [
        ("{of: held_on}", "missing_key"),
        ("{within: 3 days}", "missing_key"),
        ("{within: 3 days, of: ''}", "missing_key"),
        ("{within: 3 days, of: [a]}", "missing_key"),
        ("{within: 3 days, of: a, before: b}", "unknown_key"),
        ("{within: 3 days, of: a, afterr: b}", "unknown_key"),
        ("{earliest: {within: 3 days, of: a}}", "wrong_type"),
        ("{earliest: [3 days]}", "wrong_type"),
        ("{earliest: []}", "wrong_type"),
        ("{first: {same day of: a}, than: {same day of: b}}", "unknown_key"),
        ("{first: 3 days}", "wrong_type"),
        ("3 days", "wrong_type"),
        ("{same day of: a, when: 'b ='}", "guard_wrong"),
        ("{same day of: a, source: {standing: regional}}", "wrong_value"),
    ],
)
def test_a_rule_that_cannot_be_read_is_told(due: str, code: str) -> None:
    assert problem(due).code == code


def test_a_wrong_length_is_told_in_its_own_line() -> None:
    assert problem("\n  {of: held_on,\n   when: 'x',\n   within: 3 day s}").position.line == 8


def test_the_rungs_of_a_ladder_are_read_in_order() -> None:
    before, on, after = rungs(
        "{at: 5 working days before, to: worker, notice: soon, digest: yes}",
        "{at: on the day, to: [worker, manager], notice: today, unless: 'booked'}",
        "{at: 1 working day after, to: manager, notice: late, every: 5 working days}",
    )

    assert (before.span, before.before, before.digest) == (Span(5, Unit.WORKING_DAYS), True, True)
    assert (on.span, on.to, str(on.unless)) == (None, ("worker", "manager"), "booked")
    assert (after.before, after.every) == (False, Span(5, Unit.WORKING_DAYS))
    assert [str(each) for each in (before, on, after)] == [
        "5 working days before", "on the day", "1 working day after",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rung", "code"),
    [
        ("{at: 5 working days, to: manager, notice: late}", "wrong_span"),
        ("{at: some days before, to: manager, notice: late}", "wrong_span"),
        ("{at: on the day, to: manager, notice: late, every: 0 days}", "wrong_span"),
        ("{to: manager, notice: late}", "missing_key"),
        ("{at: on the day, to: manager}", "missing_key"),
        ("{at: on the day, to: manager, notice: late, unles: 'x'}", "unknown_key"),
    ],
)
def test_a_rung_that_cannot_be_read_is_told(rung: str, code: str) -> None:
    assert problem("{same day of: a}", f", escalate: [{rung}]").code == code


def test_a_rung_without_its_moment_is_told_once() -> None:
    text = whole("""
        states: {}
        tasks: {t: {role: worker, done_by: go, escalate: [{to: manager, notice: late}]}}
        """)
    with pytest.raises(DefinitionWrong) as wrong:
        read_process_texts("test", {"plan.yaml": text})

    assert [each.what for each in wrong.value.problems] == ["`at` is missing"]
