"""The commands about people, among the others: what each is called, takes, and says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workflow.cli.options import Json

PEOPLE = typer.Typer(
    help="People, their roles and teams.", no_args_is_help=True, rich_markup_mode=None
)


@PEOPLE.command("import")
def import_people(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="CSV in UTF-8.")],
) -> None:
    """Make the people of a file those who are known here, and nobody else.

    Its columns: person,name,email,roles,team,manager,away_from,away_to and, if you like, phone.
    """
    from workflow.cli.people import replace_people

    replace_people(ctx.obj, file)


@PEOPLE.command("list")
def list_people(ctx: typer.Context, json: Json = False) -> None:
    """Who is known, and in which roles."""
    from workflow.cli.people import show_people

    show_people(ctx.obj, as_json=json)


@PEOPLE.command("token")
def give_token(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Short name, as in the list.")],
    revoke: Annotated[
        bool, typer.Option("--revoke", help="End the one there is, and give none.")
    ] = False,
) -> None:
    """Print a token by which programs of somebody use the API for a year. It is shown once.

    One that they had before is over.
    """
    from workflow.cli.people import give_token_to, revoke_token_of

    (revoke_token_of if revoke else give_token_to)(ctx.obj, person)


@PEOPLE.command("password")
def set_password(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Short name, as in the list.")],
) -> None:
    """Set the password by which somebody signs in; a pipe gives it as its first line."""
    from workflow.cli.people import set_password_of

    set_password_of(ctx.obj, person)
