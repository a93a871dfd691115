"""What each part of a notice reads, and whether a personal name gets where anybody may see it.

Told from the syntax trees, before any value is there. Careful on purpose: every expression that
mentions a personal name counts, also in a condition, through `set`, `for`, macros and includes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import meta, nodes

from notifications.notice import Part
from notifications.problem import UnknownName
from notifications.references import RESERVED, reached_from, syntax
from notifications.rendering import Templates

SEEN_BY_ANYBODY = frozenset({Part.SUBJECT, Part.TEXT_MESSAGE, Part.CALENDAR})
"""Shown on a locked telephone, in a shared calendar, in a list of mails over a shoulder."""

SENT_BY_EMAIL = frozenset({Part.BODY, Part.BODY_HTML})

WHO_AND_WHERE = frozenset({"name", "email", "mobile", "post"})
"""Of a recipient what stands in what is sealed, and in the body of an e-mail to them, only."""

COMPUTED = "(a name that is worked out)"
"""Stands for every personal name: nobody can say beforehand which one is read."""


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """A personal name that reaches a part where it may not stand."""

    part: Part
    file: str
    line: int
    name: str


def names_used(templates: Templates, notice: str) -> Mapping[Part, frozenset[str]]:
    """The names that each part of the notice has to be given, its includes counted in.

    An included file is taken to see these names only: what it needs beyond them it gets as the
    argument of a macro.
    """
    return {
        part: frozenset(
            name
            for path in reached_from(templates.files, f"{notice}/{part}")
            for name in _asked_for(templates.files[path])
        )
        for part in templates.parts(notice)
    }


def unknown_names(templates: Templates, notice: str, offered: Set[str]) -> Iterator[UnknownName]:
    """Each name that the notice reads and is not offered, with the first line that reads it."""
    starts = [f"{notice}/{part}" for part in templates.parts(notice)]
    for path in sorted(reached_from(templates.files, *starts)):
        text = templates.files[path]
        for name in sorted(_asked_for(text) - offered):
            yield UnknownName(file=path, line=_first_line(text, name), name=name)


def personal_leaks(
    templates: Templates, notice: str, *, personal: Set[str], secure: bool
) -> tuple[Leak, ...]:
    """Where personal names reach a part that anybody may see, in order.

    `personal` holds names of the context, and of fields of values in it. When the channel of the
    e-mail is not `secure`, its body counts as seen by anybody too. A letter is sealed.
    """
    open_to_all = SEEN_BY_ANYBODY if secure else SEEN_BY_ANYBODY | SENT_BY_EMAIL
    found = set(mentions(templates, notice, personal | {COMPUTED}, parts=open_to_all))
    found |= {
        Leak(part, path, line, name)
        for part in SEEN_BY_ANYBODY.intersection(templates.parts(notice))
        for path in reached_from(templates.files, f"{notice}/{part}")
        for line, name in _of_recipient(syntax(templates.files[path]))
    }
    return tuple(sorted(found))


def mentions(
    templates: Templates, notice: str, names: Set[str], *, parts: Set[Part] = frozenset(Part)
) -> tuple[Leak, ...]:
    """Where these parts of the notice mention one of these names, in order."""
    found = {
        Leak(part, path, line, name)
        for part in parts & frozenset(templates.parts(notice))
        for path in reached_from(templates.files, f"{notice}/{part}")
        for line, name in _mentions(templates.files[path])
        if name in names
    }
    return tuple(sorted(found))


@lru_cache(maxsize=2048)  # a layout, and what notices include, is read by hundreds
def _asked_for(text: str) -> Set[str]:
    return meta.find_undeclared_variables(syntax(text)) - RESERVED


def _first_line(text: str, name: str) -> int:
    return min(node.lineno for node in syntax(text).find_all(nodes.Name) if node.name == name)


@lru_cache(maxsize=2048)
def _mentions(text: str) -> Sequence[tuple[int, str]]:
    """Line and name of whatever could be the name of a value: names, fields, and texts."""
    return tuple(_mentioned(syntax(text)))


def _mentioned(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for name in tree.find_all(nodes.Name):
        yield name.lineno, name.name
    for field in tree.find_all(nodes.Getattr):
        if not _is_ours(field.node):
            yield field.lineno, field.attr
    for item in tree.find_all(nodes.Getitem):
        if not isinstance(item.arg, nodes.Const | nodes.Slice):
            yield item.lineno, COMPUTED
    for text in tree.find_all(nodes.Const):
        if isinstance(text.value, str):
            yield text.lineno, text.value


def _of_recipient(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Where it is said who is written to: a subject that names a child names it to anybody."""
    for field in tree.find_all(nodes.Getattr):
        of = field.node.name if isinstance(field.node, nodes.Name) else ""
        if of == "recipient" and field.attr in WHO_AND_WHERE:
            yield field.lineno, f"recipient.{field.attr}"


def _is_ours(node: nodes.Node) -> bool:
    """Whether it is the council or the recipient, whose `address` and `name` are not the case's."""
    return isinstance(node, nodes.Name) and node.name in RESERVED
