"""Names that people type are compared as people read them."""

from __future__ import annotations

import pytest

from workflow.case.naming import may_mean, named_as


@pytest.mark.parametrize(
    "typed",
    ["Ben Example", "ben  EXAMPLE", "Mr Ben Example", "Mr. Ben Example", "Example, Ben"],
)
def test_one_and_the_same(typed: str) -> None:
    assert named_as(typed) == named_as("Ben Example")


@pytest.mark.parametrize(
    "typed", ["Ben James Example", "Ben", "Bea Example", "ben@example.org", "parent/2", ""]
)
def test_another(typed: str) -> None:
    assert named_as(typed) != named_as("Ben Example")


def test_an_apostrophe_is_typed_in_two_ways() -> None:
    assert named_as("Ann O'Hara") == named_as("Ann O\N{RIGHT SINGLE QUOTATION MARK}Hara")


@pytest.mark.parametrize("address", ["PARENT/2", "dr@example.org"])
def test_an_id_and_an_address_stay_whole(address: str) -> None:
    assert named_as(address) == address.casefold()


def test_what_is_no_text_stays() -> None:
    assert named_as(None) is None


@pytest.mark.parametrize(
    ("typed", "may"),
    [
        ("Ben", True),
        ("Ben James Example", True),
        ("Mr B Example", True),
        ("Ben Exampel", True),
        ("the father", False),
        ("Bea Example", False),
    ],
)
def test_who_may_be_meant(typed: str, may: bool) -> None:
    assert may_mean([named_as(typed)], [named_as("Ben Example"), "parent/2"]) is may


def test_nobody_is_meant_by_an_empty_name() -> None:
    assert not may_mean([named_as("")], [named_as("Ben Example")])
