"""What a process says of its facts."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.beginning import Beginning
from workflow.definition.model import Fact, FactKind, Keep, Workflow
from workflow.definition.read_facts import in_words
from workflow.definition.statements.statement import Part, Statement, about, listed, yes
from workflow.definition.statements.words import guarded, labels, titles
from workflow.definition.wording import path_of, quoted

_KINDS = {FactKind.YES_NO: "yes or no", FactKind.DATETIME: "date and time"}
_COUNTS = {Keep.LATEST: "", Keep.EARLIEST: "the earliest", Keep.EVERY: "every one"}


def facts(workflow: Workflow) -> Iterator[Statement]:
    """Of every fact."""
    for fact in workflow.facts.values():
        part = Part(workflow.name, "fact", fact.name)
        yield from about(part, quoted(fact.label), _aspects(workflow, fact))


def _aspects(workflow: Workflow, fact: Fact) -> dict[str, str]:
    kind = _KINDS.get(fact.kind, fact.kind.value)
    return {
        "what is told": f"a list, each a {kind}" if fact.many else kind,
        "hint": fact.hint,
        "several sentences": yes(fact.long),
        "choices": listed(f"{label} ({code})" for code, label in fact.codes.items()),
        "columns": listed(fact.columns),
        "one row for each": fact.by_link or "",
        "personal": yes(fact.personal),
        "for colleagues alone": yes(fact.internal),
        "needed when": guarded(workflow, fact.required_when),
        "asked only when": guarded(workflow, fact.asked_when),
        "never at a weekend": guarded(workflow, fact.weekdays_only),
        "never ahead of its recording": yes(fact.happened),
        "names who takes part": yes(fact.names_participant),
        "names who takes part in": _cases(workflow, fact.participants_of),
        "which counts": _COUNTS[fact.keep],
        "taken from": labels(workflow, [fact.from_fact] if fact.from_fact else []),
        "only where": guarded(workflow, fact.where),
        "forgotten on entering": listed(_path(workflow, state) for state in fact.since),
        "worked out as": guarded(workflow, fact.is_),
        "gathered from": listed(quoted(in_words(event)) for event in fact.gathers),
        "one for each": labels(workflow, fact.key),
        "the latest in": labels(workflow, fact.latest_in),
        "true when every": _every(workflow, fact),
        "true when the kind has": f"{fact.kind_of}: {fact.has}" if fact.kind_of else "",
        "whole years since": labels(workflow, fact.years_since),
        "of the family": fact.family.replace("_", " "),
        "restricted when": guarded(workflow, fact.restricted_when),
        "restricted, read by": titles(workflow, fact.read_by),
        "restricted, read by those in": labels(workflow, [fact.named_in] if fact.named_in else []),
        "begins with": listed(_beginning(workflow, each) for each in fact.begins_with),
        "holds the role": titles(workflow, [fact.as_role] if fact.as_role else []),
    }


def _cases(workflow: Workflow, link: str | None) -> str:
    known = workflow.links.get(link or "")
    return known.label if known is not None else link or ""


def _beginning(workflow: Workflow, begins: Beginning) -> str:
    cases = _cases(workflow, begins.of)
    if begins.addresses:
        told = listed(
            f"{in_words(who)} as {in_words(kind)}" for who, kind in begins.addresses.items()
        )
        said = f"to whom {cases} write ({told})"
        said += f" and who is {listed(map(in_words, begins.roles))} there" if begins.roles else ""
    else:
        said = f"“{in_words(begins.fact)}” of {cases}"
    said += f", through {in_words(begins.through).lower()}" if begins.through else ""
    said += f", of those in “{in_words(begins.named_in)}”" if begins.named_in else ""
    return said + (f", while {begins.when}" if begins.when is not None else "")


def _every(workflow: Workflow, fact: Fact) -> str:
    if not fact.every:
        return ""
    return f"{labels(workflow, [fact.every])} is in one of {labels(workflow, fact.is_in)}"


def _path(workflow: Workflow, state: str) -> str:
    # A shared fact may name a state of another workflow.
    return quoted(path_of(workflow, state)) if state in workflow.states else state
