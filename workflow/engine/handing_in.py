"""Documents that a command names, handed in: what was put aside becomes part of the case.

A command names a document by its id, and only one that its giver has put aside: nobody can hand in,
and so come to read, what lies in another case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from workflow.case.handed_in import KEPT
from workflow.case.model import Refused
from workflow.definition.model import FactKind, Workflow
from workflow.engine.document_shelf import aside
from workflow.store.reading import Reading
from workflow.store.stored_documents import StoredDocument
from workflow.store.writing import Writing


def with_documents(
    reading: Reading, workflow: Workflow, facts: Mapping[str, Any], holder: str, now: datetime
) -> dict[str, Any]:
    """The facts, with what the history is to hold of each document that the holder put aside.

    Raises Refused `unknown_document`.
    """
    found = dict(facts)
    for name, document_id in _named(workflow, facts):
        document = aside(reading, holder, document_id, now)
        if document is None:
            label = workflow.facts[name].label
            sentence = f"`{name}` ({label}) is not there any more: choose the file again"
            raise Refused("unknown_document", sentence)
        found[name] = _kept(document)
    return found


def keep_documents(
    writing: Writing, workflow: Workflow, ref: str, facts: Mapping[str, Any]
) -> None:
    """The documents that these facts of a row name belong to the case from now on."""
    ids = [document_id for _, document_id in _named(workflow, facts)]
    if ids:
        writing.keep_with_case(ids, ref)


def _kept(document: StoredDocument) -> dict[str, Any]:
    told = (document.document_id, document.media_type, document.size, document.sha256)
    return dict(zip(KEPT, told, strict=True))


def _named(workflow: Workflow, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The facts that name a document, and its id."""
    for name, value in facts.items():
        fact = workflow.facts.get(name)
        if fact is not None and fact.kind is FactKind.DOCUMENT and value:
            named = value.get("id") if isinstance(value, Mapping) else value
            yield name, str(named)
