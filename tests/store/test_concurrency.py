"""Many at once read a case and write it: each sees what the one before wrote, none is lost."""

from __future__ import annotations

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from store.building import a_case, add_rows, new, write
from workflow.store.chain import broken_at
from workflow.store.database import Store


def add_from_everywhere(executor: Executor, folder: Path, *, at_once: int, each: int) -> None:
    with executor:
        running = [executor.submit(add_rows, str(folder), "CP-1", each) for _ in range(at_once)]
        for one in running:
            one.result()


def assert_grew_to(store: Store, rows: int) -> None:
    with store.reading() as reading:
        case = reading.case("CP-1")
        assert case is not None
        history = reading.history(case.case_id)
    assert (case.head_seq, case.revision) == (rows, rows)
    assert broken_at(case.case_id, history, case.head_hash) is None


def test_threads_lose_nothing_of_each_other(store: Store, tmp_path: Path) -> None:
    write(store, new(a_case()))

    add_from_everywhere(ThreadPoolExecutor(4), tmp_path, at_once=4, each=25)

    assert_grew_to(store, 101)


def test_processes_lose_nothing_of_each_other(store: Store, tmp_path: Path) -> None:
    write(store, new(a_case()))
    pool = ProcessPoolExecutor(2, mp_context=get_context("spawn"))

    add_from_everywhere(pool, tmp_path, at_once=2, each=25)

    assert_grew_to(store, 51)
