"""A database from before cases said when they wake learns it from their timers."""

from __future__ import annotations

from alembic import command

from databases import by_hand
from store.building import a_case, a_rung, new, write
from workflow.store.database import Store
from workflow.store.upgrade import configuration

FIRED = a_rung(0, "Thu 12 Mar 2026 07:00")
FIRST = a_rung(1, "Fri 13 Mar 2026 07:00")
SECOND = a_rung(2, "Mon 16 Mar 2026 07:00")
BEFORE = (
    "DROP INDEX ix_case_wakes",
    'ALTER TABLE "case" DROP COLUMN wakes_at',
    "CREATE INDEX ix_timer_pending ON timer (authority, at) WHERE fired_at IS NULL",
    "UPDATE alembic_version SET version_num = '0018'",
)


def test_a_case_wakes_for_the_first_of_its_timers_that_has_not_fired(store: Store) -> None:
    write(
        store,
        new(a_case("CP-1"), timers=[SECOND, FIRST], fired=[FIRED]),
        new(a_case("CP-2"), fired=[FIRED]),
        new(a_case("CP-3")),
    )
    asked = 'SELECT ref, wakes_at FROM "case" ORDER BY ref'
    with by_hand(store.url) as tool:
        was = [tuple(row) for row in tool.exec_driver_sql(asked)]
        for statement in BEFORE:
            tool.exec_driver_sql(statement)
        command.upgrade(configuration(tool), "0019")

        now = [tuple(row) for row in tool.exec_driver_sql(asked)]
    assert now == was
    assert [ref for ref, wakes_at in now if wakes_at] == ["CP-1"]
