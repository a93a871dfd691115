"""What a process owner reads about two policies, or about two releases."""

from __future__ import annotations

import pytest

from cases import a_release
from real_process import release
from workflow.definition.difference import Difference, differences

PLAN = """
    facts:
      held_on: {type: date, label: Day held}
      seen: {type: yes_no}
      plan: {type: choice, codes: {short: Short, long: Long}}
      known_on: {type: date, from: held_on, where: seen, since: [shut]}
      people: {type: rows, columns: [kind, name]}
      came: {many: true}
    links: {parts: {to: plan, inverse: parts, sets: {seen: true}}}
    participants: {in: people, kinds: {school: {invite: may, title: School}}}
    quorum: {of: came, must_include: [Health], other_agencies: 2}
    anywhere: {note: {title: Write a note, by: [worker], stay: true, except: [shut]}}
    tasks:
      visit:
        title: Visit
        role: worker
        due:
          first: {within: 5 days, of: held_on}
          then: {within: 6 weeks, of: last(note)}
        done_by: note
        source: {standing: local, ids: [T18]}
        escalate:
          - {at: 1 day before, to: worker, notice: due_soon, digest: true}
          - {at: 1 day after, to: manager, notice: overdue, unless: seen, every: 2 days}
      tidy: {title: Tidy up, role: worker, done_by: note}
    states:
      open:
        title: Open
        timers: [{due: {within: 2 years, of: entered}, fire: close}]
        steps:
          close:
            title: Close
            by: [worker]
            asks: [plan]
            may_ask: [seen]
            on: held_on
            sets: {seen: true}
            blocked_while: [{when: not seen, say: Not seen yet.}]
            notify: [goodbye]
            tell: [{link: parts, event: note, if_open: true}]
            ways: [{when: "plan == 'short'", to: shut}, {otherwise: stay}]
      shut: {title: Shut, final: true}
    """


def sentence(difference: Difference, one: str, other: str) -> str:
    """`Hold the visit, due: North 1 week after the start; South 2 weeks after the start`."""
    mine, yours = difference.sides
    return f"{difference.heading}: {one} {mine}; {other} {yours}"


def told(old: str, new: str) -> list[str]:
    """The differences of the plan and of one with a piece of its text replaced."""
    assert PLAN.count(old) == 1, f"{old!r} stands in the text {PLAN.count(old)} times"
    one, other = (a_release(text).process for text in (PLAN, PLAN.replace(old, new)))
    found = differences(one, other)
    assert all(each.workflow == "Plan" for each in found)
    return [sentence(each, "North", "South") for each in found]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "within: 5 days",
            "within: 4 days",
            "Visit, due: North 5 days after “Day held” (local, T18);"
            " South 4 days after “Day held” (local, T18)",
        ),
        (
            "within: 6 weeks",
            "within: 1 month",
            "Visit, due after the first: North 6 weeks after the last “Write a note” (local, T18);"
            " South 1 month after the last “Write a note” (local, T18)",
        ),
        (
            "of: last(note)}",
            "of: ever(note), source: {standing: local}}",
            "Visit, due after the first: North 6 weeks after the last “Write a note” (local, T18);"
            " South 6 weeks after the last “Write a note” in the whole case (local)",
        ),
        (
            "{at: 1 day after, to: manager",
            "{at: 1 day after, to: [manager, worker]",
            "Visit, told 1 day after: North Manager (overdue, again every 2 days, unless “Seen”);"
            " South Manager, Worker (overdue, again every 2 days, unless “Seen”)",
        ),
        (
            "- {at: 1 day before, to: worker, notice: due_soon, digest: true}",
            "",
            "Visit, told 1 day before: North Worker (due soon, in the daily summary); South nobody",
        ),
        (
            "{title: Tidy up, role: worker",
            "{title: Tidy up, role: manager",
            "Tidy up, whose task it is: North Worker; South Manager",
        ),
        (
            "{title: Tidy up, role: worker",
            "{title: Tidy up, when: seen, role: [{when: seen, is: manager}, {otherwise: worker}]",
            "Tidy up, whose task it is: North Worker; South Manager when “Seen”; Worker otherwise",
        ),
        (
            "title: Close\n            by: [worker]",
            "title: Close\n            by: [worker, manager]",
            "Close (Open), who may do it: North Worker; South Worker, Manager",
        ),
        (
            "asks: [plan]",
            "asks: [plan, came]",
            "Close (Open), asked: North “Plan”; South “Plan”, “Came”",
        ),
        ("may_ask: [seen]", "", "Close (Open), may be given: North “Seen”; South nothing"),
        ("on: held_on\n", "\n", "Close (Open), its day: North “Day held”; South nothing"),
        (
            "{otherwise: stay}",
            "{otherwise: shut}",
            "Close (Open), leads to: North Short: “Shut”; otherwise: it stays;"
            " South Short: “Shut”; otherwise: “Shut”",
        ),
        (
            "say: Not seen yet.",
            "say: See them.",
            "Close (Open), refused: North Not seen yet. (not “Seen”); South See them. (not “Seen”)",
        ),
        ("notify: [goodbye]", "", "Close (Open), sends: North goodbye; South nothing"),
        (
            "seen: {type: yes_no}",
            "seen: {type: yes_no, every: plan, is_in: [came]}",
            "“Seen”, true when every: North nothing; South “Plan” is in one of “Came”",
        ),
        (
            "seen: {type: yes_no}",
            "seen: {type: yes_no, kind_of: came, has: view}",
            "“Seen”, true when the kind has: North nothing; South came: view",
        ),
        (
            ", if_open: true",
            "",
            "Close (Open), tells linked cases: North “Note” to parts, where it is open;"
            " South “Note” to parts",
        ),
        (
            "except: [shut]",
            "except: []",
            "Write a note (at any time), not in: North Shut; South nothing",
        ),
        (
            "within: 2 years",
            "within: 1 year",
            "Open, by the clock: North “Close” 2 years after the start;"
            " South “Close” 1 year after the start",
        ),
        (
            "{short: Short, long: Long}",
            "{short: Short}",
            "“Plan”, choices: North Short (short), Long (long); South Short (short)",
        ),
        ("where: seen, ", "", "“Known on”, only where: North “Seen”; South nothing"),
        ("since: [shut]", "", "“Known on”, forgotten on entering: North “Shut”; South nothing"),
        (
            "came: {many: true}",
            "came: {}",
            "“Came”, what is told: North a list, each a text; South text",
        ),
        (
            "invite: may",
            "invite: must",
            "Participant: School, invited: North may be; South must be",
        ),
        ("other_agencies: 2", "other_agencies: 1", "Quorum, other agencies: North 2; South 1"),
        (
            ", sets: {seen: true}}}",
            "}}",
            "Tie: parts, writes down: North “Seen” = yes; South nothing",
        ),
        ("title: Shut", "title: Over", "Shut, named: North Shut; South Over"),
    ],
)
def test_a_difference_is_told_in_the_words_of_the_procedure(
    old: str, new: str, sentence: str
) -> None:
    assert sentence in told(old, new)


