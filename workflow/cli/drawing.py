"""diagram: a workflow as a picture, as Mermaid text or as a table, by the ending of the file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from definitions import FOLDER
from workflow.cli.output import say
from workflow.definition import diagram
from workflow.definition.reader import read_process
from workflow.engine.catalogue import process_folder
from workflow.errors import WrongUse
from workflow.settings import Settings

_RENDERINGS = {".svg": diagram.svg, ".mmd": diagram.mermaid, ".md": diagram.table}


def draw(workflow: str, file: Path, *, overview: bool = False) -> None:
    """Write the drawing. Raises WrongUse naming the workflows or endings there are."""
    rendering = _RENDERINGS.get(file.suffix)
    if overview and file.suffix == ".svg":
        rendering = partial(diagram.svg, overview=True)
    if rendering is None:
        raise WrongUse(f"{file.name} must end in one of: {', '.join(_RENDERINGS)}")
    settings = Settings.read()
    process = read_process(process_folder(settings.definitions or FOLDER), settings.policy)
    if workflow not in process.workflows:
        known = ", ".join(process.workflows)
        raise WrongUse(f"there is no workflow `{workflow}`; known: {known}")
    try:
        file.write_text(rendering(process.workflows[workflow]), encoding="utf-8")
    except OSError:
        raise WrongUse(f"{file} cannot be written; name a file in a folder of yours") from None
    say(f"Drew {workflow} to {file}.")
