"""tick: one round of the clock, and what it came to."""

from __future__ import annotations

from workflow.app import App
from workflow.cli.installed import installed
from workflow.cli.output import counted, print_json, say
from workflow.clock import Clock
from workflow.scheduler.tick import Ticked


def tick_once(clock: Clock, *, as_json: bool) -> None:
    """Fire all that is due now, and tell how much that was."""
    with installed(clock) as app:
        ticked = _ticked(app)
    if as_json:
        print_json(
            {
                "fired": ticked.fired,
                "messages": ticked.messages,
                "incidents": ticked.incidents,
                "sent": ticked.sent,
            }
        )
    else:
        say(_sentence(ticked))


def _ticked(app: App) -> Ticked:
    return app.ticker().tick(app.now())


def _sentence(ticked: Ticked) -> str:
    fired = counted(ticked.fired, "timer")
    messages = counted(ticked.messages, "new message")
    wrong = counted(ticked.incidents, "incident")
    mend = "; `caseward incidents` shows them" if ticked.incidents else ""
    return f"{fired} fired, {messages}, {ticked.sent} sent, {wrong}{mend}."
