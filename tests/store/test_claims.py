"""Claims of due timers: what they take, what they leave, and that a million more cost nothing."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from databases import Databases, by_hand, on_sqlite
from days import at
from store.building import a_case, a_rung, new, write
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
    return str(queries.CLAIM.compile(dialect=dialect()))


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
def test_a_claim_walks_along_the_index_and_sorts_nothing(databases: Databases) -> None:
    statement = compiled(sqlite.dialect)
    with by_hand(databases.fresh()) as tool:
        given = tuple("-" for _ in range(statement.count("?")))
        found = tool.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        plan = [row[3] for row in found]

    assert any("ix_timer_pending (authority=? AND at<?)" in step for step in plan), plan
    assert not [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step], plan


def test_on_a_server_what_another_node_holds_is_passed_over() -> None:
    statement = compiled(postgresql.dialect)

    assert 'FOR UPDATE OF due_timer, "case" SKIP LOCKED' in statement
    assert "RETURNING" in statement
