"""Cases by what people remember of them: a reference, a name, a family, a date.

The facts are those that the definition names (`found_by`). Their words are kept in one line for
each case, without capitals and accents; a word that is typed begins one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from unicodedata import combining, normalize

from workflow.case.model import Case
from workflow.clock import london_day
from workflow.definition.model import Workflow
from workflow.engine.about_whom import About, about_whom
from workflow.engine.catalogue import Catalogue
from workflow.store.reading import Reading
from workflow.store.stored import CaseHead
from workflow.store.stored_access import Scope

MOST = 50
"""Cases that are listed at once."""

LONGEST = 400
"""Characters that are kept of a case: more is not needed to find it, and no index takes more."""

WORDS = 8
"""So many words of a search count."""

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WRITTEN = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})[a-z]* (\d{{4}})\b", re.IGNORECASE)
_DAY = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A case that was found, as a list shows it."""

    case: str
    about: About = field(repr=False)
    kind: str
    place: str
    opened_on: date | datetime
    closed: bool


def found_by(workflow: Workflow, case: Case) -> str:
    """The words of a case: of its reference, and of the facts that its workflow names."""
    facts = (case.facts.get(name) for name in workflow.found_by)
    texts = [case.ref, *(_text(value) for value in facts if value is not None)]
    words = dict.fromkeys(word for text in texts for word in plain_words(text))
    return f" {' '.join(words)}"[:LONGEST]


def search(reading: Reading, catalogue: Catalogue, scope: Scope, typed: str) -> list[Hit]:
    """The cases that fit every word, of those that may be seen: open ones first."""
    words = list(plain_words(_WRITTEN.sub(_written, _DAY.sub(_iso, typed))))[:WORDS]
    if not words:
        return []
    heads = reading.found(scope, words, limit=MOST)
    releases = {head.release for head in heads}
    flows = [
        flow
        for release in releases
        for flow in catalogue.release(reading, release).process.workflows.values()
    ]
    about = about_whom(reading, scope, flows, {head.ref for head in heads})
    return [_hit(reading, catalogue, head, about.get(head.ref, About())) for head in heads]


def plain_words(text: str) -> Iterator[str]:
    """The words of a text as they are compared: without capitals and accents."""
    bare = (c for c in normalize("NFKD", text) if not combining(c))
    shown = "".join(c if c.isprintable() else " " for c in bare).casefold()
    return (word[:60] for word in re.split(r"[\s,;]+", shown) if word)


def _hit(reading: Reading, catalogue: Catalogue, head: CaseHead, about: About) -> Hit:
    workflow = catalogue.release(reading, head.release).workflow(head.workflow)
    return Hit(
        case=head.ref,
        about=about,
        kind=workflow.title,
        place=workflow.place_title(head.state),
        opened_on=head.opened_on,
        closed=head.closed,
    )


def _text(value: object) -> str:
    if isinstance(value, date):  # an instant is one too
        return london_day(value).isoformat()
    return str(value) if isinstance(value, str) else ""


def _written(found: re.Match[str]) -> str:
    """A day as letters write it, as it is kept: 7 January 2012, 7 Jan 2012."""
    month = _MONTHS.index(found[2][:3].lower()) + 1
    return f"{found[3]}-{month:02}-{int(found[1]):02}"


def _iso(found: re.Match[str]) -> str:
    day, month, year = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}"
