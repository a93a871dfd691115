"""Working days: known dates first, then every day of the horizon against a plain second count."""

from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from days import at, day
from workflow.deadlines.calendar import BeyondHorizon, Calendar
from workflow.deadlines.naming import day_name

ONE_DAY = timedelta(days=1)
HORIZON = st.dates(date(2018, 3, 1), date(2035, 10, 31))  # room for 30 working days either way
COUNTS = st.integers(1, 30)


def every_day(calendar: Calendar) -> list[date]:
    length = (calendar.last - calendar.first).days + 1
    return [calendar.first + timedelta(days=n) for n in range(length)]


def walked(calendar: Calendar, start: date, count: int, step: timedelta) -> date | None:
    """The slow count, day by day, that shares no code with the calendar; None: left the table."""
    found = start
    while count:
        found += step
        if not calendar.first <= found <= calendar.last:
            return None
        if found.isoweekday() <= 5 and found not in calendar.holidays:
            count -= 1
    return found


def or_none(count: int, calendar: Calendar, start: date, *, backwards: bool) -> date | None:
    move = calendar.subtract_working_days if backwards else calendar.add_working_days
    try:
        return move(start, count)
    except BeyondHorizon:
        return None


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("Mon 2 Mar 2026", "Mon 23 Mar 2026"),  # plain weeks
        ("Sat 7 Mar 2026", "Fri 27 Mar 2026"),  # from a weekend
        ("Sun 8 Mar 2026", "Fri 27 Mar 2026"),
        ("Thu 26 Mar 2026", "Mon 20 Apr 2026"),  # over both Easter holidays
        ("Fri 3 Apr 2026", "Mon 27 Apr 2026"),  # from Good Friday itself
        ("Mon 14 Dec 2026", "Thu 7 Jan 2027"),  # Boxing Day moved to Monday, and New Year
        ("Wed 12 Feb 2020", "Wed 4 Mar 2020"),  # over a leap day
    ],
)
def test_fifteen_working_days_are_counted_from_the_day_after(
    england: Calendar, start: str, due: str
) -> None:
    assert england.add_working_days(day(start), 15) == day(due)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("Mon 16 Mar 2026", 2, "Thu 12 Mar 2026"),
        ("Tue 7 Apr 2026", 1, "Thu 2 Apr 2026"),  # back over Easter
        ("Sat 7 Mar 2026", 1, "Fri 6 Mar 2026"),  # from a day that is not worked
        ("Mon 6 Apr 2026", 2, "Wed 1 Apr 2026"),  # from Easter Monday
    ],
)
def test_counting_back_takes_the_working_days_before(
    england: Calendar, start: str, count: int, due: str
) -> None:
    assert england.subtract_working_days(day(start), count) == day(due)


@pytest.mark.parametrize("count", [1, 2, 5, 10, 15, 20, 45])
def test_every_day_of_the_horizon_agrees_with_a_walk_day_by_day(
    england: Calendar, count: int
) -> None:
    for start in every_day(england):
        after = or_none(count, england, start, backwards=False)
        before = or_none(count, england, start, backwards=True)
        assert after == walked(england, start, count, ONE_DAY), start
        assert before == walked(england, start, count, -ONE_DAY), start


def test_on_every_day_the_nearest_working_day_is_itself_or_one_away(england: Calendar) -> None:
    for start in every_day(england)[7:-7]:
        worked = start.isoweekday() <= 5 and start not in england.holidays
        assert england.is_working(start) == worked
        assert (england.why_not_worked(start) is None) == worked
        after, before = walked(england, start, 1, ONE_DAY), walked(england, start, 1, -ONE_DAY)
        assert england.working_day_on_or_after(start) == (start if worked else after)
        assert england.working_day_on_or_before(start) == (start if worked else before)


@given(start=HORIZON, count=COUNTS, more=COUNTS)
def test_more_working_days_are_always_later(
    england: Calendar, start: date, count: int, more: int
) -> None:
    assume(start <= england.last - timedelta(days=120))  # both counts end within the horizon
    due = england.add_working_days(start, count)

    assert due < england.add_working_days(start, count + more)
    assert england.add_working_days(due, more) == england.add_working_days(start, count + more)


@given(start=HORIZON, later=st.integers(1, 40), count=COUNTS)
def test_a_later_start_is_never_due_earlier(
    england: Calendar, start: date, later: int, count: int
) -> None:
    late_start = start + timedelta(days=later)

    assert england.add_working_days(start, count) <= england.add_working_days(late_start, count)


