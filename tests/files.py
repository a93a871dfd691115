"""Small files of every kind that is taken, and of some that are not."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
LOCKED_PDF = PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R")
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + b"\x00" * 200
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 50
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 50
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500

_TYPES = "<Types><Override ContentType='application/vnd.ms-word.document.{}main+xml'/></Types>"
_ODT = "application/vnd.oasis.opendocument.text"


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these members."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return file.getvalue()


def docx(**more: str) -> bytes:
    """A Word document, with more members."""
    types = _TYPES.format("")
    return packed({"[Content_Types].xml": types, "word/document.xml": "<w:document/>", **more})


def docm() -> bytes:
    """One that holds macros, whatever it is called."""
    macros = {"word/vbaProject.bin": "x"}
    return packed({"[Content_Types].xml": _TYPES.format(""), "word/document.xml": "<w/>", **macros})


def odt(**more: str) -> bytes:
    """An OpenDocument text."""
    return packed({"mimetype": _ODT, "content.xml": "<office:document-content/>", **more})


def bomb() -> bytes:
    """A Word document that unpacks to three hundred megabytes."""
    many = {f"word/media/{number}.png": bytes(30_000_000) for number in range(10)}
    return packed({"[Content_Types].xml": _TYPES.format(""), "word/document.xml": "<w/>", **many})
