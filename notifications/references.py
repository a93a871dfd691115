"""Which files a template reaches, and what makes a set of templates one that can never work.

Pure: syntax trees only. A file that names another by a value is refused, since nobody could say
beforehand what would be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from jinja2 import Environment, nodes

from notifications.notice import Part
from notifications.problem import TemplateWrong
from notifications.sandbox import ALL_FILTERS, is_html

RESERVED = frozenset({"recipient", "council", "written_on"})
"""Names that every template may read and none may set: who is written to, by whom, and when."""

_SYNTAX = Environment()
_SYNTAX.filters = ALL_FILTERS  # names are looked for by a compiler, which wants to know them


@lru_cache(maxsize=512)
def syntax(text: str) -> nodes.Template:
    """The syntax tree of a template: to be read, as others have it too."""
    return _SYNTAX.parse(text)


def reached_from(files: Mapping[str, str], *starts: str) -> frozenset[str]:
    """These files and all that they include, import or extend, at any remove."""
    reached: set[str] = set()
    left = list(starts)
    while left:
        path = left.pop()
        if path not in reached and path in files:
            reached.add(path)
            left += [str(target) for _, target in _references(files[path])]
    return frozenset(reached)


def wrong_in(files: Mapping[str, str], notices: Sequence[str]) -> Iterator[TemplateWrong]:
    """Everything that can be said against the files before any value is there."""
    yield from _wrong_folders(files, notices)
    for path, text in sorted(files.items()):
        for line, target in _references(text):
            if what := _wrong_reference(path, target, files):
                yield TemplateWrong(file=path, line=line, what=what)
        for line, what in _wrong_statements(text):
            yield TemplateWrong(file=path, line=line, what=what)


def _wrong_folders(files: Mapping[str, str], notices: Sequence[str]) -> Iterator[TemplateWrong]:
    for notice in notices:
        if f"{notice}/{Part.BODY}" not in files:
            yield TemplateWrong(file=notice, line=0, what=f"there is no {Part.BODY}")
    for path in files:
        folder, _, name = path.rpartition("/")
        if folder in notices and name not in set(Part):
            what = f"a notice has no part of this name: {', '.join(Part)}"
            yield TemplateWrong(file=path, line=0, what=what)


def _wrong_reference(path: str, target: str | None, files: Mapping[str, str]) -> str:
    if target is None:
        return "the other file must be named in plain, between quotation marks"
    if target not in files:
        return f"there is no {target}"
    if is_html(path) != is_html(target):
        # What a .txt file prints is not escaped, and html would take it as it is.
        return f"{target} is of the other kind: .txt goes with .txt, .html with .html"
    return ""


@lru_cache(maxsize=1024)
def _wrong_statements(text: str) -> Sequence[tuple[int, str]]:
    """Line and fault of each statement that no template may have."""
    tree = syntax(text)
    modifiers = tree.find_all(nodes.ScopedEvalContextModifier)
    return (
        *((each.lineno, "escaping cannot be switched off") for each in modifiers),
        *(
            (line, f"`{name}` is given by us, do not set it")
            for line, name in _names_set(tree)
            if name in RESERVED
        ),
    )


def _names_set(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for name in tree.find_all(nodes.Name):
        if name.ctx != "load":
            yield name.lineno, name.name
    for macro in tree.find_all(nodes.Macro):
        yield macro.lineno, macro.name
    for module in tree.find_all(nodes.Import):
        yield module.lineno, module.target
    for imported in tree.find_all(nodes.FromImport):
        for one in imported.names:
            yield imported.lineno, one if isinstance(one, str) else one[1]


@lru_cache(maxsize=1024)  # a layout is asked for by every notice that stands in it
def _references(text: str) -> tuple[tuple[int, str | None], ...]:
    """Line and name of each file that this one takes in; None when a value names it."""
    tree = syntax(text)
    named = (
        *(node.template for node in tree.find_all(nodes.Include)),
        *(node.template for node in tree.find_all(nodes.Extends)),
        *(node.template for node in tree.find_all(nodes.Import)),
        *(node.template for node in tree.find_all(nodes.FromImport)),
    )
    return tuple((target.lineno, _plain_name(target)) for target in named)


def _plain_name(target: nodes.Expr) -> str | None:
    is_plain = isinstance(target, nodes.Const) and isinstance(target.value, str)
    return str(target.as_const()) if is_plain else None
