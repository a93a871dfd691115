"""Runs one command: every error becomes a sentence on stderr and an exit code, never a traceback.

0: done. 1: the answer is "no". 2: wrong use. 3: a fault of ours or of a server.
"""

from __future__ import annotations

import atexit
import gc
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import cache

from typer.main import get_command

from workflow.cli.commands import APP
from workflow.cli.output import message, prepare_streams
from workflow.clock import Clock, system_clock
from workflow.errors import CasewardError, Fault, WrongUse

DONE, NO, WRONG, FAULTY = 0, 1, 2, 3

TRACEBACK = "--traceback"
"""Hidden: print the traceback of a fault of ours. It may show facts, so nobody gets it unasked."""


def main(argv: Sequence[str] | None = None, clock: Clock = system_clock) -> int:
    """Run a command; return its exit code. Without `argv` the process is ours alone."""
    if argv is None:
        _look_for_garbage_seldom()
    words = list(sys.argv[1:] if argv is None else argv)
    prepare_streams()
    try:
        _program()([word for word in words if word != TRACEBACK], prog_name="caseward", obj=clock)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else DONE
    except CasewardError as error:
        for each in error.all():
            message(sentence(each))
        return exit_code(error)
    except Exception as error:  # noqa: BLE001  # told in a sentence: what it says may hold facts
        message(_fault_of_ours(error))
        if TRACEBACK in words:
            message(traceback.format_exc())
        return FAULTY
    return DONE


def _look_for_garbage_seldom() -> None:
    """Nearly all that a command makes it needs to its end, or it goes by itself: to look through it
    takes a tenth of the time. What is left at the end goes with the process: to look through that
    takes up to a second.
    """
    gc.set_threshold(50_000, 20, 50)
    atexit.register(gc.freeze)


@cache
def _program() -> Callable[..., object]:
    """All commands, put together once: that takes longer than many of them."""
    return get_command(APP)


def exit_code(error: CasewardError) -> int:
    """The exit code that an error of our tree stands for."""
    if isinstance(error, Fault):
        return FAULTY
    return WRONG if isinstance(error, WrongUse) else NO


def sentence(error: CasewardError) -> str:
    """What an error says, as a sentence."""
    text = str(error)
    first = text.partition(" ")[0]
    start = first.capitalize() if first.isalpha() and first.islower() else first
    end = "" if text.endswith((".", "?")) else "."
    return start + text[len(first) :] + end


def _fault_of_ours(error: Exception) -> str:
    name = type(error).__name__
    return (
        f"Something went wrong in caseward itself ({name}); nothing was changed. Run the command"
        f" again with {TRACEBACK} and report what it prints."
    )
