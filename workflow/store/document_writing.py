"""What is written of documents: put aside, kept with a case, forgotten, destroyed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update

from workflow.store.access_writing import AccessWriting
from workflow.store.document_tables import DOCUMENT, DOCUMENT_PART
from workflow.store.stored_documents import StoredDocument
from workflow.store.tables import CASE


class DocumentWriting(AccessWriting):
    """Reading, the clock, the outbox, who comes in, and documents, in one transaction."""

    def put_aside(self, document: StoredDocument, sealed: Iterable[bytes]) -> None:
        """Keep a document and its sealed parts, until it is handed in or its time is over."""
        self._insert(DOCUMENT, **asdict(document))
        rows = (
            {
                "authority": self._authority,
                "document_id": document.document_id,
                "part": number,
                "sealed": part,
            }
            for number, part in enumerate(sealed)
        )
        for row in rows:  # one by one: a list would hold the whole document
            self._connection.execute(insert(DOCUMENT_PART), row)

    def keep_with_case(self, document_ids: Sequence[str], ref: str) -> None:
        """From now on these belong to the case, which is there."""
        case_id = (
            select(CASE.c.case_id)
            .where(CASE.c.authority == self._authority, CASE.c.ref == ref)
            .scalar_subquery()
        )
        kept = update(DOCUMENT).where(
            DOCUMENT.c.authority == self._authority,
            DOCUMENT.c.document_id.in_(document_ids),
            DOCUMENT.c.case_id.is_(None),
        )
        self._connection.execute(kept.values(case_id=case_id, until=None))

    def forget_document(self, document_id: str, holder: str) -> None:
        """Drop what that holder put aside, if it still is."""
        self._forget((DOCUMENT.c.document_id == document_id) & (DOCUMENT.c.holder == holder))

    def forget_documents(self, now: datetime) -> None:
        """Drop all that was put aside and not handed in by then."""
        self._forget(DOCUMENT.c.until <= now)

    def destroy_document(self, document_id: str, now: datetime) -> None:
        """Destroy the bytes and the name of a document; that it was there, and its hash, stay."""
        mine = DOCUMENT.c.document_id == document_id
        self._delete(DOCUMENT_PART, DOCUMENT_PART.c.document_id == document_id)
        gone = update(DOCUMENT).where(DOCUMENT.c.authority == self._authority, mine)
        self._connection.execute(gone.values(name="", destroyed_at=now))

    def _forget(self, which: ColumnElement[bool]) -> None:
        aside = (DOCUMENT.c.authority == self._authority) & DOCUMENT.c.case_id.is_(None) & which
        ids = self._connection.execute(select(DOCUMENT.c.document_id).where(aside)).scalars().all()
        for table in (DOCUMENT_PART, DOCUMENT) if ids else ():
            self._connection.execute(
                delete(table).where(
                    table.c.authority == self._authority, table.c.document_id.in_(ids)
                )
            )
