"""messages --stop and --go: nothing is sent any more, or all that waits may go again."""

from __future__ import annotations

from workflow.cli.installed import installed
from workflow.cli.output import say
from workflow.clock import Clock
from workflow.deadlines.naming import moment_name
from workflow.errors import WrongUse
from workflow.store.stored_message import MailSwitch


def switch_mail(clock: Clock, *, stop: str, go: bool, by: str) -> None:
    """Stop the sending of messages, or let it go on; who did so, when and why is kept.

    Raises WrongUse when both are asked for, or nobody says who asks.
    """
    if stop and go:
        raise WrongUse("give one of --stop and --go")
    if not by:
        raise WrongUse("say who does it: --by PERSON")
    with installed(clock) as app, app.store.writing() as writing:
        if go and writing.mail_stopped() is None:
            say("Messages go already.")
            return
        switch = MailSwitch(stopped=not go, reason=stop, by=by, at=app.now())
        writing.switch_mail(switch)
    until = "`caseward messages --go --by PERSON` lets them go again."
    done = "Messages go again." if go else f"No message is sent any more. {until}"
    say(f"{moment_name(switch.at)}: {done}")
