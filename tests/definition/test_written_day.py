"""Days as people write them: the weekday is part of what is said."""

from __future__ import annotations

import pytest

from days import at, day
from workflow.definition.written_day import DayWrong, written_day


def test_a_day_with_its_weekday_is_that_day() -> None:
    assert written_day("Mon 2 Mar 2026") == day("Mon 2 Mar 2026")


def test_a_time_of_day_is_meant_in_london() -> None:
    assert written_day("Mon 30 Mar 2026 13:00") == at("Mon 30 Mar 2026 13:00")


def test_a_wrong_weekday_is_refused_and_the_right_one_named() -> None:
    with pytest.raises(DayWrong) as wrong:
        written_day("Tue 2 Mar 2026")

    assert wrong.value.what == "'Tue 2 Mar 2026' has the wrong weekday: that day is a Mon"
    assert wrong.value.mend == "write `Mon 2 Mar 2026`, or look at the date"


@pytest.mark.parametrize("text", ["Mon 30 Feb 2026", "Mon 2 Mar 2026 24:30", "Mon 0 Mar 2026"])
def test_a_day_or_time_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(DayWrong, match="there is no"):
        written_day(text)


@pytest.mark.parametrize("text", ["2026-03-02", "2 Mar 2026", "mon 2 Mar 2026", "", "neglect"])
def test_any_other_text_is_no_day(text: str) -> None:
    assert written_day(text) is None


def test_a_leading_nought_is_no_wrong_weekday() -> None:
    assert written_day("Mon 02 Mar 2026") == day("Mon 2 Mar 2026")
