"""Which cases a person may look at, as a condition of questions that list many of them."""

from __future__ import annotations

from sqlalchemy import Boolean, ColumnElement, FromClause, and_, bindparam, or_, select

from workflow.store.stored import HELD_AS, RESTRICTED
from workflow.store.tables import INDEXED_FACT


def may_see(table: FromClause) -> ColumnElement[bool]:
    """Of the case of a row; `person`, `team`, `sees_all` and `sees_free` are given when it is run.

    On cases that the person has a role on; of those that are not restricted on all with `sees_all`,
    else on those of the team, and with `sees_free` where nobody has a role.
    """
    known = and_(
        INDEXED_FACT.c.authority == table.c.authority, INDEXED_FACT.c.case_id == table.c.case_id
    )
    held_by = select(INDEXED_FACT.c.value).where(known, INDEXED_FACT.c.name.startswith(HELD_AS))
    mine = held_by.where(INDEXED_FACT.c.value == bindparam("person")).exists()
    of_team = held_by.where(INDEXED_FACT.c.value.in_(bindparam("team", expanding=True))).exists()
    restricted = select(INDEXED_FACT.c.value).where(known, INDEXED_FACT.c.name == RESTRICTED)
    free = and_(bindparam("sees_free", type_=Boolean), ~held_by.exists())
    by_role = or_(bindparam("sees_all", type_=Boolean), of_team, free)
    return or_(mine, and_(~restricted.exists(), by_role))
