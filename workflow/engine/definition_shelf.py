"""What process owners see of the definitions: releases, what policies change, what is wrong.

Definitions hold nothing personal. What takes long to work out is kept while the program runs: a
release never changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from workflow.definition.bpmn import bpmn
from workflow.definition.difference import Difference, differences
from workflow.definition.model import Workflow
from workflow.definition.problem import Position, Problem
from workflow.definition.reader import policy_file, texts_of
from workflow.definition.release import Release, digest
from workflow.engine.catalogue import Catalogue, notices_in
from workflow.engine.checked import problems_in
from workflow.store.reading import Reading
from workflow.store.release_reading import ReleaseHead


@dataclass(frozen=True, kw_only=True)
class Published:
    """A release, and how many open cases it runs. `newest`: new cases of its policy pin it."""

    head: ReleaseHead
    open: int
    newest: bool


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The releases of a process, the last first, and the newest of them that serves a policy."""

    published: Sequence[Published]
    open_by_kind: Mapping[str, int]
    release: Release

    @property
    def policies(self) -> list[str]:
        """Policies that were published, "" (none) first."""
        return sorted({each.head.policy for each in self.published})

    @property
    def head(self) -> ReleaseHead:
        """That of the release."""
        number = self.release.number
        return next(each.head for each in self.published if each.head.number == number)


def shelf(reading: Reading, catalogue: Catalogue, policy: str) -> Shelf:
    """Everything that was published. Raises WrongUse for a policy that was not."""
    release = catalogue.newest(reading, policy)
    heads = [h for h in reading.release_heads() if h.process == release.process.name]
    newest = {head.policy: head.number for head in reversed(heads)}
    counts = reading.open_by_release()
    by_kind: dict[str, int] = {}
    by_release: dict[int, int] = {}
    for (number, kind), count in counts.items():
        by_kind[kind] = by_kind.get(kind, 0) + count
        by_release[number] = by_release.get(number, 0) + count
    published = [
        Published(
            head=head,
            open=by_release.get(head.number, 0),
            newest=newest[head.policy] == head.number,
        )
        for head in heads
    ]
    return Shelf(published=published, open_by_kind=by_kind, release=release)


@lru_cache(maxsize=32)
def changed_by(policy: Release, process: Release) -> tuple[Difference, ...]:
    """What a policy changes in the process as it stands, in words."""
    return differences(process.process, policy.process)


@lru_cache(maxsize=64)
def document(release: Release, workflow: str) -> str:
    """A workflow of a release in BPMN."""
    return bpmn(release.process, release.workflow(workflow))


def files_of(release: Release, workflow: Workflow) -> list[str]:
    """The files of a release that say something of a workflow: its own first, the policy's last."""
    own = [workflow.position.file]
    declared = (*workflow.facts.values(), *workflow.notices.values())
    shared = sorted({each.position.file for each in declared} - {*own})
    policy = [policy_file(release.policy)] if release.policy else []
    return [file for file in dict.fromkeys([*own, *shared, *policy]) if file in release.texts]


def wrong_in(folder: Path) -> tuple[Problem, ...]:
    """Every problem of the files in a folder as they are now, by their paths below it.

    It takes seconds when a file has changed.
    """
    return _wrong_in(folder, digest({**texts_of(folder), **notices_in(folder)}, ""))


@lru_cache(maxsize=4)
def _wrong_in(folder: Path, _: str) -> tuple[Problem, ...]:
    return tuple(
        replace(each, position=Position(_below(folder, each.position.file), each.position.line))
        for each in problems_in(folder)
    )


def _below(folder: Path, file: str) -> str:
    """A file by its path below the folder: a page names no path of this machine."""
    return Path(file).relative_to(folder).as_posix()
