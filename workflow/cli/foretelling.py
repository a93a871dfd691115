"""tick --dry-run: which timers would fire and which messages would go now; nothing is changed."""

from __future__ import annotations

from dataclasses import asdict

from workflow.case.record import plain
from workflow.cli.installed import installed
from workflow.cli.output import Line, print_json, say, table
from workflow.clock import Clock
from workflow.deadlines.naming import moment_name
from workflow.scheduler.foretold import Foretold, Letting, foretold


def foretell_tick(clock: Clock, *, as_json: bool) -> None:
    """Say what a tick would fire and send at this moment."""
    with installed(clock) as app:
        found = foretold(app.ticker(), app.now())
    if as_json:
        timers = [timer._asdict() for timer in found.timers]
        print_json(plain({**asdict(found), "timers": timers}))
        return
    _say_timers(found)
    _say_messages(found)


def _say_timers(found: Foretold) -> None:
    lines = [Line((timer.ref, timer.timer_id, moment_name(timer.at))) for timer in found.timers]
    if lines:
        table(("case", "timer that would fire", "due since"), lines)
    else:
        say("No timer would fire.")


def _say_messages(found: Foretold) -> None:
    if found.stopped:
        say(f"No message would go: {found.stopped}")
    lines = [_line(letting) for letting in found.messages]
    if lines:
        table(("case", "message", "to", "by", "it"), lines)
    else:
        say("No message waits, and none would be written.")


def _line(letting: Letting) -> Line:
    words = (letting.case, letting.notice, letting.recipient, letting.way or "no way", letting.then)
    return Line(words)
