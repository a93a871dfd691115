"""Addresses in the words of a letter to a home: no wording is offered any, but somebody may have
typed one into a reason or a plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from notifications.notice import Council, Recipient
from workflow.case.quorum import participants
from workflow.case.reading import Reading
from workflow.definition.fact import FactKind
from workflow.engine.newest_address import addresses_of

ADDRESS_IN_WORDS = "address_in_words"
"""Why a letter is held: an address stands in it that is not that of whoever gets it."""

_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?) ?([0-9][a-z]{2})\b")
_NUMBERED, _NO_DIGIT = re.compile(r"[0-9]"), re.compile(r"[^0-9]+")
_TYPED = ("email", "mobile")
_HOUSE = 8
"""A part of an address with a number and so many letters is a house: "7 Mill Lane", no "Flat 2"."""
_DIGITS = 9
"""So many of a telephone number are compared, the last: +44 7700 900000 is 07700 900000."""


@dataclass(frozen=True, slots=True)
class KnownAddresses:
    """What a case knows: `private` is where a family is reached, `public` where anybody is."""

    private: frozenset[str]
    public: frozenset[str]
    _found: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def are_in(self, words: str, recipient: Recipient) -> bool:
        """Whether a postcode, or an address of the family, stands in these words that is neither
        public nor that of whoever gets them.
        """
        # But for the name, many get the same words.
        words = words.replace(recipient.name, "")
        if words not in self._found:
            self._found[words] = self._in(_plain(words)) - self.public
        found = self._found[words]
        own = (recipient.email, *recipient.post)
        return bool(found) and not found <= {*_marks(*own, phone=recipient.mobile)}

    def _in(self, text: str) -> frozenset[str]:
        numbers = _NO_DIGIT.sub("", text)
        known = (each for each in self.private if each in (numbers if each.isdigit() else text))
        return _postcodes(text).union(known)


def known_addresses(readings: Iterable[Reading], council: Council) -> KnownAddresses:
    """The addresses that a case and those tied to it know, and that of the council."""
    private, public = set[str](), set(_marks(*council.address, council.email))
    for reading in readings:
        for fact in reading.workflow.facts.values():
            if fact.kind is FactKind.ADDRESS or (fact.kind is FactKind.TEXT and not fact.personal):
                told = private if fact.personal else public
                told.update(_marks(*str(reading(fact.name) or "").splitlines()))
        for home in addresses_of(reading.workflow):
            if "name" in home:
                email, mobile = (reading(home[way]) if way in home else "" for way in _TYPED)
                private.update(_marks(email, phone=mobile))
        for row in participants(reading.workflow, reading).values():
            kind = reading.workflow.participants.get(str(row.get("kind")))
            if kind is not None and kind.family:
                lines = str(row.get("address") or "").splitlines()
                private.update(_marks(row.get("email"), *lines, phone=row.get("mobile")))
    return KnownAddresses(frozenset(private), frozenset(public))


def _marks(*lines: object, phone: object = "") -> Iterator[str]:
    """By what an address is known again: its postcode, the house, the e-mail, the phone."""
    for part in (part.strip() for line in lines for part in _plain(line).split(",")):
        postcodes = _postcodes(part)
        yield from postcodes
        if "@" in part or (_NUMBERED.search(part) and len(part) >= _HOUSE and not postcodes):
            yield part
    digits = _NO_DIGIT.sub("", str(phone or ""))
    if len(digits) >= _DIGITS:
        yield digits[-_DIGITS:]


def _postcodes(text: str) -> frozenset[str]:
    return frozenset(f"{outward} {inward}" for outward, inward in _POSTCODE.findall(text))


def _plain(words: object) -> str:
    return " ".join(str(words or "").lower().split())
