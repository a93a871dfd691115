"""What a form asks: questions with labels, as a page puts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.definition.model import FactKind

Test = list[Any]
"""A condition as a script reads it: `["==", ["of", "outcome", "choice"], ["is", "support"]]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be known of somebody who may be chosen. `warns`: it speaks against it."""

    text: str
    warns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `needed`: it must be answered. `only_if`: when it must, in words. `put_if`:
    when it is put at all; `tests`: the same for a script, by row of a table, outside of one by "".
    `long`: the answer takes several sentences.

    `columns` are questions of a table; with `rows`, linked cases by reference and what they are
    called, it has one row for each of them, else as many as are filled. `aside`: seldom asked, so
    it is folded away. `others`: more may be typed than `codes` offers. `notes`: what is to be known
    of each of `codes`; `kept_out`: who is not among them, and why. `taken`: of a place by what it
    is taken at that time, by its name as it is compared.
    """

    name: str
    label: str
    kind: FactKind
    hint: str = ""
    long: bool = False
    needed: bool = False
    only_if: str = ""
    put_if: str = ""
    tests: Mapping[str, Test] = field(default_factory=dict)
    many: bool = False
    codes: Mapping[str, str]
    is_tick: bool = False
    others: bool = False
    aside: bool = False
    columns: tuple[Field, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict, repr=False)
    notes: Mapping[str, Note] = field(default_factory=dict)
    kept_out: tuple[str, ...] = field(default=(), repr=False)
    taken: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """A step as it can be taken now. `roles`: who may, by name and title.

    `asks_day`: the day on which it happened is no fact of its own, and is asked for.
    `known`: rows of the case that stand in the form from the beginning. `of_meeting`: its case is
    one to which participants are invited. `names`: the linked cases of which it says whom they are
    about, so that who reads it has looked at them.
    """

    event: str
    title: str
    roles: Mapping[str, str]
    asks_day: bool
    fields: tuple[Field, ...]
    known: Mapping[str, Any] = field(default_factory=dict, repr=False)
    of_meeting: bool = False
    names: tuple[str, ...] = ()
