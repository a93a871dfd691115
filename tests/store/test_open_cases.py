"""What is open: the tasks of every case, and the case that another one can join."""

from __future__ import annotations

import pytest

from days import at, day
from store.building import DUE_ON, a_case, a_task, new, next_, write
from workflow.case.model import Case
from workflow.deadlines.due import WAITING, Due
from workflow.store.database import Store


def test_open_tasks_come_with_their_dates_and_the_state_of_their_case(store: Store) -> None:
    tasks = (
        a_task("return_book", Due(DUE_ON)),
        a_task("pay_fine", Due(at("Mon 16 Mar 2026 14:00")), item="R-1"),
        a_task("renew", WAITING, occurrence=2),
    )
    write(store, new(a_case("CP-1", tasks=tasks, state=("late", "unpaid"))), new(a_case("CP-2")))

    with store.reading() as reading:
        pay, renew, give_back = reading.open_tasks()
        assert reading.open_tasks("CP-1") == [pay, renew, give_back]
        assert reading.open_tasks("CP-2") == []
    assert (pay.due, pay.item) == (at("Mon 16 Mar 2026 14:00"), "R-1")
    assert (renew.due, renew.waiting, renew.occurrence) == (None, True, 2)
    assert (give_back.due, give_back.waiting, give_back.item) == (DUE_ON, False, None)
    assert give_back.opened_on == day("Mon 2 Mar 2026")
    assert give_back.state == ("late", "unpaid")
    assert (give_back.ref, give_back.workflow, give_back.role) == ("CP-1", "loan", "reader")


def test_the_tasks_of_a_case_are_those_of_its_last_writing(store: Store) -> None:
    [was, _] = write(
        store,
        new(a_case("CP-1", tasks=(a_task("return_book"), a_task("renew")))),
        new(a_case("CP-2", tasks=(a_task("renew"),))),
    )
    with store.writing() as writing:
        writing.flush([next_(was, case=a_case("CP-1", tasks=(a_task("pay_fine"),)))])

    with store.reading() as reading:
        found = [(task.ref, task.task) for task in reading.open_tasks()]
    assert sorted(found) == [("CP-1", "pay_fine"), ("CP-2", "renew")]


@pytest.fixture
def family(store: Store) -> Store:
    """Two loans of one reader, and fines that consider them: a closed one and two open ones."""

    def fine(ref: str, **fields: object) -> Case:
        links = {"considers": {"CP-1": True, "CP-2": True}}
        return a_case(ref, workflow="fine", links=links, **fields)

    write(
        store,
        new(a_case("CP-1"), indexed={"reader": "R-1"}),
        new(a_case("CP-2"), indexed={"reader": "R-1", "branch": "north"}),
        new(fine("CF-1", closed_on=day("Tue 3 Mar 2026"))),
        new(fine("CF-2", opened_on=day("Thu 5 Mar 2026"))),
        new(fine("CF-3", opened_on=day("Wed 4 Mar 2026"))),
    )
    return store


def test_the_open_case_linked_to_a_fact_is_found_and_of_several_the_oldest(family: Store) -> None:
    with family.reading() as reading:
        assert reading.find_open("fine", "considers", "reader", "R-1") == "CF-3"
        assert reading.find_open("fine", "considers", "branch", "north") == "CF-3"


@pytest.mark.parametrize(
    ("workflow", "link", "fact", "value"),
    [
        ("appeal", "considers", "reader", "R-1"),
        ("fine", "follows", "reader", "R-1"),
        ("fine", "considers", "branch", "R-1"),
        ("fine", "considers", "reader", "R-2"),
    ],
)
def test_a_case_that_differs_in_one_thing_is_not_found(
    family: Store, workflow: str, link: str, fact: str, value: str
) -> None:
    with family.reading() as reading:
        assert reading.find_open(workflow, link, fact, value) is None


def test_a_link_or_a_fact_that_is_gone_finds_nothing_any_more(family: Store) -> None:
    with family.writing() as writing:
        for ref in ("CF-2", "CF-3"):
            writing.flush([next_(writing.case(ref), case=a_case(ref, workflow="fine"))])
        assert writing.find_open("fine", "considers", "reader", "R-1") is None
