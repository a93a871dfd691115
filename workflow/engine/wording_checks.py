"""Whether the words of notices can work: told with the problems of the definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from notifications.privacy import mentions, personal_leaks, unknown_names
from notifications.problem import NoticeProblem
from notifications.rendering import Templates
from workflow.definition.model import Process, Workflow
from workflow.definition.notice import DIGEST, HANDED_OVER, Notice
from workflow.definition.problem import Position, Problem, Severity
from workflow.engine.notice_names import (
    OF_DIGEST,
    OF_TASK,
    internal_names,
    of_step,
    personal_names,
    reaches_a_home,
)
from workflow.engine.wording_fields import unknown_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One wording of a notice: its folder, where it is asked for, and what it is offered."""

    folder: str
    position: Position
    offered: Set[str]
    workflow: Workflow | None = None
    notice: Notice | None = None
    told: Set[str] = frozenset()
    to_a_home: bool = False


def wording_problems(process: Process, files: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the wording of the notices that a process sends.

    `files` are those below its folder `notices`. A notice without words is a warning: the message
    is kept and cannot be sent. What it names and is not given is an error, and so is what is
    personal where anybody may see it.
    """
    try:
        templates = Templates(dict(files))
    except NoticeProblem as wrong:
        mend = "mend the template in that line" if wrong.line else "write that file"
        yield _at(wrong.file, wrong.line, wrong.code, wrong.what, mend)
        return
    found: dict[Problem, None] = {}
    for wording in (*_of_ladders(process), *_of_steps(process)):
        found.update(dict.fromkeys(_wrong(process, templates, wording)))
    yield from found


def _wrong(process: Process, templates: Templates, wording: Wording) -> Iterator[Problem]:
    if wording.folder not in templates.notices:
        yield _without_words(wording)
        return
    offered = sorted(wording.offered)
    for unknown in unknown_names(templates, wording.folder, wording.offered):
        what = f"`{unknown.name}` is not among what the notice `{wording.folder}` is given"
        mend = f"write one of: {', '.join(offered)}" if len(offered) < MANY else MEND_NAME
        yield _at(unknown.file, unknown.line, unknown.code, what, mend)
    if wording.workflow is not None and wording.notice is not None:
        yield from _wrong_of_step(process, templates, wording.workflow, wording.notice, wording)


MANY = 20
"""From so many names on they are not all listed."""

MEND_NAME = "write the name of a fact or a link of the workflow, or declare it under `reads:`"


def _wrong_of_step(
    process: Process, templates: Templates, flow: Workflow, notice: Notice, wording: Wording
) -> Iterator[Problem]:
    for field in unknown_fields(process, flow, templates, wording.folder, wording.told):
        yield _at(field.file, field.line, field.code, field.what, "look the name up there")
    personal = personal_names(process, flow, notice)
    for leak in personal_leaks(templates, wording.folder, personal=personal, secure=notice.secure):
        what = f"`{leak.name}` is personal, and {leak.part} of `{wording.folder}` is not sealed"
        mend = "take it out; in the body of an e-mail only: write `secure: yes` on the notice"
        yield _at(leak.file, leak.line, "personal_in_the_open", what, mend)
    internal = internal_names(process, flow) if wording.to_a_home else frozenset()
    for leak in mentions(templates, wording.folder, internal):
        what = f"`{leak.name}` is for colleagues, and `{wording.folder}` reaches a home"
        mend = "take it out, or ask for what the family may read in a fact of its own"
        yield _at(leak.file, leak.line, "internal_to_a_home", what, mend)


def _of_ladders(process: Process) -> Iterator[Wording]:
    """The notices about tasks, and where each is first named."""
    found: dict[str, Position] = {}
    for workflow in process.workflows.values():
        if HANDED_OVER in workflow.named_by_tasks:
            found.setdefault(HANDED_OVER, workflow.notices[HANDED_OVER].position)
        for task in workflow.tasks:
            for rung in task.rungs:
                found.setdefault(rung.notice, rung.position)
                if rung.digest:
                    found.setdefault(DIGEST, rung.position)
    for notice, position in sorted(found.items()):
        offered = OF_DIGEST if notice == DIGEST else OF_TASK
        yield Wording(folder=notice, position=position, offered=offered)


def _of_steps(process: Process) -> Iterator[Wording]:
    """The wordings that the steps of a workflow send, each as that workflow has it."""
    for flow in process.workflows.values():
        for notice in flow.sent:
            for line in notice.to:
                yield Wording(
                    folder=notice.folder(line),
                    position=line.position,
                    offered=of_step(flow, notice) | {*line.tells},
                    workflow=flow,
                    notice=notice,
                    told=frozenset(line.tells),
                    to_a_home=reaches_a_home(process, flow, line),
                )


def _without_words(wording: Wording) -> Problem:
    folder = wording.folder
    return Problem(
        position=wording.position,
        code="notice_without_words",
        where=f"notices.{folder.replace('/', '.')}",
        what=f"the notice `{folder}` has no wording: its messages could not be sent",
        mend=f"write notices/{folder}/subject.txt and notices/{folder}/body.txt",
        severity=Severity.WARNING,
    )


def _at(file: str, line: int, code: str, what: str, mend: str) -> Problem:
    return Problem(
        position=Position(f"notices/{file}", line), code=code, where="notices", what=what, mend=mend
    )
