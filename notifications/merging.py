"""One notice for many people: e-mails that differ by the name alone are written once.

The result is what `Templates.render` gives, letter for letter. Where that cannot be known, as where
a name is long enough to break a line, the notice is written for that person alone.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from jinja2 import nodes
from markupsafe import escape

from notifications.markup import WIDTH
from notifications.notice import Council, Part, Recipient, Rendered, Way
from notifications.references import reached_from, syntax
from notifications.rendering import LAYOUTS, Templates

MARK = "\ue000"
"""Stands for the name: a letter of no alphabet."""

PLAIN = re.compile(r"[^\W\d_][^\W\d_ .,'()-]*(?:[ .,'()-]+[^\W\d_]+)*[.)]?")
"""Names that mean nothing in our markup and are broken nowhere else than at a space."""


@dataclass(frozen=True, kw_only=True)
class Merge:
    """A notice with all that it reads, to be written for one recipient after another."""

    templates: Templates
    notice: str
    context: Mapping[str, object]
    council: Council
    written_on: date
    changed: Sequence[object] = ()
    replaces: datetime | None = None
    _written: dict[tuple[object, ...], _Written] = field(default_factory=dict, repr=False)

    def to(self, recipient: Recipient, way: Way) -> Rendered:
        """What this person gets by that way; the parts of other ways may be empty. Raises as
        `Templates.render` does.
        """
        if way is not Way.EMAIL or not PLAIN.fullmatch(recipient.name):
            return self._alone(recipient, way)
        asked = _asked(self.templates, self.notice)
        if asked is None:
            return self._alone(recipient, way)
        alike = tuple(getattr(recipient, each) for each in asked)
        if alike not in self._written:
            nobody = Recipient(name=MARK, **dict(zip(asked, alike, strict=True)))
            self._written[alike] = _Written(self._alone(nobody, way))
        return self._written[alike].to(recipient.name) or self._alone(recipient, way)

    def whole(self, recipient: Recipient) -> Rendered:
        """The same with every part that there is, by whichever way it goes."""
        return self._alone(recipient, None)

    def _alone(self, recipient: Recipient, way: Way | None) -> Rendered:
        return self.templates.render(
            self.notice,
            self.context,
            recipient=recipient,
            council=self.council,
            written_on=self.written_on,
            way=way,
            changed=self.changed,
            replaces=self.replaces,
        )


class _Written:
    """An e-mail to nobody, in which the name is put where it belongs."""

    def __init__(self, rendered: Rendered) -> None:
        self._rendered, self._longest = rendered, _longest(rendered.text)
        self._plain = rendered.subject, rendered.text_message, rendered.calendar
        self._named_in_plain = any(MARK in part for part in self._plain)

    def to(self, name: str) -> Rendered | None:
        """The e-mail to whoever is so called; None: the name may break a line."""
        if len(name) > self._longest:
            return None
        written, safe = self._rendered, str(escape(name))
        subject, text_message, calendar = self._plain
        if self._named_in_plain:
            subject, text_message, calendar = (p.replace(MARK, name) for p in self._plain)
        return Rendered(
            notice=written.notice,
            version=written.version,
            subject=subject,
            text=written.text.replace(MARK, name),
            markup=written.markup.replace(MARK, name),
            html=written.html.replace(MARK, safe),
            letter="",
            text_message=text_message,
            calendar=calendar,
        )


def _longest(text: str) -> int:
    """Of how many letters a name may be so that no line with it in it is broken, 0: of none.

    A line that is a piece of a longer paragraph would be broken by any.
    """
    lines = ["", *text.splitlines(), ""]
    places = [at for at, line in enumerate(lines) if MARK in line]
    if any(lines[at - 1].strip() or lines[at + 1].strip() for at in places):
        return 0
    return min((_room(lines[at]) for at in places), default=sys.maxsize)


def _room(line: str) -> int:
    """How many letters each name in that line may have."""
    names = line.count(MARK)
    return (WIDTH - len(line)) // names + 1


@lru_cache(maxsize=512)
def _asked(templates: Templates, notice: str) -> tuple[str, ...] | None:
    """What an e-mail asks of its recipient beside the name; None: not even that is told.

    The name has to be printed as it is, and no address may be read.
    """
    parts = [f"{notice}/{part}" for part in templates.parts(notice) if part is not Part.LETTER]
    layouts = (f"{LAYOUTS}/email.txt", f"{LAYOUTS}/email.html")
    found = {"language"}  # the first line of every e-mail goes by it
    for path in reached_from(templates.files, *parts, *layouts):
        asked = _asked_by(syntax(templates.files[path]))
        if asked is None:
            return None
        found |= asked
    return tuple(sorted(found))


def _asked_by(tree: nodes.Template) -> set[str] | None:
    printed = {id(each) for out in tree.find_all(nodes.Output) for each in out.nodes}
    read = [field for field in tree.find_all(nodes.Getattr) if _is_recipient(field.node)]
    whole = sum(1 for name in tree.find_all(nodes.Name) if _is_recipient(name)) > len(read)
    names = [field for field in read if field.attr == "name"]
    asked = {field.attr for field in read} - {"name"}
    if whole or not asked <= _ALIKE or any(id(name) not in printed for name in names):
        return None
    return asked


_ALIKE = frozenset({"language", "large_print", "kind", "title", "case"})
"""What many recipients have in common."""


def _is_recipient(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "recipient"
