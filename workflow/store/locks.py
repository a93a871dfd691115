"""Who may work on what, on a server with many writers. On SQLite there is one, and nothing to do.

Rows are locked, never tables: whoever works on another case is not held up. The wording of a lock
is left out by SQLAlchemy where SQLite is asked, so that one query serves both.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, func, select

from workflow.errors import DatabaseBusy


class CaseTaken(DatabaseBusy):
    """A case is being worked on by somebody else, and to wait for it might be to wait in a circle.

    `refs` are the cases that the transaction needs, as far as it got: begin anew with all of them.
    """

    def __init__(self, refs: frozenset[str]) -> None:
        self.refs = refs
        super().__init__(
            "Somebody else is working on the same cases. Nothing was written: try again in a"
            " moment."
        )


def locked(query: Select[Any], table: Table, *, wait: bool = True) -> Select[Any]:
    """The query, keeping its rows of that table for this transaction alone until its end.

    Others may still read them, and add rows elsewhere that refer to them. With `wait=False` it
    raises, and does not wait, when somebody else has one of them.
    """
    return query.with_for_update(of=table, key_share=True, nowait=not wait)


def alone(connection: Connection, authority: str, what: str) -> None:
    """Wait until nobody else does that for this authority; keep them waiting until the end.

    For what no row stands for yet: the next number, the case that two would otherwise both open.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_ALONE, {"name": f"{authority} {what}"})


_ALONE = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name"), 0)))
