"""Arguments and options that more than one command takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"caseward {version('caseward')}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Ref = Annotated[str, typer.Argument(help="Reference of the case.")]
By = Annotated[str, typer.Option("--by", metavar="PERSON", help="Who does it.")]
Looking = Annotated[
    str, typer.Option("--by", metavar="PERSON", help="Who looks; left out: your account here.")
]
Role = Annotated[
    str, typer.Option(metavar="ROLE", help="In which role; left out: the one that fits.")
]
Facts = Annotated[
    list[str] | None,
    typer.Option("--fact", metavar="NAME=VALUE", help="A fact; may be repeated. NAME= unsets it."),
]
Documents = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="NAME=FILE", help="A file that the step asks for."),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day it happened; default: today.")
]
Compared = Annotated[str, typer.Argument(help="A policy, `default`, or the number of a release.")]
Into = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Where; left out: it is printed."),
]
Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH", help="Folders of definitions, or files.")
]
