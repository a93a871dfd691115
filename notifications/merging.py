"""One notice for many people: e-mails that differ by the name alone are written once.

The result is what `Templates.render` gives, letter for letter. Where that cannot be known, as where
a name is long enough to break a line, the notice is written for that person alone.
"""

from __future__ import annotations

import re
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
    _written: dict[Recipient, Rendered] = field(default_factory=dict, repr=False)

    def to(self, recipient: Recipient, way: Way) -> Rendered:
        """What this person gets by that way; the parts of other ways may be empty. Raises as
        `Templates.render` does.
        """
        if way is not Way.EMAIL or not PLAIN.fullmatch(recipient.name):
            return self._alone(recipient, way)
        asked = _asked(self.templates, self.notice)
        if asked is None:
            return self._alone(recipient, way)
        nobody = Recipient(name=MARK, **{each: getattr(recipient, each) for each in asked})
        if nobody not in self._written:
            self._written[nobody] = self._alone(nobody, way)
        return self._named(self._written[nobody], recipient)

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

    def _named(self, written: Rendered, recipient: Recipient) -> Rendered:
        name = recipient.name
        if not _fits(written.text, len(name)):
            return self._alone(recipient, Way.EMAIL)
        safe = str(escape(name))
        return Rendered(
            notice=written.notice,
            version=written.version,
            subject=written.subject.replace(MARK, name),
            text=written.text.replace(MARK, name),
            markup=written.markup.replace(MARK, name),
            html=written.html.replace(MARK, safe),
            letter="",
            text_message=written.text_message.replace(MARK, name),
            calendar=written.calendar.replace(MARK, name),
        )


def _fits(text: str, length: int) -> bool:
    """Whether no line with the name in it would be broken, or is a piece of a longer paragraph."""
    lines = ["", *text.splitlines(), ""]
    places = (at for at, line in enumerate(lines) if MARK in line)
    return all(
        not lines[at - 1].strip()
        and not lines[at + 1].strip()
        and len(lines[at]) + lines[at].count(MARK) * (length - 1) <= WIDTH
        for at in places
    )


@lru_cache(maxsize=512)
def _asked(templates: Templates, notice: str) -> frozenset[str] | None:
    """What an e-mail asks of its recipient beside the name; None: not even that is told.

    The name has to be printed as it is, and no address may be read.
    """
    parts = [f"{notice}/{part}" for part in templates.parts(notice) if part is not Part.LETTER]
    layouts = (f"{LAYOUTS}/email.txt", f"{LAYOUTS}/email.html")
    found: set[str] = set()
    for path in reached_from(templates.files, *parts, *layouts):
        asked = _asked_by(syntax(templates.files[path]))
        if asked is None:
            return None
        found |= asked
    return frozenset(found)


def _asked_by(tree: nodes.Template) -> set[str] | None:
    printed = {id(each) for out in tree.find_all(nodes.Output) for each in out.nodes}
    read = [field for field in tree.find_all(nodes.Getattr) if _is_recipient(field.node)]
    whole = sum(1 for name in tree.find_all(nodes.Name) if _is_recipient(name)) > len(read)
    names = [field for field in read if field.attr == "name"]
    asked = {field.attr for field in read} - {"name"}
    if whole or not asked <= _ALIKE or any(id(name) not in printed for name in names):
        return None
    return asked


_ALIKE = frozenset({"language", "large_print", "kind", "title"})
"""What many recipients have in common."""


def _is_recipient(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "recipient"
