"""How much room words take in a picture: widths, line breaks, shortened lists.

Widths are those of Helvetica (Arial and Liberation Sans share them) with a little to spare,
because a picture is made where no font can be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_THOUSANDTHS = {
    222: "ijl'",
    278: " !,./:;[]\\ftI|",
    355: '()-r"`',
    500: "cksvxyzJ",
    556: "abdeghnopquL0123456789#$_?",
    584: "+<=>~",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    944: "W%",
}
_WIDTH = {letter: width for width, letters in _THOUSANDTHS.items() for letter in letters}
_UNLISTED = 1000  # as wide as the letter is high: enough for any script
_SPARE = 1.06


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The room that one line takes, in pixels; `size` is the height of the font."""
    thousandths = sum(_WIDTH.get(letter, _UNLISTED) for letter in text)
    return thousandths / 1000 * size * _SPARE * (1.07 if bold else 1)


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """Lines of at most `room` pixels, broken between words; a longer word is broken itself."""
    lines = [""]
    for word in _pieces(text, size, room, bold=bold):
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, bold=bold) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def shortened(labels: Iterable[str], shown: int) -> tuple[str, ...]:
    """The first `shown` labels, and how many more there are. One more label is no longer."""
    every = tuple(labels)
    if len(every) <= shown + 1:
        return every
    return (*every[:shown], f"+ {len(every) - shown} more")


def _pieces(text: str, size: float, room: float, *, bold: bool) -> Iterator[str]:
    for word in text.split():
        piece = ""
        for letter in word:
            if piece and width(piece + letter, size, bold=bold) > room:
                yield piece
                piece = ""
            piece += letter
        yield piece
