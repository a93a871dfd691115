"""A tick that is killed loses no timer and fires none twice, wherever it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults import driver
from faults.killing import killed
from scheduler.building import LATE, TODAY, Desk
from workflow.scheduler.tick import Point

REFS = ("A-1", "A-2", "A-3")


def killed_at(folder: Path, desk: Desk, moment: str, point: Point, times: int) -> None:
    """Tick in a process that kills itself there."""
    killed(driver.main, desk.store.url, folder, moment, point.value, times)


def everything_once(desk: Desk) -> None:
    """Each case has each of the first two rungs once, with one message for each recipient."""
    for ref in REFS:
        assert [notice for notice, _ in desk.rungs(ref)] == ["soon", "today"]
    assert desk.told() == [("soon", "asha")] * 3 + [
        ("today", name) for name in ("asha", "mina") for _ in REFS
    ]
    assert desk.not_fine() == []


@pytest.mark.parametrize("point", Point)
@pytest.mark.parametrize("times", [1, 2])
def test_what_was_due_fires_once_in_spite_of_it(
    desk: Desk, tmp_path: Path, point: Point, times: int
) -> None:
    for ref in REFS:
        desk.opened("Mon 2 Mar 2026", ref)
    desk.ticks("Fri 13 Mar 2026 07:00")

    killed_at(tmp_path, desk, TODAY, point, times)
    assert desk.not_fine() == []
    desk.ticks(TODAY)

    everything_once(desk)


def test_a_tick_that_is_killed_again_and_again_comes_through(desk: Desk, tmp_path: Path) -> None:
    for ref in REFS:
        desk.opened("Mon 2 Mar 2026", ref)
    desk.ticks("Fri 13 Mar 2026 07:00")

    for point in Point:
        if desk.ticks("Thu 19 Mar 2026 12:00").fired == 0:
            killed_at(tmp_path, desk, TODAY, point, 1)
    desk.ticks(TODAY)

    everything_once(desk)


def test_a_timer_that_was_only_claimed_is_claimed_again(desk: Desk, tmp_path: Path) -> None:
    desk.opened("Mon 2 Mar 2026")

    killed_at(tmp_path, desk, LATE, Point.AFTER_CLAIM, 1)

    assert desk.rungs() == []
    assert desk.ticks(LATE).fired == 3
