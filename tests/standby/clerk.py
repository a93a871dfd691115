"""Gives one command after the other, each again with its command id until it is acknowledged.

Run as a program: the address of the database, the folder of the process, a letter for its cases,
and how many. It prints the case of each command that was acknowledged, and the code of each error.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from days import day
from scheduler.building import DUE, Desk, catalogue_there
from workflow.definition.model import OPEN_CASE
from workflow.errors import Fault
from workflow.store.database import Store

LATER = day("Wed 25 Mar 2026")


def main(url: str, folder: str, letter: str, number: str) -> None:
    """Open so many cases, and give each another date."""
    desk = Desk(Store(url, "841"), catalogue_there(Path(folder)))
    for ref in (f"{letter}-{one}" for one in range(int(number))):
        until_acknowledged(desk, ref, OPEN_CASE, "Mon 2 Mar 2026", due_by=DUE)
        until_acknowledged(desk, ref, "move", "Tue 3 Mar 2026", due_by=LATER)


def until_acknowledged(desk: Desk, ref: str, event: str, on: str, **facts: Any) -> None:
    """A command that was acknowledged is never given again: were it lost, it would stay lost."""
    while True:
        try:
            desk.does(event, on, to=ref, command_id=f"{ref} {event}", **facts)
        except Fault as fault:
            say(fault.code)
            time.sleep(0.1)
        else:
            return say(ref)


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201  # what the test reads


if __name__ == "__main__":
    main(*sys.argv[1:])