@given(start=HORIZON, count=COUNTS)
def test_counting_on_and_back_returns_to_the_working_day(
    england: Calendar, start: date, count: int
) -> None:
    on = england.add_working_days(start, count)
    back = england.subtract_working_days(start, count)

    # From a Saturday one goes on from the Friday, and back from the Monday.
    assert england.subtract_working_days(on, count) == england.working_day_on_or_before(start)
    assert england.add_working_days(back, count) == england.working_day_on_or_after(start)


@given(start=HORIZON, count=COUNTS)
def test_the_days_between_are_the_days_counted(england: Calendar, start: date, count: int) -> None:
    on = england.add_working_days(start, count)
    back = england.subtract_working_days(start, count)

    assert england.working_days_between(start, on) == count
    assert england.working_days_between(start, back) == -count
    assert england.working_days_between(start, start) == 0


@pytest.mark.parametrize("count", [0, -1])
def test_no_working_days_at_all_are_refused(england: Calendar, count: int) -> None:
    with pytest.raises(ValueError, match="readers differ"):
        england.add_working_days(day("Mon 2 Mar 2026"), count)
    with pytest.raises(ValueError, match="readers differ"):
        england.subtract_working_days(day("Mon 2 Mar 2026"), count)


def test_a_count_that_leaves_the_table_is_refused_and_not_guessed(england: Calendar) -> None:
    with pytest.raises(BeyondHorizon, match="to Mon 31 Dec 2035") as refused:
        england.add_working_days(day("Mon 31 Dec 2035"), 1)
    assert refused.value.code == "beyond_horizon"
    with pytest.raises(BeyondHorizon):
        england.subtract_working_days(day("Tue 2 Jan 2018"), 1)
    with pytest.raises(BeyondHorizon):
        england.working_day_on_or_before(england.first)  # New Year's Day, nothing before it
    with pytest.raises(BeyondHorizon):
        england.is_working(day("Tue 1 Jan 2036"))
    with pytest.raises(BeyondHorizon):
        england.working_days_between(day("Mon 2 Mar 2026"), day("Tue 1 Jan 2036"))


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("Fri 3 Apr 2026", "Good Friday"),
        ("Sat 4 Apr 2026", "Saturday"),
        ("Sun 5 Apr 2026", "Sunday"),
        ("Mon 28 Dec 2026", "Boxing Day (substitute day)"),
        ("Tue 29 Dec 2026", "closed locally"),
        ("Wed 30 Dec 2026", "Staff day"),
        ("Thu 31 Dec 2026", None),
    ],
)
def test_a_day_says_why_it_is_not_worked(england: Calendar, when: str, why: str | None) -> None:
    closures = {day("Tue 29 Dec 2026"): "", day("Wed 30 Dec 2026"): "Staff day"}
    closed = england.with_closures(
        {**closures, day("Sat 4 Apr 2026"): "", day("Fri 3 Apr 2026"): ""}
    )

    assert closed.why_not_worked(day(when)) == why


def test_closures_add_up_and_leave_the_calendar_they_came_from_alone(england: Calendar) -> None:
    tuesday, wednesday = day("Tue 29 Dec 2026"), day("Wed 30 Dec 2026")
    closed = england.with_closures({tuesday: ""}).with_closures({wednesday: ""})

    assert closed.add_working_days(day("Thu 24 Dec 2026"), 1) == day("Thu 31 Dec 2026")
    assert england.add_working_days(day("Thu 24 Dec 2026"), 1) == tuesday


def test_the_mapping_that_a_calendar_was_made_from_cannot_move_its_days() -> None:
    holidays = {day("Fri 3 Apr 2026"): "Good Friday"}
    calendar = Calendar("april", 1, day("Wed 1 Apr 2026"), day("Thu 30 Apr 2026"), holidays)
    holidays.clear()

    assert calendar.why_not_worked(day("Fri 3 Apr 2026")) == "Good Friday"


def test_a_calendar_survives_pickling_and_copying(england: Calendar) -> None:
    closed = england.with_closures({day("Tue 29 Dec 2026"): ""})
    for copied in (pickle.loads(pickle.dumps(closed)), copy.deepcopy(closed)):
        assert copied == closed
        assert hash(copied) == hash(closed)
        assert not copied.is_working(day("Tue 29 Dec 2026"))
    assert closed != england
    assert len({closed, england, england.with_closures({})}) == 2


def test_an_instant_is_not_taken_for_a_day(england: Calendar) -> None:
    with pytest.raises(TypeError):
        england.add_working_days(at("Mon 2 Mar 2026 23:30"), 15)


@given(when=st.dates())
def test_a_written_day_reads_back(when: date) -> None:
    assert day(day_name(when)) == when
