"""The table of drafts."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from workflow.store.tables import METADATA, Row


class DraftRow(Row, table=True):
    """What somebody has typed and not recorded. `about` is a case, or what is to be opened.

    `sealed` is ciphertext: whoever reads the tables, or a copy of them, does not read it.
    """

    __tablename__ = "draft"

    person: str = Field(primary_key=True)
    about: str = Field(primary_key=True)
    event: str = Field(primary_key=True)
    touched_at: datetime
    sealed: str


DRAFT = METADATA.tables["draft"]
