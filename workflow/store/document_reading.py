"""What is read of documents. Their bytes come as they are kept: sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Select, bindparam, select

from workflow.store.access_reading import AccessReading
from workflow.store.document_tables import DOCUMENT, DOCUMENT_PART
from workflow.store.stored_documents import StoredDocument
from workflow.store.tables import CASE

_COLUMNS = [DOCUMENT.c[each.name] for each in fields(StoredDocument)]


class DocumentReading(AccessReading):
    """The documents of one authority, as they are in this transaction."""

    def document(self, document_id: str) -> StoredDocument | None:
        """That document, put aside or of a case."""
        found = self._documents(self._kept().where(DOCUMENT.c.document_id == document_id))
        return next(found, None)

    def documents_of(self, case_id: str) -> list[StoredDocument]:
        """Those of a case."""
        return list(self._documents(self._kept().where(DOCUMENT.c.case_id == case_id)))

    def cases_with_documents(self) -> list[str]:
        """The references of the cases to which documents belong."""
        same = (CASE.c.authority == DOCUMENT.c.authority) & (CASE.c.case_id == DOCUMENT.c.case_id)
        query = select(CASE.c.ref).join(DOCUMENT, same).where(CASE.c.authority == self._authority)
        query = query.distinct().order_by(CASE.c.ref)
        return list(self._connection.execute(query).scalars())

    def put_aside_by(self, holder: str, now: datetime) -> list[StoredDocument]:
        """What somebody has put aside and may still hand in, the first one first."""
        mine = self._kept().where(DOCUMENT.c.holder == holder, DOCUMENT.c.until > now)
        return list(self._documents(mine.order_by(DOCUMENT.c.document_id)))

    def parts(self, document_id: str) -> Iterator[bytes]:
        """The bytes of a document, part by part; nothing of one that was destroyed."""
        query = select(DOCUMENT_PART.c.sealed).where(
            DOCUMENT_PART.c.authority == self._authority,
            DOCUMENT_PART.c.document_id == document_id,
            DOCUMENT_PART.c.part == bindparam("part"),
        )
        # Each by itself: no more than one is in memory, and nothing stays open if it is left off.
        for part in count():
            sealed = self._connection.execute(query, {"part": part}).scalar()
            if sealed is None:
                return
            yield sealed

    def _kept(self) -> Select[Any]:
        return select(*_COLUMNS).where(DOCUMENT.c.authority == self._authority)

    def _documents(self, query: Select[Any]) -> Iterator[StoredDocument]:
        rows = self._connection.execute(query).mappings().all()
        return (StoredDocument(**row) for row in rows)
