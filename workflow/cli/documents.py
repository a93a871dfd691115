"""case documents, case document: the documents of a case, and one of them as a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workflow.app import App
from workflow.case.record import plain
from workflow.cli.installed import installed
from workflow.cli.looking import look, reader
from workflow.cli.output import Line, message, print_json, table
from workflow.clock import Clock
from workflow.deadlines.naming import moment_name
from workflow.engine.case_documents import (
    CaseDocument,
    OpenedDocument,
    case_documents,
    open_document,
)
from workflow.errors import WrongUse
from workflow.store.reading import Reading


def show_documents(clock: Clock, ref: str, *, by: str, as_json: bool) -> None:
    """The documents of a case, the last one first. Raises Refused."""
    with installed(clock) as app:
        person = reader(app, by)

        def read(reading: Reading) -> tuple[CaseDocument, ...]:
            return case_documents(reading, app.catalogue, ref, person)

        found = look(app, ref, "documents", app.now(), read, by=by)
    if as_json:
        print_json([plain(asdict(each)) for each in found])
    elif not found:
        message(f"{ref} has no documents.")
    else:
        table(("id", "what", "from", "when", ""), [_line(each) for each in found])


def save_document(clock: Clock, ref: str, document_id: str, into: Path, *, by: str) -> None:
    """Write a document to a file that is not there yet. Raises Refused, WrongUse."""
    if into.exists():
        raise WrongUse(f"{into} is there already; name another file")
    with installed(clock) as app:
        person = reader(app, by)

        def read(reading: Reading) -> OpenedDocument:
            sealing = app.shelf.sealing
            return open_document(reading, app.catalogue, sealing, ref, document_id, person)

        found = look(app, ref, f"document {document_id}", app.now(), read, by=by)
        with found.content as content, into.open("xb") as file:
            shutil.copyfileobj(content, file)
    message(f"{into} holds {found.name}.")


def put_aside(app: App, by: str, words: Iterable[str]) -> dict[str, Any]:
    """The ids of files put aside, by fact, from `NAME=FILE`. Raises Refused, WrongUse."""
    found = {}
    for word in words:
        name, equals, path = word.partition("=")
        if not equals or not Path(path).is_file():
            raise WrongUse("write each document as --document NAME=FILE, a file that is there")
        with Path(path).open("rb") as content:
            document = app.shelf.put_aside(by, Path(path).name, content, app.now())
        found[name] = document.document_id
    return found


def _line(document: CaseDocument) -> Line:
    restricted = "restricted" if document.restricted else ""
    what = f"{document.what}: {document.name}" if document.name else document.what
    when = moment_name(document.occurred_on)
    return Line((document.id, f"{what} ({document.kind})", document.who, when, restricted))
