"""The people of a case: which rows cannot be right, who is missing, and who is family.

Sentences name kinds and numbers of rows, never a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from workflow.case.edge import nearest
from workflow.case.model import Event, Refused
from workflow.case.quorum import agencies, could_be_quorate, participants
from workflow.case.reading import Reading
from workflow.case.told_together import raise_all
from workflow.definition.model import Fact, Workflow
from workflow.definition.taking_part import ParticipantKind
from workflow.mail_address import looks_right

Row = Mapping[str, Any]

SAME = {"person": "the same person", "email": "the same e-mail address"}
"""Columns by which two rows are seen to mean one and the same, and what is said of them."""

NAMING = ("name", "person", "email", "agency")
"""Columns of which one at least says who is meant."""


# -- what is refused -------------------------------------------------------------------------------


def check_invited(workflow: Workflow, event: Event) -> None:
    """Refuse rows that cannot be right. Raises Refused `wrong_participants`."""
    name = workflow.participants_in
    rows = event.facts.get(name) if name else None
    if name is None or not rows or not workflow.participants:
        return
    faults = [(number, _fault(workflow, row)) for number, row in enumerate(rows, start=1)]
    raise_all(
        [
            _in_cell(f"row {number} of `{name}` {said}", number, column)
            for number, (column, said) in faults
            if said
        ]
    )
    for column, what in SAME.items():
        if found := _twice(workflow, rows, column):
            sentence = f"`{name}` has {what} as {' and as '.join(found)}; give each one kind"
            raise Refused("wrong_participants", sentence)


def _in_cell(sentence: str, row: int, column: str) -> Refused:
    refused = Refused("wrong_participants", sentence)
    refused.cell = (row, column)
    return refused


def check_who_came(workflow: Workflow, event: Event) -> None:
    """Refuse a name that is no kind of participant where a quorum counts them.

    A slip of the pen would leave an agency out. Raises Refused `wrong_participants`.
    """
    name = workflow.quorum.of if workflow.quorum else ""
    for who in event.facts.get(name) or ():
        kind = str(who).partition("/")[0].strip()
        if kind not in workflow.participants:
            hint = nearest(kind, workflow.participants) or f"; its kinds: {_kinds(workflow)}"
            sentence = f"`{name}` names `{kind}`, which is no kind of participant{hint}"
            raise Refused("wrong_participants", sentence)


def check_named(reading: Reading, event: Event) -> None:
    """Refuse a name of nobody who takes part, where somebody has to be meant.

    A slip of the pen would show a report to whom it is kept from. A kind of which nobody is invited
    stands for whoever may come. Raises Refused `wrong_participant`.
    """
    here = participants(reading.workflow, reading)
    there = {who.partition("/")[0] for who in here}
    others = [kind for kind in reading.workflow.participants if kind not in there]
    told = ((reading.workflow.facts.get(name), value) for name, value in event.facts.items())
    raise_all(
        [
            Refused(
                "wrong_participant", _nobody(fact, who, (*here, *others)), case=reading.case.ref
            )
            for fact, value in told
            if fact is not None and fact.names_participant and value is not None
            for who in map(str, value if isinstance(value, list) else [value])
            if who not in here and who.partition("/")[0] not in others
        ]
    )


def _nobody(fact: Fact, who: str, known: Sequence[str]) -> str:
    hint = nearest(who, known) or f"; name one of: {', '.join(known)}"
    return f"`{fact.name}` ({fact.label}) names nobody who takes part{hint}"


def _fault(workflow: Workflow, row: Row) -> tuple[str, str]:
    """In which column of one row something is wrong, and what; the empty text where nothing is."""
    named = str(row.get("kind") or "")
    kind = workflow.participants.get(named)
    if not named:
        return "kind", "says no kind; say of each row what kind of participant it is"
    if kind is None:
        hint = nearest(named, workflow.participants)
        return "kind", f"has a kind that is not known{hint or '; its kinds: ' + _kinds(workflow)}"
    if kind.invite == "must_not":
        return "kind", f"is of the kind {kind.title}, which must not be invited; take it out"
    if (email := str(row.get("email") or "").strip()) and not looks_right(email):
        said = "has an e-mail address that cannot be one; write it like name@example.org"
        return "email", said
    return "", ""


def _kinds(workflow: Workflow) -> str:
    return ", ".join(workflow.participants)


def _twice(workflow: Workflow, rows: Sequence[Row], column: str) -> list[str]:
    """Titles of the kinds, with their rows, that one person has; empty when nobody has two."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for number, row in enumerate(rows, start=1):
        if value := _plain(row.get(column)):
            kind = str(row["kind"])
            title = workflow.participants[kind].title
            found[value].setdefault(kind, f"{title} (row {number})")
    return next((list(kinds.values()) for kinds in found.values() if len(kinds) > 1), [])


