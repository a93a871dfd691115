"""do REF acknowledge and hand_over: a deed, told as such in the history."""

from __future__ import annotations

from pathlib import Path

from cli.calling import caseward
from cli.lending import TWELVE, people


def test_a_task_is_acknowledged_and_handed_over(database: Path, tmp_path: Path) -> None:
    caseward("person", "import", people(tmp_path))
    given = ("--by", "asha", "--on", TWELVE, "--fact", "task=return_book")

    assert caseward("do", "L-1", "acknowledge", *given).code == 0
    assert caseward("do", "L-1", "hand_over", *given, "--fact", "person=rita").code == 0

    told = caseward("case", "history", "L-1").out
    assert "Acknowledged “Return the book, due Mon 23 Mar 2026”" in told
    assert "Handed over “Return the book, due Mon 23 Mar 2026” to Rita Moss" in told
    assert caseward("verify").code == 0


def test_a_task_that_is_not_open_is_refused_naming_those_that_are(database: Path) -> None:
    answer = caseward("do", "L-1", "acknowledge", "--by", "asha", "--fact", "task=repair")

    assert answer.code == 1
    assert "return_book#1" in answer.err
