"""The environment that templates run in: what they may do, and what stops them.

An authority may write its own wording, so a template is text from outside. It reads values and
chooses between words; it calls nothing but its own macros, and it cannot ask for gigabytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, Undefined
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.environment import Environment
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS as OF_JINJA
from jinja2.runtime import BlockReference, Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notifications.english import FILTERS
from notifications.values import Coded

KEPT_FILTERS = ("capitalize", "first", "last", "length", "lower", "trim", "upper")
"""Of Jinja's own filters. `default`, `safe`, `attr` and `format` are left out on purpose: they hide
a missing value, switch off escaping, and read names that no checker sees."""

ALL_FILTERS = {name: OF_JINJA[name] for name in KEPT_FILTERS} | dict(FILTERS)
"""What a template may put behind `|`."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Strict about names, deaf to everything that is not a word of ours."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__(
            loader=_Files(files),
            undefined=_Missing,
            autoescape=is_html,
            finalize=_printable,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,  # else what is included runs into the next line
            auto_reload=False,
            cache_size=-1,  # as many as there are: a notice is compiled once
            bytecode_cache=_COMPILED,
        )
        self.filters = ALL_FILTERS
        self.globals.clear()  # range, cycler and the like

    def is_safe_callable(self, obj: object) -> bool:
        """Only macros and blocks: `"x".center(10 ** 9)` is a method, and would be obeyed."""
        return isinstance(obj, Macro | BlockReference)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Multiplication of small numbers only; `"x" * 10 ** 9` would take a gigabyte."""
        small = all(isinstance(n, int) and abs(n) < 1_000_000 for n in (left, right))
        if operator == "**" or not small:
            raise SecurityError(f"`{operator}` is for small numbers only")
        return super().call_binop(context, operator, left, right)


def is_html(name: str | None) -> bool:
    """Whether values are escaped in that file."""
    return name is not None and name.endswith(".html")


class _Files(BaseLoader):
    """Templates held in memory. Their path is their file name, so that an error names it."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        if template not in self._files:
            raise TemplateNotFound(template)
        return self._files[template], template, None


class _Compiled(BytecodeCache):
    """What this process has compiled: most files of a release are those of the one before."""

    MOST = 4096

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if len(self._kept) >= self.MOST:
            self._kept.clear()
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class _Missing(StrictUndefined):
    """A name that is not there. Its error says the bare name, and nothing of any value."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


def _printable(value: object) -> object:
    """Texts and whole numbers as they are; TypeError for what would print as something odd.

    `None`, `True`, a list and a bare `2026-03-24` in a letter to a family are faults of ours.
    """
    if value is None:
        raise TypeError("there is nothing to print: ask first whether it is there, with `if`")
    if isinstance(value, date | time):
        raise TypeError("say how: with the filter `day`, `short_day` or `clock_time`")
    if isinstance(value, Coded):
        raise TypeError("a choice is printed by its label: write `.label` behind it")
    if isinstance(value, bool) or not isinstance(value, str | int | Undefined):
        raise TypeError("only texts and whole numbers can be printed")
    return value
