"""The commands of the clock, among the others: what each is called, takes, and says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workflow.cli.options import Into, Json

CLOCK = typer.Typer()


@CLOCK.command()
def tick(
    ctx: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would fire and go; change nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """One round of timers and messages, by the clock: what is due fires, once."""
    if dry_run:
        from workflow.cli.foretelling import foretell_tick

        foretell_tick(ctx.obj, as_json=json)
        return
    from workflow.cli.ticking import tick_once

    tick_once(ctx.obj, as_json=json)


@CLOCK.command()
def worker(
    ctx: typer.Context,
    health_port: Annotated[
        int | None,
        typer.Option(
            metavar="PORT", help="Answer /healthz, /readyz and /metrics here, on this machine only."
        ),
    ] = None,
) -> None:
    """Fire timers and send messages until it is stopped: a node without web pages."""
    from workflow.cli.ticking import work

    work(ctx.obj, health_port)


@CLOCK.command()
def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0: any that is free.")] = 8000,
    no_scheduler: Annotated[
        bool, typer.Option("--no-scheduler", help="Leave timers and messages to a worker.")
    ] = False,
) -> None:
    """Pages for people who work cases, with the clock inside, until it is stopped."""
    from workflow.cli.serving import serve as answer

    answer(ctx.obj, host=host, port=port, scheduler=not no_scheduler)


@CLOCK.command()
def incidents(
    ctx: typer.Context,
    retry: Annotated[
        bool, typer.Option("--retry", help="Try them again now, whatever their time is.")
    ] = False,
    json: Json = False,
) -> None:
    """Timers that could not be fired: of which case, why, and when they are tried again."""
    from workflow.cli.ticking import show_incidents

    show_incidents(ctx.obj, retry=retry, as_json=json)


@CLOCK.command()
def messages(
    ctx: typer.Context,
    state: Annotated[
        str, typer.Option(metavar="STATE", help="Only those that are waiting, sent, failed ...")
    ] = "",
    show: Annotated[
        str, typer.Option("--show", metavar="ID", help="Exactly what one said, to whom.")
    ] = "",
    resend: Annotated[
        str, typer.Option("--resend", metavar="ID", help="Send one that was not sent, or may be.")
    ] = "",
    withdraw: Annotated[
        str, typer.Option("--withdraw", metavar="ID", help="Do not send one, it was seen to.")
    ] = "",
    stop: Annotated[
        str, typer.Option("--stop", metavar="REASON", help="Send nothing any more, at once.")
    ] = "",
    go: Annotated[bool, typer.Option("--go", help="Let messages go again.")] = False,
    by: Annotated[
        str, typer.Option("--by", metavar="PERSON", help="Who stops them, or lets them go.")
    ] = "",
    held: Annotated[
        bool, typer.Option("--held", help="Those that somebody has to look at before they go.")
    ] = False,
    release: Annotated[
        str, typer.Option("--release", metavar="CASE|ID", help="Let those of a case go, or one.")
    ] = "",
    json: Json = False,
) -> None:
    """Messages that need somebody, or are in a state: to whom, what about, and why not sent.

    Exit code 1 when one needs somebody. --show prints what may be personal.
    """
    from workflow.cli.messages import Wanted, see_to_messages
    from workflow.cli.switching import switch_mail

    if stop or go:
        switch_mail(ctx.obj, stop=stop, go=go, by=by)
        return
    wanted = Wanted(
        state="held" if held else state,
        show=show,
        resend=resend,
        withdraw=withdraw,
        release=release,
        as_json=json,
    )
    see_to_messages(ctx.obj, wanted)


@CLOCK.command()
def notice(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The notice; left out: all are listed.")] = "",
    case: Annotated[
        str, typer.Option("--case", metavar="REF", help="For this case, as it is now.")
    ] = "",
    to: Annotated[
        str, typer.Option("--to", metavar="WHOM", help="Only this recipient, kind or role.")
    ] = "",
    form: Annotated[str, typer.Option("--as", metavar="FORM", help="text, html, pdf or ics.")] = "",
    draft: Annotated[
        Path | None, typer.Option("--draft", metavar="FOLDER", help="By the definitions there.")
    ] = None,
    output: Into = None,
    json: Json = False,
) -> None:
    """Preview what a notice would say to each of its audience; nothing is sent or changed.

    Without --case: the notices that there are, to whom they go, and whether they have words. A
    preview may show what is personal. Exit code 1 when one cannot be put into words.
    """
    from workflow.cli.listing_notices import list_notices
    from workflow.cli.previewing import Wanted, preview

    if not case:
        list_notices(name, draft, as_json=json)
        return
    wanted = Wanted(
        notice=name, case=case, to=to, form=form, draft=draft, output=output, as_json=json
    )
    preview(ctx.obj, wanted)


@CLOCK.command()
def doctor(ctx: typer.Context, json: Json = False) -> None:
    """Look whether everything is well here, and say how to mend what is not."""
    from workflow.cli.doctor import examine

    examine(ctx.obj, as_json=json)
