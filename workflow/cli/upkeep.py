"""The commands of those who keep an installation running."""

from __future__ import annotations

from typing import Annotated

import typer

from workflow.cli.options import By, Json

UPKEEP = typer.Typer()


@UPKEEP.command()
def migrate(
    ctx: typer.Context,
    by: By,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; kept in each history.")],
    workflow: Annotated[str, typer.Argument(help="Only cases of this workflow.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would move, and change nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """Move open cases to the newest release and calendar; due dates come anew from their origin.

    Past decisions stand. A case whose history names what the new release no longer has is listed
    and stays with the release that it has.
    """
    from workflow.cli.migrating import move_cases

    move_cases(ctx.obj, workflow, by, reason, dry_run=dry_run, as_json=json)
