"""What is wrong with a process: everything at once, each with its place and how to mend it.

A check looks at one workflow (in its process) and knows nothing of the others; the list below
is all of them. `definition/soundness/` holds them, one subject a module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.definition.model import Process, Workflow
from workflow.definition.problem import Position, Problem
from workflow.definition.soundness import (
    asking,
    beginnings,
    diary,
    documents,
    facts,
    guards,
    links,
    lists,
    names,
    notices,
    page,
    participants,
    personal,
    regions,
    roles,
    rungs,
    sending,
    states,
    steps,
    tasks,
    telling,
    ways,
)
from workflow.definition.soundness.scope import Check, Scope

CHECKS: tuple[Check, ...] = (
    states.unreachable_state,
    states.dead_end,
    states.no_path_to_end,
    states.final_state_with_steps,
    states.state_without_title,
    states.no_first_state,
    states.starts_elsewhere,
    states.way_to_itself,
    ways.ways_not_exhaustive,
    ways.way_never_taken,
    ways.closed_otherwise,
    regions.left_two_ways,
    regions.way_across_regions,
    guards.undeclared_name,
    guards.value_outside_code_set,
    names.undeclared_fact,
    names.unknown_state,
    names.unknown_role,
    names.unknown_event,
    names.unknown_notice,
    names.unknown_agency,
    names.unknown_answer,
    links.unknown_link,
    lists.list_of_nothing,
    lists.list_of_names,
    diary.diary_of_no_time,
    diary.diary_of_names,
    page.head_of_nothing,
    page.head_of_names,
    page.sheet_of_nothing,
    telling.fact_of_other_workflow,
    telling.told_too_little,
    steps.nobody_can_do,
    steps.on_not_a_date,
    steps.timer_fires_nothing,
    steps.warns_by_no_task,
    steps.asked_but_derived,
    beginnings.begins_with_nothing,
    asking.condition_of_no_question,
    asking.asked_in_circle,
    asking.needed_but_not_asked,
    facts.fact_never_told,
    facts.fact_never_used,
    facts.derived_in_circle,
    personal.personal_unmarked,
    facts.rule_of_dates_for_no_date,
    facts.nobody_to_name,
    facts.nobody_to_name_there,
    facts.planned_for_no_date,
    facts.name_of_a_predicate,
    facts.gathered_but_not_told,
    facts.latest_of_no_dates,
    documents.document_out_of_place,
    documents.readers_of_no_document,
    documents.restricted_from_everybody,
    documents.restricted_by_another_event,
    participants.years_of_no_date,
    participants.every_of_one,
    participants.changes_by_itself,
    participants.named_by_no_person,
    participants.family_of_nobody,
    roles.role_of_no_person,
    roles.independent_of_nobody,
    tasks.done_by_impossible,
    tasks.task_never_open,
    tasks.nobody_for_task,
    tasks.due_anchor_unknown,
    tasks.ladder_out_of_order,
    tasks.which_not_asked,
    rungs.told_to_family,
    rungs.rung_never_fires,
    rungs.silenced_by_old_fact,
    notices.unknown_audience,
    notices.audience_never_reached,
    notices.told_too_much,
    sending.nobody_is_told,
    sending.notice_never_sent,
    sending.nobody_hears_of_nobody,
    sending.excused_in_vain,
    notices.meeting_without_time,
    notices.unknown_reply,
    notices.name_of_something_else,
    notices.left_out_of_no_list,
    notices.undelivered_brings_nothing,
)


def problems(process: Process) -> tuple[Problem, ...]:
    """Every problem of a process, in the order of its files and lines."""
    found = {
        flow.name: tuple(dict.fromkeys(_of(process, flow))) for flow in process.workflows.values()
    }
    return tuple(sorted(_fair_to_shared_files(process, found), key=_in_order))


def _of(process: Process, workflow: Workflow) -> Iterator[Problem]:
    scope = Scope(process, workflow)
    for check in CHECKS:
        yield from check(scope)


def _fair_to_shared_files(
    process: Process, found: Mapping[str, tuple[Problem, ...]]
) -> Iterator[Problem]:
    """Those in a shared file once, and only if every workflow that includes it has them.

    A fact there may name a state, or other facts, of one workflow only: sharing is for that.
    """
    sharing: dict[str, dict[str, set[Place]]] = {}
    for flow in process.workflows.values():
        included = {fact.position.file for fact in flow.facts.values()} - {flow.position.file}
        for file in included:
            sharing.setdefault(file, {})[flow.name] = {_place(p) for p in found[flow.name]}
    for name, here in found.items():
        for problem in here:
            sharers = sharing.get(problem.position.file, {name: set()})
            if len(sharers) == 1 or (
                name == next(iter(sharers))
                and all(_place(problem) in places for places in sharers.values())
            ):
                yield problem


Place = tuple[Position, str, str]


def _place(problem: Problem) -> Place:
    return problem.position, problem.code, problem.where


def _in_order(problem: Problem) -> tuple[str, int, str, str]:
    return problem.position.file, problem.position.line, problem.where, problem.code
