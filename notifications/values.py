"""Values that say for themselves how they may be printed."""

from __future__ import annotations


class Coded(str):
    """A code that compares as what it is, and has a label for people. Printed bare it is refused:
    `no_further_action` is for machines.
    """

    __slots__ = ("label",)

    label: str

    def __new__(cls, code: str, label: str) -> Coded:
        """The code with its label."""
        made = super().__new__(cls, code)
        made.label = label
        return made
