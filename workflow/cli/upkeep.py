"""The commands of those who keep an installation running."""

from __future__ import annotations

from pathlib import Path
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


@UPKEEP.command()
def simulate(
    ctx: typer.Context,
    workflow: Annotated[str, typer.Argument(help="What the invented families are about.")],
    families: Annotated[int, typer.Option(metavar="N", help="How many families.")] = 100,
    seed: Annotated[int, typer.Option(metavar="N", help="Another number, another year.")] = 1,
    began: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The day on which the year begins.")
    ] = "",
    mail: Annotated[
        str, typer.Option(metavar="WHERE", help="smtp://HOST:PORT or file://FOLDER; else nowhere.")
    ] = "",
    letters: Annotated[
        str, typer.Option(metavar="WHERE", help="file://FOLDER for letters and text messages.")
    ] = "",
    database: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where; default: a temporary folder.")
    ] = None,
    json: Json = False,
) -> None:
    """Live a year with invented families on a database of its own, and tell what it came to.

    Commands, timers and messages are real, only the time is simulated. Exit code 1 when somebody
    was told a thing twice.
    """
    from workflow.cli.simulating import Wanted, simulate_year

    simulate_year(
        Wanted(
            workflow=workflow,
            families=families,
            seed=seed,
            began=began,
            mail=mail,
            letters=letters,
            database=database,
            as_json=json,
        )
    )
