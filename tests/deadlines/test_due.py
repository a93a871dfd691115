"""Due dates: which calendar, which moment, which of several parts, and when there is none yet."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from days import at, day
from due_rules import FakeKnown, count, fact, known_cases, local, national, rules
from workflow.clock import end_of_day
from workflow.deadlines.due import (
    UNKNOWN,
    WAITING,
    Calendars,
    Due,
    Moment,
    choose,
    is_late,
    work_out,
)
from workflow.deadlines.rule import Choice, Pick, Rule, SameDay, Standing, Unit

HELD_ON = fact("initial_conference_held_on")
BORN_ON = fact("born_on")
HELD = fact("held_on")
BIRTH = fact("date_of_birth")
MONDAY = FakeKnown({HELD_ON: "Mon 2 Mar 2026"})


def test_a_rule_counts_from_its_anchor(calendars: Calendars) -> None:
    due = work_out(count(15, Unit.WORKING_DAYS, HELD_ON), MONDAY, calendars)

    assert due == Due(day("Mon 23 Mar 2026"))


def test_without_its_anchor_a_rule_has_no_date(calendars: Calendars) -> None:
    assert work_out(count(15, Unit.WORKING_DAYS, BORN_ON), MONDAY, calendars) == UNKNOWN


def test_a_rule_whose_condition_does_not_hold_has_no_date(calendars: Calendars) -> None:
    rule = count(20, Unit.WORKING_DAYS, HELD_ON, when="was_unborn")
    armed = FakeKnown({HELD_ON: "Mon 2 Mar 2026"}, holding={"was_unborn"})

    assert work_out(rule, MONDAY, calendars) == UNKNOWN
    assert work_out(rule, armed, calendars) == Due(day("Mon 30 Mar 2026"))


def test_a_count_of_nothing_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="same day of"):
        count(0, Unit.DAYS, HELD_ON)


# --- which calendar -----------------------------------------------------------------------------


def test_a_closure_day_moves_local_rules_only(calendars: Calendars) -> None:
    for source, due in [
        (None, "Mon 16 Mar 2026"),
        (national(), "Mon 16 Mar 2026"),
        (local(), "Tue 17 Mar 2026"),
    ]:
        rule = count(10, Unit.WORKING_DAYS, HELD_ON, source=source)
        assert work_out(rule, MONDAY, calendars) == Due(day(due))


def test_a_part_has_its_own_standing_before_that_of_what_encloses_it(calendars: Calendars) -> None:
    own = count(10, Unit.WORKING_DAYS, HELD_ON, source=national())
    none = count(10, Unit.WORKING_DAYS, HELD_ON)
    inner = Pick(choice=Choice.EARLIEST, parts=(none,))
    cases: list[tuple[Rule, str]] = [(own, "Mon 16 Mar 2026"), (inner, "Tue 17 Mar 2026")]

    for part, due in cases:
        rule = Pick(choice=Choice.LATEST, parts=(part,), source=local())
        assert work_out(rule, MONDAY, calendars) == Due(day(due))


def test_the_standing_of_the_task_goes_for_a_rule_that_names_no_source(
    calendars: Calendars,
) -> None:
    rule = SameDay(anchor=fact("offered_on"), working=True)
    known = FakeKnown({fact("offered_on"): "Wed 11 Mar 2026"})

    assert work_out(rule, known, calendars) == Due(day("Wed 11 Mar 2026"))
    assert work_out(rule, known, calendars, standing=Standing.LOCAL) == Due(day("Thu 12 Mar 2026"))


# --- which moment -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recorded", "due"),
    [
        ("Mon 2 Mar 2026 14:05", "Tue 3 Mar 2026 14:05"),  # told on the day: from then
        ("Wed 4 Mar 2026 09:00", "Tue 3 Mar 2026 00:00"),  # told later: from its beginning
        (None, "Tue 3 Mar 2026 00:00"),
    ],
)
def test_hours_from_a_bare_day_count_from_the_recording_or_from_midnight(
    calendars: Calendars, recorded: str | None, due: str
) -> None:
    moment = Moment(day("Mon 2 Mar 2026"), at(recorded) if recorded else None)

    assert work_out(count(24, Unit.HOURS, HELD_ON), FakeKnown({HELD_ON: moment}), calendars) == Due(
        at(due)
    )


def test_whether_it_was_told_on_the_day_is_asked_in_london(calendars: Calendars) -> None:
    told = datetime(2026, 7, 5, 23, 30, tzinfo=UTC)  # 00:30 on Monday in London
    known = FakeKnown({HELD_ON: Moment(day("Mon 6 Jul 2026"), told)})

    assert work_out(count(1, Unit.HOURS, HELD_ON), known, calendars) == Due(
        at("Mon 6 Jul 2026 01:30")
    )


def test_a_bare_day_of_a_clock_change_has_23_hours_or_25(calendars: Calendars) -> None:
    for start, due in [
        ("Sun 29 Mar 2026", "Mon 30 Mar 2026 01:00"),
        ("Sun 25 Oct 2026", "Sun 25 Oct 2026 23:00"),
    ]:
        rule = count(24, Unit.HOURS, HELD_ON)
        assert work_out(rule, FakeKnown({HELD_ON: start}), calendars) == Due(at(due))


def test_days_from_an_instant_count_from_its_london_day(calendars: Calendars) -> None:
    late_evening = datetime(2026, 7, 5, 23, 30, tzinfo=UTC)  # Monday already in London
    known = FakeKnown({HELD_ON: Moment(late_evening)})

    assert work_out(count(1, Unit.WORKING_DAYS, HELD_ON), known, calendars) == Due(
        day("Tue 7 Jul 2026")
    )
    assert work_out(SameDay(anchor=HELD_ON), known, calendars) == Due(day("Mon 6 Jul 2026"))


def test_a_moment_without_a_time_zone_is_refused() -> None:
    nowhere = at("Mon 2 Mar 2026 14:05").replace(tzinfo=None)

    with pytest.raises(ValueError, match="time zone"):
        Moment(nowhere)
    with pytest.raises(ValueError, match="time zone"):
        Moment(day("Mon 2 Mar 2026"), nowhere)


@pytest.mark.parametrize(
    ("happened", "due"),
    [
        ("Thu 2 Apr 2026", "Thu 2 Apr 2026"),
        ("Fri 3 Apr 2026", "Tue 7 Apr 2026"),  # Good Friday
    ],
)
def test_the_same_working_day_is_the_next_if_that_day_is_not_worked(
    calendars: Calendars, happened: str, due: str
) -> None:
    known = FakeKnown({HELD_ON: happened})

    assert work_out(SameDay(anchor=HELD_ON, working=True), known, calendars) == Due(day(due))
    assert work_out(SameDay(anchor=HELD_ON), known, calendars) == Due(day(happened))


# --- rules counted from rules, and the horizon --------------------------------------------------


def test_a_rule_can_count_back_from_another_rule(calendars: Calendars) -> None:
    eighteenth = count(18, Unit.YEARS, BIRTH)
    rule = count(2, Unit.WORKING_DAYS, eighteenth, backwards=True)

    known = FakeKnown({BIRTH: "Fri 29 Feb 2008"})

    assert work_out(eighteenth, known, calendars) == Due(day("Sat 28 Feb 2026"))
    assert work_out(rule, known, calendars) == Due(day("Thu 26 Feb 2026"))


def test_hours_before_a_worked_out_day_count_from_its_beginning(calendars: Calendars) -> None:
    rule = count(24, Unit.HOURS, count(18, Unit.YEARS, BIRTH), backwards=True)

    assert work_out(rule, FakeKnown({BIRTH: "Mon 6 Jul 2009"}), calendars) == Due(
        at("Mon 5 Jul 2027 00:00")
    )


def test_a_birthday_beyond_the_horizon_waits_and_stops_nobody(calendars: Calendars) -> None:
    eighteenth = count(18, Unit.YEARS, BIRTH)
    known = FakeKnown({BIRTH: "Thu 5 Mar 2026"})

    assert work_out(eighteenth, known, calendars) == Due(day("Sat 5 Mar 2044"))
    before = count(10, Unit.WORKING_DAYS, eighteenth, backwards=True)
    assert work_out(before, known, calendars) == WAITING
    assert work_out(count(1, Unit.DAYS, before), known, calendars) == WAITING


def test_an_anchor_rule_without_a_date_gives_none(calendars: Calendars) -> None:
    rule = count(2, Unit.DAYS, count(18, Unit.YEARS, BORN_ON))

    assert work_out(rule, MONDAY, calendars) == UNKNOWN


def test_a_date_typed_for_never_does_no_harm(calendars: Calendars) -> None:
    known = FakeKnown({HELD_ON: Moment(date.max)})
    parts = (SameDay(anchor=HELD_ON), count(3, Unit.MONTHS, HELD_ON))
    rule = Pick(choice=Choice.EARLIEST, parts=parts)

    assert work_out(rule, known, calendars) == Due(date.max)
    assert not is_late(date.max, at("Mon 2 Mar 2026 12:00"))


# --- which of several ---------------------------------------------------------------------------

EARLY, LATE = Due(day("Mon 2 Mar 2026")), Due(day("Tue 3 Mar 2026"))


@pytest.mark.parametrize(
    ("choice", "parts", "taken"),
    [
        (Choice.EARLIEST, [LATE, EARLY], EARLY),
        (Choice.EARLIEST, [LATE, UNKNOWN], LATE),
        (Choice.EARLIEST, [WAITING, LATE], LATE),
        (Choice.EARLIEST, [WAITING, UNKNOWN], WAITING),
        (Choice.LATEST, [LATE, EARLY], LATE),
        (Choice.LATEST, [UNKNOWN, EARLY], EARLY),
        (Choice.LATEST, [WAITING, EARLY], WAITING),
        (Choice.FIRST_KNOWN, [LATE, EARLY], LATE),
        (Choice.FIRST_KNOWN, [UNKNOWN, EARLY, LATE], EARLY),
        (Choice.FIRST_KNOWN, [WAITING, EARLY], EARLY),
        (Choice.FIRST_KNOWN, [UNKNOWN, WAITING], WAITING),
        *((choice, [UNKNOWN, UNKNOWN], UNKNOWN) for choice in Choice),
    ],
)
def test_one_date_is_taken_from_several(choice: Choice, parts: list[Due], taken: Due) -> None:
    assert choose(choice, parts) == taken


def test_a_day_is_compared_as_its_end(calendars: Calendars) -> None:
    evening = Due(at("Mon 2 Mar 2026 23:59"))
    midnight = Due(at("Tue 3 Mar 2026 00:01"))

    assert choose(Choice.EARLIEST, [EARLY, evening]) == evening
    assert choose(Choice.LATEST, [EARLY, evening]) == EARLY
    assert choose(Choice.EARLIEST, [midnight, EARLY]) == EARLY


def test_the_second_part_arms_when_the_birth_is_recorded(calendars: Calendars) -> None:
    rule = Pick(
        choice=Choice.EARLIEST,
        parts=(
            count(3, Unit.MONTHS, HELD_ON, source=national()),
            count(20, Unit.WORKING_DAYS, BORN_ON, when="was_unborn", source=local()),
        ),
    )
    unborn = FakeKnown({HELD_ON: "Thu 5 Feb 2026"}, holding={"was_unborn"})
    born = FakeKnown({HELD_ON: "Thu 5 Feb 2026", BORN_ON: "Mon 2 Mar 2026"}, {"was_unborn"})

    assert work_out(rule, unborn, calendars) == Due(day("Tue 5 May 2026"))
    assert work_out(rule, born, calendars) == Due(day("Tue 31 Mar 2026"))  # one day closed


@given(parts=st.lists(rules(), min_size=1, max_size=4), known=known_cases())
def test_the_earliest_is_never_after_a_part_and_the_latest_never_before(
    calendars: Calendars, parts: list[Rule], known: FakeKnown
) -> None:
    ends = [end for part in parts if (end := end_of(work_out(part, known, calendars)))]
    earliest = work_out(Pick(choice=Choice.EARLIEST, parts=tuple(parts)), known, calendars)
    latest = work_out(Pick(choice=Choice.LATEST, parts=tuple(parts)), known, calendars)

    assert end_of(earliest) == min(ends, default=None)
    assert latest.waiting or end_of(latest) == max(ends, default=None)


def end_of(due: Due) -> datetime | None:
    """The instant at which a due value is over."""
    if due.at is None or isinstance(due.at, datetime):
        return due.at
    return end_of_day(due.at)


@given(
    number=st.integers(1, 30),
    more=st.integers(1, 30),
    unit=st.sampled_from(Unit),
    known=known_cases(),
)
def test_more_time_is_never_due_earlier(
    calendars: Calendars, number: int, more: int, unit: Unit, known: FakeKnown
) -> None:
    short = work_out(count(number, unit, HELD), known, calendars)
    long = work_out(count(number + more, unit, HELD), known, calendars)

    if long.at is not None:
        assert choose(Choice.EARLIEST, [long, short]) == short
    assert not (short.waiting and long.at)


# --- lateness -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "late"),
    [
        ("Mon 6 Jul 2026 23:59", False),  # 22:59 UTC
        ("Tue 7 Jul 2026 00:00", True),  # still Monday in UTC
    ],
)
def test_a_day_ends_with_the_day_in_london(now: str, late: bool) -> None:
    assert is_late(day("Mon 6 Jul 2026"), at(now)) is late


def test_a_thing_done_at_the_very_instant_is_in_time() -> None:
    due = at("Mon 2 Mar 2026 14:05")

    assert not is_late(due, due)
    assert is_late(due, at("Mon 2 Mar 2026 14:06"))
