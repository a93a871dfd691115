"""Ticks once and kills itself, as a power cut would, when it comes to a named point, if to any.

Run as a process of its own: the address of the database, the folder of the process, the moment in
London, the point, and at which time of coming there.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

from days import at
from scheduler.building import catalogue_there
from workflow.scheduler.tick import Point, Ticker
from workflow.store.database import Store


def main(url: str, folder: str, moment: str, point: str, times: str) -> None:
    """Tick, with a batch so small that there are several."""
    seen = count(1)

    def reached(now_at: Point) -> None:
        if now_at == point and next(seen) == int(times):
            os.kill(os.getpid(), signal.SIGKILL)

    store, catalogue = Store(url, "841"), catalogue_there(Path(folder))
    Ticker(store=store, catalogue=catalogue, batch=2, reached=reached).tick(at(moment))
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
