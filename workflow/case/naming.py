"""Whom a name means that somebody typed: Mr Ben Example is Ben Example, and so is Example, Ben."""

from __future__ import annotations

import re
from collections.abc import Collection

from workflow.definition.comparison import spelt

_COURTESY = frozenset("mr mrs ms miss mx dr prof rev sir dame lady lord".split())
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
    the other way round: Ben may be Ben Example, and Ben James Example too.
    """
    others = [words for name in borne if (words := _words(name))]
    return any(a <= b or b <= a for name in listed if (a := _words(name)) for b in others)


def _words(name: object) -> frozenset[str]:
    is_name = isinstance(name, str) and "/" not in name and "@" not in name
    return frozenset(str(name).split()) if is_name else frozenset()
