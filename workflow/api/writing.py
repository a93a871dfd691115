"""Commands of programs: each goes through the same door as a person's at a page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Response

from workflow.api.caller import (
    Caller,
    Here,
    Key,
    Ref,
    Revision,
    SeenRevision,
    etag,
    must_match,
    paced,
)
from workflow.api.commands import Correct, OpenCase, TakeStep
from workflow.api.documents import CorrectionDone, Done
from workflow.api.problems import problems
from workflow.api.strict_json import StrictRoute
from workflow.app import App
from workflow.case.model import Command
from workflow.case.record import plain
from workflow.definition.model import OPEN_CASE
from workflow.engine.amend import Author
from workflow.engine.case_page import loaded
from workflow.engine.completing import NEW
from workflow.engine.correct import Change
from workflow.engine.correction import correct_case
from workflow.engine.outcome_changes import outcome_changes
from workflow.errors import WrongUse

ROUTES = APIRouter(tags=["changing"], dependencies=[Depends(paced)], route_class=StrictRoute)

_REPEATED: dict[int | str, dict[str, Any]] = {
    200: {"model": Done, "description": "It was done before, by the same key"}
}


@ROUTES.post("/cases", status_code=201, responses=problems(404, 409, 415) | _REPEATED)
def open_case(app: Here, caller: Caller, key: Key, asked: OpenCase, response: Response) -> Done:
    """Open a case."""
    command = Command(
        case=asked.case or NEW,
        event=OPEN_CASE,
        recorded_at=app.now(),
        actor=caller.person,
        role=asked.role,
        workflow=asked.workflow,
        policy=app.settings.policy if asked.policy is None else asked.policy,
        occurred_on=asked.occurred_on,
        facts=asked.facts,
        command_id=key,
    )
    done = _done(app, command, None, response)
    response.headers["Location"] = f"/api/v1/cases/{quote(done.case, safe='')}"
    return done


@ROUTES.post(
    "/cases/{ref}/events", status_code=201, responses=problems(404, 409, 412, 415, 428) | _REPEATED
)
def take_step(
    app: Here,
    caller: Caller,
    key: Key,
    revision: Revision,
    ref: Ref,
    asked: TakeStep,
    response: Response,
) -> Done:
    """Take a step of a case, as it was when the person looked at it."""
    if asked.event == OPEN_CASE:
        raise WrongUse("this case is open already; POST /cases opens another")
    command = Command(
        case=ref,
        event=asked.event,
        recorded_at=app.now(),
        actor=caller.person,
        role=asked.role,
        occurred_on=asked.occurred_on,
        facts=asked.facts,
        command_id=key,
        late=asked.late,
    )
    return _done(app, command, revision, response)


@ROUTES.post("/cases/{ref}/corrections", responses=problems(404, 409, 412, 415, 428))
def correct(
    app: Here,
    caller: Caller,
    revision: SeenRevision,
    ref: Ref,
    asked: Correct,
    response: Response,
) -> CorrectionDone:
    """Correct a row and all that follows from it, or with `dry_run` tell what would move.

    Sent twice it is done once, as the second time the revision is another. With `dry_run` it need
    not be named.
    """
    if revision is None and not asked.dry_run:
        raise must_match()
    author = Author(
        actor=caller.person, role=asked.role, recorded_at=app.now(), reason=asked.reason
    )
    found = correct_case(
        app.store,
        app.catalogue,
        ref,
        asked.row,
        _change(asked),
        author,
        dry_run=asked.dry_run,
        revision=revision,
    )
    now = _revision(app, ref)
    response.headers["ETag"] = etag(now)
    told = {**plain(asdict(found)), "dry_run": asked.dry_run, "revision": now}
    return CorrectionDone.model_validate(told)


def _change(asked: Correct) -> Change:
    """Raises WrongUse when nothing is to be different, or nothing can be."""
    if asked.retract and (asked.facts or asked.occurred_on):
        raise WrongUse("`retract` goes alone: a row that no longer counts has no facts and no day")
    if not (asked.retract or asked.facts or asked.occurred_on):
        raise WrongUse("say what is to be different: `facts`, `occurred_on` or `retract`")
    if not asked.reason.strip():
        raise WrongUse("`reason` is empty; say in a few words why the row was wrong")
    return Change(facts=asked.facts, occurred_on=asked.occurred_on, retract=asked.retract)


def _done(app: App, command: Command, revision: int | None, response: Response) -> Done:
    outcome = app.run(command, revision=revision)
    with app.store.reading() as reading:
        found = outcome_changes(reading, app.catalogue, outcome)
    now = _revision(app, outcome.case)
    response.headers["ETag"] = etag(now)
    if outcome.repeated:
        response.status_code = 200
    told = {
        "case": outcome.case,
        "row": outcome.event.seq,
        "revision": now,
        "repeated": outcome.repeated,
        "changes": [asdict(each) for each in found],
        "warnings": [asdict(each) for each in outcome.warnings],
    }
    return Done.model_validate(told)


def _revision(app: App, ref: str) -> int:
    with app.store.reading() as reading:
        return loaded(reading, app.catalogue, ref)[1].revision
