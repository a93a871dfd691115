"""What is read of drafts: sealed, as they are kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from workflow.store.access_reading import AccessReading
from workflow.store.draft_tables import DRAFT


class DraftReading(AccessReading):
    """Who may come in, and what they have typed."""

    def draft(self, person: str, about: str, event: str) -> tuple[datetime, str] | None:
        """When that draft was last touched, and its ciphertext."""
        row = self._ask(_ONE, person=person, about=about, event=event).first()
        return (row.touched_at, row.sealed) if row else None

    def drafts(self, person: str, *, limit: int = 50) -> list[tuple[datetime, str]]:
        """The drafts of a person, the last touched first."""
        rows = self._ask(_THEIRS, person=person, limit=limit)
        return [(row.touched_at, row.sealed) for row in rows]


_THEIRS_ALL = select(DRAFT.c.touched_at, DRAFT.c.sealed).where(
    DRAFT.c.authority == bindparam("authority"), DRAFT.c.person == bindparam("person")
)
_ONE = _THEIRS_ALL.where(DRAFT.c.about == bindparam("about"), DRAFT.c.event == bindparam("event"))
_THEIRS = _THEIRS_ALL.order_by(DRAFT.c.touched_at.desc(), DRAFT.c.about, DRAFT.c.event).limit(
    bindparam("limit")
)
