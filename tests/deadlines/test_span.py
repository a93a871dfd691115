"""Spans: month ends, leap days, both clock changes, rungs before and after a due date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from days import at, day
from workflow.clock import end_of_day
from workflow.deadlines.calendar import BeyondHorizon, Calendar
from workflow.deadlines.due import shift
from workflow.deadlines.rule import Span, Unit

MONTHS, YEARS = Unit.MONTHS, Unit.YEARS


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        ("Mon 30 Nov 2026", 3, MONTHS, "Sun 28 Feb 2027"),  # clamped
        ("Thu 30 Nov 2023", 3, MONTHS, "Thu 29 Feb 2024"),  # clamped, leap year
        ("Sat 31 Jan 2026", 1, MONTHS, "Sat 28 Feb 2026"),
        ("Sat 31 Jan 2026", 2, MONTHS, "Tue 31 Mar 2026"),  # from the start, not from 28 Feb
        ("Mon 19 Feb 2024", 3, MONTHS, "Sun 19 May 2024"),  # not moved off a Sunday
        ("Mon 31 Aug 2026", 6, MONTHS, "Sun 28 Feb 2027"),
        ("Tue 15 Dec 2026", 1, MONTHS, "Fri 15 Jan 2027"),
        ("Fri 29 Feb 2008", 18, YEARS, "Sat 28 Feb 2026"),  # a birthday that does not exist
        ("Thu 29 Feb 2024", 4, YEARS, "Tue 29 Feb 2028"),
        ("Mon 2 Mar 2026", 6, Unit.WEEKS, "Mon 13 Apr 2026"),
        ("Fri 27 Mar 2026", 8, Unit.DAYS, "Sat 4 Apr 2026"),
        ("Wed 28 Feb 2024", 1, Unit.DAYS, "Thu 29 Feb 2024"),
        ("Mon 2 Mar 2026", 15, Unit.WORKING_DAYS, "Mon 23 Mar 2026"),
    ],
)
def test_a_span_of_days_ends_on_a_day(
    england: Calendar, start: str, count: int, unit: Unit, end: str
) -> None:
    assert shift(day(start), Span(count, unit), False, england) == day(end)


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        ("Sun 31 May 2026", 3, MONTHS, "Sat 28 Feb 2026"),
        ("Thu 15 Jan 2026", 1, MONTHS, "Mon 15 Dec 2025"),
        ("Thu 29 Feb 2024", 1, YEARS, "Tue 28 Feb 2023"),
        ("Mon 13 Apr 2026", 6, Unit.WEEKS, "Mon 2 Mar 2026"),
        ("Mon 16 Mar 2026", 2, Unit.WORKING_DAYS, "Thu 12 Mar 2026"),
    ],
)
def test_counting_back_mirrors_counting_on(
    england: Calendar, start: str, count: int, unit: Unit, end: str
) -> None:
    assert shift(day(start), Span(count, unit), True, england) == day(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("Sat 28 Mar 2026 12:00", 24, "Sun 29 Mar 2026 13:00"),  # the night is an hour short
        ("Sun 29 Mar 2026 00:30", 1, "Sun 29 Mar 2026 02:30"),  # there is no 01:30
        ("Sat 24 Oct 2026 12:00", 24, "Sun 25 Oct 2026 11:00"),  # the night is an hour long
        ("Sun 25 Oct 2026 00:30", 3, "Sun 25 Oct 2026 02:30"),
        ("Fri 27 Mar 2026 09:00", 72, "Mon 30 Mar 2026 10:00"),
    ],
)
def test_hours_are_real_hours_through_both_clock_changes(
    england: Calendar, start: str, hours: int, end: str
) -> None:
    span = Span(hours, Unit.HOURS)

    assert shift(at(start), span, False, england) == at(end)
    assert shift(at(end), span, True, england) == at(start)


def test_the_hour_that_comes_twice_is_two_hours(england: Calendar) -> None:
    first_half_past_one = at("Sun 25 Oct 2026 01:30")

    second = shift(first_half_past_one, Span(60, Unit.MINUTES), False, england)

    assert second == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_hours_after_a_due_day_count_from_the_end_of_that_day(england: Calendar) -> None:
    due = day("Sat 24 Oct 2026")

    assert shift(due, Span(2, Unit.HOURS), False, england) == at("Sun 25 Oct 2026 01:00") + (
        timedelta(hours=1)  # 01:00 comes twice that night
    )
    assert shift(due, Span(30, Unit.MINUTES), True, england) == at("Sat 24 Oct 2026 23:30")


def test_days_after_an_instant_count_from_its_london_day(england: Calendar) -> None:
    just_after_midnight_in_london = datetime(2026, 7, 5, 23, 30, tzinfo=UTC)

    found = shift(just_after_midnight_in_london, Span(1, Unit.WORKING_DAYS), False, england)

    assert found == day("Tue 7 Jul 2026")


def test_only_working_days_need_the_holiday_table(england: Calendar) -> None:
    birthday = day("Thu 5 Mar 2026")

    assert shift(birthday, Span(18, YEARS), False, england) == day("Sat 5 Mar 2044")
    with pytest.raises(BeyondHorizon):
        shift(day("Sat 5 Mar 2044"), Span(1, Unit.WORKING_DAYS), True, england)


@pytest.mark.parametrize("unit", list(Unit))
def test_a_mistyped_year_is_beyond_every_calendar(england: Calendar, unit: Unit) -> None:
    with pytest.raises(BeyondHorizon):
        shift(date.max, Span(1, unit), False, england)
    with pytest.raises(BeyondHorizon):
        shift(date.min, Span(1_000_000_000, unit), True, england)


@given(start=st.dates(date(1990, 1, 1), date(2100, 1, 1)), months=st.integers(1, 240))
def test_months_keep_the_day_of_the_month_or_take_the_last_one(
    england: Calendar, start: date, months: int
) -> None:
    end = shift(start, Span(months, MONTHS), False, england)

    assert (end.year - start.year) * 12 + end.month - start.month == months
    is_last_of_month = (end + timedelta(days=1)).day == 1
    assert end.day == start.day or (is_last_of_month and end.day < start.day)


@given(
    start=st.dates(date(2018, 1, 1), date(2030, 1, 1)),
    count=st.integers(1, 40),
    unit=st.sampled_from(Unit),
)
def test_a_longer_span_is_never_earlier(
    england: Calendar, start: date, count: int, unit: Unit
) -> None:
    shorter = shift(start, Span(count, unit), False, england)
    longer = shift(start, Span(count + 1, unit), False, england)

    assert shorter < longer


@given(start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), minutes=st.integers(1, 100_000))
def test_minutes_are_real_elapsed_time(england: Calendar, start: date, minutes: int) -> None:
    end = shift(start, Span(minutes, Unit.MINUTES), False, england)

    assert isinstance(end, datetime)
    assert end - end_of_day(start) == timedelta(minutes=minutes)
