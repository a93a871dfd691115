"""What was gathered goes as one message a person and day, without what has been done since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from days import at, day
from scheduler.building import LADDER, LATE, LED, TODAY, Desk
from workflow.engine.digest import day_of_digest
from workflow.store.clockwork import GATHERED

GATHERING = LADDER.replace("manager, notice: late}", "manager, notice: late, digest: yes}")
HALF_PAST = "Mon 23 Mar 2026 07:30"


@pytest.fixture
def desk(desk_of: Callable[[str], Desk]) -> Desk:
    """Two cases, due on Fri 20 Mar 2026, of which the manager hears on the Monday after."""
    desk = desk_of(GATHERING)
    desk.opened("Mon 2 Mar 2026", "A-1")
    desk.opened("Mon 2 Mar 2026", "A-2", by="ben")
    desk.ticks(TODAY)
    return desk


def digests(desk: Desk) -> list[dict[str, Any]]:
    return [message.content for message in desk.messages() if message.notice == "digest"]


def late(digest: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Workers, and their cases that are late."""
    return [(one["worker"], [line["case"] for line in one["late"]]) for one in digest["workers"]]


def test_it_is_gathered_at_seven_and_goes_at_half_past(desk: Desk) -> None:
    desk.ticks(LATE)
    assert desk.told(GATHERED) == [("late", "mina"), ("late", "mina")]
    assert digests(desk) == []

    assert desk.ticks(HALF_PAST).digests == 1
    assert late(digests(desk)[0]) == [("asha", ["A-1"]), ("ben", ["A-2"])]
    assert desk.told(GATHERED) == []


def test_whom_a_fact_names_in_the_role_is_who_it_waits_for(desk_of: Callable[[str], Desk]) -> None:
    desk = desk_of(LED.replace("manager, notice: late}", "manager, notice: late, digest: yes}"))
    desk.opened("Mon 2 Mar 2026", "A-1", by="", lead="ben")
    desk.ticks(LATE)
    desk.ticks(HALF_PAST)

    assert late(digests(desk)[0]) == [("ben", ["A-1"])]


def test_each_rung_leaves_its_deed(desk: Desk) -> None:
    desk.ticks(LATE)

    assert desk.rungs("A-1")[-1] == ("late", "Mon 23 Mar 2026, 07:00")
    assert desk.not_fine() == []


def test_it_goes_once_a_day_however_often_the_clock_rings(desk: Desk) -> None:
    desk.ticks(LATE)

    assert [desk.ticks(f"Mon 23 Mar 2026 {time}").digests for time in ("07:30", "07:31")] == [1, 0]
    assert desk.messages()[-1].key == "digest/mina/2026-03-23"


def test_what_was_done_since_is_left_out(desk: Desk) -> None:
    desk.ticks(LATE)
    desk.does("hold", "Mon 23 Mar 2026", recorded="Mon 23 Mar 2026 07:10")
    desk.ticks(HALF_PAST)

    assert late(digests(desk)[0]) == [("ben", ["A-2"])]


def test_where_nothing_is_left_nothing_is_sent(desk: Desk) -> None:
    desk.ticks(LATE)
    for ref in ("A-1", "A-2"):
        desk.does("hold", "Mon 23 Mar 2026", to=ref, recorded="Mon 23 Mar 2026 07:10")

    assert desk.ticks(HALF_PAST).digests == 0
    assert desk.told(GATHERED) == []


def test_a_clock_that_stood_still_at_half_past_sends_it_later_that_day(desk: Desk) -> None:
    desk.ticks("Mon 23 Mar 2026 15:00")

    assert len(digests(desk)) == 1


def test_what_comes_after_the_digest_of_the_day_goes_with_the_next(desk: Desk) -> None:
    desk.ticks(HALF_PAST)
    desk.opened("Mon 2 Mar 2026", "A-3", recorded="Mon 23 Mar 2026 09:00")
    desk.ticks("Mon 23 Mar 2026 09:01")
    assert len(digests(desk)) == 1

    desk.ticks("Tue 24 Mar 2026 07:30")
    assert late(digests(desk)[1]) == [("asha", ["A-3"])]


def test_a_broken_case_does_not_keep_the_rest_from_being_told(desk: Desk) -> None:
    desk.ticks(LATE)
    desk.breaks("A-1")
    desk.ticks(HALF_PAST)

    assert late(digests(desk)[0]) == [("ben", ["A-2"])]
    assert desk.told(GATHERED) == [("late", "mina")]


def test_half_past_seven_is_that_of_england() -> None:
    assert day_of_digest(at("Sun 29 Mar 2026 07:29")) == day("Sat 28 Mar 2026")
    assert day_of_digest(at("Sun 29 Mar 2026 07:30")) == day("Sun 29 Mar 2026")
