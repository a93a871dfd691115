"""Documents as files: those of a case, and those that somebody has put aside for a step.

They are given to be kept as files and never shown by us: what is in one must not act as our page.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from workflow.case.model import Refused
from workflow.engine.case_documents import OpenedDocument, open_document
from workflow.engine.document_shelf import opened
from workflow.store.reading import Reading
from workflow.web.case import door
from workflow.web.site import Here
from workflow.web.visiting import Visitor

ROUTES = APIRouter()


@ROUTES.get("/cases/{ref}/documents/{document_id}")
def document(site: Here, visit: Visitor, ref: str, document_id: str) -> Response:
    """What is in a document of the case; that the visitor looked at it is kept."""
    app = site.app

    def read(reading: Reading) -> OpenedDocument:
        sealing = app.shelf.sealing
        return open_document(reading, app.catalogue, sealing, ref, document_id, visit.person)

    found = door(site).look(visit.person, ref, f"document {document_id}", app.now(), read)
    return as_file(found)


@ROUTES.get("/put-aside/{document_id}")
def put_aside(site: Here, visit: Visitor, document_id: str) -> Response:
    """What the visitor chose for a step that is not recorded yet. It is of no case."""
    shelf, now = site.app.shelf, site.app.now()
    found = shelf.put_aside_by(visit.person.person, document_id, now)
    if found is None:
        raise Refused("unknown_document", "you have put no such document aside")
    with site.app.store.reading() as reading:
        content = opened(reading, shelf.sealing, found, found.sha256)
    return as_file(
        OpenedDocument(
            name=found.name, media_type=found.media_type, size=found.size, content=content
        )
    )


def as_file(document: OpenedDocument) -> Response:
    """The document, for a browser to keep under its name."""
    shut = {"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'"}
    return StreamingResponse(
        document.parts(), media_type=document.media_type, headers={**document.headers, **shut}
    )
