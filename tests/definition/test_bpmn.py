"""A workflow in BPMN: nothing of it is lost, and what the standard asks of a document holds."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings

from definition.building import (
    CLOSED,
    flow,
    link,
    parallel,
    process,
    region,
    rung,
    state,
    step,
    task,
    timer,
)
from definition.drawn_workflows import ODD, SHIPPED, drawn, one_state_titled, workflows
from workflow.definition.bpmn import bpmn
from workflow.definition.model import Workflow
from workflow.definition.step import Start, Tell
from workflow.definition.task import ForEach

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
ORDER = ["documentation", "incoming", "outgoing", "potentialOwner", "LoopCharacteristics", "flow"]
"""What an element holds, in the order of the standard's schema."""

each_workflow = pytest.mark.parametrize("name", ["a_bit_of_everything", *SHIPPED])


def written(*flows: Workflow) -> Element:
    """The document of the first of these workflows, beside the others."""
    return fromstring(bpmn(process(*flows), flows[0]))


def shipped(name: str) -> Element:
    others = (drawn(each) for each in SHIPPED if each != name)
    return written(drawn(name), *others)


def named(document: Element, kind: str) -> list[str]:
    return [each.get("name", "") for each in document.iter(f"{BPMN}{kind}")]


def by_id(document: Element) -> dict[str, Element]:
    return {each.attrib["id"]: each for each in document.iter() if "id" in each.attrib}


def leads(document: Element, source: str) -> set[tuple[str, str]]:
    """The names of flows out of an element, each with what it leads to."""
    return {
        (each.get("name", ""), each.attrib["targetRef"])
        for each in document.iter(f"{BPMN}sequenceFlow")
        if each.attrib["sourceRef"] == source
    }


def references(document: Element) -> Iterator[str]:
    for each in document.iter():
        for name in ("Ref", "default", "bpmnElement"):
            yield from (value for key, value in each.attrib.items() if key.endswith(name))
        if each.tag in (f"{BPMN}incoming", f"{BPMN}outgoing", f"{BPMN}resourceRef"):
            yield each.text or ""


# what holds of every document


@each_workflow
def test_ids_are_unique_and_everything_that_is_referred_to_is_there(name: str) -> None:
    document = shipped(name)

    ids = [each.attrib["id"] for each in document.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))
    assert set(references(document)) <= set(ids)


@each_workflow
def test_a_flow_joins_two_elements_of_one_part_which_both_name_it(name: str) -> None:
    for part in shipped(name).iter():
        inside = {each.attrib["id"]: each for each in part if "id" in each.attrib}
        for drawn_flow in part.findall(f"{BPMN}sequenceFlow"):
            id_ = drawn_flow.attrib["id"]
            source = inside[drawn_flow.attrib["sourceRef"]]
            target = inside[drawn_flow.attrib["targetRef"]]
            assert id_ in [each.text for each in source.findall(f"{BPMN}outgoing")]
            assert id_ in [each.text for each in target.findall(f"{BPMN}incoming")]


@each_workflow
def test_every_element_is_drawn(name: str) -> None:
    document = shipped(name)
    shapes = {each.attrib["bpmnElement"] for each in document.iter(f"{DI}BPMNShape")}
    edges = {each.attrib["bpmnElement"] for each in document.iter(f"{DI}BPMNEdge")}

    for part in document.iter():
        for each in part.findall(f"{BPMN}incoming") + part.findall(f"{BPMN}outgoing"):
            assert part.attrib["id"] in shapes
            assert each.text in edges
    assert {each.attrib["id"] for each in document.iter(f"{BPMN}messageFlow")} <= edges


