"""What a wording read when it was put into words: kept with the message, so that a correction can
tell whether the letter would say something else now.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from jinja2 import nodes

from notifications.references import reached_from, syntax
from notifications.rendering import Templates
from workflow.case.reading import Reading
from workflow.case.record import plain
from workflow.deadlines.naming import moment_name
from workflow.definition.model import Fact, Notice
from workflow.definition.notice import GIVEN

Kept = Mapping[str, Sequence[str]]
"""By key: the digest of a value, and how people write it; empty where that is personal."""


@dataclass(frozen=True, slots=True)
class Read:
    """A value that a wording reads, under what label, and how people write it."""

    key: str
    label: str
    digest: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a letter would say otherwise than the one before it, as words for its reader."""

    label: str
    was: str
    now: str


def reads_of(
    reading: Reading,
    notice: Notice,
    tied: Callable[[Reading, str], Sequence[Reading]],
    said: Callable[[Reading, Fact, Any], str],
    personal: Set[str],
    names: Set[str],
    fields: Set[str],
) -> Iterator[Read]:
    """All that a wording reads of a case and those tied to it, by the names that it mentions."""
    for task in reading.case.tasks if "due" in names else ():
        if task.name in fields and task.due.at is not None:
            title, at = reading.workflow.task[task.name].title, task.due.at
            yield Read(f"due/{task.name}", title, _digest(at), moment_name(at))
    for name in sorted(names - GIVEN):
        if (fact := reading.workflow.facts.get(name)) is not None:
            yield _of_fact(name, fact, reading, said, personal)
        elif name in notice.reads:
            yield Read(name, "", _digest(notice.reads[name].value(reading)), "")
        elif name in reading.workflow.links:
            for each in tied(reading, name):
                facts = each.workflow.facts
                for field in sorted(fields & facts.keys()):
                    key = f"{name}/{each.case.ref}/{field}"
                    yield _of_fact(key, facts[field], each, said, personal)


def kept(found: Iterator[Read]) -> dict[str, list[str]]:
    """The same as JSON values, for the message."""
    return {each.key: [each.digest, each.shown] for each in found}


def changes(said: Kept, before: Mapping[str, Read], now: Mapping[str, Read]) -> tuple[Change, ...]:
    """What a correction made another value than a letter said.

    What other steps have changed since the letter is theirs to tell. What has no words for its
    reader has an empty label.
    """
    return tuple(
        Change(label=each.label, was=said[key][1], now=each.shown)
        for key, each in now.items()
        if key in said and said[key][0] != each.digest
        if key not in before or before[key].digest != each.digest
    )


@lru_cache(maxsize=512)
def fields_read(templates: Templates, folder: str) -> frozenset[str]:
    """Every field that a wording reads of anything."""
    starts = [f"{folder}/{part}" for part in templates.parts(folder)]
    trees = (syntax(templates.files[path]) for path in reached_from(templates.files, *starts))
    return frozenset(field.attr for tree in trees for field in tree.find_all(nodes.Getattr))


def _of_fact(
    key: str,
    fact: Fact,
    reading: Reading,
    said: Callable[[Reading, Fact, Any], str],
    personal: Set[str],
) -> Read:
    value = reading(fact.name)
    hidden = fact.name in personal or value is None
    shown = "" if hidden else said(reading, fact, value)
    return Read(key, fact.label, _digest(value), shown)


def _digest(value: object) -> str:
    return sha256(json.dumps(plain(value), sort_keys=True).encode()).hexdigest()[:16]
