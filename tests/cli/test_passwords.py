"""caseward person password: the first password of a small site, or a lost one."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from cli.calling import caseward, monday_morning
from workflow.case.model import Refused
from workflow.engine.accounts import sign_in
from workflow.settings import Settings
from workflow.store.database import Store


def test_a_pipe_gives_the_password_by_which_a_person_then_signs_in(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("three long words\n"))
    assert caseward("person", "password", "hal").code == 0

    store = Store(f"sqlite:///{database}", Settings.read().authority)
    assert sign_in(store, "hal", "three long words", monday_morning())
    with pytest.raises(Refused, match="not right"):
        sign_in(store, "hal", "three long word", monday_morning())
    store.close()


@pytest.mark.parametrize(("person", "word"), [("hal", "short"), ("nobody", "three long words")])
def test_a_weak_password_and_an_unknown_person_are_refused(
    database: Path, monkeypatch: pytest.MonkeyPatch, person: str, word: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{word}\n"))
    assert caseward("person", "password", person).code == 1
