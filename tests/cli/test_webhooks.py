"""caseward webhook: programs that are told, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.calling import caseward

URL = "https://reports.example.org/caseward"


@pytest.fixture(autouse=True)
def _has_a_key(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWARD_SECRET_KEY", "k" * 32)


def listed() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(caseward("webhook", "list", "--json").out)
    return found


def test_a_program_is_added_renewed_and_removed() -> None:
    added = caseward("webhook", "add", URL, "--events", "loan.*,loan.open_case")
    assert added.out.startswith("whsec_")
    (program,) = listed()
    assert program["url"] == URL
    assert program["events"] == ["loan.*", "loan.open_case"]
    assert "whsec_" not in caseward("webhook", "list").out

    renewed = caseward("webhook", "rotate", str(program["id"]))
    assert renewed.out.startswith("whsec_")
    assert renewed.out != added.out
    assert caseward("webhook", "enable", str(program["id"])).code == 0
    assert caseward("webhook", "remove", str(program["id"])).code == 0
    assert listed() == []


@pytest.mark.parametrize(
    "words",
    [
        ("add", "http://reports.example.org", "--events", "*"),
        ("add", URL, "--events", "nothing.at_all"),
        ("remove", "nobody"),
        ("rotate", "nobody"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(words: tuple[str, ...]) -> None:
    answer = caseward("webhook", *words)

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.rstrip().endswith(".")
    assert listed() == []
