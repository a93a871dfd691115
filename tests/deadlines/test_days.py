"""The helper that all dated tests lean on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from days import at, day


def test_a_day_is_read_with_its_weekday() -> None:
    assert day("Mon 2 Mar 2026") == date(2026, 3, 2)


def test_a_weekday_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="that day is a Mon"):
        day("Tue 2 Mar 2026")


def test_a_time_is_london_time() -> None:
    assert at("Mon 6 Jul 2026 14:05") == datetime(2026, 7, 6, 13, 5, tzinfo=UTC)
