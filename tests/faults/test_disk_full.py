"""No room for another byte in the middle of a sweep: told, nothing half done, made up for later.

Where we may mount one, a small disk is filled. Elsewhere what comes nearest is the limit that the
operating system puts on the size of a file: whoever writes beyond it is refused in the middle, by
the same call that a full disk refuses.
"""

from __future__ import annotations

import resource
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import repeat
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from databases import Server, by_hand, on_postgresql, on_sqlite, without_rules
from faults import driver
from faults.small_disk import small_disk
from scheduler.building import TODAY, Desk, a_desk
from scheduler.processes import started
from workflow.errors import Fault
from workflow.store.database import Store

REFS = [f"A-{number}" for number in range(30)]
LIMIT = 16 * 2**20
"""Bytes: a server writes its log in files of this size, and stops when it cannot."""
LEFT = 64 * 2**10
"""Bytes: room for some of what a tick writes."""


def everything_once(desk: Desk) -> None:
    for ref in REFS:
        assert [notice for notice, _ in desk.rungs(ref)] == ["soon", "today"]
    assert len(desk.messages()) == 3 * len(REFS)
    assert desk.not_fine() == []


def test_a_disk_that_is_full_ends_the_tick_and_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", megabytes=16) as disk:
        url = f"sqlite:///{disk.folder / 'caseward.db'}"
        with closing(Store(url, "841")) as store:
            store.create_or_upgrade()
        with a_desk(tmp_path, url) as desk:
            desk.opened_at_once("Mon 2 Mar 2026", REFS)
            disk.fill(left=LEFT)
            with pytest.raises(Fault, match=r"is full\. Make room and try again"):
                desk.ticks(TODAY, batch=10)
            assert desk.not_fine() == []

            disk.make_room()
            assert desk.ticks(TODAY).fired
            everything_once(desk)


def test_a_server_whose_disk_is_full_ends_the_tick_and_loses_nothing(
    server: Server, tmp_path: Path
) -> None:
    with (
        small_disk(server.folder / "disk", megabytes=48) as disk,
        server.on_disk(disk.folder) as url,
    ):
        with closing(Store(url, "841")) as store:
            store.create_or_upgrade()
        with a_desk(tmp_path, url) as desk:
            desk.opened_at_once("Mon 2 Mar 2026", REFS)
            disk.fill()
            with pytest.raises(Fault, match=r"is full\. Make room and try again"):
                desk.ticks(TODAY, batch=10)
            assert desk.not_fine() == []

            disk.make_room()
            assert desk.ticks(TODAY).fired
            everything_once(desk)


@on_sqlite
def test_a_file_that_can_grow_no_further_ends_the_tick_and_loses_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    desk.opened_at_once("Mon 2 Mar 2026", REFS)
    desk.store.close()  # what is written is now in the file itself, and nothing beside it
    size = Path(desk.store.url.removeprefix("sqlite:///")).stat().st_size

    words = (desk.store.url, tmp_path, TODAY, "no point", 0)
    process = started(driver, *words, first=lambda: limit(size + 1024))
    _, said = process.communicate(timeout=120)

    assert process.returncode == 1
    assert "workflow.errors.Fault: The disk of" in said
    assert desk.not_fine() == []
    assert desk.ticks(TODAY).fired
    everything_once(desk)


@on_postgresql
def test_a_server_whose_table_can_grow_no_further_ends_the_tick_and_loses_nothing(
    desk: Desk, server: Server
) -> None:
    desk.opened_at_once("Mon 2 Mar 2026", REFS)

    with restarted(server, lambda: limit(LIMIT)):
        fill(desk.store.url)
        with pytest.raises(Fault):
            desk.ticks(TODAY, batch=10)
    assert desk.not_fine() == []

    assert desk.ticks(TODAY).fired
    everything_once(desk)


def limit(size: int) -> None:
    """No file of this process, and of those that it starts, may be larger."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


@contextmanager
def restarted(server: Server, limited: Callable[[], None]) -> Iterator[None]:
    """The server started anew under a limit, and after the block once more without one."""
    was = resource.getrlimit(resource.RLIMIT_FSIZE)
    server.stop()
    try:
        limited()
        server.start()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)
    try:
        yield
    finally:
        server.stop()
        server.start()


def fill(url: str) -> None:
    """Add facts of another authority until not one more fits."""
    with by_hand(url) as tool:
        without_rules(tool)
        for length, rows in ((1900, 500), (1900, 1), (1, 1)):
            until_refused(
                tool,
                "INSERT INTO payload (authority, case_id, seq, salt, facts)"
                f" SELECT 'other', gen_random_uuid(), 1, '', repeat('x', {length})"
                f" FROM generate_series(1, {rows})",
            )


def until_refused(tool: Connection, statement: str) -> None:
    """Repeat it for as long as a file may grow for it."""
    with pytest.raises(DBAPIError, match="could not extend file"):
        deque(map(tool.exec_driver_sql, repeat(statement)), maxlen=0)
