"""The tables of documents: what is kept of each, and its bytes, sealed, in parts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from workflow.store.tables import METADATA, Row, of_a_case


class DocumentRow(Row, table=True):
    """A document. Put aside by its `holder` until then, it belongs to no case yet.

    `sha256` is that of its bytes and stays when these are destroyed, which takes its name away too:
    `destroyed_at` says when.
    """

    __tablename__ = "document"
    __table_args__: ClassVar[Any] = (
        of_a_case(),
        Index("ix_document_case_id", "authority", "case_id"),
        Index("ix_document_until", "authority", "until"),
    )

    document_id: str = Field(primary_key=True)
    case_id: str | None
    holder: str
    until: datetime | None
    name: str
    media_type: str
    size: int
    sha256: str
    put_at: datetime
    destroyed_at: datetime | None


class DocumentPartRow(Row, table=True):
    """Some of the bytes of a document, sealed: none need be read or written all at once."""

    __tablename__ = "document_part"
    __table_args__: ClassVar[Any] = (
        ForeignKeyConstraint(
            ["authority", "document_id"], ["document.authority", "document.document_id"]
        ),
    )

    document_id: str = Field(primary_key=True)
    part: int = Field(primary_key=True)
    sealed: bytes


DOCUMENT, DOCUMENT_PART = (METADATA.tables[name] for name in ("document", "document_part"))
