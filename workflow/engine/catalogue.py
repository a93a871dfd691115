"""Releases and calendars by their numbers: what a case pins, found and compiled once.

A release is read from the database, where it is kept as texts, never from the folder: the folder
may say something else today.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.deadlines.calendar import Calendar
from workflow.definition.reader import (
    DefinitionWrong,
    Texts,
    policies_of,
    read_calendar,
    texts_of,
)
from workflow.definition.release import Release, compile_release, digest
from workflow.definition.tightening import loosened
from workflow.errors import Fault, WrongUse

if TYPE_CHECKING:  # the tables take a second to load, and `check` needs no database
    from workflow.store.reading import Reading
    from workflow.store.stored import StoredRelease
    from workflow.store.writing import Writing


def process_folder(folder: Path) -> Path:
    """The folder of the process: this one, or the only one in it that holds definitions.

    Raises WrongUse when there is none, or more than one to choose from.
    """
    if any(folder.glob("*.yaml")):
        return folder
    found = sorted({f.parent for f in folder.glob("*/*.yaml") if f.parent.name != "calendars"})
    if len(found) == 1:
        return found[0]
    what = f"holds {len(found)} processes" if found else "holds no definitions"
    raise WrongUse(f"{folder} {what}; set CASEWARD_DEFINITIONS to the folder of one process")


class Catalogue:
    """The releases of one process, and the calendar. Kept for the life of the program."""

    def __init__(self, folder: Path, calendars: Path) -> None:
        """`folder` holds the files of the process and bears its name."""
        self._folder, self._process, self._calendars = folder, folder.name, calendars
        self._releases: dict[int, Release] = {}

    def calendar(self, edition: int | None = None) -> Calendar:
        """The calendar of that edition; without one, the newest. Raises Fault when it is gone."""
        calendar = read_calendar(self._calendars / "england.yaml")
        if edition not in (None, calendar.edition):
            raise Fault(
                f"a case counts with edition {edition} of the calendar, and this program has"
                f" edition {calendar.edition}; install the version that has it"
            )
        return calendar

    def release(self, reading: Reading, number: int) -> Release:
        """The release of that number. Raises Fault when the database has lost it."""
        if number not in self._releases:
            stored = reading.release(number)
            if stored is None:
                raise Fault(f"the database has no release {number}; restore it from a backup")
            self._releases[number] = _compiled(stored)
        return self._releases[number]

    def newest(self, reading: Reading, policy: str) -> Release:
        """What a new case of that policy pins. Raises WrongUse naming the policies there are."""
        number = reading.newest_number(self._process, policy)
        if number is None:
            known = sorted({r.policy for r in reading.releases() if r.policy})
            what = f"there is no policy {policy!r}" if policy else "no definition is published"
            mend = f"use one of: {', '.join(known)}" if policy else "run `caseward init`"
            raise WrongUse(f"{what}; {mend}")
        return self.release(reading, number)

    def publish(self, writing: Writing, at: datetime, by: str) -> list[StoredRelease]:
        """Publish the folder's process with each policy, where it differs from the newest release.

        Returns the new releases. Cases that are open keep theirs. Raises DefinitionWrong, also
        when a policy loosens a national rule; releases of the past are not asked that again.
        """
        writing.alone("publish")
        texts = texts_of(self._folder)
        return [
            writing.add_release(
                process=self._process,
                policy=policy,
                digest=self._lawful(texts, policy).digest,
                calendar=self.calendar().edition,
                content=texts,
                published_at=at,
                published_by=by,
            )
            for policy in self.changed(writing)
        ]

    def _lawful(self, texts: Texts, policy: str) -> Release:
        release = compile_release(0, self._process, texts, policy)
        if found := loosened(release, self.calendar()):
            raise DefinitionWrong(found)
        return release

    def changed(self, reading: Reading) -> list[str]:
        """The policies ("" for none) of which the folder says something else than the database."""
        texts = texts_of(self._folder)
        newest = {p: reading.latest_release(self._process, p) for p in policies_of(texts)}
        return [
            policy
            for policy, release in newest.items()
            if release is None or release.digest != digest(texts, policy)
        ]


def _compiled(stored: StoredRelease) -> Release:
    return compile_release(stored.number, stored.process, stored.content, stored.policy)
