"""Notices as a process owner declares them: a title for ladders, or all about a letter."""

from __future__ import annotations

from cases import a_release, a_workflow, whole
from definition.reading import told
from workflow.deadlines.rule import Span, Unit
from workflow.definition.notice import Meeting
from workflow.definition.reader import read_process_texts

INVITING = """
    facts:
      planned_for: {type: datetime}
      venue: {type: text}
      people: {type: rows, columns: [kind, name, email]}
      kind: {type: choice, codes: [initial, review]}
      not_safe: {type: text, many: true}
    participants: {in: people, kinds: {parent: {family: true}, school: {agency: Education}}}
    notices:
      overdue: Something is overdue
      invitation:
        title: Invitation
        reads: {is_review: "kind == 'review'"}
        goes: once
        secure: yes
        shown_first: yes
        meeting: {starts: planned_for, lasts: 2 hours, at: venue}
        reply: record_reply
        to:
          - {participants: parent, not_in: not_safe, wording: parents, ways: [post]}
          - {participants: agencies, wording: agency}
          - {roles: [worker], when: "kind == 'review'"}
    left_out: not_safe
    silence: {when: "kind == None"}
    states:
      open:
        title: Open
        steps:
          invite: {by: [worker], asks: [people, planned_for], stay: true, notify: [invitation]}
          record_reply: {by: [worker], stay: true}
"""


def test_a_title_alone_is_a_notice_of_ladders() -> None:
    overdue = a_workflow(INVITING).notices["overdue"]

    assert (overdue.title, overdue.to, overdue.once) == ("Something is overdue", (), False)


def test_a_letter_says_who_is_told_in_which_words_and_how() -> None:
    invitation = a_workflow(INVITING).notices["invitation"]
    parents, agencies, worker = invitation.to

    assert invitation.once
    assert invitation.secure
    assert invitation.shown_first
    assert invitation.meeting == Meeting(
        starts="planned_for", lasts=Span(2, Unit.HOURS), at="venue"
    )
    assert invitation.reply == "record_reply"
    assert {name: str(value) for name, value in invitation.reads.items()} == {
        "is_review": "kind == 'review'"
    }
    assert (parents.participants, parents.not_in, parents.ways) == (
        ("parent",),
        "not_safe",
        ("post",),
    )
    assert [invitation.folder(line) for line in (parents, agencies, worker)] == [
        "invitation/parents",
        "invitation/agency",
        "invitation",
    ]
    assert str(worker.when) == "kind == 'review'"


def test_a_workflow_says_whom_nothing_tells_and_when_the_family_is_left_in_peace() -> None:
    flow = a_workflow(INVITING)

    assert flow.left_out == ("not_safe",)
    assert flow.silence is not None
    assert str(flow.silence.when) == "kind == None"


def test_only_what_its_steps_send_to_somebody_is_sent_by_a_workflow() -> None:
    assert [notice.name for notice in a_workflow(INVITING).sent] == ["invitation"]


def test_files_that_are_included_may_declare_notices_and_whom_nothing_tells() -> None:
    text = whole("include: [shared.yaml]\nnotices: {own: Mine}\nstates: {open: {title: Open}}")
    shared = "notices: {told: {to: {roles: worker}}}\nleft_out: hidden"
    texts = {"0.yaml": text, "shared.yaml": shared + "\nfacts: {hidden: {type: text, many: true}}"}

    (flow,) = read_process_texts("test", texts).workflows.values()

    assert list(flow.notices) == ["told", "own"]
    assert flow.notices["told"].title == "Told"
    assert flow.left_out == ("hidden",)


def test_a_line_without_anybody_and_a_way_that_there_is_not_are_told_with_their_lines() -> None:
    text = """
    notices:
      told:
        to:
          - {wording: parents}
          - {roles: worker, ways: [pigeon]}
    states: {open: {title: Open}}
    """

    found = told(whole(text))

    assert [code for _, code in found] == ["audience_unclear", "wrong_value"]


def test_a_linked_case_is_asked_by_its_own_facts() -> None:
    child = """
    workflow: child
    facts: {age: {type: number}}
    links: {considered_by: {to: plan, inverse: considers}}
    states: {open: {title: Open}}
    """
    plan = """
    links: {considers: {to: child, inverse: considered_by}}
    notices: {told: {to: {roles: worker, of: considers, when: "age >= 12"}}}
    states:
      open: {title: Open, steps: {tell: {by: [worker], stay: true, notify: [told]}}}
    """
    (line,) = a_release(child, plan).workflow("plan").notices["told"].to

    assert (line.of, str(line.when)) == ("considers", "age >= 12")


ADDRESSED = """
    facts: {who: {type: text}, where: {type: address}, how: {type: choice, codes: [post]}}
    addresses:
      neighbour: {name: who, post: where, never: how}
    notices:
      told: {to: [{address: CALLED}]}
    states:
      open:
        title: Open
        steps: {tell: {by: [worker], asks: [who, where, how], stay: true, notify: [told]}}
"""


def test_an_address_has_a_name_by_which_lines_call_it() -> None:
    (line,) = a_workflow(ADDRESSED.replace("CALLED", "neighbour")).notices["told"].to

    assert line.address == {"name": "who", "post": "where", "never": "how"}


def test_a_name_that_is_no_address_is_told() -> None:
    found = told(whole(ADDRESSED.replace("CALLED", "neighbor")))

    assert [code for _, code in found] == ["unknown_address"]
