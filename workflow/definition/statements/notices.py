"""What a process says of its notices: who is told at a step, in which words, and how."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.model import Workflow
from workflow.definition.notice import Audience, Meeting, Notice
from workflow.definition.statements.statement import Part, Statement, about, listed, yes
from workflow.definition.statements.words import events, guarded, labels, titles, written


def notices(workflow: Workflow) -> Iterator[Statement]:
    """Of every notice, and of whom nothing is told."""
    silence = workflow.silence.when if workflow.silence else None
    undelivered = [workflow.when_undelivered] if workflow.when_undelivered else []
    nobody = {
        "those whom this lists": labels(workflow, workflow.left_out),
        "the family, when": guarded(workflow, silence),
    }
    brings = {"brings": events(workflow, undelivered)}
    yield from about(Part(workflow.name, "undelivered"), "A message that reached nobody", brings)
    yield from about(Part(workflow.name, "told_nothing"), "Told nothing by itself", nobody)
    for notice in workflow.notices.values():
        part = Part(workflow.name, "notice", notice.name)
        yield from about(part, f"Notice: {notice.title}", _aspects(workflow, notice))


def _aspects(workflow: Workflow, notice: Notice) -> dict[str, str]:
    return {
        "who is told": "; ".join(_line(workflow, line) for line in notice.to),
        "worked out for its words": written(workflow, notice.reads),
        "must not go twice": yes(notice.once),
        "may tell what is personal": yes(notice.secure),
        "not again until": labels(workflow, notice.again_when),
        "shown before it goes": yes(notice.shown_first),
        "calendar entry": _meeting(workflow, notice.meeting) if notice.meeting else "",
        "answered with": events(workflow, [notice.reply] if notice.reply else []),
    }


def _line(workflow: Workflow, line: Audience) -> str:
    who = [
        *line.participants,
        titles(workflow, line.roles),
        labels(workflow, line.address.values()),
    ]
    more = [
        f"of {line.of}" if line.of else "",
        f"when {guarded(workflow, line.when)}" if line.when else "",
        f"whom {labels(workflow, [line.named_in])} lists" if line.named_in else "",
        f"but not whom {labels(workflow, [line.not_in])} lists" if line.not_in else "",
        f"kept to those whom {labels(workflow, [line.kept_to])} names" if line.kept_to else "",
        f"by {listed(line.ways)} only" if line.ways else "",
        f"told {labels(workflow, line.tells)} too" if line.tells else "",
        "of whom there may be nobody" if line.may_be_nobody else "",
        "of the last list alone" if line.latest else "",
        "shown before it goes" if line.shown_first else "",
        f"in the words for {line.wording}" if line.wording else "",
    ]
    return listed(filter(None, [*who, *more]))


def _meeting(workflow: Workflow, meeting: Meeting) -> str:
    if meeting.withdrawn:
        return "withdrawn"
    more = [f"for {meeting.lasts}" if meeting.lasts else ""]
    more.append(f"at {labels(workflow, [meeting.at])}" if meeting.at else "")
    return listed(filter(None, [labels(workflow, [meeting.starts]), *more]))
