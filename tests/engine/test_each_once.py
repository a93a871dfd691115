"""Nobody is told twice by one notice, under however many names they stand in a case."""

from __future__ import annotations

from notifications.notice import Recipient
from workflow.case.audience import Addressee
from workflow.definition.notice import Audience
from workflow.definition.problem import Position
from workflow.engine.step_recipients import Reached, each_once

LINE = Audience(position=Position("facts.yaml", 1))


def names(*found: Reached) -> list[str]:
    """Who is told of these, as the outbox calls them."""
    return [each.name for each in each_once(found)]


def reached(as_: str, name: str, email: str = "", post: tuple[str, ...] = ()) -> Reached:
    recipient = Recipient(name=name, email=email, post=post)
    on_list = as_.rpartition("-1/")[2] if as_.startswith("participant:") else ""
    addressee = Addressee(line=LINE, case="M-1", id=on_list)
    return Reached(name=as_, addressee=addressee, recipient=recipient)


def test_who_works_here_and_is_on_the_list_too_is_told_once() -> None:
    asha = reached("asha", "Asha Example", "asha@example.org")

    assert names(asha, asha) == ["asha"]


def test_who_is_written_to_in_facts_and_was_invited_too_is_told_once() -> None:
    by_facts = reached("address:H-1/parent_name", "Robin Invented", "robin@home.example")
    invited = reached("participant:M-1/parent", "Robin invented", "Robin@home.example")

    assert names(by_facts, invited) == ["address:H-1/parent_name"]


def test_two_at_one_address_are_each_told() -> None:
    home = ("1 High Street", "Northwick")
    robin = reached("participant:M-1/parent", "Robin Invented", "home@home.example", home)
    sam = reached("participant:M-1/parent/2", "Sam Invented", "home@home.example", home)

    assert names(robin, sam) == ["participant:M-1/parent", "participant:M-1/parent/2"]


def test_father_and_son_of_one_name_are_each_told() -> None:
    father = reached("participant:M-1/parent", "Robin Invented", post=("1 High Street",))
    son = reached("participant:M-1/child", "Robin Invented", post=("1 High Street",))

    assert names(father, son) == ["participant:M-1/parent", "participant:M-1/child"]


def test_one_name_at_two_addresses_may_be_two_people() -> None:
    one = reached("address:H-1/parent_name", "Robin Invented", "robin@home.example")
    other = reached("participant:M-1/parent", "Robin Invented", post=("2 High Street",))

    assert names(one, other) == ["address:H-1/parent_name", "participant:M-1/parent"]
