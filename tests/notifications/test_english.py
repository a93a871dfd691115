"""Dates, times, lists, counts and ages read as a person would write them."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from days import at, day
from notifications import english


def test_a_day_has_its_weekday_and_no_leading_zero() -> None:
    assert english.day(day("Tue 24 Mar 2026")) == "Tuesday 24 March 2026"
    assert english.day(day("Sat 7 Mar 2026")) == "Saturday 7 March 2026"


def test_an_instant_after_midnight_in_summer_is_the_next_day_in_england() -> None:
    assert english.day(at("Wed 1 Jul 2026 00:30")) == "Wednesday 1 July 2026"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("10:00", "10am"),
        ("10:30", "10:30am"),
        ("12:00", "midday"),
        ("12:05", "12:05pm"),
        ("00:00", "midnight"),
        ("00:15", "12:15am"),
        ("17:00", "5pm"),
    ],
)
def test_a_time_of_day_is_said_as_people_say_it(moment: str, said: str) -> None:
    assert english.clock_time(time.fromisoformat(moment)) == said


@pytest.mark.parametrize("on", ["Thu 26 Mar 2026", "Thu 2 Apr 2026"])
def test_ten_o_clock_is_ten_o_clock_on_both_sides_of_the_clock_change(on: str) -> None:
    assert english.clock_time(at(f"{on} 10:00")) == "10am"


def test_lists_are_in_plain_english() -> None:
    assert english.listed([]) == ""
    assert english.listed(["police"]) == "police"
    assert english.listed(["police", "health"]) == "police and health"
    assert english.listed(("police", "health", "school")) == "police, health and school"


def test_one_is_not_said_in_the_plural() -> None:
    assert english.counted(1, "working day") == "1 working day"
    assert english.counted(0, "working day") == "0 working days"


@pytest.mark.parametrize(
    ("born", "on", "said"),
    [
        ("Mon 2 Mar 2026", "Tue 24 Mar 2026", "3 weeks old"),
        ("Tue 17 Mar 2026", "Tue 24 Mar 2026", "1 week old"),
        ("Sat 31 Jan 2026", "Tue 31 Mar 2026", "2 months old"),
        ("Sat 31 Jan 2026", "Thu 30 Apr 2026", "3 months old"),  # April has no 31st
        ("Mon 25 Mar 2024", "Tue 24 Mar 2026", "23 months old"),
        ("Sun 24 Mar 2024", "Tue 24 Mar 2026", "2 years old"),
        ("Thu 29 Feb 2024", "Sat 28 Feb 2026", "2 years old"),
        ("Mon 1 Jun 2026", "Tue 24 Mar 2026", "not yet born"),
    ],
)
def test_ages_are_told_in_the_unit_that_fits(born: str, on: str, said: str) -> None:
    assert english.age(day(born), day(on)) == said


def test_what_would_print_as_something_odd_is_refused() -> None:
    with pytest.raises(TypeError, match="time zone"):
        english.day(datetime(2026, 3, 24, 10))  # noqa: DTZ001 - that is the point
    with pytest.raises(TypeError, match="a date is needed"):
        english.day("2026-03-24")  # type: ignore[arg-type]  # templates are not typed
    with pytest.raises(TypeError, match="time of day"):
        english.clock_time(day("Tue 24 Mar 2026"))  # type: ignore[arg-type]  # as above
    with pytest.raises(TypeError, match="a list is needed"):
        english.listed("police")
    with pytest.raises(TypeError, match="whole number"):
        english.counted(True, "day")
