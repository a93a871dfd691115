"""What a file is, by what is in it: its name and what a browser says of it count for nothing.

Refused is what cannot be opened by who is to read it (a password), what would run there (macros),
and what unpacks to far more than it seems.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from workflow.case.model import Refused
from workflow.engine.document_kinds import DOCX, IN_WORDS, JPEG, ODT, PDF, PNG, TEXT, DocumentKind

CHUNK = 256 * 1024
"""Bytes that are looked at, or sealed, at once."""

LARGEST_DIRECTORY = 1_000_000
"""Bytes of the list of members of a packed file: a document has a few dozen of them."""

LARGEST_UNPACKED = 200_000_000
"""Bytes to which a packed document may unpack."""

_LONGEST_MEMBER = 1_000_000
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
_OVERLAP = 64
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(file: BinaryIO) -> DocumentKind:
    """What the file is. Raises Refused `wrong_document`, saying what to do instead."""
    file.seek(0)
    start = file.read(64)
    if not start:
        raise _refused("is empty: choose it again")
    if start.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return _pdf(file)
    if start.startswith(b"PK\x03\x04"):
        return _packed(file)
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if start.startswith(_OLD_OFFICE):
        raise _refused(
            "is of an old version of Word, or has a password: save it as .docx or PDF without one"
        )
    if _is_text(file):
        return TEXT
    raise _refused(f"is of a kind that is not taken: save it as {IN_WORDS}")


def _pdf(file: BinaryIO) -> DocumentKind:
    before = b""
    for chunk in _chunks(file):
        if _ENCRYPTED.search(before + chunk):
            raise _refused("has a password or is locked: save it without, and choose that file")
        before = chunk[-_OVERLAP:]
    return PDF


def _packed(file: BinaryIO) -> DocumentKind:
    _check_directory(file)
    try:
        with ZipFile(file) as packed:
            return _of_members(packed)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        raise _refused("is damaged: open it, save it anew, and choose that file") from None


def _check_directory(file: BinaryIO) -> None:
    """Before the members are listed: the list itself may be made to fill the memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    length = int.from_bytes(end[at + 12 : at + 16], "little")
    if at < 0 or length > LARGEST_DIRECTORY or b"PK\x06\x07" in end[max(0, at - 20) : at]:
        raise _refused("is damaged or no document: open it, save it anew, and choose that file")


def _of_members(packed: ZipFile) -> DocumentKind:
    members = packed.infolist()
    names = {each.filename for each in members}
    if sum(each.file_size for each in members) > LARGEST_UNPACKED:
        raise _refused("unpacks to far more than a document: save it anew, with smaller pictures")
    if any(each.flag_bits & 1 for each in members):
        raise _refused("has a password: save it without one, and choose that file")
    if "word/document.xml" in names and "[Content_Types].xml" in names:
        return _word(packed, names)
    if "mimetype" in names and _member(packed, "mimetype").strip() == ODT.media_type.encode():
        return _open_document(packed, names)
    raise _refused(f"is of a kind that is not taken: save it as {IN_WORDS}")


def _word(packed: ZipFile, names: set[str]) -> DocumentKind:
    macros = any(name.casefold().endswith("vbaproject.bin") for name in names)
    if macros or b"macroenabled" in _member(packed, "[Content_Types].xml").lower():
        raise _with_macros()
    return DOCX


def _open_document(packed: ZipFile, names: set[str]) -> DocumentKind:
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in _member(packed, manifest):
        raise _refused("has a password: save it without one, and choose that file")
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise _with_macros()
    return ODT


def _with_macros() -> Refused:
    return _refused("holds macros, which would run at who opens it: save it as PDF")


def _member(packed: ZipFile, name: str) -> bytes:
    with packed.open(name) as member:
        return member.read(_LONGEST_MEMBER)


def _is_text(file: BinaryIO) -> bool:
    return any(_reads_as(file, encoding) for encoding in ("utf-8", "cp1252"))


def _reads_as(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        texts = [bool(_UNSEEN.search(decoder.decode(chunk))) for chunk in _chunks(file)]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return not any(texts)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(lambda: file.read(CHUNK), b"")


def _refused(what: str) -> Refused:
    return Refused("wrong_document", f"the file {what}")
