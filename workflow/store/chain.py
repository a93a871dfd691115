"""The chain: each row of a history is sealed with the hash of the row before it. Pure.

A row's hash covers every field of its envelope, but of its facts only a salted digest. So facts
can be lawfully destroyed, and their salt with them, and everything else still proves itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from workflow.store.stored import StoredRow

REDACT = "redact"
"""The event that says who destroyed the facts of which rows: its fact `rows` lists them."""


def canonical(value: object) -> str:
    """The one JSON text of a value, whatever the order of its keys.

    Raises:
        ValueError: an infinite number or one that is none, which JSON does not know.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def payload_digest(salt: str, facts: Mapping[str, Any]) -> str:
    """What stands for the facts in the chain: SHA-256 of the salt and the facts, in hex."""
    return _sha256([salt, facts])


def row_hash(
    previous: str, authority: str, case_id: str, record: Mapping[str, Any], payload_digest: str
) -> str:
    """The seal of a row: SHA-256, in hex, of the row before it and every field of its envelope.

    `previous` is empty for the first row. A field that is added to the envelope is covered.
    """
    envelope = {name: value for name, value in record.items() if name != "facts"}
    return _sha256([previous, authority, case_id, envelope, payload_digest])


def broken_at(case_id: str, rows: Sequence[StoredRow], head: str) -> int | None:
    """The number of the first row that does not fit the chain; None when all fit.

    `rows` is the whole history in order and `head` the hash that it should end with. A row that
    was taken out is named by its own number, also when it was the last. Facts may be missing only
    where a row `redact` names them.
    """
    destroyed = _destroyed(rows)
    previous = ""
    for number, row in enumerate(rows, start=1):
        known = number in destroyed if row.salt is None else _facts_fit(row)
        expected = row_hash(previous, row.authority, case_id, row.record, row.payload_digest)
        if not known or row.seq != number or row.hash != expected:
            return number
        previous = row.hash
    return None if previous == head else len(rows) + 1


def _facts_fit(row: StoredRow) -> bool:
    return row.payload_digest == payload_digest(row.salt or "", row.record["facts"])


def _destroyed(rows: Sequence[StoredRow]) -> set[int]:
    redactions = (row.record for row in rows if row.record["event"] == REDACT)
    return {number for record in redactions for number in (record["facts"] or {}).get("rows", ())}


def _sha256(value: object) -> str:
    return sha256(canonical(value).encode()).hexdigest()
