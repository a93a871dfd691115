"""caseward serve as a process: it holds the file, tells of its health, and ends when asked."""

from __future__ import annotations

import signal
from pathlib import Path
from urllib.request import urlopen

from databases import on_sqlite
from scheduler.building import Desk
from scheduler.processes import line, worker


def test_it_answers_browsers_tells_of_its_health_and_ends_in_good_order(
    desk: Desk, tmp_path: Path
) -> None:
    with worker(desk.store.url, tmp_path, "--port", "0", command="serve") as process:
        address = line(process).split()[1]
        for page, text in {
            "healthz": b"the last tick",
            "readyz": b"database",
            "metrics": b"caseward_",
            "api/v1/openapi.json": b"/cases/{ref}",
            "sign-in": b"<html",
        }.items():
            with urlopen(address + page) as answer:
                assert text in answer.read()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


@on_sqlite
def test_beside_a_worker_on_the_same_file_it_is_refused(desk: Desk, tmp_path: Path) -> None:
    with worker(desk.store.url, tmp_path) as first:
        assert "Ticking on" in line(first)
        with worker(desk.store.url, tmp_path, "--port", "0", command="serve") as second:
            assert "Only one long-running process" in line(second)
            assert second.wait(30) == 3


@on_sqlite
def test_other_machines_reach_it_by_https_alone(desk: Desk, tmp_path: Path) -> None:
    words = ("--host", "0.0.0.0", "--port", "0")
    with worker(desk.store.url, tmp_path, *words, command="serve") as process:
        assert "https" in line(process)
        assert process.wait(30) == 2


@on_sqlite
def test_a_port_that_is_taken_is_told(desk: Desk, tmp_path: Path) -> None:
    from socket import create_server

    with create_server(("127.0.0.1", 0)) as taken:
        words = ("--port", str(taken.getsockname()[1]))
        with worker(desk.store.url, tmp_path, *words, command="serve") as process:
            assert "give another with --port" in line(process)
            assert process.wait(30) == 1
