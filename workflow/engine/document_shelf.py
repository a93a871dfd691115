"""Where documents lie: looked at when they come, sealed, and put aside until they are handed in.

Whoever puts one aside is its holder: a person, or a link by which somebody answers. Nobody else can
hand it in, and what is not handed in within a day is gone.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from workflow.case.model import Refused
from workflow.engine.document_contents import CHUNK, kind_of
from workflow.engine.document_kinds import KINDS, DocumentKind, size_name
from workflow.engine.sealing import Sealing
from workflow.errors import Fault
from workflow.store.case_id import case_id_at
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.stored_documents import StoredDocument
from workflow.store.writing import Writing

LASTS = timedelta(days=1)
"""How long what was put aside can be handed in."""

MOST = 20
"""Documents that one holder has put aside at a time; with one more the first is gone."""

LONGEST_NAME = 120
IN_MEMORY = 1_000_000

_JPEG_ENDINGS = ("jpg", "jpeg")


class DocumentDamaged(Fault):
    """What is kept of a document is not what was handed in."""

    code = "document_damaged"


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The shelf of one installation. `largest`: bytes of a document."""

    store: Store
    sealing: Sealing
    largest: int

    def put_aside(self, holder: str, name: str, content: BinaryIO, now: datetime) -> StoredDocument:
        """Keep a file for its holder, who has not handed it in yet.

        Raises Refused: `no_secret_key`, `wrong_document`.
        """
        if not self.sealing:
            sentence = "documents are not taken here: whoever runs this sets CASEWARD_SECRET_KEY"
            raise Refused("no_secret_key", sentence)
        size = content.seek(0, 2)
        if size > self.largest:
            most = f"a document may have {size_name(self.largest)} at most"
            sentence = f"the file has {size_name(size)}, and {most}: make it smaller, or ring us"
            raise Refused("wrong_document", sentence)
        kind = kind_of(content)
        document = StoredDocument(
            document_id=case_id_at(now),
            holder=holder,
            until=now + LASTS,
            name=clean_name(name, kind),
            media_type=kind.media_type,
            size=size,
            sha256=_digest(content),
            put_at=now,
        )
        self.store.transact(lambda writing: self._put(writing, document, content))
        return document

    def put_aside_by(self, holder: str, document_id: str, now: datetime) -> StoredDocument | None:
        """That document, if this holder has put it aside and may still hand it in."""
        with self.store.reading() as reading:
            return aside(reading, holder, document_id, now)

    def take_away(self, holder: str, document_id: str) -> None:
        """Drop what this holder put aside."""
        self.store.transact(lambda writing: writing.forget_document(document_id, holder))

    def _put(self, writing: Writing, document: StoredDocument, content: BinaryIO) -> None:
        writing.forget_documents(document.put_at)
        before = writing.put_aside_by(document.holder, document.put_at)
        for old in before[: max(0, len(before) - MOST + 1)]:
            writing.forget_document(old.document_id, document.holder)
        writing.put_aside(document, (self.sealing.sealed(part) for part in _parts(content)))


def aside(reading: Reading, holder: str, document_id: str, now: datetime) -> StoredDocument | None:
    """The document of that id, if this holder may still hand it in."""
    found = reading.document(document_id)
    if found is None or found.holder != holder or found.until is None or found.until <= now:
        return None
    return found


def opened(reading: Reading, sealing: Sealing, document: StoredDocument, sha256: str) -> BinaryIO:
    """What is in a document whose bytes have that hash, to be read from its start.

    Raises Refused `document_destroyed`, NotSealedHere, and DocumentDamaged before any of it is
    given out.
    """
    if document.destroyed_at is not None:
        raise Refused("document_destroyed", "this document was lawfully destroyed")
    content = cast(BinaryIO, SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115  # closed by who reads it
    try:
        _unseal(reading, sealing, document, content, sha256)
    except BaseException:
        content.close()
        raise
    return content


def _unseal(
    reading: Reading, sealing: Sealing, document: StoredDocument, into: BinaryIO, sha256: str
) -> None:
    for sealed in reading.parts(document.document_id):
        into.write(sealing.opened(sealed))
    if _digest(into) != sha256:
        raise DocumentDamaged(
            "A document is not as it was handed in: put back a copy of the database from before."
        )
    into.seek(0)


def clean_name(name: str, kind: DocumentKind) -> str:
    """What a file was called, without folders and what nobody can see, with the ending it has."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(c if c.isprintable() else " " for c in last)
    tidy = re.sub(r'[<>:"|?*\s]+', " ", seen).strip(". ")
    stem, _, ending = tidy.rpartition(".")
    kept = ending.casefold() in (kind.ending, *(_JPEG_ENDINGS if kind.ending == "jpg" else ()))
    begins = (stem if kept else tidy).strip(". ") or "document"
    ends = f".{ending.casefold() if kept else kind.ending}"
    return begins[: LONGEST_NAME - len(ends)].strip() + ends


def described(document: StoredDocument) -> str:
    """What kind of document it is and how large."""
    return f"{KINDS[document.media_type].word}, {size_name(document.size)}"


def _digest(content: BinaryIO) -> str:
    digest = hashlib.sha256()
    for part in _parts(content):
        digest.update(part)
    return digest.hexdigest()


def _parts(content: BinaryIO) -> Iterator[bytes]:
    content.seek(0)
    return iter(lambda: content.read(CHUNK), b"")
