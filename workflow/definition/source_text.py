"""YAML text as nodes that know their line, read more strictly than YAML itself allows.

libyaml finds the structure; scalars stay text and are converted by whoever asks for a key, so
`on:`, `no` and `2026-03-02` mean what they say. Refused, because each hides a mistake or lets a
small file explode: equal keys (YAML keeps the last), keys that are not text, anchors and aliases,
tags, more than one document, more than 1 MB.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import yaml

from workflow.definition.problem import Position, Problem
from workflow.definition.yaml_faults import yaml_fault

LARGEST = 1_000_000
"""Bytes of one definition file."""

DEEPEST = 40
"""Levels of nesting; a process nests about ten deep."""

# libyaml is in every wheel; the Python loader serves platforms that build from source without it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, as the text that stands in the file. `quoted`: it was in quotes."""

    text: str
    position: Position
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    position: Position


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """A mapping in the order of the file. `lines` says where each key stands.

    Two are the same only when they are one: what was read of it is then known already.
    """

    nodes: dict[str, Node]
    lines: dict[str, Position]
    position: Position

    def with_(self, key: str, node: Node) -> Keys:
        """The same mapping with one key replaced or added."""
        lines = {**self.lines, key: node.position}
        return replace(self, nodes={**self.nodes, key: node}, lines=lines)


Node = Scalar | Items | Keys


class TextRefused(Exception):
    """The text is not a definition file at all; carries the one problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.position}: {problem.what}")
        self.problem = problem


@lru_cache(maxsize=64)
def read_text(file: str, text: str) -> Keys:
    """The top mapping of a definition file. Raises TextRefused with file, line and mending."""
    if len(text.encode()) > LARGEST:
        raise _refused(
            Position(file, 1), "file_too_large", "the file is larger than 1 MB", "split it"
        )
    opened = _refuse_tricks(file, text)
    try:
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        fault = yaml_fault(text, error, opened)
        position = Position(file, fault.line)
        raise _refused(position, "not_yaml", fault.what, fault.mend) from None
    except (yaml.YAMLError, ValueError) as error:
        what = f"this is not YAML: {type(error).__name__}"
        raise _refused(Position(file, 1), "not_yaml", what, "save the file as UTF-8 text") from None
    if not isinstance(node, yaml.MappingNode):
        what = "a definition file holds keys and values"
        raise _refused(
            Position(file, 1), "not_a_mapping", what, "start with a line such as `workflow: name`"
        )
    return _keys(file, node, Position(file, node.start_mark.line + 1))


def _node(file: str, node: yaml.Node, key: Position | None = None) -> Node:
    """A value. One that stands below its key is told in the line of the key."""
    position = key or Position(file, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, position, quoted=node.style in ("'", '"'))
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_node(file, item) for item in node.value), position)
    assert isinstance(node, yaml.MappingNode)  # there is no fourth kind
    return _keys(file, node, position)


def _keys(file: str, node: yaml.MappingNode, at: Position) -> Keys:
    nodes: dict[str, Node] = {}
    lines: dict[str, Position] = {}
    for key, value in node.value:
        position = Position(file, key.start_mark.line + 1)
        name = _key(key, position)
        if name in nodes:
            what = f"the key `{name}` stands here twice (first in line {lines[name].line})"
            raise _refused(position, "duplicate_key", what, "keep one of the two")
        nodes[name], lines[name] = _node(file, value, position), position
    return Keys(nodes, lines, at)


# YAML 1.1 reads these bare words as yes and no; as keys we mean the words.
_WORDS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:bool")


def _key(key: yaml.Node, position: Position) -> str:
    if not isinstance(key, yaml.ScalarNode) or key.tag not in _WORDS:
        shown = key.value if isinstance(key, yaml.ScalarNode) else "a list or mapping"
        mend = (
            f'write it in quotes: "{shown}"' if isinstance(key, yaml.ScalarNode) else "use a word"
        )
        raise _refused(position, "key_not_text", f"the key {shown!r} is not text", mend)
    return str(key.value)


def _refuse_tricks(file: str, text: str) -> tuple[yaml.CollectionStartEvent, ...]:
    """Raise TextRefused for anchors, aliases and tags, and for nesting that libyaml cannot bear.

    The structure itself is read by recursion in C: enough brackets would end the whole program.
    What comes back are the lists and mappings that were open where the parser could not go on.
    """
    opened: list[yaml.CollectionStartEvent] = []
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            assert event.start_mark is not None  # only events made by hand have none
            position = Position(file, event.start_mark.line + 1)
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                opened.pop()
            if len(opened) > DEEPEST:
                what = f"nested more than {DEEPEST} deep"
                raise _refused(position, "too_deep", what, "flatten it")
            if getattr(event, "anchor", None):  # an alias has one too
                what = "anchors (&) and aliases (*) are not used in definitions"
                raise _refused(position, "alias", what, "write the text out where it is needed")
            if getattr(event, "tag", None):
                raise _refused(
                    position, "tag", "tags are not used in definitions", "remove the tag"
                )
    except yaml.YAMLError:
        pass  # told in words when the structure is read
    return tuple(opened)


def _refused(position: Position, code: str, what: str, mend: str) -> TextRefused:
    return TextRefused(Problem(position=position, code=code, where="", what=what, mend=mend))
