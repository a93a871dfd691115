"""What a file is, by what is in it; and what is not taken, with a sentence that says what to do."""

from __future__ import annotations

import io

import pytest

import files
from workflow.case.model import Refused
from workflow.engine import document_kinds as kinds
from workflow.engine.document_contents import kind_of
from workflow.engine.document_kinds import DocumentKind, document_name, size_name
from workflow.engine.document_shelf import clean_name


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.PDF, kinds.PDF),
        (b"\xef\xbb\xbf\n" + files.PDF, kinds.PDF),
        (files.docx(), kinds.DOCX),
        (files.odt(), kinds.ODT),
        (files.JPEG, kinds.JPEG),
        (files.PNG, kinds.PNG),
        ("Seen twice. Größe 10 £.\n".encode(), kinds.TEXT),
        ("Seen twice, 10 £.".encode("cp1252"), kinds.TEXT),
        ("ü".encode() * 200_000, kinds.TEXT),  # a character lies across what is read at once
    ],
)
def test_a_file_is_what_is_in_it(content: bytes, kind: DocumentKind) -> None:
    assert kind_of(io.BytesIO(content)) is kind


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (files.PROGRAM, "is of a kind that is not taken"),
        (files.PROGRAM[:60] + files.PDF, "is of a kind that is not taken"),
        (files.LOCKED_PDF, "has a password or is locked"),
        (files.PDF + b" " * 262_000 + b"/Encrypt 5 0 R", "has a password or is locked"),
        (files.docm(), "holds macros"),
        (files.odt(**{"Basic/script-lc.xml": "x"}), "holds macros"),
        (files.odt(**{"META-INF/manifest.xml": "<encryption-data/>"}), "has a password"),
        (files.packed({"a.txt": "a"}), "is of a kind that is not taken"),
        (files.packed({"[Content_Types].xml": "x", "xl/workbook.xml": "x"}), "is of a kind that"),
        (files.docx()[:300], "is damaged"),
        (files.docx()[:-30] + b"\xff" * 30, "is damaged"),
        (files.OLD_WORD, "is of an old version of Word"),
        (b"{\\rtf1 hello" + b"\x00", "is of a kind that is not taken"),
    ],
)
def test_what_cannot_be_read_or_would_run_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(Refused) as refused:
        kind_of(io.BytesIO(content))

    assert refused.value.code == "wrong_document"
    assert str(refused.value).startswith(f"the file {what}")
    assert ": " in str(refused.value), "it does not say what to do"


def test_what_unpacks_to_far_more_than_a_document_is_refused_unopened() -> None:
    with pytest.raises(Refused, match="unpacks to far more"):
        kind_of(io.BytesIO(files.bomb()))


def test_a_list_of_members_that_would_fill_the_memory_is_not_read() -> None:
    crowd = files.packed({f"word/{number:05}.xml": "" for number in range(20_000)})

    with pytest.raises(Refused, match="damaged or no document"):
        kind_of(io.BytesIO(crowd))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Report.pdf", "Report.pdf"),
        ("REPORT.PDF", "REPORT.pdf"),
        (r"D:\post\Report of 3 March.pdf", "Report of 3 March.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("report\u202efdp.exe", "report fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
        ("\x00\x07", "document.pdf"),
        ("...", "document.pdf"),
        (".pdf", "document.pdf"),
        ('<b>"x"|y?*.pdf', "b x y.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("Bericht Größe.pdf", "Bericht Größe.pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_do_harm(given: str, kept: str) -> None:
    assert clean_name(given, kinds.PDF) == kept


def test_a_name_ends_as_its_kind_does() -> None:
    assert clean_name("picture.jpeg", kinds.JPEG) == "picture.jpeg"
    assert clean_name("notes.bat", kinds.TEXT) == "notes.bat.txt"


def test_a_document_is_shown_by_its_kind_and_size_and_never_by_its_name() -> None:
    kept = {"id": "d1", "media_type": "application/pdf", "size": 131_900, "sha256": "ab"}

    assert document_name(kept) == "PDF, 132 kB"
    assert document_name({"id": "a shelf elsewhere"}) == "a shelf elsewhere"
    assert [size_name(n) for n in (7, 1_400_000, 10_000_000)] == ["7 bytes", "1.4 MB", "10 MB"]
