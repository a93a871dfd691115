"""Several processes tick on one database at once: each timer fires once."""

from __future__ import annotations

from pathlib import Path

from databases import by_hand
from faults import driver
from scheduler.building import TODAY, Desk
from scheduler.processes import forked


def test_of_three_that_tick_at_once_each_timer_fires_once(desk: Desk, tmp_path: Path) -> None:
    refs = [f"A-{number}" for number in range(20)]
    for ref in refs:
        desk.opened("Mon 2 Mar 2026", ref)
    words = (desk.store.url, tmp_path, TODAY, "no point", 0)
    running = [forked(driver.main, *words) for _ in range(3)]
    for process in running:
        process.join(120)

    assert [process.exitcode for process in running] == [0, 0, 0]
    for ref in refs:
        assert [notice for notice, _ in desk.rungs(ref)] == ["soon", "today"]
    assert len(desk.messages()) == 2 * len(refs)
    assert desk.not_fine() == []


def test_a_row_that_the_case_does_not_arm_fires_nothing_and_is_taken_away(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    with by_hand(desk.store.url) as tool:
        earlier = "'2026-03-03 07:00:00.000000'"
        timer = f"UPDATE timer SET at = {earlier} WHERE timer_id = 'hold#1!2'"
        for changed in (timer, f'UPDATE "case" SET wakes_at = {earlier}'):
            assert tool.exec_driver_sql(changed).rowcount == 1
    assert desk.not_fine() != []

    assert desk.ticks("Wed 4 Mar 2026 09:00").fired == 0
    assert desk.not_fine() == []
