"""What a process says of roles, participants, the quorum, and ties to other cases."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.model import Link, Workflow
from workflow.definition.statements.statement import Part, Statement, about, listed, yes
from workflow.definition.statements.words import guarded, labels, written
from workflow.definition.taking_part import ParticipantKind, Sees

_SEES = {Sees.TEAM: "the cases of their team", Sees.OWN: "their own cases"}
_INVITED = {"must": "must be", "may": "may be", "must_not": "must not be"}


def people(workflow: Workflow) -> Iterator[Statement]:
    """Of all of these."""
    for kind in workflow.participants.values():
        part = Part(workflow.name, "participant", kind.name)
        yield from about(part, f"Participant: {kind.title}", _participant(workflow, kind))
    listed_in = [workflow.participants_in] if workflow.participants_in else []
    yield from about(
        Part(workflow.name, "quorum"),
        "Quorum",
        _quorum(workflow)
        | {
            "participants are listed in": labels(workflow, listed_in),
            "who must be invited depends on": workflow.participants_of or "",
        },
    )
    for role in workflow.roles.values():
        part = Part(workflow.name, "role", role.name)
        apart = {
            "independent of the case": yes(role.independent_of_case),
            "works the case": yes(role.works_case),
            "sees to messages": yes(role.sees_to_messages),
            "administers people": yes(role.administers),
            "sees": "" if role.sees is Sees.ALL else _SEES[role.sees],
        }
        yield from about(part, f"Role: {role.title}", apart)
    for link in workflow.links.values():
        yield from about(
            Part(workflow.name, "link", link.name), f"Tie: {link.name}", _link(workflow, link)
        )


def _participant(workflow: Workflow, kind: ParticipantKind) -> dict[str, str]:
    return {
        "invited": _INVITED[kind.invite],
        "agency": kind.agency,
        "of the family": yes(kind.family),
        "only watches": yes(kind.observer),
        "owes a report": yes(kind.report),
        "is asked for a view": yes(kind.view),
        "only when": guarded(workflow, kind.when),
        "named by": labels(workflow, [kind.named_by] if kind.named_by else []),
    }


def _quorum(workflow: Workflow) -> dict[str, str]:
    if workflow.quorum is None:
        return {}
    return {
        "counted in": labels(workflow, [workflow.quorum.of]),
        "must be there": listed(workflow.quorum.must_include),
        "other agencies": str(workflow.quorum.other_agencies),
        "replies": labels(workflow, [workflow.quorum.replies] if workflow.quorum.replies else []),
        "stays away who answers": listed(workflow.quorum.stay_away),
    }


def _link(workflow: Workflow, link: Link) -> dict[str, str]:
    return {
        "label": link.label,
        "to": f"{link.to}, as {link.inverse}",
        "several": yes(link.many),
        "writes down": written(workflow, link.sets),
        "also when closed": yes(link.when_closed),
        "shows of each": listed(link.shows),
        "lists name whom these are about": yes(link.names_case),
    }
