"""What is written of drafts."""

from __future__ import annotations

from datetime import datetime

from workflow.store.access_writing import AccessWriting
from workflow.store.draft_tables import DRAFT
from workflow.store.locks import alone


class DraftWriting(AccessWriting):
    """Who comes in, and what they have typed."""

    def put_draft(
        self, person: str, about: str, event: str, *, sealed: str, touched_at: datetime
    ) -> None:
        """Make this the draft of that person for that form."""
        alone(self._connection, self._authority, f"draft {person} {about} {event}")
        self.drop_draft(person, about, event)
        self._insert(
            DRAFT, person=person, about=about, event=event, sealed=sealed, touched_at=touched_at
        )

    def drop_draft(self, person: str, about: str, event: str) -> None:
        """That draft is gone, if there was one."""
        of_form = (DRAFT.c.about == about) & (DRAFT.c.event == event)
        self._delete(DRAFT, (DRAFT.c.person == person) & of_form)

    def forget_drafts(self, before: datetime) -> None:
        """Those that were last touched before then are gone."""
        self._delete(DRAFT, DRAFT.c.touched_at < before)
