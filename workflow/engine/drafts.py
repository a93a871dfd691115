"""Drafts: what somebody has typed into a form and not recorded yet, kept for them alone.

It is sealed with a key of the installation and opens only as what it was sealed as: a row that is
moved to another person or form in the tables is no draft. Where no key was chosen the program makes
one that lasts as long as it runs: what was sealed with a key that is gone cannot be read, and
counts as not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken

from workflow.engine.sealing import fernet
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.writing import Writing

LASTS = timedelta(days=14)
"""How long a draft is kept after it was touched last: over a fortnight's leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOf:
    """A form and whose it is. `about`: the case, or what is to be opened. `address`: its page's."""

    person: str
    about: str
    event: str
    title: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed, by the names of the inputs, each as often as it was given."""

    form: FormOf
    touched_at: datetime
    typed: tuple[tuple[str, str], ...] = field(repr=False)


class Drafts:
    """The drafts of one installation."""

    def __init__(self, secret: str) -> None:
        self._fernet = fernet(secret, "drafts")

    def keep(
        self,
        store: Store,
        form: FormOf,
        typed: Iterable[tuple[str, str]],
        now: datetime,
        *,
        command_id: str,
    ) -> bool:
        """Keep it in place of the last one, and let those go that are too old.

        What was recorded meanwhile by that command is no draft any more: then nothing is kept, nor
        for somebody who is not known. Returns whether it was.
        """
        sealed = self._sealed(["draft", *_words(form), [list(pair) for pair in typed]], now)

        def put(writing: Writing) -> bool:
            recorded = command_id and writing.by_command(command_id) is not None
            if recorded or writing.person(form.person) is None:
                return False
            writing.forget_drafts(now - LASTS)
            writing.put_draft(form.person, form.about, form.event, sealed=sealed, touched_at=now)
            return True

        return store.transact(put)

    def find(self, reading: Reading, form: FormOf, now: datetime) -> Draft | None:
        """What the person has typed into that form, if it is kept."""
        found = reading.draft(form.person, form.about, form.event)
        draft = self._draft(*found, now) if found else None
        same = draft and (draft.form.person, draft.form.about, draft.form.event) == (
            form.person,
            form.about,
            form.event,
        )
        return draft if same else None

    def of(self, reading: Reading, person: str, now: datetime) -> list[Draft]:
        """The drafts of a person that can be read, the last touched first."""
        found = (self._draft(at, sealed, now) for at, sealed in reading.drafts(person))
        return [draft for draft in found if draft is not None and draft.form.person == person]

    def drop(self, store: Store, form: FormOf) -> None:
        """It was recorded, or its person starts afresh."""
        store.transact(lambda writing: writing.drop_draft(form.person, form.about, form.event))

    def seal(self, form: FormOf, now: datetime) -> str:
        """What a form carries, so that what is typed into it can be kept for whose it is.

        Nobody can make one but this installation. It opens no page and records nothing.
        """
        return self._sealed(["form", *_words(form)], now)

    def sealed_for(self, seal: str, now: datetime) -> FormOf | None:
        """Whose form carries that; None: it is not one of ours, or too old."""
        opened = self._opened(seal, "form", now)
        return FormOf(**dict(zip(_NAMES, opened, strict=True))) if opened else None

    def _draft(self, touched_at: datetime, sealed: str, now: datetime) -> Draft | None:
        opened = self._opened(sealed, "draft", now)
        if opened is None:
            return None
        *words, typed = opened
        form = FormOf(**dict(zip(_NAMES, words, strict=True)))
        return Draft(form=form, touched_at=touched_at, typed=tuple(map(_pair, typed)))

    def _sealed(self, content: list[Any], now: datetime) -> str:
        text = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
        return self._fernet.encrypt_at_time(text, int(now.timestamp())).decode()

    def _opened(self, sealed: str, what: str, now: datetime) -> list[Any] | None:
        ttl, at = int(LASTS.total_seconds()), int(now.timestamp())
        try:
            found = json.loads(
                self._fernet.decrypt_at_time(sealed.encode("utf-8", "replace"), ttl, at)
            )
        except InvalidToken:
            return None
        return found[1:] if found[0] == what else None


_NAMES = ("person", "about", "event", "title", "address")


def _words(form: FormOf) -> Iterator[str]:
    return (getattr(form, name) for name in _NAMES)


def _pair(found: list[str]) -> tuple[str, str]:
    name, text = found
    return name, text
