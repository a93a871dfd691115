"""Releases and calendars by their numbers: what a case pins, found and compiled once.

A release is read from the database, where it is kept as texts, never from the folder: the folder
may say something else today.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from notifications.rendering import Templates
from workflow.deadlines.calendar import Calendar
from workflow.definition.reader import (
    DefinitionWrong,
    Texts,
    policies_of,
    read_calendar,
    read_calendar_text,
    texts_of,
)
from workflow.definition.release import Release, compile_release, digest
from workflow.definition.tightening import loosened
from workflow.engine.letterhead import Letterhead
from workflow.errors import Fault, WrongUse

if TYPE_CHECKING:  # the tables take a second to load, and `check` needs no database
    from workflow.store.reading import Reading
    from workflow.store.stored import StoredRelease
    from workflow.store.writing import Writing


CALENDAR = "calendar"
"""Under this name the calendar is kept beside the texts of a release."""

NOTICES = "notices/"
"""So begin the names of the files that word its notices."""


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

    def __init__(self, folder: Path, calendars: Path, letterhead: Letterhead | None = None) -> None:
        """`folder` holds the files of the process and bears its name."""
        self._folder, self._process = folder, folder.name
        self.letterhead = letterhead or Letterhead()
        self._wording: dict[int, Texts] = {}
        self._calendar_file = calendars / "england.yaml"
        self._releases: dict[int, Release] = {}
        self._calendars: dict[int, Calendar] = {}
        self._editions: dict[int, int] = {}

    def calendar(self, edition: int | None = None) -> Calendar:
        """The calendar of that edition, as it was published; without one, that of the folder.

        A release brings its edition when it is read. Raises Fault when nothing holds it.
        """
        if edition in self._calendars:
            return self._calendars[edition]
        calendar = read_calendar(self._calendar_file)
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
            self._releases[number] = self._compiled(stored)
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

    def calendar_of(self, release: Release) -> Calendar:
        """The calendar that a release was published with: what its cases count by."""
        return self.calendar(self._editions[release.number])

    def templates(self, release: Release) -> Templates:
        """The wording of notices as it was published with that release.

        Releases that say the same share it. Raises TemplateWrong when it can never work.
        """
        return _templates(frozenset(self._wording[release.number].items()))

    def publish(self, writing: Writing, at: datetime, by: str) -> list[StoredRelease]:
        """Publish the folder's process with each policy, where it differs from the newest release.

        Returns the new releases. Cases that are open keep theirs. Raises DefinitionWrong, also
        when a policy loosens a national rule; releases of the past are not asked that again.
        Raises TemplateWrong when a notice can never be written.
        """
        writing.alone("publish")
        content = self._content()
        Templates(wording_of(content))
        self._check_edition(writing, content)
        return [
            self._publish(writing, content, p, at, by)
            for p in _changed(writing, self._process, content)
        ]

    def _publish(
        self, writing: Writing, content: Texts, policy: str, at: datetime, by: str
    ) -> StoredRelease:
        calendar = read_calendar(self._calendar_file)
        if found := loosened(compile_release(0, self._process, _files(content), policy), calendar):
            raise DefinitionWrong(found)
        return writing.add_release(
            process=self._process,
            policy=policy,
            digest=digest(content, policy),
            calendar=calendar.edition,
            content=content,
            published_at=at,
            published_by=by,
        )

    def _content(self) -> Texts:
        """What a release keeps: the texts of the folder, the wording of its notices, and the
        calendar that it counts with.
        """
        calendar = self._calendar_file.read_text("utf-8")
        return {**texts_of(self._folder), **notices_in(self._folder), CALENDAR: calendar}

    def _check_edition(self, reading: Reading, content: Texts) -> None:
        """Another calendar under an edition that was published would move dates in silence."""
        edition = read_calendar(self._calendar_file).edition
        for stored in reading.releases():
            was = stored.content.get(CALENDAR, content[CALENDAR])
            if stored.calendar == edition and was != content[CALENDAR]:
                raise WrongUse(
                    f"{self._calendar_file.name} is another calendar than edition {edition} as it"
                    f" was published; a change is a new edition: give it edition {edition + 1}"
                )

    def changed(self, reading: Reading) -> list[str]:
        """The policies ("" for none) of which the folder says something else than the database."""
        return _changed(reading, self._process, self._content())

    def _compiled(self, stored: StoredRelease) -> Release:
        if CALENDAR in stored.content:
            calendar = read_calendar_text(CALENDAR, stored.content[CALENDAR])
            self._calendars[stored.calendar] = calendar
        self._editions[stored.number] = stored.calendar
        self._wording[stored.number] = wording_of(stored.content)
        texts = _files(stored.content)
        return compile_release(stored.number, stored.process, texts, stored.policy)


def _changed(reading: Reading, process: str, content: Texts) -> list[str]:
    newest = {policy: reading.latest_release(process, policy) for policy in policies_of(content)}
    return [
        policy
        for policy, release in newest.items()
        if release is None or release.digest != digest(content, policy)
    ]


def notices_in(folder: Path) -> Texts:
    """The files that word the notices of a process, by their paths below its folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_text("utf-8")
        for file in sorted((folder / NOTICES).rglob("*"))
        if file.suffix in (".txt", ".html")
    }


def wording_of(content: Texts) -> dict[str, str]:
    """The files that word notices, by their paths below the folder of notices."""
    return {
        name.removeprefix(NOTICES): text
        for name, text in content.items()
        if name.startswith(NOTICES)
    }


@lru_cache(maxsize=16)
def _templates(files: frozenset[tuple[str, str]]) -> Templates:
    return Templates(dict(files))


def _files(content: Texts) -> Texts:
    """The files of the process, without the calendar and the wording."""
    return {
        name: text
        for name, text in content.items()
        if name != CALENDAR and not name.startswith(NOTICES)
    }
