"""The primary is killed under load and the standby promoted: what was acknowledged is there, once.

Run by `make test-standby`, not by `make test`.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from random import Random
from subprocess import Popen
from threading import Thread
from typing import Any

import pytest

from databases import by_hand, with_clock_in_2030
from scheduler.building import TODAY, Desk
from scheduler.processes import caseward, line, started, worker
from standby import clerk
from standby.pair import Pair
from waiting import wait_until
from workflow.errors import DatabaseAway
from workflow.scheduler.tick import Point

HISTORY = "SELECT case_id, seq, hash FROM history"
FIRED = "SELECT case_id, timer_id, due FROM timer WHERE fired_at IS NOT NULL"


def rows(desk: Desk, question: str) -> set[tuple[Any, ...]]:
    """What anybody sees there now."""
    with by_hand(desk.store.url) as tool:
        return {tuple(row) for row in tool.exec_driver_sql(question)}


# -- commands of people ----------------------------------------------------------------------------


@contextmanager
def clerks(desk: Desk, folder: Path, letters: str, number: int) -> Iterator[list[str]]:
    """One for each letter, and what they say while they work; at the end all have come through."""
    said: list[str] = []
    with ExitStack() as stack:
        processes = [started(clerk, desk.store.url, folder, one, number) for one in letters]
        for process in processes:
            stack.enter_context(process)
            stack.callback(process.kill)
        listeners = [Thread(target=listen, args=(process, said)) for process in processes]
        for listener in listeners:
            listener.start()
        yield said
        for listener in listeners:
            listener.join(120)
        assert [process.wait(60) for process in processes] == [0] * len(processes)


def listen(process: Popen[str], said: list[str]) -> None:
    assert process.stdout is not None
    said.extend(word.strip() for word in process.stdout)


def acknowledged(said: list[str]) -> list[str]:
    return [word for word in said if word[1] == "-"]


def both_steps_once(desk: Desk, refs: list[str]) -> None:
    for ref in refs:
        names = [row.name for row in desk.history(ref)]
        assert names == ["open_case", "move"], ref
    assert desk.not_fine() == []


@pytest.mark.parametrize("round_", range(3))
def test_no_command_that_was_acknowledged_is_lost_and_none_is_carried_out_twice(
    desk: Desk, pair: Pair, tmp_path: Path, round_: int, request: pytest.FixtureRequest
) -> None:
    random = Random(request.config.getoption("--seed") * 100 + round_)
    with clerks(desk, tmp_path, "ABC", 60) as said:
        many = random.randrange(20, 200)
        wait_until(lambda: len(acknowledged(said)) >= many)
        seen = rows(desk, HISTORY)
        pair.primary.kill()
        wait_until(lambda: said.count("database_away") >= 3)
        pair.promote()

    assert len(acknowledged(said)) == 3 * 60 * 2
    assert seen <= rows(desk, HISTORY)
    both_steps_once(desk, [f"{letter}-{one}" for letter in "ABC" for one in range(60)])


def test_what_the_standby_has_not_seen_is_not_acknowledged(
    desk: Desk, pair: Pair, tmp_path: Path
) -> None:
    pair.standby.signal(signal.SIGSTOP)
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    with clerks(desk, tmp_path, "A", 1) as said:
        wait_until(lambda: pair.primary.asked(waits) == 1)
        assert said == []
        pair.primary.kill()
        pair.standby.signal(signal.SIGCONT)
        pair.promote()

    assert "database_away" in said
    both_steps_once(desk, ["A-0"])


def test_while_no_primary_answers_a_command_says_to_try_again_and_can_be_given_again(
    desk: Desk, pair: Pair, tmp_path: Path
) -> None:
    desk.opened("Mon 2 Mar 2026", "A-1", by="")
    facts = ("--fact", "due_by=2026-03-25", "--on", "2026-03-03", "--by", "asha")
    move = ("do", "A-1", "move", *facts, "--command-id", "form-7")
    pair.primary.kill()

    for words in (move, ("due",), ("tick",), ("worker",)):
        refused = caseward(pair.url, tmp_path, *words)
        assert refused.returncode == 3, words
        assert "try again in a moment" in " ".join(refused.stderr.split())
    pair.promote()

    assert [caseward(pair.url, tmp_path, *move).returncode for _ in range(2)] == [0, 0]
    both_steps_once(desk, ["A-1"])


# -- the clock -------------------------------------------------------------------------------------


@pytest.mark.parametrize("point", Point)
def test_lost_in_the_middle_of_a_sweep_the_rest_fires_on_the_standby(
    desk: Desk, pair: Pair, point: Point
) -> None:
    refs = ("A-1", "A-2", "A-3")
    desk.opened_at_once("Mon 2 Mar 2026", refs)
    seen = count(1)

    def reached(now_at: Point) -> None:
        if now_at == point and next(seen) == 2:
            pair.primary.kill()

    with pytest.raises(DatabaseAway):
        desk.ticks(TODAY, batch=2, reached=reached)
    pair.promote()
    desk.ticks(TODAY)

    for ref in refs:
        assert [notice for notice, _ in desk.rungs(ref)] == ["soon", "today"]
    assert len(desk.messages()) == 3 * len(refs)
    assert desk.not_fine() == []


def test_workers_go_on_by_themselves_and_no_timer_that_fired_is_lost_or_fires_again(
    desk: Desk, pair: Pair, tmp_path: Path
) -> None:
    refs = [f"A-{number}" for number in range(300)]
    desk.opened_at_once("Mon 2 Mar 2026", refs)
    with_clock_in_2030(pair.url)

    with ExitStack() as stack:
        two = [stack.enter_context(worker(pair.url, tmp_path)) for _ in range(2)]
        wait_until(lambda: len(rows(desk, FIRED)) >= 200)
        seen = rows(desk, FIRED)
        pair.primary.kill()
        assert len(seen) < 900
        for one in two:
            assert "Ticking on" in line(one)
            assert "tick failed" in line(one)
        pair.promote()
        wait_until(lambda: len(rows(desk, FIRED)) == 900)
        for one in two:
            one.send_signal(signal.SIGTERM)
        assert [one.wait(60) for one in two] == [0, 0]

    assert seen <= rows(desk, FIRED)
    for ref in refs:
        assert [notice for notice, _ in desk.rungs(ref)] == ["soon", "today", "late"]
    assert len(desk.messages()) == 3 * len(refs)
    assert desk.not_fine() == []
