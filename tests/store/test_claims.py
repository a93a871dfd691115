"""Claims of due timers: what they take, what they leave, and that a million more cost nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Dialect, Select, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import ExpandedState, SQLCompiler

from databases import Databases, by_hand, on_postgresql, on_sqlite, without_rules
from days import at
from store.building import a_case, a_rung, new, next_, write
from workflow.store import clock_queries as queries
from workflow.store.database import Store
from workflow.store.stored import Incident

NOW = at("Mon 16 Mar 2026 18:00")
FIRST = a_rung(0, "Fri 13 Mar 2026 07:00")
SECOND = a_rung(1, "Mon 16 Mar 2026 07:00")
AHEAD = a_rung(2, "Tue 17 Mar 2026 07:00")


def claimed(store: Store, limit: int = 10) -> list[tuple[str, str]]:
    with store.writing() as writing:
        found = writing.claim(NOW, now=NOW, limit=limit)
        return [(timer.ref, timer.timer_id) for timer in found]


def compiled(dialect: Callable[[], Dialect]) -> str:
    """The claim as that database is sent it."""
    return sent(queries.CLAIM, dialect()).statement


def sent(query: Select[Any] | Update, dialect: Dialect) -> ExpandedState:
    given = {"_authority": "841", "_until": NOW, "_now": NOW, "_limit": 50}
    compiled = query.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    wanted = {name: given.get(name) for name in compiled.params}
    return compiled.construct_expanded_state(wanted)


def an_incident(ref: str, until: str) -> Incident:
    return Incident(
        ref=ref,
        timer_id=FIRST.id,
        due=FIRST.due,
        fault="KeyError",
        traceback="-",
        first_seen=NOW,
        last_seen=NOW,
        attempts=1,
        next_attempt=at(until),
    )


def test_what_is_due_is_claimed_the_earliest_first_with_its_case(store: Store) -> None:
    write(
        store,
        new(a_case("CP-1"), timers=[SECOND, AHEAD]),
        new(a_case("CP-2"), timers=[FIRST]),
    )

    assert claimed(store) == [("CP-2", FIRST.id), ("CP-1", SECOND.id)]
    assert claimed(store, limit=1) == [("CP-2", FIRST.id)]


def test_the_oldest_of_all_cases_go_first_however_many_a_case_has(store: Store) -> None:
    """A case that woke first is not through before the others have had their turn."""
    monday, tuesday = a_rung(3, "Mon 2 Mar 2026 07:00"), a_rung(4, "Tue 3 Mar 2026 07:00")
    write(
        store,
        new(a_case("CP-1"), timers=[monday, SECOND]),
        new(a_case("CP-2"), timers=[tuesday, FIRST]),
        new(a_case("CP-3"), timers=[FIRST]),
    )

    assert claimed(store, limit=2) == [("CP-1", monday.id), ("CP-2", tuesday.id)]
    assert claimed(store, limit=4)[2:] == [("CP-2", FIRST.id), ("CP-3", FIRST.id)]


def test_what_has_fired_is_not_claimed(store: Store) -> None:
    write(store, new(a_case(), timers=[FIRST, SECOND], fired=[FIRST]))

    assert claimed(store) == [("CP-1", SECOND.id)]


def test_a_claim_alone_takes_nothing_away(store: Store) -> None:
    write(store, new(a_case(), timers=[FIRST]))

    assert claimed(store) == claimed(store) == [("CP-1", FIRST.id)]


def test_a_case_with_an_incident_waits_until_it_is_tried_again(store: Store) -> None:
    write(store, new(a_case("CP-1"), timers=[FIRST]), new(a_case("CP-2"), timers=[SECOND]))
    with store.writing() as writing:
        writing.add_incident(an_incident("CP-1", "Mon 16 Mar 2026 18:01"))
    assert claimed(store) == [("CP-2", SECOND.id)]

    with store.writing() as writing:
        writing.add_incident(an_incident("CP-1", "Mon 16 Mar 2026 18:00"))
    assert claimed(store) == [("CP-1", FIRST.id), ("CP-2", SECOND.id)]


@on_sqlite
def test_a_claim_walks_along_the_indexes_and_sorts_what_it_has_found(databases: Databases) -> None:
    statement = compiled(sqlite.dialect)
    with by_hand(databases.fresh()) as tool:
        given = tuple("-" for _ in range(statement.count("?")))
        found = tool.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        plan = [row[3] for row in found]

    assert any("ix_case_wakes (authority=? AND wakes_at<?)" in step for step in plan), plan
    walked = {step.split()[1] for step in plan if step.startswith("SCAN ")}
    assert walked <= {"woken", "to_claim"}, plan  # the few that are taken
    assert sum("TEMP B-TREE" in step for step in plan) == 1, plan  # the timers of those


def test_on_a_server_what_another_node_holds_is_passed_over() -> None:
    statement = compiled(postgresql.dialect)

    assert 'FOR NO KEY UPDATE OF "case" SKIP LOCKED' in statement
    assert "RETURNING" in statement


@on_postgresql
@pytest.mark.parametrize("query", [queries.CLAIM, queries.FIRST_PENDING], ids=["claim", "first"])
def test_on_a_server_an_index_is_walked_along_too(
    databases: Databases, query: Select[Any] | Update
) -> None:
    with by_hand(databases.fresh()) as tool:
        many_timers(tool)
        plan = explained(tool, query)

    assert "using ix_case_wakes" in plan, plan
    read_whole = ("Seq Scan on timer", 'Seq Scan on "case"', "Hash Join", "Merge Join")
    assert not [step for step in read_whole if step in plan], plan


def many_timers(tool: Connection) -> None:
    """So many, each of a case of its own, that the server would rather not read them all."""
    without_rules(tool)
    tool.exec_driver_sql(
        """INSERT INTO "case" (authority, case_id, ref, workflow, policy, release, calendar, state,
           revision, head_seq, head_hash, fold_version, opened_on, closed, snapshot, wakes_at)
           SELECT '841', 'C' || n, 'CP-' || n, 'loan', '', 1, 1, 'lent', 1, 1, '', 1, '', false, '',
           timestamptz '2026-03-02' + n * interval '1 minute'
           FROM generate_series(1, 20000) n"""
    )
    tool.exec_driver_sql(
        """INSERT INTO timer (authority, case_id, timer_id, due, at, rung)
           SELECT '841', 'C' || n, 't', '', timestamptz '2026-03-02' + n * interval '1 minute', 0
           FROM generate_series(1, 20000) n"""
    )
    tool.exec_driver_sql("ANALYZE")


def explained(tool: Connection, query: Select[Any] | Update) -> str:
    """How the server would answer."""
    found = sent(query, tool.dialect)
    lines = tool.exec_driver_sql(f"EXPLAIN {found.statement}", found.parameters)
    return "\n".join(lines.scalars())


@on_postgresql
def test_a_case_that_somebody_works_on_is_passed_over_and_its_timers_stay_free(
    store: Store,
) -> None:
    write(store, new(a_case("CP-1"), timers=[FIRST]), new(a_case("CP-2"), timers=[SECOND]))

    with store.writing() as worker:
        was = worker.case("CP-1")
        with store.writing() as clock:
            assert [timer.ref for timer in clock.claim(NOW, now=NOW, limit=10)] == ["CP-2"]
            worker.flush([next_(was, timers=[AHEAD])])  # which waits for nobody

    assert claimed(store) == [("CP-2", SECOND.id)]


@on_postgresql
def test_a_case_that_was_claimed_can_be_referred_to_by_others(store: Store) -> None:
    write(store, new(a_case("CP-1"), timers=[FIRST]))

    with store.writing() as clock, by_hand(store.url) as tool:
        assert clock.claim(NOW, now=NOW, limit=1)
        case = 'SELECT ref FROM "case" FOR KEY SHARE NOWAIT'
        assert tool.exec_driver_sql(case).scalars().all() == ["CP-1"]


@on_postgresql
def test_a_case_that_changes_while_it_is_claimed_is_read_as_it_is_then(store: Store) -> None:
    """The claim begins on what was there, waits for nobody, and is read afresh under its lock."""
    write(store, new(a_case("CP-1"), timers=[FIRST, SECOND]))

    with store.writing() as clock:
        assert clock.first_pending(NOW) == FIRST.at
        with store.writing() as worker:
            worker.flush([next_(worker.case("CP-1"), timers=[SECOND], fired=[FIRST])])
        [timer] = clock.claim(NOW, now=NOW, limit=10)
        case = clock.case("CP-1")

    assert timer.timer_id == SECOND.id
    assert case is not None
    assert case.head_seq == 2
