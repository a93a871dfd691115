"""Whether the words of notices can work: told with the problems of the definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from notifications.privacy import unknown_names
from notifications.problem import NoticeProblem
from notifications.rendering import Templates
from workflow.definition.model import Process
from workflow.definition.problem import Position, Problem, Severity
from workflow.engine.notice_names import DIGEST, OF_DIGEST, OF_TASK


def wording_problems(process: Process, files: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the wording of the notices that the ladders of a process send.

    `files` are those below its folder `notices`. A ladder without words is a warning: the message
    is kept and cannot be sent. What it names and is not given is an error.
    """
    try:
        templates = Templates(dict(files))
    except NoticeProblem as wrong:
        yield _at(wrong.file, wrong.line, wrong.code, wrong.what, "mend the template")
        return
    for notice, place in sorted(_sent(process).items()):
        if notice not in templates.notices:
            yield _without_words(notice, place)
            continue
        offered = OF_DIGEST if notice == DIGEST else OF_TASK
        for unknown in unknown_names(templates, notice, offered):
            mend = f"write one of: {', '.join(sorted(offered))}"
            what = f"`{unknown.name}` is not among what the notice `{notice}` is given"
            yield _at(unknown.file, unknown.line, unknown.code, what, mend)


def _sent(process: Process) -> dict[str, Position]:
    """The notices of every ladder, and where a rung first names each."""
    found: dict[str, Position] = {}
    for workflow in process.workflows.values():
        for task in workflow.tasks:
            for rung in task.rungs:
                found.setdefault(rung.notice, rung.position)
                if rung.digest:
                    found.setdefault(DIGEST, rung.position)
    return found


def _without_words(notice: str, place: Position) -> Problem:
    return Problem(
        position=place,
        code="notice_without_words",
        where=f"notices.{notice}",
        what=f"the notice `{notice}` has no wording: its messages could not be sent",
        mend=f"write notices/{notice}/subject.txt and notices/{notice}/body.txt",
        severity=Severity.WARNING,
    )


def _at(file: str, line: int, code: str, what: str, mend: str) -> Problem:
    return Problem(
        position=Position(f"notices/{file}", line), code=code, where="notices", what=what, mend=mend
    )
