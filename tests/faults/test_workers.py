"""Four processes tick at once and are ended at random: every effect is there, and once."""

from __future__ import annotations

import json
import signal
from collections import Counter
from pathlib import Path

from faults import sweeper
from faults.conftest import Extent
from scheduler.building import LATE, Desk
from scheduler.processes import started


def test_of_four_that_are_ended_at_random_each_effect_is_there_once(
    desk: Desk, tmp_path: Path, extent: Extent
) -> None:
    refs = [f"A-{number}" for number in range(extent.timers // 3)]
    desk.opened_at_once("Mon 2 Mar 2026", refs)

    words = (desk.store.url, tmp_path, LATE, extent.seed, extent.mean_life)
    said, wrong = started(sweeper, *words).communicate(timeout=900)
    assert wrong == ""
    endings = json.loads(said)

    assert endings[str(-signal.SIGPROF)] >= extent.endings
    for ref in refs:
        assert [notice for notice, _ in desk.rungs(ref)] == ["soon", "today", "late"]
    assert Counter(desk.told()) == {
        told: len(refs) for told in (("today", "asha"), ("today", "ben"), ("late", "mina"))
    }
    assert desk.not_fine() == []
