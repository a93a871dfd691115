"""The notices of a process, and whether they have words: told from the files alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from notifications.notice import Part
from notifications.rendering import NEEDED
from workflow.definition.model import Process, Workflow
from workflow.definition.notice import DIGEST, HANDED_OVER, Audience, Notice
from workflow.definition.read_facts import in_words

OF_ENGINE = {
    DIGEST: "managers, each morning",
    HANDED_OVER: "whoever a task is handed over to",
}
"""To whom the notices go that the engine knows by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Words of a notice, and to whom they go. `missing` holds what they cannot do without."""

    notice: str
    title: str
    workflows: tuple[str, ...]
    audience: str
    wording: str
    parts: tuple[str, ...]
    missing: tuple[str, ...]


def notices_listed(process: Process, files: Mapping[str, str]) -> list[Listed]:
    """Every line of every notice that is sent or says to whom, and of others their title alone.

    `files` are those below the folder of notices.
    """
    return [
        _listed(notice, flows, audience, folder, files)
        for notice, flows in _notices(process)
        for audience, folder in _lines(notice, flows)
    ]


def _notices(process: Process) -> Iterator[tuple[Notice, list[Workflow]]]:
    """Each with the workflows that send it; one that is not declared is of its rungs alone."""
    found: dict[tuple[str, object], tuple[Notice, list[Workflow]]] = {}
    for flow in process.workflows.values():
        sent = flow.named_by_steps | flow.named_by_tasks
        for notice in (*flow.notices.values(), *_undeclared(flow)):
            senders = found.setdefault((notice.name, notice.position), (notice, []))[1]
            senders += [flow] if notice.name in sent else []
    return iter(found.values())


def _undeclared(flow: Workflow) -> Iterator[Notice]:
    for name in sorted(flow.named_by_tasks - flow.notices.keys()):
        yield Notice(name=name, title=in_words(name), position=flow.position)


def _lines(notice: Notice, flows: list[Workflow]) -> Iterator[tuple[str, str]]:
    for line in notice.to:
        yield audience_in_words(line), notice.folder(line)
    if not notice.to:
        rungs = (r for flow in flows for task in flow.tasks for r in task.rungs)
        told = {role for rung in rungs if rung.notice == notice.name for role in rung.to}
        roles = f"ladders: {', '.join(sorted(told))}" if told else "nobody"
        yield OF_ENGINE.get(notice.name, roles), notice.name


def audience_in_words(line: Audience) -> str:
    """Who a line means: `neighbour, school of considers`."""
    names = ", ".join((*line.participants, *line.roles)) or line.named
    conditions = [f" when {line.when}"] if line.when is not None else []
    conditions += [f" in {line.named_in}"] if line.named_in else []
    conditions += [f" not in {line.not_in}"] if line.not_in else []
    return names + (f" of {line.of}" if line.of else "") + "".join(conditions)


def _listed(
    notice: Notice, flows: list[Workflow], audience: str, folder: str, files: Mapping[str, str]
) -> Listed:
    parts = tuple(part.value for part in Part if f"{folder}/{part}" in files)
    return Listed(
        notice=notice.name,
        title=notice.title,
        workflows=tuple(flow.name for flow in flows),
        audience=audience,
        wording=folder,
        parts=parts,
        missing=tuple(part.value for part in NEEDED if part not in parts),
    )
