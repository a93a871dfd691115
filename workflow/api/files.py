"""Documents as files, for the person for whom a program speaks: put aside, listed, and opened."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, UploadFile
from starlette.responses import StreamingResponse

from workflow.api.caller import Caller, Here, Ref, door, paced
from workflow.api.documents import CaseDocuments, PutAside
from workflow.api.problems import problems
from workflow.case.record import plain
from workflow.engine.case_documents import (
    CaseDocument,
    OpenedDocument,
    case_documents,
    open_document,
)
from workflow.engine.document_kinds import KINDS
from workflow.store.reading import Reading

ROUTES = APIRouter(tags=["looking"])

DocumentId = Annotated[
    str, Path(description="Id of the document.", max_length=100, pattern=r"^[0-9A-Za-z-]+$")
]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind: {} for kind in KINDS}, "description": "The file, as it came."}
}


@ROUTES.post(
    "/documents",
    status_code=201,
    responses=problems(409),
    dependencies=[Depends(paced)],
    tags=["changing"],
)
def put_aside(app: Here, caller: Caller, file: UploadFile) -> PutAside:
    """Put a file aside. A step is then sent with its `id` as a fact that is a document.

    It is of no case until then, and gone after a day. Nobody else can hand it in.
    """
    kept = app.shelf.put_aside(caller.person, file.filename or "", file.file, app.now())
    return PutAside.model_validate({**asdict(kept), "id": kept.document_id})


@ROUTES.get("/cases/{ref}/documents", responses=problems(404))
def list_documents(app: Here, caller: Caller, ref: Ref) -> CaseDocuments:
    """The documents of a case, the last one first. That the person looked is kept."""

    def read(reading: Reading) -> tuple[CaseDocument, ...]:
        return case_documents(reading, app.catalogue, ref, caller)

    found = door(app).look(caller, ref, "documents", app.now(), read)
    return CaseDocuments.model_validate(
        {"case": ref, "documents": [plain(asdict(each)) for each in found]}
    )


@ROUTES.get(
    "/cases/{ref}/documents/{document_id}",
    responses=_FILE | problems(404, 409, 410),
    response_class=StreamingResponse,
)
def show_document(
    app: Here, caller: Caller, ref: Ref, document_id: DocumentId
) -> StreamingResponse:
    """What is in a document, for who may read it. That the person looked is kept."""

    def read(reading: Reading) -> OpenedDocument:
        sealing = app.shelf.sealing
        return open_document(reading, app.catalogue, sealing, ref, document_id, caller)

    found = door(app).look(caller, ref, f"document {document_id}", app.now(), read)
    return StreamingResponse(found.parts(), media_type=found.media_type, headers=found.headers)
