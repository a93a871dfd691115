"""A release: a process resolved with one policy, compiled, numbered and hashed.

A release is immutable. It is kept as the texts it was read from, so that a case that pins an old
release is run by what was published then, whatever the folder says today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from workflow.deadlines.calendar import Calendar
from workflow.deadlines.due import Calendars
from workflow.definition.chart import Chart
from workflow.definition.model import Process, Workflow
from workflow.definition.reader import Texts, read_process_texts


def digest(texts: Texts, policy: str) -> str:
    """SHA-256 over the files and the policy: equal digests are the same release."""
    whole = sha256(policy.encode())
    for file in sorted(texts):
        whole.update(b"\0" + file.encode() + b"\0" + texts[file].encode())
    return whole.hexdigest()


@dataclass(frozen=True, eq=False)
class Release:
    """One process with one policy, ready to run cases."""

    number: int
    process: Process
    texts: Texts

    @property
    def policy(self) -> str:
        """Name of the policy; "" for the process as it stands."""
        return self.process.policy.name

    def workflow(self, name: str) -> Workflow:
        """A workflow of the process. Raises KeyError when it has none of that name."""
        return self.process.workflows[name]

    def chart(self, workflow: str) -> Chart:
        """The state chart of a workflow."""
        return self._charts[workflow]

    def calendars(self, calendar: Calendar) -> Calendars:
        """The calendar for national rules, and with the policy's closure days for local ones."""
        closures = dict.fromkeys(self.process.policy.closure_days, "closed locally")
        local = calendar.with_closures(closures) if closures else calendar
        return Calendars(national=calendar, local=local)

    @cached_property
    def _charts(self) -> Mapping[str, Chart]:
        return {name: Chart(workflow) for name, workflow in self.process.workflows.items()}


def compile_release(number: int, name: str, texts: Texts, policy: str = "") -> Release:
    """Read and compile texts as a release. Raises DefinitionWrong with every problem found."""
    return Release(
        number=number, process=read_process_texts(name, texts, policy), texts=dict(texts)
    )
