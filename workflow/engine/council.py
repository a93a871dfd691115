"""The council as its letters show it, from a file in TOML that an installation writes.

    name = "Northwick Council"
    office = "Safeguarding unit"
    address = ["Civic Centre", "Market Square", "Northwick NW9 1AA"]
    phone = "01632 960100"
    logo = "logo.png"            # beside this file: png, jpg or svg
    legal_advice = "To find a solicitor, ring ..."

    [in_languages]
    Polish = "..."               # in Polish: where to ring to hear what the letter says

Of `name`, `office`, `phone`, `email`, `website`, `complaints`, `languages`, `legal_advice` and
`family_advice` each is a text, `address` is a list of lines, `in_languages` a table of texts. What
is left out is not shown.
"""

from __future__ import annotations

import tomllib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from notifications.notice import Council
from workflow.errors import SettingsWrong

LARGEST = 200_000
"""Bytes of a logo: it goes with every letter."""

_KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".svg": "svg+xml"}
_SHAPES: Mapping[str, tuple[type, str]] = {
    "address": (list, "a list of lines"),
    "in_languages": (dict, "a table of texts, one for each language"),
}
_NAMES = [field.name for field in fields(Council)]


def council_of(file: Path) -> Council:
    """What the file says. Raises SettingsWrong, which says how to mend it."""
    try:
        said = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise _wrong(file, "cannot be read: give a file of text that is there") from exc
    except tomllib.TOMLDecodeError as exc:
        raise _wrong(file, f'is no TOML ({exc}): write each line as `name = "text"`') from exc
    for name, value in said.items():
        _check(file, name, value)
    if not said.get("name"):
        raise _wrong(file, "does not say who writes: add `name`")
    lines = {"address": tuple(said.get("address", ()))}
    logo = {"logo": _picture(file, said["logo"])} if said.get("logo") else {}
    spoken = {name.casefold(): text for name, text in said.get("in_languages", {}).items()}
    return Council(**{**said, **lines, **logo, "in_languages": spoken})


def _check(file: Path, name: str, value: Any) -> None:
    if name not in _NAMES:
        raise _wrong(file, f"does not know `{name}`: write one of {', '.join(_NAMES)}")
    kind, how = _SHAPES.get(name, (str, "a text between quotes"))
    texts = value.values() if isinstance(value, dict) else value
    if not isinstance(value, kind) or not all(isinstance(text, str) for text in texts):
        raise _wrong(file, f"says `{name}` in another way: write {how}")


def _picture(file: Path, name: str) -> str:
    """The logo as an address that holds it: nothing is fetched for a letter."""
    picture = file.parent / name
    kind = _KINDS.get(picture.suffix.lower())
    if kind is None or not picture.is_file():
        raise _wrong(file, "names no logo that is there: give a png, jpg or svg beside the file")
    content = picture.read_bytes()
    if len(content) > LARGEST:
        raise _wrong(file, f"names a logo of over {LARGEST:,} bytes: give a smaller one")
    return f"data:image/{kind};base64,{b64encode(content).decode()}"


def _wrong(file: Path, what: str) -> SettingsWrong:
    return SettingsWrong(f"CASEWARD_LETTERHEAD {file.name} {what}.")
