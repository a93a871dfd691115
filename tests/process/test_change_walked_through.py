"""The change that definitions/README.md walks through, done as it says, prints what it says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.calling import caseward
from cli.conftest import settle

DEFINITIONS = Path(__file__).parents[2] / "definitions"
GUIDE = " ".join((DEFINITIONS / "README.md").read_text("utf-8").split())
EXAMPLE = "mine/child_protection/scenarios/plan/core_groups_every_six_weeks.yaml"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the definitions beside a database that has published the old ones."""
    settle(monkeypatch, tmp_path, DEFINITIONS)
    assert caseward("init").code == 0
    shutil.copytree(DEFINITIONS, tmp_path / "mine")
    settle(monkeypatch, tmp_path, Path("mine"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "mine" / "child_protection"


def test_core_groups_every_four_weeks_instead_of_six(copy: Path) -> None:
    file = copy / "child_protection.yaml"
    before = "within: 6 weeks\n                  of: last(hold_core_group)"
    text = file.read_text("utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, before.replace("6 weeks", "4 weeks")), "utf-8")

    in_guide(caseward("check").out)
    tried = caseward("test", EXAMPLE)
    assert tried.code == 1
    in_guide(*tried.lines[:4])
    published = caseward("init")
    in_guide(published.out.partition(" and ")[2])
    in_guide(caseward("diff", "1", "6").out)


def in_guide(*printed: str) -> None:
    """What was printed stands in the guide, whatever the breaks of lines."""
    for text in printed:
        assert " ".join(text.split()) in GUIDE
