"""One thing that a process says of one of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from workflow.deadlines.rule import Source

NAMED = "named"
"""The aspect under which every part says its own title, so that each part says something."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is spoken of, by its ids: the same part of two processes has the same."""

    workflow: str
    kind: str
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Of a part (`subject` is its title), under some aspect, in words.

    `otherwise` is what stands in their place for a process that does not say it.
    """

    part: Part
    subject: str
    aspect: str
    words: str
    sources: tuple[Source, ...] = ()
    otherwise: str = "nothing"
    parts: tuple[str, ...] = ()
    """what `words` lists, where the order says nothing"""

    @property
    def sourced(self) -> str:
        """Its words, and where they come from: `2 days after “Held on” (local: the procedure)`."""
        where = [f"{s.standing}: {s.text}" if s.text else str(s.standing) for s in self.sources]
        return f"{self.words} ({'; '.join(where)})" if where else self.words

    def without(self, other: Statement) -> Statement:
        """The same with only those parts that the other lacks."""
        rest = tuple(part for part in self.parts if part not in other.parts)
        return replace(self, words=listed(rest) or self.otherwise, parts=rest)


def about(part: Part, subject: str, aspects: Mapping[str, str]) -> Iterator[Statement]:
    """Each aspect of a part that has words, its name first: `subject` unless they say another."""
    for aspect, words in {NAMED: subject, **aspects}.items():
        if words:
            yield Statement(part=part, subject=subject, aspect=aspect, words=words)


def listed(words: Iterable[str]) -> str:
    """Words with commas between them."""
    return ", ".join(words)


def yes(flag: bool) -> str:
    """`yes`, or nothing."""
    return "yes" if flag else ""
