"""Every command: what it is called, what it takes, what it says of itself.

What a command does is imported when it runs, because the database alone takes longer to load than
`caseward --help` may take.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workflow.cli.case_commands import CASES
from workflow.cli.clock_commands import CLOCK
from workflow.cli.options import (
    By,
    Compared,
    Documents,
    Facts,
    Json,
    Looking,
    On,
    Paths,
    Ref,
    Role,
    Version,
)
from workflow.cli.people_commands import PEOPLE
from workflow.cli.picture_commands import PICTURES
from workflow.cli.upkeep import UPKEEP
from workflow.cli.webhook_commands import WEBHOOKS

APP = typer.Typer(
    help="Runs cases through a procedure, and knows what is due when. Each command explains itself"
    " with --help. Settings are environment variables that begin with CASEWARD_.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
APP.add_typer(PEOPLE, name="person")
APP.add_typer(WEBHOOKS, name="webhook")
APP.add_typer(CASES, name="case")
APP.add_typer(UPKEEP)
APP.add_typer(CLOCK)
APP.add_typer(PICTURES)


@APP.callback()
def caseward(version: Version = False) -> None:
    """Options of the program itself; each command has its own."""


@APP.command()
def demo(
    ctx: typer.Context,
    database: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where; default: a temporary folder.")
    ] = None,
    no_web: Annotated[
        bool, typer.Option("--no-web", help="A walk through them here, instead of pages.")
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(help="Where the pages are; default: 8000, or any that is free instead."),
    ] = None,
) -> None:
    """Show invented families on a database of its own, in a browser."""
    from workflow.cli.demo import demonstrate
    from workflow.cli.demo_pages import open_pages

    if no_web:
        demonstrate(ctx.obj, database)
    else:
        open_pages(database, port)


@APP.command()
def init(
    ctx: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Only say what would be done.")] = False,
) -> None:
    """Create or upgrade the database, and publish the definitions."""
    from workflow.cli.setting_up import check_installation, initialise

    (check_installation if check else initialise)(ctx.obj)


@APP.command()
def check(ctx: typer.Context, paths: Paths = None, json: Json = False) -> None:
    """Tell what is wrong with definitions, and how to mend it."""
    from workflow.cli.checking import check_definitions

    check_definitions(ctx.obj, paths or [], as_json=json)


@APP.command("test")
def try_examples(paths: Paths = None, json: Json = False) -> None:
    """Try worked examples in simulated time, and tell what none of them shows."""
    from workflow.cli.testing import run_examples

    run_examples(paths or [], as_json=json)


@APP.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="CSV in UTF-8.")],
    json: Json = False,
) -> None:
    """Read histories in. Nothing is sent. Read twice, a file lands nothing the second time.

    Its columns: case,workflow,policy,event,occurred_on,recorded_at,actor,role,facts. A group of
    linked cases with an impossible history is refused whole; the others land.
    """
    from workflow.cli.importing import import_file

    import_file(ctx.obj, file, as_json=json)


@APP.command("do")
def do(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(help="Reference of the case, or NEW with open_case.")],
    event: Annotated[str, typer.Argument(help="The event, such as `case show REF` offers it.")],
    by: By,
    role: Role = "",
    fact: Facts = None,
    document: Documents = None,
    on: On = None,
    workflow: Annotated[str, typer.Option(help="With open_case: the workflow.")] = "",
    policy: Annotated[
        str | None, typer.Option(help="With open_case: the policy; default: CASEWARD_POLICY.")
    ] = None,
    command_id: Annotated[
        str, typer.Option(metavar="ID", help="Given twice, the command is done once.")
    ] = "",
    late: Annotated[
        bool, typer.Option("--late", help="Put it among earlier rows, by its day.")
    ] = False,
    revision: Annotated[
        int | None, typer.Option(metavar="N", help="Refuse if the case has changed since.")
    ] = None,
    json: Json = False,
) -> None:
    """Record one step of a case: caseward do REF EVENT --by PERSON --fact NAME=VALUE"""
    from workflow.cli.stepping import Wanted, record

    record(
        ctx.obj,
        Wanted(
            ref=ref,
            event=event,
            by=by,
            role=role,
            facts=fact or [],
            documents=document or [],
            on=on,
            workflow=workflow,
            policy=policy,
            command_id=command_id,
            late=late,
            revision=revision,
            as_json=json,
        ),
    )


@APP.command()
def due(
    ctx: typer.Context,
    ref: Annotated[
        str | None,
        typer.Argument(metavar="[REF]", help="A case; default: all.", show_default=False),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Late by the end of that day; default: now.")
    ] = None,
    known_on: Annotated[
        str | None, typer.Option(metavar="DATE", help="What had been recorded by that day.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="How each date comes about, day by day.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="On a terminal: every row of a long list.")
    ] = False,
    by: Looking = "",
    json: Json = False,
) -> None:
    """Open tasks and when they are due: of a case, or of all, the soonest first.

    That somebody looked at a case is kept.
    """
    from workflow.cli.due import Wanted, show_due

    wanted = Wanted(
        as_of=as_of, known_on=known_on, explain=explain, every=every, by=by, as_json=json
    )
    show_due(ctx.obj, ref, wanted)


@APP.command()
def correct(
    ctx: typer.Context,
    ref: Ref,
    seq: Annotated[int, typer.Argument(help="The row, as `case history REF` numbers it.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; kept in the history.")],
    by: By,
    role: Role = "",
    fact: Facts = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day it really happened.")
    ] = None,
    retract: Annotated[
        bool, typer.Option("--retract", help="It did not happen: the row no longer counts.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would move, and change nothing.")
    ] = False,
) -> None:
    """Correct one row of a history, and all that follows from it."""
    from workflow.cli.correcting import Wanted, correct_row

    correct_row(
        ctx.obj,
        Wanted(
            ref=ref,
            seq=seq,
            reason=reason,
            by=by,
            role=role,
            facts=fact or [],
            on=on,
            retract=retract,
            dry_run=dry_run,
        ),
    )


@APP.command()
def verify(
    ctx: typer.Context,
    documents: Annotated[
        bool, typer.Option("--documents", help="Open every document too, and check its hash.")
    ] = False,
    json: Json = False,
) -> None:
    """Replay every case and check every hash."""
    from workflow.cli.verifying import verify_all

    verify_all(ctx.obj, documents=documents, as_json=json)


@APP.command()
def diff(ctx: typer.Context, one: Compared, other: Compared, json: Json = False) -> None:
    """How two policies or releases differ, in words: caseward diff liverpool default"""
    from workflow.cli.comparing import compare

    compare(ctx.obj, one, other, as_json=json)
