"""Processes that kill themselves, and what a server has to notice before others go on."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

from databases import by_hand
from scheduler.processes import ended

_OF_THE_DEAD = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
"""


def killed(work: Callable[..., None], url: str, *words: object) -> None:
    """Work in a process that kills itself, on a database that nobody else is at work in.

    A server keeps what the dead one had locked until it notices, a moment later; that is waited
    for: who comes sooner finds it locked and leaves it to the next round.
    """
    assert ended(work, url, *words) == -signal.SIGKILL
    with by_hand(url) as tool:
        while tool.dialect.name == "postgresql" and tool.exec_driver_sql(_OF_THE_DEAD).scalar():
            time.sleep(0.01)
