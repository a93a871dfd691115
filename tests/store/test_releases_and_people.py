"""Releases are numbered and kept as they were published; people are replaced as a whole."""

from __future__ import annotations

from days import day
from store.building import OPENED_AT, opened, publish
from workflow.store.database import Store
from workflow.store.stored import Person

ASHA = Person(
    person="asha",
    name="Asha Rao",
    email="asha@example.gov.uk",
    roles=("librarian", "reader"),
    team="north",
    manager="ben",
    away_from=day("Mon 2 Mar 2026"),
    away_to=day("Fri 6 Mar 2026"),
)
BEN = Person(person="ben", name="Ben Oduya", email="ben@example.gov.uk")


def test_a_release_is_read_back_as_it_was_published(store: Store) -> None:
    with store.writing() as writing:
        published = publish(writing, "north", text="workflow: loan\n# Über\n")

    with store.reading() as reading:
        assert reading.release(1) == published
        assert reading.release(2) is None
    assert published.number == 1
    assert published.content == {"loan.yaml": "workflow: loan\n# Über\n"}
    assert (published.policy, published.published_at) == ("north", OPENED_AT)


def test_the_latest_release_is_the_last_one_with_that_policy(store: Store) -> None:
    with store.writing() as writing:
        for policy in ("", "north", "", "south"):
            publish(writing, policy)

    with store.reading() as reading:
        plain, north = (
            reading.latest_release("lending", ""),
            reading.latest_release("lending", "north"),
        )
        assert plain is not None
        assert plain.number == 3
        assert north is not None
        assert north.number == 2
        assert reading.latest_release("lending", "west") is None
        assert reading.latest_release("appeals", "") is None
        assert [release.number for release in reading.releases()] == [4, 3, 2, 1]


def test_each_authority_counts_its_own_releases(store: Store) -> None:
    with store.writing() as writing:
        publish(writing)
    with opened(store.url, authority="341") as other, other.writing() as writing:
        assert publish(writing).number == 1


def test_people_are_read_back_with_their_roles(store: Store) -> None:
    with store.writing() as writing:
        writing.replace_people([BEN, ASHA])

    with store.reading() as reading:
        assert reading.people() == [ASHA, BEN]
        assert reading.person("asha") == ASHA
        assert reading.person("carl") is None


def test_people_who_are_not_named_any_more_are_gone(store: Store) -> None:
    for people in ([ASHA, BEN], [BEN]):
        with store.writing() as writing:
            writing.replace_people(people)

    with store.reading() as reading:
        assert reading.people() == [BEN]


def test_who_replaces_people_reads_the_new_ones_at_once(store: Store) -> None:
    with store.writing() as writing:
        writing.replace_people([ASHA])
        assert writing.people() == [ASHA]

        writing.replace_people([BEN])
        assert writing.people() == [BEN]


def test_a_person_is_printed_without_name_and_address() -> None:
    assert "Rao" not in repr(ASHA)
    assert "@" not in repr(ASHA)
