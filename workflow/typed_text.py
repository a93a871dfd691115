"""What somebody typed, without what nobody can see: done once, to every form, as it comes in.

Control characters and marks that turn the direction of writing can make a text look like another
one, and do not belong into a letter or the census. They are left out and not refused: who pastes
from a document or a chat does not know that they are there, and could not find them. Spaces of
other widths become plain ones, other ends of lines a plain one; joiners that scripts need stay.
"""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"
_UNSEEN = {"Cc", "Cf", "Cs"}
_SPACES = {"Zs": " ", "Zl": "\n", "Zp": "\n"}


def visible(text: str) -> str:
    """The text as it can be seen."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_seen, text.replace("\r\n", "\n").replace("\r", "\n")))


def _seen(character: str) -> str:
    if character in "\n\t" or character in _JOINERS:
        return character
    kind = unicodedata.category(character)
    is_none = kind in _UNSEEN or ord(character) & 0xFFFE == 0xFFFE
    return "" if is_none else _SPACES.get(kind, character)
