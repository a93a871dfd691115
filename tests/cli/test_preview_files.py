"""Where previews are written: each has a file of its own, also those for one person."""

from __future__ import annotations

from pathlib import Path

from workflow.cli.previewing import file_for


def test_a_single_one_is_the_file_that_was_named() -> None:
    assert file_for(Path("out/letter.pdf"), "", 1) == Path("out/letter.pdf")


def test_of_several_each_has_its_own_also_two_for_one_person() -> None:
    whose = ["parent", "parent-2", "parent"]
    numbers = [whose[: place + 1].count(name) for place, name in enumerate(whose)]
    named = [file_for(Path("letter.pdf"), name, n) for name, n in zip(whose, numbers, strict=True)]

    assert list(map(str, named)) == [
        "letter-parent.pdf",
        "letter-parent-2.pdf",
        "letter-parent-again-2.pdf",
    ]
