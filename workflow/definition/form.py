"""Taking keys out of a mapping, strictly: what nobody asked for is a problem, with the nearest key.

Every fault is added to one list, so that a process owner is told all of them at once; whoever
reads gets a harmless default and goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from difflib import get_close_matches

from workflow.definition.guard import Guard, GuardWrong, parse
from workflow.definition.problem import Position, Problem
from workflow.definition.source_text import Items, Keys, Node, Scalar

FLAGS = {"yes": True, "true": True, "no": False, "false": False}


def suggest(word: str, known: Iterable[str]) -> str:
    """`did you mean `x`?`, or the empty text when nothing is near.

    Long names share many letters by chance, such as `_meeting_by`, so they must be nearer.
    """
    near = get_close_matches(word, list(known), n=1, cutoff=0.6 if len(word) < 8 else 0.75)
    return f"did you mean `{near[0]}`?" if near else ""


@dataclass
class Form:
    """One mapping of a definition. Take its keys, then call `finish`."""

    keys: Keys
    where: str
    problems: list[Problem]
    asked: set[str] = field(default_factory=set)

    @property
    def position(self) -> Position:
        """Where the mapping stands."""
        return self.keys.position

    def problem(self, code: str, what: str, mend: str, at: Position | None = None) -> None:
        """Note a problem here."""
        position = at or self.position
        self.problems.append(
            Problem(position=position, code=code, where=self.where, what=what, mend=mend)
        )

    def has(self, key: str) -> bool:
        """True when the key stands in the file."""
        self.asked.add(key)
        return key in self.keys.nodes

    def node(self, key: str) -> Node | None:
        """The node of a key, or None."""
        return self.keys.nodes[key] if self.has(key) else None

    def text(self, key: str, default: str = "") -> str:
        """A single text."""
        node = self.node(key)
        if node is None:
            return default
        if isinstance(node, Scalar):
            return node.text
        self.problem(
            "wrong_type", f"`{key}` must be a single text", f"write `{key}: ...`", node.position
        )
        return default

    def needed(self, key: str) -> str:
        """A single text that must be there."""
        if not self.has(key):
            self.problem("missing_key", f"`{key}` is missing", f"add `{key}: ...`")
        return self.text(key)

    def flag(self, key: str) -> bool:
        """Yes or no; absent means no."""
        text = self.text(key, "no")
        if text.lower() not in FLAGS:
            what = f"`{key}` is yes or no, not {text!r}"
            self.problem("wrong_type", what, f"write `{key}: yes`", self.keys.lines[key])
        return FLAGS.get(text.lower(), False)

    def number(self, key: str, default: int = 0) -> int:
        """A whole number."""
        text = self.text(key, str(default))
        if not text.isdecimal():
            what = f"`{key}` must be a whole number"
            self.problem("wrong_type", what, f"write `{key}: 2`", self.keys.lines[key])
            return default
        return int(text)

    def names(self, key: str) -> tuple[str, ...]:
        """A list of names; a single name stands for a list of one."""
        node = self.node(key)
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (node.text,)
        if isinstance(node, Items) and all(isinstance(item, Scalar) for item in node.nodes):
            return tuple(item.text for item in node.nodes if isinstance(item, Scalar))
        self.problem(
            "wrong_type",
            f"`{key}` must be a list of names",
            f"write `{key}: [a, b]`",
            node.position,
        )
        return ()

    def guard(self, key: str) -> Guard | None:
        """A guard, or None when the key is absent or the text cannot be a guard (a problem)."""
        if not self.has(key):
            return None
        return self.expression(self.text(key), self.keys.lines[key])

    def expression(self, text: str, at: Position) -> Guard | None:
        """Text as a guard or value; `yes`, `true`, `no` and `false` are the constants."""
        constant = FLAGS.get(text.lower())
        try:
            return parse(str(constant) if constant is not None else text)
        except GuardWrong as error:
            self.problem("guard_wrong", error.what, error.mend, at)
            return None

    def one_of(self, key: str, known: Iterable[str], default: str) -> str:
        """One of the known words."""
        text, words = self.text(key, default), list(known)
        if text in words:
            return text
        mend = suggest(text, words) or f"write one of {', '.join(words)}"
        self.problem("wrong_value", f"`{key}` cannot be {text!r}", mend, self.keys.lines[key])
        return default

    def forms(self, key: str) -> Iterator[tuple[str, Form]]:
        """Each entry of a mapping of mappings, by its name."""
        for name, node in self.entries(key):
            where = f"{self.where}.{key}.{name}" if self.where else f"{key}.{name}"
            if isinstance(node, Keys):
                yield name, Form(node, where, self.problems)
            else:
                self.problem(
                    "wrong_type", f"`{name}` must hold keys", "indent them below it", node.position
                )

    def entries(self, key: str) -> Iterator[tuple[str, Node]]:
        """Each entry of a mapping, by its name."""
        node = self.node(key)
        if isinstance(node, Keys):
            yield from node.nodes.items()
        elif node is not None and not (isinstance(node, Scalar) and node.text == ""):
            self.problem(
                "wrong_type",
                f"`{key}` must hold names and values",
                "indent them below it",
                node.position,
            )

    def rows(self, key: str) -> Iterator[Form]:
        """Each mapping of a list; a single mapping stands for a list of one."""
        node = self.node(key)
        if node is None:
            return
        for row in node.nodes if isinstance(node, Items) else (node,):
            if isinstance(row, Keys):
                yield Form(row, f"{self.where}.{key}", self.problems)
            else:
                self.problem(
                    "wrong_type",
                    f"each line of `{key}` must hold keys",
                    "write `- {when: ..., to: ...}`",
                    row.position,
                )

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping of names to single texts."""
        found = {}
        for name, node in self.entries(key):
            if isinstance(node, Scalar):
                found[name] = node.text
            else:
                self.problem(
                    "wrong_type",
                    f"`{name}` must be a single text",
                    "write one value",
                    node.position,
                )
        return found

    def days(self, key: str) -> tuple[date, ...]:
        """A list of ISO dates."""
        found = []
        for text in self.names(key):
            try:
                found.append(date.fromisoformat(text))
            except ValueError:
                what, at = f"{text!r} is not a date", self.keys.lines[key]
                self.problem("wrong_type", what, "write it as 2026-12-29", at)
        return tuple(found)

    def clock_time(self, key: str, default: time) -> time:
        """A time of day such as 07:00."""
        text = self.text(key, default.isoformat("minutes"))
        try:
            return time.fromisoformat(text)
        except ValueError:
            what, at = f"{text!r} is not a time of day", self.keys.lines[key]
            self.problem("wrong_type", what, 'write it as "07:00"', at)
            return default

    def finish(self) -> None:
        """Every key that nobody asked for is a problem."""
        for key in self.keys.nodes:
            if key not in self.asked:
                mend = (
                    suggest(key, sorted(self.asked))
                    or f"known here: {', '.join(sorted(self.asked))}"
                )
                self.problem(
                    "unknown_key", f"the key `{key}` is not known here", mend, self.keys.lines[key]
                )
