"""The commands that write down for others what the definitions say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workflow.cli.options import Into

PICTURES = typer.Typer()

Drawn = Annotated[str, typer.Argument(help="Name of the workflow.")]


@PICTURES.command("bpmn")
def write_bpmn(
    workflow: Drawn,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where; it is written over.")
    ],
    policy: Annotated[
        str | None, typer.Option(help="As a partnership has it; default: CASEWARD_POLICY.")
    ] = None,
) -> None:
    """Write a workflow in BPMN 2.0, with its drawing, for tools that read processes so."""
    from workflow.cli.drawing import write_bpmn as write

    write(workflow, output, policy=policy)


@PICTURES.command()
def diagram(
    workflow: Drawn,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help="Its ending chooses: .svg .mmd .md"),
    ],
    overview: Annotated[
        bool, typer.Option("--overview", help="A picture that leaves out what is inside regions.")
    ] = False,
) -> None:
    """Draw a workflow: a picture (.svg), Mermaid (.mmd), or a table (.md)."""
    from workflow.cli.drawing import draw

    draw(workflow, output, overview=overview)


@PICTURES.command("schema")
def describe_language(output: Into = None) -> None:
    """The definition language as a JSON Schema, for editors that complete and explain keys."""
    from workflow.cli.schema import write_schema

    write_schema(output)
