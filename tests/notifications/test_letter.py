"""Letters as PDF, opened and read by another library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from notifications.letter import LettersNotInstalled, to_pdf
from notifications.notice import Recipient
from told import ANN, written

MM = 72 / 25.4
"""Points of a PDF in a millimetre."""

BODY = "Dear {{ recipient.name }},\n\n# What will happen\nWe will meet.\n\n- one\n- two\n\n"

FULL_ADDRESS = ("Flat 3", "The Old Maltings", "14 Canal Street", "Eastgate", "Northwick", "NW9 2BB")


def printed(recipient: Recipient = ANN, *, body: str = BODY, letter_html: str = "") -> PdfReader:
    parts = {"subject_txt": "Invitation to a conference", "body_txt": body}
    if letter_html:
        parts["letter_html"] = letter_html
    try:
        return PdfReader(BytesIO(to_pdf(written(recipient, **parts).letter)))
    except LettersNotInstalled as exc:
        pytest.skip(str(exc))


@dataclass(frozen=True)
class Place:
    """Where a text stands: mm from the left and from the top, its size in points."""

    text: str
    x: float
    y: float
    size: float


def places(reader: PdfReader) -> list[Place]:
    """Every text of the first page."""
    page = reader.pages[0]
    height = float(page.mediabox.height)
    found: list[Place] = []

    def visit(
        text: str, cm: list[float], tm: list[float], font: DictionaryObject | None, size: float
    ) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if text.strip():
            found.append(Place(text.strip(), x / MM, (height - y) / MM, size * abs(tm[3] * cm[3])))

    page.extract_text(visitor_text=visit)
    return found


def test_a_letter_reads_as_it_was_written() -> None:
    text = " ".join(page.extract_text() for page in printed().pages)

    for words in ("Northwick Council", "2 Canal Street", "24 March 2026", "Dear Ann Example,"):
        assert words in text
    assert "To complain, ring 01632 960199." in text.replace("\u00a0", " ")
    assert "Page 1 of 1" in text


def test_a_letter_is_tagged_and_has_a_title_and_a_language_for_screen_readers() -> None:
    reader = printed()
    root = reader.root_object
    marks = root["/MarkInfo"]

    assert isinstance(marks, DictionaryObject)
    assert str(marks["/Marked"]) == "True"
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]) == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Invitation to a conference"
    assert reader.metadata.author == "Northwick Council"


def test_the_address_stands_in_the_window_of_the_envelope_and_nothing_else_does() -> None:
    for recipient in (replace(ANN, post=FULL_ADDRESS), replace(ANN, large_print=True)):
        near = [p for p in places(printed(recipient)) if 24.6 <= p.x <= 119 and 36 < p.y < 75]

        assert [place.text for place in near] == ["Ann Example", *recipient.post]
        assert all(39.5 < place.y < 66.3 for place in near)


def test_large_print_is_eighteen_points_and_goes_over_more_pages() -> None:
    body = BODY + "You can ask anybody anything, before and after.\n\n" * 30
    usual, large = printed(body=body), printed(replace(ANN, large_print=True), body=body)

    assert [round(p.size) for p in places(usual) if p.text.startswith("Dear")] == [12]
    assert [round(p.size) for p in places(large) if p.text.startswith("Dear")] == [18]
    assert len(large.pages) > len(usual.pages)
    assert f"Page 2 of {len(large.pages)}" in large.pages[1].extract_text()


def test_nothing_is_fetched_for_a_letter(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the password", encoding="utf-8")
    reaching = (
        f'<p>Here.</p><img src="{secret.as_uri()}" alt="x"><img src="http://127.0.0.1:9/" alt="y">'
        f'<link rel="attachment" href="{secret.as_uri()}">'
    )

    reader = printed(letter_html=reaching)

    assert "Here." in reader.pages[0].extract_text()
    assert not reader.attachments
    assert len(reader.pages[0].images) == 0


def test_the_same_letter_gives_the_same_text_on_the_same_places() -> None:
    assert places(printed()) == places(printed())
