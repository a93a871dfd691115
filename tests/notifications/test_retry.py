"""When a message is tried again, when it is given up, and when it has to wait."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from days import at
from notifications.quiet_hours import QuietHours
from notifications.rate import Bucket, Rate
from notifications.retry import Patience
from workflow.clock import LONDON

PATIENCE = Patience()
NIGHTS = QuietHours()
SIXTY_A_MINUTE = Rate(count=60, per=timedelta(minutes=1))


def test_without_jitter_the_wait_doubles_up_to_the_longest() -> None:
    steady = Patience(first=timedelta(minutes=1), longest=timedelta(minutes=10), jitter=0)

    waits = [steady.wait(attempt, seed="m1") for attempt in (1, 2, 3, 4, 5, 1000)]

    assert waits == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 10, 10)]


@given(st.integers(1, 10_000), st.text())
def test_a_wait_is_positive_never_over_the_longest_and_the_same_for_the_same_message(
    attempt: int, seed: str
) -> None:
    wait = PATIENCE.wait(attempt, seed=seed)

    assert timedelta() < wait <= PATIENCE.longest
    assert wait == PATIENCE.wait(attempt, seed=seed)


def test_messages_that_failed_together_do_not_come_back_together() -> None:
    assert len({PATIENCE.wait(3, seed=f"m{n}") for n in range(100)}) == 100


def test_a_wait_that_was_asked_for_is_kept() -> None:
    assert PATIENCE.wait(1, seed="m1", asked=timedelta(hours=9)) == timedelta(hours=9)
    assert PATIENCE.wait(20, seed="m1", asked=timedelta(minutes=1)) > timedelta(hours=2)


def test_attempts_count_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        PATIENCE.wait(0, seed="m1")


def test_after_two_days_a_person_is_asked() -> None:
    first = at("Tue 24 Mar 2026 10:00")

    assert not PATIENCE.is_over(first_tried_at=first, now=first + timedelta(hours=47))
    assert PATIENCE.is_over(first_tried_at=first, now=first + timedelta(hours=48))


@pytest.mark.parametrize(
    ("instant", "allowed"),
    [
        ("Tue 24 Mar 2026 10:00", "Tue 24 Mar 2026 10:00"),
        ("Tue 24 Mar 2026 19:59", "Tue 24 Mar 2026 19:59"),
        ("Tue 24 Mar 2026 20:00", "Wed 25 Mar 2026 08:00"),
        ("Tue 24 Mar 2026 00:30", "Tue 24 Mar 2026 08:00"),
        ("Tue 24 Mar 2026 08:00", "Tue 24 Mar 2026 08:00"),
        ("Sat 28 Mar 2026 22:00", "Sun 29 Mar 2026 08:00"),  # the clocks go forward
        ("Sun 29 Mar 2026 00:59", "Sun 29 Mar 2026 08:00"),
        ("Sun 29 Mar 2026 02:00", "Sun 29 Mar 2026 08:00"),
        ("Sat 24 Oct 2026 21:00", "Sun 25 Oct 2026 08:00"),  # they go back
        ("Sun 25 Oct 2026 01:30", "Sun 25 Oct 2026 08:00"),
    ],
)
def test_a_family_gets_no_message_at_night(instant: str, allowed: str) -> None:
    assert NIGHTS.next_allowed(at(instant)) == at(allowed)


def test_a_night_with_a_clock_change_is_an_hour_shorter_or_longer() -> None:
    evening_in_march, evening_in_october = at("Sat 28 Mar 2026 20:00"), at("Sat 24 Oct 2026 20:00")

    assert NIGHTS.next_allowed(evening_in_march) - evening_in_march == timedelta(hours=11)
    assert NIGHTS.next_allowed(evening_in_october) - evening_in_october == timedelta(hours=13)


@given(
    st.integers(631_152_000, 2_082_758_400).map(lambda second: datetime.fromtimestamp(second, UTC))
)
def test_the_next_allowed_instant_is_allowed_and_not_earlier(instant: datetime) -> None:
    allowed = NIGHTS.next_allowed(instant)

    assert allowed >= instant
    assert NIGHTS.next_allowed(allowed) == allowed
    assert time(8) <= allowed.astimezone(LONDON).time() < time(20)


def test_an_authority_may_have_no_quiet_hours_but_not_quiet_days() -> None:
    midnight = at("Tue 24 Mar 2026 00:00")

    assert QuietHours(start=time(0), end=time(0)).next_allowed(midnight) == midnight
    with pytest.raises(ValueError, match="over midnight"):
        QuietHours(start=time(8), end=time(20))


def test_after_a_quiet_time_a_whole_batch_may_go_and_then_one_a_second() -> None:
    now = at("Tue 24 Mar 2026 10:00")
    bucket = SIXTY_A_MINUTE.full(now)
    for _ in range(60):
        bucket, wait = SIXTY_A_MINUTE.take(bucket, now)
        assert wait == timedelta()

    bucket, wait = SIXTY_A_MINUTE.take(bucket, now)
    assert wait == timedelta(seconds=1, microseconds=1)

    bucket, wait = SIXTY_A_MINUTE.take(bucket, now + wait)
    assert wait == timedelta()


def test_a_bucket_holds_no_more_than_one_batch_and_survives_a_clock_put_back() -> None:
    now = at("Tue 24 Mar 2026 10:00")

    rested, _ = SIXTY_A_MINUTE.take(Bucket(0.0, now), now + timedelta(days=9))
    put_back, _ = SIXTY_A_MINUTE.take(Bucket(5.0, now), now - timedelta(hours=1))

    assert rested.tokens == 59
    assert put_back.tokens == 4


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=200))
def test_never_more_go_than_a_batch_and_what_came_in_since(gaps: list[int]) -> None:
    start = now = at("Tue 24 Mar 2026 10:00")
    bucket, went = SIXTY_A_MINUTE.full(start), 0
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        bucket, wait = SIXTY_A_MINUTE.take(bucket, now)
        went += not wait

    assert went <= 60 + (now - start) / timedelta(seconds=1) + 1