def check_kin(reading: Reading, event: Event) -> None:
    """Refuse family where somebody else is meant, or the other way. Raises Refused."""
    for name, value in event.facts.items():
        fact = reading.workflow.facts.get(name)
        if fact is not None and fact.family and isinstance(value, str):
            for kind in _meant(reading, value):
                if kind.family is not (fact.family == "must"):
                    raise Refused("wrong_participant", _kin(fact, kind), case=reading.case.ref)


def _meant(reading: Reading, value: str) -> Iterator[ParticipantKind]:
    """The kinds of those whom the value names: by kind, as one of several, or as a row does."""
    kinds, wanted = reading.workflow.participants, _plain(value)
    if (kind := kinds.get(wanted.partition("/")[0])) is not None:
        yield kind
    for row in participants(reading.workflow, reading).values():
        if wanted in {_plain(row.get(column)) for column in ("name", "person", "email")}:
            yield kinds[str(row["kind"])]


def _kin(fact: Fact, kind: ParticipantKind) -> str:
    what = f"`{fact.name}` ({fact.label}) names somebody who is here as {kind.title}"
    if kind.family:
        return f"{what}: a relative or a friend of the family cannot be asked to; name another"
    return f"{what}, who is not of the family; name the member of the family who is meant"


def _plain(value: object) -> str:
    return str(value or "").strip().casefold()


# -- what is missing -------------------------------------------------------------------------------


def gaps(reading: Reading, linked: Callable[[str], Iterable[Reading]]) -> Iterator[str]:
    """What is to be said of those invited: who is missing, who is not named, no quorum in sight."""
    workflow = reading.workflow
    found = participants(workflow, reading)
    if named := [said for _, said in missing(reading, linked)]:
        yield f"Not invited, and should be: {', '.join(named)}."
    if nobody := [who for who, row in found.items() if not any(map(row.get, NAMING))]:
        yield f"Nobody is named as {', '.join(nobody)}."
    yield from _named_again(found)
    if workflow.quorum and not could_be_quorate(workflow, agencies(workflow, found)):
        others = workflow.quorum.other_agencies
        more = f"{others} other {'agency' if others == 1 else 'agencies'}"
        needed = [*workflow.quorum.must_include, more]
        yield f"Those invited cannot make a quorum: it needs {' and '.join(needed)}."


def _named_again(found: Mapping[str, Row]) -> Iterator[str]:
    """Of two rows that seem to be of one person each gets every letter."""
    for column, what in {**SAME, "name": "the same name"}.items():
        rows: dict[str, list[str]] = defaultdict(list)
        for number, row in enumerate(found.values(), start=1):
            if value := _plain(row.get(column)):
                rows[value].append(str(number))
        for numbers in rows.values():
            if len(numbers) > 1:
                yield f"Rows {' and '.join(numbers)} have {what}: each gets every letter."


def missing(
    reading: Reading, linked: Callable[[str], Iterable[Reading]]
) -> Iterator[tuple[ParticipantKind, str]]:
    """The kinds that should be invited and are not, with their title and because of which cases."""
    workflow = reading.workflow
    kinds = {str(row.get("kind")) for row in participants(workflow, reading).values()}
    of = workflow.participants_of
    cases = tuple(linked(of)) if of else (reading,)
    for kind in _musts(workflow):
        if kind.name not in kinds and (said := _missing(kind, cases, bool(of))):
            yield kind, said


def _musts(workflow: Workflow) -> Iterator[ParticipantKind]:
    return (kind for kind in workflow.participants.values() if kind.invite == "must")


def _missing(kind: ParticipantKind, cases: Iterable[Reading], says_whose: bool) -> str:
    """The title of a kind that should be there, and because of which cases; else empty."""
    if kind.when is None:
        return kind.title
    because = [reading.case.ref for reading in cases if reading.holds(kind.when)]
    whose = f" (for {' and '.join(because)})" if says_whose else ""
    return kind.title + whose if because else ""
