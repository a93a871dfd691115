"""The kinds of values that keys have, and how a mapping of keys is written down.

Scalars are texts to us, whatever an editor takes them for: a title may be digits, a label `yes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

JsonSchema = dict[str, object]
"""A JSON Schema, or a part of one."""

Table = Mapping[str, tuple[JsonSchema, str]]
"""Keys with what they hold and what they say."""

TEXT: JsonSchema = {"type": ["string", "number", "boolean"]}
NAMES: JsonSchema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
FLAG: JsonSchema = {"enum": [True, False, "yes", "no", "true", "false"]}
NUMBER: JsonSchema = {"type": ["integer", "string"], "minimum": 0, "pattern": r"^\d+$"}
GUARD: JsonSchema = {"type": ["string", "boolean"], "minLength": 1}
VALUES: JsonSchema = {"type": "object", "additionalProperties": TEXT}
ANYTHING: JsonSchema = {}


def ref(name: str) -> JsonSchema:
    """The mapping of that name."""
    return {"$ref": f"#/$defs/{name}"}


def one_or_more(name: str) -> JsonSchema:
    """A list of such mappings; a single one stands for a list of one."""
    return {"anyOf": [ref(name), {"type": "array", "items": ref(name)}]}


def named(name: str) -> JsonSchema:
    """Such mappings by names that the author gives."""
    return {"type": "object", "additionalProperties": ref(name)}


def words(known: Iterable[str]) -> JsonSchema:
    """One of the known words."""
    return {"enum": list(known)}


def matching(pattern: str) -> JsonSchema:
    """A text of that form, from its first letter to its last."""
    return {"type": "string", "pattern": f"^({pattern})$"}


def keys(says: str, table: Table, *, needs: Iterable[str] = (), **more: object) -> JsonSchema:
    """A mapping that has these keys and no others. `more` is any further rule of JSON Schema."""
    return {
        "type": "object",
        "description": says,
        "properties": {key: {**held, "description": told} for key, (held, told) in table.items()},
        "required": list(needs),
        "additionalProperties": False,
        **more,
    }


def exactly_one(*choices: Iterable[str]) -> list[JsonSchema]:
    """For `oneOf`: of these groups of keys just one stands there."""
    return [{"required": list(choice)} for choice in choices]
