"""Where somebody of an earlier list lives now: what the case itself was told of them since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from workflow.case.audience import Addressee
from workflow.case.model import Case
from workflow.case.naming import named_as
from workflow.case.reading import Reading
from workflow.definition.model import Workflow

COLUMNS = {
    "email": "email",
    "post": "address",
    **{name: name for name in ("mobile", "preferred", "never", "language", "large_print")},
}
"""Under what a list of people has what a notice calls an address."""


def at_newest(addressee: Addressee, reading: Reading, listed: Case, flow: Workflow) -> Addressee:
    """A participant of the case `listed`, at the address that the case of the reading was told
    later of whoever has their name; as they are where it was told nothing since.
    """
    if not addressee.id or listed.ref == reading.case.ref:
        return addressee
    known = listed.told.get(flow.participants_in or "")
    newer = {
        column: value
        for column, value, told_at in _known(reading, addressee.row)
        if known is None or told_at > known.recorded_at
    }
    return replace(addressee, row={**addressee.row, **newer}) if newer else addressee


def _known(reading: Reading, row: Mapping[str, object]) -> Iterator[tuple[str, object, datetime]]:
    """What facts of the case say of where somebody of that name is, and since when."""
    name, told = named_as(row.get("name")), reading.case.told
    lines = (line for notice in reading.workflow.notices.values() for line in notice.to)
    known = (tuple(line.address.items()) for line in lines if line.named and not line.of)
    for address in dict.fromkeys(known):
        facts = dict(address)
        if "name" not in facts or not name or named_as(reading(facts["name"])) != name:
            continue
        for key, column in COLUMNS.items():
            fact = facts.get(key, "")
            if fact in told and (value := reading(fact)) is not None:
                yield column, value, told[fact].recorded_at
