"""The three renderings of a workflow: each says all of it, in its own way."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest

from definition.building import CLOSED, choice, due, flow, state, step, task, way
from definition.drawn_workflows import (
    ODD,
    SHIPPED,
    a_bit_of_everything,
    drawn,
    one_state_titled,
    titled,
)
from workflow.deadlines.rule import Repeated
from workflow.definition.diagram import mermaid, svg, table
from workflow.definition.diagram.arrows import anywhere, arrows
from workflow.definition.diagram.lettering import shortened, width, wrapped
from workflow.definition.wording import condition

SVG = "{http://www.w3.org/2000/svg}"

each_workflow = pytest.mark.parametrize("name", ["a_bit_of_everything", *SHIPPED])


def groups(document: str, attribute: str) -> list[Element]:
    return [g for g in fromstring(document).iter(f"{SVG}g") if attribute in g.attrib]


def words_in(element: Element) -> list[str]:
    return [text.text or "" for text in element.iter(f"{SVG}text")]


# the picture


@each_workflow
def test_every_state_is_in_the_picture(name: str) -> None:
    workflow = drawn(name)

    found = [group.attrib["data-state"] for group in groups(svg(workflow), "data-state")]

    assert sorted(found) == sorted(["", *workflow.states])


@each_workflow
def test_every_way_is_in_the_picture(name: str) -> None:
    workflow = drawn(name)

    found = {
        (group.attrib["data-from"], group.attrib["data-to"]): group.findtext(f"{SVG}title", "")
        for group in groups(svg(workflow), "data-from")
    }

    for arrow in arrows(workflow):
        assert all(label in found[arrow.source, arrow.target] for label in arrow.labels)


@each_workflow
def test_steps_open_anywhere_are_listed_in_a_note(name: str) -> None:
    workflow = drawn(name)

    listed = " ".join(
        word for note in groups(svg(workflow), "data-note") for word in words_in(note)
    )

    for step_ in anywhere(workflow):
        assert step_.title in listed


@each_workflow
def test_the_same_workflow_gives_the_same_bytes(name: str) -> None:
    workflow = drawn(name)

    assert svg(workflow) == svg(workflow)


def test_current_states_and_those_around_them_are_marked() -> None:
    document = svg(a_bit_of_everything(), {"missed", "paid"})

    marked = [g.attrib["data-state"] for g in groups(document, "data-current")]
    assert sorted(marked) == ["missed", "paid", "paying", "visiting", "working"]
    assert "Now in: " in fromstring(document).findtext(f"{SVG}desc", "")


def test_a_final_state_has_a_double_border() -> None:
    (closed,) = [
        group
        for group in groups(svg(a_bit_of_everything()), "data-state")
        if group.attrib["data-state"] == "closed"
    ]

    assert len(closed.findall(f"{SVG}rect")) == 2


def test_the_picture_names_itself_and_brings_nothing_that_a_strict_page_refuses() -> None:
    root = fromstring(svg(a_bit_of_everything()))

    names = {element.attrib["id"] for element in root if "id" in element.attrib}
    assert root.attrib["role"] == "img"
    assert set(root.attrib["aria-labelledby"].split()) == names
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= set(
        "svg title desc g rect path circle text".split()
    )
    assert not any({"style", "href", "onclick"} & set(element.attrib) for element in root.iter())


def test_an_overview_names_regions_and_leaves_out_what_is_in_them() -> None:
    document = svg(a_bit_of_everything(), overview=True)

    inside = {group.attrib["data-state"] for group in groups(document, "data-state")}
    assert {"visiting", "paying"} <= inside
    assert not {"visited", "missed", "paid", "owed"} & inside


def test_a_long_list_of_labels_is_shortened_and_kept_where_the_pointer_rests() -> None:
    ways = [titled(f"Way {number}", step(f"w{number}", to="closed")) for number in range(6)]

    (group,) = [
        group
        for group in groups(svg(flow(state("open", *ways), CLOSED)), "data-from")
        if group.attrib["data-from"] == "open"
    ]

    assert words_in(group) == ["Way 0,", "Way 1,", "Way 2,", "+ 3 more"]
    assert "Way 5" in group.findtext(f"{SVG}title", "")


def test_odd_signs_in_a_title_are_words_of_the_picture() -> None:
    root = fromstring(svg(one_state_titled(ODD)))

    assert " ".join(words_in(root)).count(ODD) == 3  # the state, its step, the note


# Mermaid


@each_workflow
def test_every_state_and_way_is_in_the_mermaid_text(name: str) -> None:
    workflow = drawn(name)

    text = mermaid(workflow)

    for id_ in workflow.states:
        assert f'" as {id_}' in text
    for arrow in arrows(workflow):
        assert f"{arrow.source or '[*]'} --> {arrow.target}" in text
    assert text.startswith("stateDiagram-v2\n")


def test_a_current_state_is_of_the_class_current() -> None:
    lines = [line.strip() for line in mermaid(a_bit_of_everything(), ["missed"]).splitlines()]

    assert "class missed current" in lines


def test_steps_open_anywhere_leave_one_state_of_their_own() -> None:
    lines = [line.strip() for line in mermaid(a_bit_of_everything()).splitlines()]

    assert "at_any_time --> closed : Leave for good" in lines
    assert ("note right of at_any_time", "Wait") in pairwise(lines)


def test_regions_are_parallel_in_the_mermaid_text() -> None:
    lines = [line.strip() for line in mermaid(a_bit_of_everything()).splitlines()]

    assert lines.count("--") == 1


def test_a_title_cannot_break_the_mermaid_text() -> None:
    escaped = "Ask #38; #60;answer#62; #34;now#34;#58; a|b#59; #35;1"

    assert f'state "{escaped}" as open' in mermaid(one_state_titled(ODD))
    assert f"open --> closed : {escaped}" in mermaid(one_state_titled(ODD))


def test_a_state_with_a_name_of_mermaids_own_is_renamed() -> None:
    text = mermaid(flow(state("end", step("finish", to="closed")), CLOSED))

    assert "end_ --> closed : finish" in text


# the tables


@each_workflow
def test_every_way_has_a_row(name: str) -> None:
    workflow = drawn(name)

    text = table(workflow)

    for each in workflow.states.values():
        path = ": ".join(workflow.states[s].title for s in reversed(workflow.ancestry(each.id)))
        for found in each.steps:
            assert f"| {found.title} |" in text
        if not each.substates and all(workflow.states[s].title for s in workflow.ancestry(each.id)):
            assert f"| {path} |" in text


@each_workflow
def test_every_task_has_a_row(name: str) -> None:
    workflow = drawn(name)

    assert all(f"\n| {each.title} |" in table(workflow) for each in workflow.tasks)


def test_a_way_says_when_it_is_taken_and_where_it_leads() -> None:
    decide = step("decide", "answer == 'yes' -> closed", "otherwise -> stay")
    workflow = flow(state("open", decide, title="Open"), CLOSED, facts=[choice("answer", "yes")])

    lines = table(workflow).splitlines()

    assert "| Open | decide | yes | Closed |" in lines
    assert "| Open | decide | otherwise | (stays) |" in lines


def test_a_task_says_who_does_it_and_by_when() -> None:
    visit = task(
        "visit",
        place=["open"],
        done_by="see",
        due=Repeated(first=due(10, "days"), then=due(6, "weeks", "last(see)")),
    )
    workflow = flow(state("open", step("see", to="closed"), title="Open"), CLOSED, tasks=(visit,))

    row = "| visit | (at any time) | worker | 10 days after the start; then 6 weeks after the last “see” |"  # noqa: E501  one row of the table
    assert row in table(workflow).splitlines()


def test_a_title_cannot_break_a_table() -> None:
    assert 'Ask & \\<answer> "now": a\\|b; #1' in table(one_state_titled(ODD))


# words


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("answer == 'yes' -> stay", "Yes, please"),
        ("answer in ['yes', 'no'] -> stay", "Yes, please, No"),
        ("answer -> stay", "answer"),
        ("answer == 'yes' and other -> stay", "answer == 'yes' and other"),
        ("otherwise -> stay", "otherwise"),
    ],
)
def test_a_condition_is_said_in_the_labels_of_facts_and_codes(written: str, said: str) -> None:
    answer = replace(choice("answer", "yes", "no"), codes={"yes": "Yes, please", "no": "No"})

    assert condition(way(written), {"answer": answer}) == said


def test_lines_are_broken_between_words_and_a_long_word_in_itself() -> None:
    lines = wrapped("a conference " + "w" * 40, 11, 100)

    assert lines[0] == "a conference"
    assert all(width(line, 11) <= 100 for line in lines)


def test_one_more_label_is_shown_rather_than_counted() -> None:
    assert shortened("abcd", 3) == ("a", "b", "c", "d")
    assert shortened("abcde", 3) == ("a", "b", "c", "+ 2 more")
