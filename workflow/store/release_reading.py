"""What is asked of releases without reading their texts, which are long."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, bindparam, func, select

from workflow.store.tables import CASE, RELEASE
from workflow.store.told import ToldReading

_AUTHORITY = bindparam("authority", type_=String)


class ReleaseHead(NamedTuple):
    """A release without its texts. `policy` is empty for the process as it stands."""

    number: int
    process: str
    policy: str
    published_at: datetime
    published_by: str


class ReleaseReading(ToldReading):
    """Releases of one authority, and how many cases are run by each."""

    def release_heads(self) -> list[ReleaseHead]:
        """Every release, the last first."""
        columns = [RELEASE.c[name] for name in ReleaseHead._fields]
        heads = select(*columns).where(RELEASE.c.authority == _AUTHORITY)
        return [ReleaseHead(*row) for row in self._rows(heads.order_by(RELEASE.c.number.desc()))]

    def open_by_release(self) -> dict[tuple[int, str], int]:
        """How many open cases each release runs of each workflow."""
        counting = (
            select(CASE.c.release, CASE.c.workflow, func.count())
            .where(CASE.c.authority == _AUTHORITY, CASE.c.closed.is_(False))
            .group_by(CASE.c.release, CASE.c.workflow)
        )
        return {(row[0], row[1]): row[2] for row in self._rows(counting)}
