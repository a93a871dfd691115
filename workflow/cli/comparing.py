"""diff: how two policies or two releases differ, as a process owner would tell it."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import groupby

from definitions import FOLDER
from workflow.cli.installed import installed
from workflow.cli.output import heading, print_json, say
from workflow.clock import Clock
from workflow.definition.difference import Difference, differences
from workflow.definition.model import Process
from workflow.definition.reader import read_process
from workflow.engine.catalogue import process_folder
from workflow.errors import WrongUse
from workflow.settings import Settings

DEFAULT = "default"
"""Stands for the process as it is, without a policy."""


def compare(clock: Clock, one: str, other: str, *, as_json: bool) -> None:
    """Tell every difference. Raises WrongUse for a policy or release that there is not."""
    found = differences(_process(clock, one), _process(clock, other))
    if as_json:
        print_json([_document(difference) for difference in found])
    else:
        _tell(found, _name(one), _name(other))


def _process(clock: Clock, name: str) -> Process:
    """The process of the folder with that policy, or of the release of that number."""
    if name.isdecimal():
        return _released(clock, int(name))
    settings = Settings.read()
    policy = "" if name == DEFAULT else name
    return read_process(process_folder(settings.definitions or FOLDER), policy)


def _released(clock: Clock, number: int) -> Process:
    with ExitStack() as stack:
        app = stack.enter_context(installed(clock))
        reading = stack.enter_context(app.store.reading())
        known = sorted(release.number for release in reading.releases())
        if number not in known:
            named = ", ".join(map(str, known)) or "none"
            raise WrongUse(f"there is no release {number}; known: {named}")
        return app.catalogue.release(reading, number).process


def _tell(found: tuple[Difference, ...], one: str, other: str) -> None:
    if not found:
        say(f"{one} and {other} say the same.")
    for workflow, group in groupby(found, key=lambda difference: difference.workflow):
        heading(workflow or "The policy itself")
        width = max(len(one), len(other))
        for difference in group:
            say(f"  {difference.heading}")
            for name, words in zip((one, other), difference.sides, strict=True):
                say(f"    {name:{width}}  {words}")


def _name(name: str) -> str:
    return f"Release {name}" if name.isdecimal() else name.replace("_", " ").capitalize()


def _document(difference: Difference) -> dict[str, object]:
    return {
        "workflow": difference.workflow,
        "subject": difference.subject,
        "aspect": difference.aspect,
        "one": difference.one,
        "other": difference.other,
        "one_source": difference.one_source,
        "other_source": difference.other_source,
    }
