"""Documents from the command line: handed in with a step, listed, saved, and verified."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import files
from cli.calling import Answer, caseward
from cli.conftest import settle
from cli.lending import definitions, histories, lent, people

FACTS = (
    "lent_on: {type: date}",
    "lent_on: {type: date}\n"
    "  sealed: {type: yes_no}\n"
    "  picture: {type: document, personal: true, restricted_when: sealed, read_by: [head]}",
)
ASKED = ("asks: [renewed_on]", "asks: [renewed_on]\n        may_ask: [picture, sealed]")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A loan that is renewed with a picture of the book."""
    definitions(tmp_path, [FACTS, ASKED])
    settle(monkeypatch, tmp_path)
    monkeypatch.setenv("CASEWARD_SECRET_KEY", "k" * 32)
    (tmp_path / "histories.csv").write_text(histories(lent("L-1")), "utf-8")
    assert caseward("import", tmp_path / "histories.csv").code == 0
    assert caseward("person", "import", people(tmp_path)).code == 0
    (tmp_path / "book.png").write_bytes(files.PNG)
    return tmp_path


def renewed(desk: Path, file: str = "book.png", *more: str) -> Answer:
    document = f"picture={desk / file}"
    words = ("renew", "--by", "asha", "--fact", "renewed_on=2026-03-12", "--document", document)
    return caseward("do", "L-1", *words, *more)


def the_id() -> str:
    (document,) = caseward("case", "documents", "L-1", "--json").json
    return str(document["id"])


def test_a_document_is_handed_in_listed_and_saved(desk: Path) -> None:
    assert renewed(desk).code == 0

    listed = caseward("case", "documents", "L-1", "--by", "hal")
    saved = caseward("case", "document", "L-1", the_id(), "-o", desk / "copy.png", "--by", "hal")

    assert "Picture: book.png (PNG picture, 58 bytes)" in listed.shown
    assert saved.code == 0
    assert (desk / "copy.png").read_bytes() == files.PNG


def test_who_may_not_read_it_saves_no_restricted_document(desk: Path) -> None:
    assert renewed(desk, "book.png", "--fact", "sealed=yes").code == 0
    copy = desk / "copy.png"

    refused = caseward("case", "document", "L-1", the_id(), "-o", copy, "--by", "rita")
    listed = caseward("case", "documents", "L-1", "--by", "rita")

    assert refused.code == 1
    assert "Head librarian" in refused.err
    assert not copy.exists()
    assert "book.png" not in listed.shown
    assert caseward("case", "document", "L-1", the_id(), "-o", copy, "--by", "hal").code == 0


def test_a_file_that_is_there_is_not_written_over(desk: Path) -> None:
    renewed(desk)

    answer = caseward("case", "document", "L-1", the_id(), "-o", desk / "book.png")

    assert answer.code == 2
    assert "is there already" in answer.err


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [("book.png", files.PROGRAM, "of a kind that is not taken"), ("none.png", None, "NAME=FILE")],
)
def test_what_is_no_document_changes_nothing(
    desk: Path, name: str, content: bytes | None, what: str
) -> None:
    if content:
        (desk / name).write_bytes(content)

    answer = renewed(desk, name)

    assert answer.code in (1, 2)
    assert what in answer.err
    assert caseward("case", "documents", "L-1", "--json").json == []


def test_verify_opens_every_document_when_it_is_asked_to(desk: Path) -> None:
    renewed(desk)
    assert caseward("verify", "--documents").code == 0
    with closing(sqlite3.connect(desk / "caseward.db", isolation_level=None)) as connection:
        assert connection.execute("DELETE FROM document_part").rowcount == 1

    answer = caseward("verify", "--documents")

    assert caseward("verify").code == 0
    assert answer.code == 1
    assert f"document {the_id()} cannot be opened as it was handed in" in " ".join(answer.lines)
    assert answer.err == "1 of 1 cases are not as they were written.\n"
