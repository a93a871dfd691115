"""caseward worker as a process: it holds the file, answers on its health, and ends when asked."""

from __future__ import annotations

import signal
from pathlib import Path
from urllib.request import urlopen

from databases import Databases, on_sqlite
from scheduler.building import Desk
from scheduler.processes import line, worker


def test_it_answers_on_its_health_and_ends_by_itself_when_told_to(
    desk: Desk, tmp_path: Path
) -> None:
    with worker(desk.store.url, tmp_path, "--health-port", "0") as process:
        address = line(process).partition("Health: ")[2].strip()
        assert "Ticking on" in line(process)
        with urlopen(address) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


@on_sqlite
def test_a_second_one_on_the_same_file_is_refused_and_commands_beside_it_are_not(
    desk: Desk, tmp_path: Path
) -> None:
    with worker(desk.store.url, tmp_path) as first:
        assert "Ticking on" in line(first)
        with worker(desk.store.url, tmp_path) as second:
            assert "Only one long-running process" in line(second)
            assert second.wait(30) == 3
        desk.opened("Mon 2 Mar 2026")
        first.send_signal(signal.SIGTERM)
        assert first.wait(30) == 0


def test_without_a_database_it_says_how_to_make_one(
    tmp_path: Path, databases: Databases, desk: Desk
) -> None:
    with worker(databases.empty(), tmp_path) as process:
        assert "caseward init" in line(process)
        assert process.wait(30) == 3
