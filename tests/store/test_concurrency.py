"""Many at once read a case and write it: each sees what the one before wrote, none is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from store.building import a_case, add_row, add_rows, new, write
from workflow.store.chain import broken_at
from workflow.store.database import Store


def assert_grew_to(store: Store, rows: int) -> None:
    with store.reading() as reading:
        case = reading.case("CP-1")
        assert case is not None
        history = reading.history(case.case_id)
    assert (case.head_seq, case.revision) == (rows, rows)
    assert broken_at(case.case_id, history, case.head_hash) is None


def test_threads_lose_nothing_of_each_other(store: Store) -> None:
    write(store, new(a_case()))

    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(add_rows, store.url, "CP-1", 25) for _ in range(4)]
    for thread in running:
        thread.result()

    assert_grew_to(store, 101)


def test_processes_lose_nothing_of_each_other(store: Store) -> None:
    write(store, new(a_case()))
    code = f"from store.building import add_rows\nadd_rows({store.url!r}, 'CP-1', 50)"
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}

    ours = 0
    with subprocess.Popen([sys.executable, "-c", code], env=paths) as other:
        while other.poll() is None:
            add_row(store, "CP-1")
            ours += 1
            time.sleep(0.005)  # the other one has to get ready before it can write

    assert other.returncode == 0
    assert_grew_to(store, 1 + ours + 50)
