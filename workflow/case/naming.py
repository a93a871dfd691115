"""Whom a name means that somebody typed: Mr Ben Example is Ben Example, and so is Example, Ben."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from workflow.definition.comparison import spelt

_COURTESY = frozenset("mr mrs ms miss mx dr prof rev sir dame lady lord".split())
LONG, NEAR = 5, 0.8
"""Words of so many letters may be the same word mistyped, if so much of them is the same."""

_WORD, _APOSTROPHE = re.compile(r"[\w-]+"), re.compile("['\u2019]")


def named_as(value: object) -> object:
    """What a name is compared as: its words in one order, no capitals, no Mr or Dr.

    A participant's id such as `parent/2`, an e-mail address, and what is no text stay as spelt.
    """
    text = spelt(value)
    if not isinstance(text, str) or "/" in text or "@" in text:
        return text
    words = [word for word in _WORD.findall(_APOSTROPHE.sub("", text)) if word not in _COURTESY]
    return " ".join(sorted(words)) or text


def may_mean(listed: Collection[object], borne: Collection[object]) -> bool:
    """Whether a name on a list, as it is compared, has all words of one that somebody bears, or
    the other way round: Ben may be Ben Example, and so may B Example and Ben Exampel.
    """
    others = [words for name in borne if (words := _words(name))]
    names = [words for name in listed if (words := _words(name))]
    return any(_within(a, b) or _within(b, a) for a in names for b in others)


def _within(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether each word is one of the others, but for an initial and for a letter mistyped."""
    return bool(some) and all(any(_alike(word, other) for other in others) for word in some)


def _alike(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    if min(len(one), len(other)) < LONG:
        return one == other
    return bool(get_close_matches(one, [other], n=1, cutoff=NEAR))


def _words(name: object) -> frozenset[str]:
    is_name = isinstance(name, str) and "/" not in name and "@" not in name
    return frozenset(str(name).split()) if is_name else frozenset()
