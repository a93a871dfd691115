"""Which cases a person sees and has chosen, as a condition of questions that count many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, or_, select

from workflow.store.stored import HELD_AS, RESTRICTED
from workflow.store.tables import INDEXED_FACT

HELD = INDEXED_FACT.alias("held")


AUTHORITY = bindparam("authority", type_=String)


@dataclass(frozen=True, kw_only=True)
class View:
    """Which cases a person sees, as far as they have chosen them.

    `holds`: names under which it is kept who has a role. `team`: everybody of their own. `people`:
    only cases that one of these has a role on; None: of anybody. `nobodys`: only cases that nobody
    has a role on.
    """

    person: str
    holds: tuple[str, ...]
    sees_all: bool = True
    sees_free: bool = True
    team: tuple[str, ...] = ()
    people: tuple[str, ...] | None = None
    nobodys: bool = False


def named(names: Sequence[str]) -> ColumnElement[bool]:
    """What is kept of cases under these names."""
    return and_(INDEXED_FACT.c.authority == AUTHORITY, INDEXED_FACT.c.name.in_(names))


@lru_cache(maxsize=1024)  # to put it together takes as long as some of the answers
def seen_by(case_id: ColumnElement[Any], view: View) -> ColumnElement[bool]:
    """Whether the person sees the case, and has chosen it."""
    restricted = select(INDEXED_FACT.c.case_id).where(named([RESTRICTED]))
    mine = case_id.in_(_held_by(view, [view.person]))
    if view.sees_all:
        seen = or_(case_id.not_in(restricted), mine)
    else:
        ours: ColumnElement[bool] = case_id.in_(_held_by(view, view.team))
        if view.sees_free:
            ours = or_(ours, ~_is_held(case_id))
        seen = or_(mine, and_(case_id.not_in(restricted), ours))
    if view.nobodys:
        return and_(seen, ~_is_held(case_id))
    return seen if view.people is None else and_(seen, case_id.in_(_held_by(view, view.people)))


def _held_by(view: View, people: Sequence[str]) -> Select[Any]:
    return select(INDEXED_FACT.c.case_id).where(named(view.holds), INDEXED_FACT.c.value.in_(people))


def _is_held(case_id: ColumnElement[Any]) -> ColumnElement[bool]:
    return (
        select(HELD.c.value)
        .where(
            HELD.c.authority == AUTHORITY,
            HELD.c.case_id == case_id,
            HELD.c.name.startswith(HELD_AS),
        )
        .exists()
    )
