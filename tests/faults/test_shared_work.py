"""`caseward worker` four times against one server: they share the work, at the server's time."""

from __future__ import annotations

import re
import signal
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

from databases import by_hand, on_postgresql, with_clock_in_2030
from scheduler.building import Desk
from scheduler.processes import line, worker
from waiting import wait_until

REFS = [f"A-{number}" for number in range(100)]
IN_2030 = "Tue 1 Jan 2030, 00:00"


@on_postgresql
def test_four_workers_share_what_is_due_and_fire_each_once(desk: Desk, tmp_path: Path) -> None:
    desk.opened_at_once("Mon 2 Mar 2026", REFS)
    url = desk.store.url
    with_clock_in_2030(url)

    with ExitStack() as stack:
        with by_hand(url) as tool:  # somebody works on every case until all four are there
            tool.exec_driver_sql("BEGIN")
            tool.exec_driver_sql('SELECT ref FROM "case" FOR NO KEY UPDATE')
            words = (url, tmp_path, "--health-port", "0")
            four = [stack.enter_context(worker(*words)) for _ in range(4)]
            pages = [line(one).partition("Health: ")[2].strip() for one in four]
            wait_until(lambda: all(figure(page, "tick_seconds_count") >= 1 for page in pages))
            tool.exec_driver_sql("ROLLBACK")
        wait_until(lambda: sum(shares(pages)) == 3 * len(REFS))
        fired = shares(pages)
        for one in four:
            one.send_signal(signal.SIGTERM)
        assert [one.wait(60) for one in four] == [0, 0, 0, 0]

    assert len([count for count in fired if count]) > 1, fired
    for ref in REFS:
        notices = [notice for notice, _ in desk.rungs(ref)]
        assert notices == ["soon", "today", "late"]
        assert desk.rungs(ref)[-1] == ("late", IN_2030)
    assert len(desk.messages()) == 3 * len(REFS)
    assert desk.not_fine() == []


def shares(pages: list[str]) -> list[float]:
    """How many timers each of them has fired."""
    return [figure(page, "timers_fired_total") for page in pages]


def figure(page: str, name: str) -> float:
    """What a worker says of itself."""
    with urlopen(page.replace("/healthz", "/metrics")) as answer:
        found = re.search(rf"^caseward_{name} (\S+)$", answer.read().decode(), re.MULTILINE)
    assert found
    return float(found[1])
