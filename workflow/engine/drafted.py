"""Definitions that somebody is editing, in place of every release that was published."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from notifications.rendering import Templates
from workflow.definition.reader import policies_of, texts_of
from workflow.definition.release import Release, compile_release
from workflow.engine.catalogue import Catalogue, notices_in, wording_of
from workflow.engine.letterhead import Letterhead
from workflow.errors import WrongUse

if TYPE_CHECKING:  # as in the catalogue
    from workflow.store.reading import Reading


class Drafted(Catalogue):
    """Cases are read as if the folder said what their release says. Nothing is published."""

    def __init__(self, folder: Path, calendars: Path, letterhead: Letterhead) -> None:
        super().__init__(folder, calendars, letterhead)
        self._draft = folder
        self._compiled_drafts: dict[int, Release] = {}

    def release(self, reading: Reading, number: int) -> Release:
        """The draft, with the policy of that release. Raises DefinitionWrong, WrongUse."""
        if number not in self._compiled_drafts:
            published = super().release(reading, number)  # it brings its calendar too
            name, policy = published.process.name, published.policy
            if policy not in policies_of(texts_of(self._draft)):
                raise WrongUse(f"{self._draft} has no policy `{policy}`, which the case has")
            made = compile_release(number, name, texts_of(self._draft), policy)
            self._compiled_drafts[number] = made
        return self._compiled_drafts[number]

    def templates(self, release: Release) -> Templates:
        """The wording in the folder. Raises TemplateWrong."""
        return self._templates

    @cached_property
    def _templates(self) -> Templates:
        return Templates(wording_of(notices_in(self._draft)))
