"""Which cases a person sees, asked of the tables at once: what `access.sight` says of one case."""

from __future__ import annotations

from sqlalchemy import Boolean, Integer, String, and_, bindparam, literal, or_, select

from workflow.store.heads import HEAD
from workflow.store.stored import HELD_AS, RESTRICTED
from workflow.store.tables import CASE, INDEXED_FACT

_OF_CASE = and_(
    INDEXED_FACT.c.authority == CASE.c.authority, INDEXED_FACT.c.case_id == CASE.c.case_id
)
_HELD_BY = select(INDEXED_FACT.c.value).where(_OF_CASE, INDEXED_FACT.c.name.startswith(HELD_AS))
_MINE = _HELD_BY.where(INDEXED_FACT.c.value == bindparam("person")).exists()
_OF_TEAM = _HELD_BY.where(INDEXED_FACT.c.value.in_(bindparam("team", expanding=True))).exists()
_IS_RESTRICTED = (
    select(INDEXED_FACT.c.value).where(_OF_CASE, INDEXED_FACT.c.name == RESTRICTED).exists()
)
_WANTED = literal("", type_=String) == bindparam("workflow", type_=String)

CASES_SEEN = (
    select(CASE.c.case_id, CASE.c.revision, *HEAD)
    .where(
        CASE.c.authority == bindparam("authority"),
        CASE.c.case_id > bindparam("after"),
        or_(~bindparam("open_only", type_=Boolean), CASE.c.closed.is_(False)),
        or_(_WANTED, CASE.c.workflow == bindparam("workflow")),
        or_(
            _MINE,
            and_(
                ~_IS_RESTRICTED,
                or_(
                    CASE.c.workflow.in_(bindparam("sees_all", expanding=True)),
                    and_(
                        CASE.c.workflow.in_(bindparam("sees_team", expanding=True)),
                        or_(_OF_TEAM, ~_HELD_BY.exists()),
                    ),
                ),
            ),
        ),
    )
    .order_by(CASE.c.case_id)
    .limit(bindparam("limit", type_=Integer))
)
"""Page by page, in the order of their ids."""
