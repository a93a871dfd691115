"""Where somebody of an earlier list lives now: what the case itself was told of them since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

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

REACH = {"email": "email", "post": "address", "text": "mobile"}
"""The column that each way goes by."""


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


def filled(addressee: Addressee, around: Iterable[Reading]) -> Addressee:
    """Somebody of a family on a list, with what it lacks of how they are written to and cases
    around were told of whoever has their name: the latest of each. An address is taken from there
    only where the list has none that may be used, and then somebody looks at it first.
    """
    kind, row = addressee.kind, addressee.row
    if not addressee.id or kind is None or not kind.family:
        return addressee
    missing = {column for column in COLUMNS.values() if row.get(column) in (None, "")}
    ways = addressee.line.ways or REACH.keys()
    if any(way in ways and column not in missing for way, column in REACH.items()):
        missing -= set(REACH.values())
    known = sorted((k for each in around for k in _known(each, row)), key=lambda found: found[2])
    more = {column: value for column, value, _ in known if column in missing}
    reached = addressee.shown_first or not more.keys().isdisjoint(REACH.values())
    return replace(addressee, row={**row, **more}, shown_first=reached) if more else addressee


@lru_cache(maxsize=64)
def addresses_of(flow: Workflow) -> tuple[Mapping[str, str], ...]:
    """The facts of a workflow that say where somebody is told, once for each address."""
    lines = (line for notice in flow.notices.values() for line in notice.to)
    found = (tuple(line.address.items()) for line in lines if line.named and not line.of)
    return tuple(dict(items) for items in dict.fromkeys(found))


def _known(reading: Reading, row: Mapping[str, object]) -> Iterator[tuple[str, object, datetime]]:
    """What facts of the case say of where somebody of that name is, and since when."""
    name, told = named_as(row.get("name")), reading.case.told
    for facts in addresses_of(reading.workflow):
        if "name" not in facts or not name or named_as(reading(facts["name"])) != name:
            continue
        for key, column in COLUMNS.items():
            fact = facts.get(key, "")
            if fact in told and (value := reading(fact)) is not None:
                yield column, value, told[fact].recorded_at
