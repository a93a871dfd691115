"""schema: the definition language for editors, as a JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

from workflow.cli.output import print_json, say
from workflow.definition.schema import schema
from workflow.errors import WrongUse


def write_schema(file: Path | None) -> None:
    """Write it to the file, or print it. Raises WrongUse when the file cannot be written."""
    if file is None:
        print_json(schema())
        return
    try:
        file.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", "utf-8")
    except OSError:
        raise WrongUse(f"{file} cannot be written; name a file in a folder of yours") from None
    say(f"Wrote the schema to {file}.")
