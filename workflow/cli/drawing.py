"""diagram, bpmn: a workflow as a picture, as text to draw it by, as a table, or in BPMN 2.0."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from definitions import FOLDER
from workflow.cli.output import say
from workflow.definition import diagram
from workflow.definition.bpmn import bpmn
from workflow.definition.model import Process
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
    process = _process(workflow)
    _write(file, rendering(process.workflows[workflow]))
    say(f"Drew {workflow} to {file}.")


def write_bpmn(workflow: str, file: Path, *, policy: str | None = None) -> None:
    """Write the BPMN document. Raises WrongUse naming the workflows or policies there are."""
    process = _process(workflow, policy)
    _write(file, bpmn(process, process.workflows[workflow]))
    say(f"Wrote {workflow} to {file}.")


def _process(workflow: str, policy: str | None = None) -> Process:
    """The process of the folder, which has a workflow of that name."""
    settings = Settings.read()
    chosen = settings.policy if policy is None else policy
    process = read_process(process_folder(settings.definitions or FOLDER), chosen)
    if workflow not in process.workflows:
        known = ", ".join(process.workflows)
        raise WrongUse(f"there is no workflow `{workflow}`; known: {known}")
    return process


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError:
        raise WrongUse(f"{file} cannot be written; name a file in a folder of yours") from None
