"""schema: the definition language for editors, printed or in a file."""

from __future__ import annotations

import json
from pathlib import Path

from cli.calling import caseward
from workflow.definition.schema import schema


def test_the_schema_is_printed_as_one_document() -> None:
    answer = caseward("schema")

    assert (answer.code, answer.err) == (0, "")
    assert answer.json == schema()


def test_the_schema_is_written_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "caseward.schema.json"

    answer = caseward("schema", "-o", file)

    assert (answer.code, answer.out) == (0, f"Wrote the schema to {file}.\n")
    assert json.loads(file.read_text("utf-8")) == schema()


def test_a_file_that_cannot_be_written_is_wrong_use(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "x.json"

    answer = caseward("schema", "-o", file)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"{file} cannot be written; name a file in a folder of yours.\n"
