"""The chain: what a hash covers, and what it does not depend on."""

from __future__ import annotations

from typing import Any

import pytest

from store.building import a_row
from workflow.case.model import Cause, Move
from workflow.case.record import event_record
from workflow.store.chain import canonical, payload_digest, row_hash

RECORD = event_record(
    a_row(
        2,
        facts={"lender": "Ada"},
        moves=(Move("lent", "late"),),
        command_id="form-7",
        caused_by=Cause("CP-9", 4),
        placed_after=1,
    )
)
ENVELOPE = [name for name in RECORD if name != "facts"]


def sealed(previous: str = "00", **changed: Any) -> str:
    return row_hash(previous, "841", "019c", RECORD | changed, "d1")


@pytest.mark.parametrize("field", ENVELOPE)
def test_the_hash_of_a_row_covers_every_field_of_its_envelope(field: str) -> None:
    assert sealed(**{field: "something else"}) != sealed()


def test_the_hash_of_a_row_covers_the_row_before_authority_case_and_digest() -> None:
    hashes = {
        sealed(),
        sealed(previous="01"),
        row_hash("00", "341", "019c", RECORD, "d1"),
        row_hash("00", "841", "019d", RECORD, "d1"),
        row_hash("00", "841", "019c", RECORD, "d2"),
    }

    assert len(hashes) == 5


def test_a_field_that_is_added_to_the_envelope_is_covered_too() -> None:
    assert sealed(device="tablet") != sealed()


def test_the_hash_of_a_row_knows_its_facts_by_their_digest_only() -> None:
    assert sealed(facts=None) == sealed()


def test_equal_facts_under_another_salt_have_another_digest() -> None:
    facts = {"lender": "Ada"}

    assert payload_digest("s1", facts) == payload_digest("s1", facts)
    assert payload_digest("s1", facts) != payload_digest("s2", facts)


def test_the_order_of_keys_makes_no_difference() -> None:
    assert payload_digest("s", {"a": 1, "b": 2}) == payload_digest("s", {"b": 2, "a": 1})


def test_text_that_only_half_is_text_can_be_sealed_too() -> None:
    assert payload_digest("s", {"note": "half a pair: \ud83d"})


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"cost": float("nan")})


def test_the_seal_of_a_known_row_stays_what_it_was() -> None:
    """Histories are verified for decades: what a hash is made of can never change."""
    record = event_record(a_row(1, "open_case"))

    assert row_hash("", "841", "case", record, payload_digest("salt", {})) == (
        "6b14e7b7de5194ea24629354647809177c058f73e417306cd533ef7d2432e906"
    )
