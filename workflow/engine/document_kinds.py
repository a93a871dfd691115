"""Which kinds of documents are kept, and what people call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """`word` is what people call it, `ending` that of its files."""

    media_type: str
    word: str
    ending: str


_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

PDF = DocumentKind(media_type="application/pdf", word="PDF", ending="pdf")
DOCX = DocumentKind(media_type=_OFFICE, word="Word", ending="docx")
ODT = DocumentKind(
    media_type="application/vnd.oasis.opendocument.text", word="OpenDocument text", ending="odt"
)
JPEG = DocumentKind(media_type="image/jpeg", word="JPEG picture", ending="jpg")
PNG = DocumentKind(media_type="image/png", word="PNG picture", ending="png")
TEXT = DocumentKind(media_type="text/plain", word="Plain text", ending="txt")

KINDS = {kind.media_type: kind for kind in (PDF, DOCX, ODT, JPEG, PNG, TEXT)}

IN_WORDS = "PDF, Word (.docx), OpenDocument (.odt), JPEG, PNG or plain text"

ENDINGS = ",".join(f".{kind.ending}" for kind in KINDS.values()) + ",.jpeg"
"""What a browser offers when somebody chooses a file."""


def document_name(value: Mapping[str, Any]) -> str:
    """A document as a history is read: its kind and size. What it was called may say too much."""
    kind = KINDS.get(str(value.get("media_type")))
    if kind is None:
        return str(value["id"])  # not kept here, such as one that an imported history names
    return f"{kind.word}, {size_name(int(value['size']))}"


def size_name(size: int) -> str:
    """A number of bytes as people write it: 132 kB, 1.4 MB."""
    if size < 1000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{round(size / 1000)} kB"
    return f"{size / 1_000_000:.1f}".removesuffix(".0") + " MB"
