"""Who looked at a case from the command line, and who is kept out there."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import caseward
from cli.conftest import settle
from cli.lending import definitions, histories, lent, people
from workflow.cli.looking import account
from workflow.engine.door import OPERATOR
from workflow.settings import Settings
from workflow.store.database import Store

WHY = ("--reason", "The reader asks at the desk just now.")


@pytest.fixture
def readers_see_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A loan on which rita, who sees her own loans only, has no role; asha lent it."""
    own = ("reader: Reader,", "reader: {title: Reader, sees: own},")
    definitions(tmp_path, [own])
    settle(monkeypatch, tmp_path)
    file = tmp_path / "histories.csv"
    file.write_text(histories(lent("L-1")), "utf-8")
    assert caseward("import", file).code == 0
    assert caseward("person", "import", people(tmp_path)).code == 0
    return tmp_path / "caseward.db"


def looks(database: Path, ref: str = "L-1") -> set[tuple[str, str]]:
    store = Store(f"sqlite:///{database}", Settings.read().authority)
    with store.reading() as reading:
        found = {(look.person, look.what) for look in reading.looks(ref)}
    store.close()
    return found


def test_a_look_is_written_for_who_is_named_or_else_for_the_account_here(database: Path) -> None:
    for words in (("case", "show"), ("case", "history"), ("due",)):
        assert caseward(*words, "L-1").code == 0
        assert caseward(*words, "L-1", "--by", "asha").code == 0

    kinds = ("case", "history", "due")
    named = {("asha", kind) for kind in kinds}
    assert looks(database) == named | {(OPERATOR + account(), kind) for kind in kinds}


def test_a_case_that_is_not_there_and_a_stranger_leave_no_row(database: Path) -> None:
    assert caseward("case", "show", "L-404").code == 1
    assert caseward("case", "show", "L-1", "--by", "nobody").code == 1
    assert caseward("due", "--by", "asha").code == 2

    assert looks(database) == set()


def test_a_task_goes_to_nobody_who_does_not_see_its_case(readers_see_their_own: Path) -> None:
    given = ("--by", "asha", "--fact", "task=return_book", "--fact", "person=rita")

    answer = caseward("do", "L-1", "hand_over", *given)

    assert answer.code == 1
    assert "L-1 is not one of the cases that `rita` sees" in answer.err


def test_who_does_not_see_a_case_neither_reads_nor_changes_it_until_they_say_why(
    readers_see_their_own: Path,
) -> None:
    renew = ("do", "L-1", "renew", "--fact", "renewed_on=2026-03-16", "--by", "rita")
    why = ("--reason", "Typing error", "--by", "rita", "--dry-run")
    for words in (
        ("case", "show", "L-1", "--by", "rita"),
        ("case", "history", "L-1", "--by", "rita"),
        ("due", "L-1", "--by", "rita"),
        renew,
        ("do", "L-1", "acknowledge", "--fact", "task=return_book", "--by", "rita"),
        ("correct", "L-1", "1", "--fact", "lent_on=2026-03-06", *why),
    ):
        shut = caseward(*words)
        assert (shut.code, shut.out) == (1, "")
        assert shut.err == "L-1 is not one of the cases that you see.\n"
    tried = {("rita", "refused")}
    assert looks(readers_see_their_own) == tried

    assert caseward("case", "show", "L-1", "--by", "rita", *WHY).code == 0

    assert looks(readers_see_their_own) == tried | {("rita", "broke_glass"), ("rita", "case")}
    assert caseward(*renew).code == 0
