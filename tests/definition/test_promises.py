"""What `caseward check` promises of a definition: line, fault and mending, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from definition.promises import PLAN, Told, change, told

PARAGRAPHS = [
    paragraph.splitlines()
    for paragraph in (Path(__file__).parent / "promises.txt").read_text("utf-8").split("\n\n")
    if paragraph.startswith("- ")
]


def _broken() -> Iterator[tuple[list[str], Told]]:
    """The changed lines of each paragraph, and what is told of them."""
    for *lines, severity, at, what, mend in (p for p in PARAGRAPHS if p[-1] != "fine"):
        yield (
            lines,
            Told(
                code=severity.partition(": ")[2],
                at=at.removeprefix("at: "),
                what=what.removeprefix("what: "),
                mend=mend.removeprefix("mend: "),
                warning=severity.startswith("warning"),
            ),
        )


BROKEN = list(_broken())


@pytest.mark.parametrize(("lines", "fault"), BROKEN, ids=[fault.code for _, fault in BROKEN])
def test_what_is_broken_is_told_with_its_line_and_how_to_mend_it(
    lines: list[str], fault: Told
) -> None:
    assert fault in told({"plan.yaml": change(lines)})


@pytest.mark.parametrize("lines", [p[:-1] for p in PARAGRAPHS if p[-1] == "fine"])
def test_what_is_near_it_is_fine(lines: list[str]) -> None:
    assert told({"plan.yaml": change(lines)}) == []


def test_the_process_itself_is_fine() -> None:
    assert told({"plan.yaml": PLAN}) == []