def test_what_only_one_of_them_has_is_told_as_a_whole() -> None:
    tidy = "tidy: {title: Tidy up, role: worker, done_by: note}"

    assert told(tidy, "") == [
        "Tidy up: North has it (whose task it is: Worker; open: (at any time);"
        " done by: “Write a note”); South does not have it"
    ]
    assert told(tidy, f"{tidy}\n      sweep: {{role: worker, done_by: note}}") == [
        "Sweep: North does not have it; South has it (whose task it is: Worker;"
        " open: (at any time); done by: “Write a note”)"
    ]


def test_a_workflow_that_only_one_of_them_has_is_one_difference() -> None:
    other = "workflow: other\ntitle: Other\nstates: {open: {title: Open}}"

    (found,) = differences(a_release(PLAN).process, a_release(PLAN, other).process)

    assert (found.workflow, sentence(found, "1", "2")) == (
        "Other",
        "Other: 1 does not have it; 2 has it",
    )


def test_a_policy_differs_in_its_calendar_and_hour_too() -> None:
    policy = 'closure_days: ["2026-12-30", "2026-12-29"]\nrungs_at: "08:00"\nquiet_hours: none'
    one, other = a_release(PLAN).process, a_release(PLAN, policy=policy).process

    assert [sentence(each, "Default", "Local") for each in differences(one, other)] == [
        "Local calendar, people are told at: Default 07:00; Local 08:00",
        "Local calendar, closure days: Default nothing; Local Tue 29 Dec 2026, Wed 30 Dec 2026",
        "Local calendar, families are left in peace: Default nothing; Local none",
    ]


@pytest.mark.parametrize("policy", ["", "liverpool", "darlington"])
def test_a_policy_does_not_differ_from_itself(policy: str) -> None:
    assert differences(release(policy).process, release(policy).process) == ()


def test_our_two_policies_differ_in_when_core_groups_meet() -> None:
    found = differences(release("liverpool").process, release("darlington").process)

    (core_groups,) = (each for each in found if each.subject == "Hold the core group")
    assert sentence(core_groups, "Liverpool", "Darlington") == (
        "Hold the core group, due after the first:"
        " Liverpool 1 month after the last “Hold the core group” (local, T18);"
        " Darlington 6 weeks after the last “Hold the core group”"
        " (local, T18, S2-11)"
    )


def test_the_other_way_round_the_same_is_told() -> None:
    one, other = release("liverpool").process, release("darlington").process

    there, back = differences(one, other), differences(other, one)

    assert {(d.subject, d.aspect, d.one, d.other) for d in there} == {
        (d.subject, d.aspect, d.other, d.one) for d in back
    }


def test_what_is_gathered_and_a_checklist_are_told() -> None:
    assert told("came: {many: true}", "came: {many: true, gathers: close, key: plan}") == [
        "“Came”, gathered from: North nothing; South “Close”",
        "“Came”, one for each: North nothing; South “Plan”",
    ]
    checklist = "checklist: {aims: The aims., ends: {say: The ends., when: seen}}"
    assert told("notify: [goodbye]", f"notify: [goodbye]\n            {checklist}")[0] == (
        "Close (Open), checklist: North nothing; South The aims.; The ends. (“Seen”)"
    )


def test_of_what_a_step_writes_down_only_the_entries_that_differ_are_told() -> None:
    one, other = (
        a_release(f"""
            facts: {{seen: {{type: yes_no}}, told: {{type: yes_no}}}}
            states:
              open:
                title: Open
                steps: {{go: {{by: [worker], stay: true, sets: {{seen: true, told: {told}}}}}}}
            """).process
        for told in ("true", "false")
    )

    (found,) = differences(one, other)

    assert (found.aspect, found.one, found.other) == ("writes down", "“Told” = yes", "“Told” = no")
