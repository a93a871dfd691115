"""A definition beside its source: no line is lost, and each part has what it says."""

from __future__ import annotations

import pytest

from definition.drawn_workflows import PROCESS, SHIPPED, drawn
from workflow.definition.beside import beside
from workflow.definition.problem import Position, Problem


@pytest.mark.parametrize("name", SHIPPED)
def test_the_blocks_of_a_file_are_all_of_its_lines(name: str) -> None:
    for file in (f"{name}.yaml", "facts.yaml"):
        text = (PROCESS / file).read_text("utf-8")
        blocks = beside(drawn(name), file, text)

        assert [line for block in blocks for line in block.lines] == text.splitlines()
        assert [n for block in blocks for n, _ in block.numbered] == list(
            range(1, len(text.splitlines()) + 1)
        )


def test_a_part_has_what_it_says_in_words() -> None:
    blocks = beside(drawn("appeal"), "appeal.yaml", (PROCESS / "appeal.yaml").read_text("utf-8"))

    (task,) = [block for block in blocks if block.part == "task-acknowledge_appeal"]
    assert dict(task.said)["due"].startswith("2 working days after")
    assert "acknowledge_appeal:" in task.lines[0]


def test_a_problem_stands_beside_its_line() -> None:
    text = (PROCESS / "appeal.yaml").read_text("utf-8")
    wrong = Problem(position=Position("appeal.yaml", 20), code="x", where="", what="", mend="")

    blocks = beside(drawn("appeal"), "appeal.yaml", text, (wrong,))

    (block,) = [each for each in blocks if each.problems]
    assert 20 in dict(block.numbered)
