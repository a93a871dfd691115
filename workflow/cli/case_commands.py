"""The commands that read cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workflow.cli.options import Json, Looking, Ref

CASES = typer.Typer(help="Read cases.", no_args_is_help=True, rich_markup_mode=None)


@CASES.command("list")
def list_cases(
    ctx: typer.Context,
    open_only: Annotated[bool, typer.Option("--open", help="Leave out closed cases.")] = False,
    json: Json = False,
) -> None:
    """Every case, and where it is."""
    from workflow.cli.cases import show_cases

    show_cases(ctx.obj, open_only=open_only, as_json=json)


@CASES.command("show")
def show_case(
    ctx: typer.Context,
    ref: Ref,
    by: Looking = "",
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why you must see a case not yours; kept.")
    ] = "",
    json: Json = False,
) -> None:
    """Where a case is, what is due, what may happen now, what is known. Shows personal facts.

    That somebody looked is kept.
    """
    from workflow.cli.cases import show_case as show

    show(ctx.obj, ref, by=by, reason=reason, as_json=json)


@CASES.command("history")
def show_history(ctx: typer.Context, ref: Ref, by: Looking = "", json: Json = False) -> None:
    """What happened to a case, row by row. That somebody looked is kept."""
    from workflow.cli.cases import show_history as show

    show(ctx.obj, ref, by=by, as_json=json)


@CASES.command("documents")
def show_documents(ctx: typer.Context, ref: Ref, by: Looking = "", json: Json = False) -> None:
    """Which documents a case has, from whom. That somebody looked is kept."""
    from workflow.cli.documents import show_documents as show

    show(ctx.obj, ref, by=by, as_json=json)


@CASES.command("document")
def save_document(
    ctx: typer.Context,
    ref: Ref,
    document: Annotated[str, typer.Argument(help="Its id, as `case documents REF` shows it.")],
    into: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where.")],
    by: Looking = "",
) -> None:
    """Write a document of a case to a file. That somebody looked is kept."""
    from workflow.cli.documents import save_document as save

    save(ctx.obj, ref, document, into, by=by)
