"""Documents in definitions: who reads a restricted one, and where none can stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from definition.building import CLOSED, HERE, fact, flow, only_problem, state, step, told
from workflow.definition.guard import parse
from workflow.definition.model import Fact, Workflow
from workflow.definition.notice import Audience, Notice

RESTRICTED = {"restricted_when": parse("closed_to_most"), "read_by": ("worker",)}


def report(**parts: Any) -> Fact:
    return fact("report", "document", **{"personal": True, **parts})


def receiving(
    made: Fact, *more: Fact, asks: tuple[str, ...] = ("report",), **parts: Any
) -> Workflow:
    """A workflow whose step `receive` asks for the report."""
    asking = step("receive", asks=asks, **parts)
    plain = flow(state("open", asking, step("close", to="closed")), CLOSED)
    return replace(plain, facts={each.name: each for each in (made, *more)})


CLOSED_TO_MOST = fact("closed_to_most", "yes_no")
READERS = fact("readers", "person", many=True)


def test_a_document_may_be_read_by_few() -> None:
    made = report(**RESTRICTED, named_in="readers")
    asks = ("report", "closed_to_most", "readers")

    assert told(receiving(report())) == []
    assert told(receiving(made, CLOSED_TO_MOST, READERS, asks=asks)) == []


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"many": True}, "`report` is several documents"),
        ({"personal": False}, "what is in `report` is about somebody"),
    ],
)
def test_a_document_is_one_and_about_somebody(parts: dict[str, Any], what: str) -> None:
    found = only_problem(receiving(report(**parts)))

    assert (found.code, found.where) == ("document_out_of_place", "facts.report")
    assert found.what == what


def test_no_document_stands_in_a_row() -> None:
    rows = fact("reports", "rows", gathers=("receive",), key=("sender",), columns=("report",))
    made = receiving(report(), rows, fact("sender"), asks=("report", "sender"))

    found = only_problem(made)

    assert found.code == "document_out_of_place"
    assert found.what == "`reports` would hold `report` in a row"


def test_nothing_is_found_by_a_document() -> None:
    found = only_problem(replace(receiving(report()), found_by=("report",)))

    assert found.what == "nothing is found by `report`"


def test_no_message_holds_a_document() -> None:
    line = Audience(roles=("worker",), tells=("report",), position=HERE)
    notice = Notice(name="news", title="News", to=(line,), position=HERE)
    made = replace(receiving(report(), notify=("news",)), notices={"news": notice})

    assert ("document_out_of_place", "facts.report") in told(made)


def test_only_a_document_says_who_reads_it() -> None:
    found = only_problem(receiving(fact("report", read_by=("worker",))))

    assert found.code == "readers_of_no_document"


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"read_by": ("worker",)}, "`report` says who reads it, and not when it is restricted"),
        (
            {"restricted_when": parse("True")},
            "`report` would be read by nobody but who hands it in",
        ),
        (
            {"restricted_when": parse("True"), "named_in": "words"},
            "`words` (text) names nobody who could read `report`",
        ),
    ],
)
def test_somebody_reads_a_restricted_document(parts: dict[str, Any], what: str) -> None:
    found = only_problem(receiving(report(**parts), fact("words"), asks=("report", "words")))

    assert (found.code, found.what) == ("restricted_from_everybody", what)


def test_what_restricts_a_document_is_told_with_it() -> None:
    made = receiving(report(**RESTRICTED), CLOSED_TO_MOST)
    later = step("mark", asks=("closed_to_most",))
    marked = flow(state("open", *made.states["open"].steps, later), CLOSED)

    found = only_problem(replace(marked, facts=made.facts))

    assert found.code == "restricted_by_another_event"
    assert found.what == "`receive` asks for `report`, and not for `closed_to_most`"


def test_a_role_that_reads_it_is_one_of_the_workflow() -> None:
    made = report(restricted_when=parse("True"), read_by=("wroker",))

    found = only_problem(receiving(made))

    assert (found.code, found.mend) == ("unknown_role", "did you mean `worker`?")


def test_no_guard_reads_what_a_document_says() -> None:
    asked = step("look", "report != None -> closed", "otherwise -> stay")
    read = step("look", "report == 'good' -> closed", "otherwise -> stay")
    plain = receiving(report())

    def looking(made: Any) -> Workflow:
        return replace(
            flow(state("open", *plain.states["open"].steps, made), CLOSED), facts=plain.facts
        )

    assert told(looking(asked)) == []
    assert only_problem(looking(read)).code == "value_outside_code_set"