@each_workflow
def test_every_state_step_task_and_rung_is_there_by_its_title(name: str) -> None:
    workflow, document = drawn(name), shipped(name)
    ids = by_id(document)

    for each in workflow.states.values():
        assert ids[f"state-{each.id}"].get("name", "") == each.title
    for found in workflow.steps:
        assert ids[f"step-{found.state or 'anywhere'}-{found.event}"].get("name") == found.title
    for wanted in workflow.tasks:
        at = [each for id_, each in ids.items() if id_.startswith(f"task-{wanted.name}-")]
        assert {each.get("name") for each in at} == {wanted.title}
        for drawn_task in at:
            host = drawn_task.attrib["id"]
            rungs = [ids[f"rung-{host}-{n}"] for n in range(1, len(wanted.rungs) + 1)]
            assert [r.get("name") for r in rungs] == [str(r) for r in wanted.rungs]


@each_workflow
def test_every_way_leads_on_in_the_part_of_its_state(name: str) -> None:
    workflow, document = drawn(name), shipped(name)

    for each in workflow.steps:
        if each.moves:
            id_ = f"step-{each.state or 'anywhere'}-{each.event}"
            assert len(leads(document, id_)) == 1


@each_workflow
def test_the_same_workflow_gives_the_same_bytes(name: str) -> None:
    whole = process(drawn(name))

    assert bpmn(whole, drawn(name)) == bpmn(whole, drawn(name))


@given(workflows())
@settings(max_examples=30)
def test_any_workflow_can_be_written(workflow: Workflow) -> None:
    document = written(workflow)

    ids = [each.attrib["id"] for each in document.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))
    assert set(references(document)) <= set(ids)


def test_odd_signs_in_a_title_are_words_of_the_document() -> None:
    assert ODD in named(written(one_state_titled(ODD)), "adHocSubProcess") + named(
        written(one_state_titled(ODD)), "task"
    )


def test_a_name_that_no_id_may_hold_is_written_by_its_signs() -> None:
    ids = by_id(written(flow(state("a-b", step("c", to="a.b")), state("a.b", final=True))))

    assert {"state-a.2d.b", "state-a.2e.b"} <= ids.keys()


# what stands for what


def test_a_task_is_a_user_task_and_a_rung_a_timer_that_interrupts_nothing() -> None:
    due_task = task(
        "visit", place=["open"], done_by="see", rungs=(rung("2 days before", "manager"),)
    )
    document = written(flow(state("open", step("see", to="closed")), CLOSED, tasks=(due_task,)))

    ids = by_id(document)
    fires = ids["rung-task-visit-anywhere-1"]
    assert ids["task-visit-anywhere"].tag == f"{BPMN}userTask"
    assert fires.attrib["attachedToRef"] == "task-visit-anywhere"
    assert fires.attrib["cancelActivity"] == "false"
    assert fires.findtext(f"{BPMN}timerEventDefinition/{BPMN}timeDate") == (
        "2 days before the due date"
    )
    ((_, told),) = leads(document, fires.attrib["id"])
    assert ids[told].tag == f"{BPMN}sendTask"
    assert "manager" in ids[told].attrib["name"]


def test_a_task_for_each_of_several_is_done_once_for_each() -> None:
    each = task(
        "ask",
        place=["open"],
        done_by="hear",
        for_each=ForEach(rows="people", which="person"),
    )
    document = written(flow(state("open", step("hear", to="closed")), CLOSED, tasks=(each,)))

    (found,) = document.iter(f"{BPMN}userTask")
    assert found.find(f"{BPMN}multiInstanceLoopCharacteristics") is not None


def test_ways_are_flows_out_of_a_gateway_with_their_guards_in_words_and_as_written() -> None:
    decide = step("decide", "answer == 'yes' -> closed", "otherwise -> stay")
    document = written(flow(state("open", decide), CLOSED))

    assert leads(document, "choose-open-decide") == {
        ("`answer == 'yes'`", "state-closed"),
        ("otherwise", "state-open"),
    }
    taken = by_id(document)["flow-choose-open-decide-state-closed"]
    assert taken.findtext(f"{BPMN}conditionExpression") == "answer == 'yes'"
    gateway = by_id(document)["choose-open-decide"]
    assert gateway.attrib["default"] == "flow-choose-open-decide-state-open"


