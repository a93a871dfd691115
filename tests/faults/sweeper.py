"""Four processes tick until nothing is due any more; each is ended at random and another begins.

Run as a program, which forks: to start one anew would take longer than what it is to do. It takes
the address of the database, the folder of the process, the moment in London, the seed, and how many
seconds of computing a process lives in the mean; it prints how often one ended how, as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

from days import at
from scheduler.building import catalogue_there
from workflow.errors import DatabaseBusy
from workflow.scheduler.tick import Ticker
from workflow.store.database import Store

FOUR = 4


def main(url: str, folder: str, moment: str, seed: str, mean: str) -> None:
    """Keep four of them going until four have found nothing left to do."""
    random, endings = Random(int(seed)), Counter[int]()
    lives = (random.expovariate(1 / float(mean)) for _ in range(100_000))
    store = Store(url, "841")
    ticker = Ticker(store=store, catalogue=catalogue_there(Path(folder)), batch=10)
    with closing(store), store.writing(keep=False) as writing:
        # Tried once for all of them: what is compiled for it is there when they begin.
        replace(ticker, batch=1).fire_batch(writing, at(moment), waiting=True)
    running = {forked(ticker, moment, next(lives)) for _ in range(FOUR)}
    while running:
        process, status = os.wait()
        running.remove(process)
        ending = os.waitstatus_to_exitcode(status)
        endings[ending] += 1
        if ending == -signal.SIGPROF:
            running.add(forked(ticker, moment, next(lives)))
    print(json.dumps(endings))  # noqa: T201  # what the test reads


def forked(ticker: Ticker, moment: str, seconds: float) -> int:
    """The id of a process that ticks."""
    process = os.fork()
    if process:
        return process
    try:
        # Nobody waits for this signal, so it ends the process as a power cut would.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        sweep(ticker, moment)
        signal.setitimer(signal.ITIMER_PROF, 0)
    except BaseException:  # noqa: BLE001  # told, and the process ends without what its parent does
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def sweep(ticker: Ticker, moment: str) -> None:
    """Tick until nothing is due, with batches so small that others have something to do too."""
    while is_due(ticker.store, moment):
        try:
            ticker.tick(at(moment))
        except DatabaseBusy:
            time.sleep(0.01)  # of a file: too many wanted to write to it


def is_due(store: Store, moment: str) -> bool:
    """Whether a timer is still to be fired."""
    with store.reading() as reading:
        first = reading.first_pending(at(moment))
    return first is not None and first <= at(moment)


if __name__ == "__main__":
    main(*sys.argv[1:])
