"""The commands about programs that are told, among the others."""

from __future__ import annotations

from typing import Annotated

import typer

from workflow.cli.options import Json

WEBHOOKS = typer.Typer(
    help="Programs that are told what happens.", no_args_is_help=True, rich_markup_mode=None
)
_Id = Annotated[str, typer.Argument(metavar="ID", help="As `caseward webhook list` shows it.")]


@WEBHOOKS.command("add")
def add(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="An https address.")],
    events: Annotated[
        str,
        typer.Option(metavar="EVENTS", help="workflow.event, workflow.* or *, by commas."),
    ],
) -> None:
    """Tell a program of these events, and print its secret. It is shown once."""
    from workflow.cli.webhooks import add_webhook

    add_webhook(ctx.obj, url, events)


@WEBHOOKS.command("list")
def list_(ctx: typer.Context, json: Json = False) -> None:
    """Which programs are told of what, and how that goes."""
    from workflow.cli.webhooks import show_webhooks

    show_webhooks(ctx.obj, as_json=json)


@WEBHOOKS.command("rotate")
def rotate(ctx: typer.Context, webhook: _Id) -> None:
    """Print a new secret of a program; the old one counts for another day."""
    from workflow.cli.webhooks import rotate_secret

    rotate_secret(ctx.obj, webhook)


@WEBHOOKS.command("enable")
def enable(ctx: typer.Context, webhook: _Id) -> None:
    """Tell a program again that failed for too long."""
    from workflow.cli.webhooks import enable_webhook

    enable_webhook(ctx.obj, webhook)


@WEBHOOKS.command("remove")
def remove(ctx: typer.Context, webhook: _Id) -> None:
    """Tell a program no more; what waits for it is withdrawn."""
    from workflow.cli.webhooks import remove_webhook

    remove_webhook(ctx.obj, webhook)
