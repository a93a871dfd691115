"""Whom the cases of a list are about: by their own facts, or by the cases that they deal with.

A list that names somebody is a look at that case: whoever shows it keeps that (`Door.named`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from workflow.definition.model import Workflow
from workflow.store.reading import Reading
from workflow.store.stored_access import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whom a case is about, "Name: ...", and the references of the cases that this names."""

    said: str = field(default="", repr=False)
    cases: tuple[str, ...] = ()


def about_whom(
    reading: Reading, scope: Scope, workflows: Iterable[Workflow], refs: Set[str]
) -> Mapping[str, About]:
    """By reference, of cases that the reader sees; what is not known is not there.

    Of the cases that those deal with (links with `names_case`) only the ones within the scope.
    """
    if not refs:
        return {}
    found = {ref: About(said=said, cases=(ref,)) for ref, said in reading.called(refs).items()}
    links = {link.name for flow in workflows for link in flow.links.values() if link.names_case}
    for ref, other, said in reading.called_through(scope, links, refs - found.keys()):
        known = found.get(ref, About())
        found[ref] = About(
            said=f"{known.said}; {said}" if known.said else said, cases=(*known.cases, other)
        )
    return found
