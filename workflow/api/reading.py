"""Looking at cases: the list of them, one, its history, what is due in it, and what was said."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from workflow.api.caller import Caller, Here, KnownRevision, Ref, door, etag
from workflow.api.documents import CaseDocument, CaseList, DueDocument, History, Messages
from workflow.api.problems import problems
from workflow.case.model import Case
from workflow.case.reading import Reading as FactReading
from workflow.case.record import plain
from workflow.definition.model import Workflow
from workflow.engine.case_history import HistoryLine, case_history
from workflow.engine.case_page import CasePage, case_page, loaded
from workflow.engine.cases_seen import Wanted, cases_seen
from workflow.engine.due_document import due_document
from workflow.engine.due_list import asked, due_of_case
from workflow.store.reading import Reading
from workflow.store.stored_message import Posting

ROUTES = APIRouter(tags=["looking"])

Limit = Annotated[int, Query(ge=1, le=200, description="So many at most.")]
_NAME = r"^[^\x00-\x1f\x7f]*$"


@ROUTES.get("/cases", responses=problems())
def list_cases(
    app: Here,
    caller: Caller,
    workflow: Annotated[str, Query(max_length=100, pattern=_NAME)] = "",
    open_only: bool = False,
    after: Annotated[str, Query(max_length=36, pattern="^[0-9a-f-]*$")] = "",
    limit: Limit = 50,
) -> CaseList:
    """The cases that the person sees, in the order in which they were opened."""
    wanted = Wanted(workflow=workflow, open_only=open_only, after=after, limit=limit)
    with app.store.reading() as reading:
        page = cases_seen(reading, app.catalogue, caller, wanted, policy=app.settings.policy)
    return CaseList.model_validate(plain(asdict(page)))


_UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "Nothing was recorded since that revision"}
}


@ROUTES.get("/cases/{ref}", response_model=CaseDocument, responses=_UNCHANGED | problems(404))
def show_case(
    app: Here, caller: Caller, ref: Ref, response: Response, known: KnownRevision = None
) -> CaseDocument | Response:
    """A case as it is now; its ETag is its revision. That the person looked is kept.

    What is late depends on the day, too: `/due` tells it of a case that has not changed.
    """
    now = app.now()
    what = asked(now)

    def read(reading: Reading) -> dict[str, Any]:
        page = case_page(reading, app.catalogue, ref, what)
        release, case = loaded(reading, app.catalogue, ref)
        workflow = release.workflow(case.workflow)
        tasks = due_document(page.due, what)["tasks"]
        values = _values(workflow, case, what.as_of)
        return {**_head(page), "workflow": case.workflow, "tasks": tasks} | {
            "facts": [_fact(fact.name, fact.label, fact.value, values) for fact in page.facts]
        }

    found = door(app).look(caller, ref, "case", now, read)
    now_at = etag(found["revision"])
    if known and {now_at, "*"} & {each.strip().removeprefix("W/") for each in known.split(",")}:
        return Response(status_code=304, headers={"ETag": now_at})
    response.headers["ETag"] = now_at
    return CaseDocument.model_validate(found)


@ROUTES.get("/cases/{ref}/history", responses=problems(404))
def show_history(
    app: Here,
    caller: Caller,
    ref: Ref,
    after: Annotated[int, Query(ge=0, le=10**9, description="Rows after that one.")] = 0,
    limit: Limit = 50,
) -> History:
    """What happened to a case, row by row. That the person looked is kept."""

    def read(reading: Reading) -> list[HistoryLine]:
        return case_history(reading, app.catalogue, ref)

    rows = door(app).look(caller, ref, "history", app.now(), read)
    left = [row for row in rows if row.seq > after]
    page = left[:limit]
    next_ = page[-1].seq if len(left) > limit else None
    told = {"case": ref, "rows": [plain(asdict(row)) for row in page], "next": next_}
    return History.model_validate(told)


@ROUTES.get("/cases/{ref}/due", responses=problems(404, 409), response_model_exclude_unset=True)
def show_due(
    app: Here,
    caller: Caller,
    ref: Ref,
    as_of: date | None = None,
    known_on: date | None = None,
    explain: bool = False,
) -> DueDocument:
    """What is due in a case: late by the end of `as_of`, by what was known on `known_on`.

    `explain`: with an account of how each date comes about. That the person looked is kept.
    """
    now = app.now()
    what = asked(now, as_of=as_of, known=known_on, explain=explain)

    def read(reading: Reading) -> dict[str, Any]:
        return due_document(due_of_case(reading, app.catalogue, ref, what), what)

    return DueDocument.model_validate(door(app).look(caller, ref, "due", now, read))


@ROUTES.get("/cases/{ref}/messages", responses=problems(404))
def show_messages(app: Here, caller: Caller, ref: Ref, limit: Limit = 50) -> Messages:
    """The last messages about a case, exactly as they were said. That the person looked is kept."""

    def read(reading: Reading) -> list[Posting]:
        return reading.postings_of(ref, limit=limit)

    found = door(app).look(caller, ref, "messages", app.now(), read)
    return Messages.model_validate({"case": ref, "messages": [_said(each) for each in found]})


def _head(page: CasePage) -> dict[str, Any]:
    return {
        "case": page.case,
        "policy": page.policy,
        "release": page.release,
        "revision": page.revision,
        "opened_on": plain(page.opened_on),
        "closed_on": plain(page.closed_on),
        "state": list(page.due.state),
        "titles": list(page.titles),
        "steps": [
            {
                "event": s.event,
                "title": s.title,
                "roles": list(s.roles),
                "asks": list(s.asks),
                "blocked": s.blocked,
            }
            for s in page.steps
        ],
        "links": [asdict(tie) for tie in page.ties],
    }


def _values(workflow: Workflow, case: Case, on: date) -> FactReading:
    return FactReading(workflow, case, {"occurred_on": on})


def _fact(name: str, label: str, text: str, values: FactReading) -> dict[str, Any]:
    return {"name": name, "label": label, "value": plain(values(name)), "text": text}


def _said(posting: Posting) -> dict[str, Any]:
    message = posting.message
    return {
        "id": posting.id,
        "state": message.state,
        "why": message.why,
        "notice": message.notice,
        "recipient": message.recipient,
        "way": message.said.way,
        "subject": message.said.subject,
        "text": message.said.text,
        "created_at": plain(message.created_at),
        "settled_at": plain(posting.settled_at),
    }
