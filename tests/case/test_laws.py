"""Laws that hold for any history: a case is the fold of its rows, whatever happened."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cases import CASE, Office
from days import day
from workflow.case.evolve import unopened
from workflow.case.history import replay
from workflow.case.model import Case, Kind, Refused
from workflow.case.redo import command_of, redo

PLAN = """
    facts:
      visited_on: {type: date}
      met_on: {type: date}
      first_visit_on: {type: date, from: visited_on, keep: earliest, since: [plan]}
      agreed: {type: yes_no, since: [outline]}
      words: {type: text}
      said: {type: rows, gathers: write, key: [words], columns: [agreed], since: [outline]}
      agreed_words: {type: text, many: true, gathers: write, key: words, where: "agreed"}
    tasks:
      visit:
        role: worker
        while: [seldom, often]
        done_by: visit
        due: {first: {within: 5 working days, of: entered}, then: {within: 2 weeks, of: last(visit)}}
      meet:
        role: worker
        while: [outline, agreed_plan]
        done_by: [meet, {event: agree, when: "agreed"}]
        due: {first: {within: 10 days, of: first_visit_on}, then: {within: 1 month, of: ever(meet)}}
        escalate: [{at: 2 days before, to: manager, notice: soon, every: 3 days}]
      write: {role: worker, opens_on: meet, done_by: write, due: {within: 1 week, of: met_on}}
    states:
      open: {title: Open, steps: {begin: {by: [worker], to: plan}}}
      plan:
        title: Plan
        steps: {end: {by: [worker], to: open}, finish: {by: [worker], to: closed}}
        regions:
          visiting:
            seldom:
              title: Seldom
              initial: yes
              steps: {worry: {by: [worker], to: often}}
              timers: [{due: {within: 3 weeks, of: last(visit)}, fire: worry}]
            often: {title: Often, steps: {calm: {by: [worker], to: seldom}, agree: {by: [worker], may_ask: [agreed], stay: yes}}}
          planning:
            outline:
              title: Outline
              initial: yes
              steps: {agree: {by: [worker], may_ask: [agreed], ways: [{when: "agreed", to: agreed_plan}, {otherwise: stay}]}}
            agreed_plan: {title: Agreed, steps: {reopen: {by: [worker], to: outline}}}
      closed: {title: Closed, final: true}
    anywhere:
      visit: {by: [worker], asks: [visited_on], on: visited_on, stay: yes}
      meet: {by: [worker], asks: [met_on], on: met_on, stay: yes}
      write: {by: [worker], may_ask: [words, agreed], stay: yes}
    """  # noqa: E501  one state a line

FIRST = day("Mon 2 Mar 2026")
DAY_OF = {"visit": "visited_on", "meet": "met_on"}
EVENTS = ["begin", "visit", "meet", "write", "worry", "calm", "agree", "reopen", "end", "finish"]

happening = st.tuples(
    st.sampled_from(EVENTS),
    st.integers(0, 9).map(lambda days: timedelta(days)),  # how long after the one before
    st.integers(0, 5).map(lambda days: timedelta(days)),  # how late it is typed in
    st.sampled_from(
        [
            {},
            {"agreed": "yes"},
            {"agreed": "no"},
            {"words": "x", "agreed": "yes"},
            {"words": " X", "agreed": "no"},
            {"words": "y", "agreed": "yes"},
            {"words": None},
        ]
    ),
)
HISTORIES = st.lists(happening, max_size=12)


def lived(happenings: list[Any]) -> Office:
    """A case to which these things happened, as far as it allowed them; the clock went on."""
    office = Office(PLAN)
    office.opened("Mon 2 Mar 2026")
    office.happened("begin", "Mon 2 Mar 2026")
    recorded = FIRST
    for event, later, delay, facts in happenings:
        recorded += later
        on = max(FIRST, recorded - delay)
        office.time_passes(written(recorded))
        try:
            office.happened(
                event, written(on), recorded=written(recorded), **given_to(event, on, facts)
            )
        except Refused:
            continue  # not open, or already closed: not what this test is about
    return office


def written(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b} {on.year}"


def given_to(event: str, on: date, facts: dict[str, Any]) -> dict[str, Any]:
    """Those of the facts that the event takes, with its day."""
    if event in DAY_OF:
        return {DAY_OF[event]: on}
    takes = {"agree": ("agreed",), "write": ("words", "agreed")}.get(event, ())
    return {name: value for name, value in facts.items() if name in takes}


def replayed(office: Office, rows: int | None = None) -> Case:
    return replay(office.release, office.calendar, CASE, "plan", office.history()[:rows])


@given(HISTORIES)
@settings(max_examples=40, deadline=None)
def test_a_case_is_the_fold_of_its_history(happenings: list[Any]) -> None:
    office = lived(happenings)

    assert replayed(office) == office.case()


@given(HISTORIES)
@settings(max_examples=25, deadline=None)
def test_after_any_row_the_case_was_the_fold_of_the_rows_so_far(happenings: list[Any]) -> None:
    office = lived(happenings)

    events = [row.seq for row in office.history() if row.kind is Kind.EVENT]
    kept = [step.case for step in office.cases.steps[CASE]]
    assert [replayed(office, seq) for seq in events] == kept


@given(HISTORIES)
@settings(max_examples=25, deadline=None)
def test_deciding_every_row_again_decides_the_same(happenings: list[Any]) -> None:
    office = lived(happenings)
    rows = [row for row in office.history() if row.kind is Kind.EVENT]
    start = unopened(CASE, "plan", office.release, office.calendar, rows[0].recorded_at)
    same = {row.seq: command_of(CASE, row) for row in rows}

    redone = redo(office.release, office.calendar, start, rows, 0, same)

    assert (redone.rows, redone.case, redone.dropped) == (rows, office.case(), [])


@given(HISTORIES)
@settings(max_examples=40, deadline=None)
def test_occurrences_are_numbered_without_gaps_and_open_once(happenings: list[Any]) -> None:
    office = lived(happenings)
    opened = [
        effect.task
        for step in office.cases.steps[CASE]
        for effect in step.effects.tasks
        if effect.change == "opened"
    ]

    for name in ("visit", "meet", "write"):
        numbers = [task.occurrence for task in opened if task.name == name]
        assert numbers == list(range(1, len(numbers) + 1))


@given(HISTORIES)
@settings(max_examples=40, deadline=None)
def test_what_the_effects_say_adds_up_to_the_open_tasks(happenings: list[Any]) -> None:
    office = lived(happenings)
    open_: dict[str, Any] = {}
    for step in office.cases.steps[CASE]:
        for effect in step.effects.tasks:
            if effect.change in ("opened", "moved"):
                assert (effect.task.id in open_) is (effect.change == "moved")
                open_[effect.task.id] = effect.task
            else:
                del open_[effect.task.id]
        assert open_ == {task.id: task for task in step.case.tasks}


@given(HISTORIES)
@settings(max_examples=40, deadline=None)
def test_a_case_is_in_one_state_of_each_region_and_moves_lead_on(happenings: list[Any]) -> None:
    office = lived(happenings)
    workflow = office.release.workflow("plan")

    for step in office.cases.steps[CASE]:
        active = workflow.active(step.case.state)
        for state in active:
            inside = [sub for sub in workflow.states[state].substates if sub in active]
            whole = (
                workflow.states[state].substates if workflow.states[state].parallel else inside[:1]
            )
            assert inside == list(whole)


@given(HISTORIES)
@settings(max_examples=25, deadline=None)
def test_the_clock_fires_in_order(happenings: list[Any]) -> None:
    office = lived([(event, later, timedelta(0), facts) for event, later, _, facts in happenings])
    recorded = [row.recorded_at for row in office.history()]

    assert all(before <= after for before, after in pairwise(recorded))


# -- in whatever order it is typed in --------------------------------------------------------------

VISITS_AND_MEETINGS = st.lists(
    st.tuples(st.sampled_from(["visit", "meet"]), st.integers(0, 40)),
    min_size=2, max_size=6, unique_by=lambda happening: happening[1],
)  # fmt: skip


@given(VISITS_AND_MEETINGS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_facts_and_anchors_do_not_depend_on_the_order_of_recording(
    happenings: list[tuple[str, int]], shuffled: Any
) -> None:
    """Occurrences are counted as they are recorded; what is read by its day is not."""
    other = list(happenings)
    shuffled.shuffle(other)

    one, two = (recorded_at_the_end(order) for order in (sorted(happenings, key=last), other))

    assert one.facts == two.facts
    days = [{key: told.occurred_on for key, told in case.last.items()} for case in (one, two)]
    assert days[0] == days[1]


def last(happening: tuple[str, int]) -> int:
    return happening[1]


def recorded_at_the_end(happenings: list[tuple[str, int]]) -> Case:
    """All of it typed in on one day, in that order."""
    office = Office(PLAN)
    office.opened("Mon 2 Mar 2026")
    office.happened("begin", "Mon 2 Mar 2026")
    for event, days in happenings:
        on = FIRST + timedelta(days)
        office.happened(event, written(on), recorded="Fri 1 May 2026", **given_to(event, on, {}))
    return office.case()


@given(st.lists(st.integers(1, 40), min_size=2, max_size=6, unique=True), st.permutations(range(6)))
@settings(max_examples=40, deadline=None)
def test_visits_typed_in_another_order_leave_the_next_visit_due_on_the_same_day(
    visits: list[int], order: list[int]
) -> None:
    """Once the latest visit is known, the order of the others makes no difference."""
    in_order = sorted(visits)
    another = [in_order[n] for n in order if n < len(in_order)]

    dues = {
        next_visit(recorded_at_the_end([("visit", n) for n in each]))
        for each in (in_order, another)
    }

    assert dues == {FIRST + timedelta(in_order[-1] + 14)}


def next_visit(case: Case) -> Any:
    return next(task.due.at for task in case.tasks if task.name == "visit")