def test_regions_run_beside_each_other_and_are_left_by_an_escalation() -> None:
    working = parallel(
        "working",
        region("visiting", state("visited", step("stop", to="resting"))),
        region("paying", state("paid")),
    )
    document = written(flow(working, state("resting", step("end", to="closed")), CLOSED))

    ids = by_id(document)
    assert ids["fork-working"].tag == f"{BPMN}parallelGateway"
    assert leads(document, "fork-working") == {("", "state-visiting"), ("", "state-paying")}
    assert leads(document, "step-visited-stop") == {("", "gone-visiting-resting")}
    assert ids["left-working-resting"].attrib["attachedToRef"] == "state-working"
    assert leads(document, "left-working-resting") == {("", "state-resting")}
    assert ids["cause-left-working-resting"].attrib["escalationRef"] == "leave-working-resting"
    assert ids["cause-gone-visiting-resting"].attrib["escalationRef"] == "leave-working-resting"


def test_a_part_that_is_entered_in_its_middle_begins_there() -> None:
    asking = state(
        "asking", state("asked", step("hear", to="heard")), state("heard", step("end", to="closed"))
    )
    new = state("new", step("ask", to="asking"), step("hear_at_once", to="heard"))
    document = written(flow(new, asking, CLOSED))

    assert leads(document, "enter-asking") == {
        ("after “hear_at_once”", "state-heard"),
        ("otherwise", "state-asked"),
    }


def test_what_the_clock_fires_interrupts_a_state() -> None:
    open_ = state("open", step("lapse", to="closed", by=()), timers=(timer("open", "lapse"),))
    document = written(flow(open_, CLOSED))

    lapse = by_id(document)["step-open-lapse"]
    assert lapse.attrib["cancelActivity"] == "true"
    assert lapse.findtext(f"{BPMN}timerEventDefinition/{BPMN}timeDate") == "5 days after the start"


def test_linked_cases_speak_by_messages_between_pools() -> None:
    tell = Tell(link="meetings", events=("hear",), position=CLOSED.state.position)
    opens = Start(workflow="meeting", link="of", position=CLOSED.state.position)
    ours = flow(
        state("open", step("end", to="closed", tell=(tell,), start=(opens,))),
        CLOSED,
        links=[link("meetings", "meeting", "of")],
    )
    other = flow(
        state("held", step("hear", from_link="of"), step("end", to="closed")),
        CLOSED,
        name="meeting",
        links=[link("of", "plan", "meetings")],
    )

    said, heard = written(ours, other), written(other, ours)

    assert named(said, "message") == ["hear", "open_case"]
    assert {e.attrib["targetRef"] for e in said.iter(f"{BPMN}messageFlow")} == {"pool-meeting"}
    assert named(said, "intermediateThrowEvent") == ["meeting: “hear”", "meeting: “open_case”"]
    (task_,) = heard.iter(f"{BPMN}receiveTask")
    assert task_.attrib["messageRef"] == "message-plan-meeting-hear"


def test_a_final_state_ends_everything() -> None:
    document = written(flow(state("open", step("end", to="closed")), CLOSED))

    end = by_id(document)["state-closed"]
    assert end.tag == f"{BPMN}endEvent"
    assert end.find(f"{BPMN}terminateEventDefinition") is not None


@each_workflow
def test_an_element_says_what_the_standard_has_first_first(name: str) -> None:
    def place(tag: str) -> int:
        return next((i for i, word in enumerate(ORDER) if tag.endswith(word)), len(ORDER))

    for each in shipped(name).iter():
        if each.find(f"{BPMN}incoming") is not None or each.find(f"{BPMN}outgoing") is not None:
            places = [place(inner.tag) for inner in each]
            assert places == sorted(places)
