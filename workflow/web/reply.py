"""The pages behind the link of a message: an answer without signing in, once.

They show nothing of the case beyond what the message said. Looking answers nothing, because mail
servers open links too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import Response

from workflow.case.model import Refused
from workflow.engine.answering import Question, answer, question
from workflow.engine.reply_links import ReplyLinkWrong
from workflow.web.fields import kept, typed
from workflow.web.site import Here, Site
from workflow.web.uploads import brings_files, check_files, put_aside
from workflow.web.visiting import AnyVisit, Visit, address_of, hold, posted
from workflow.web.wrong import Wrong, wrong_of


def _paced(request: Request, site: Here) -> None:
    """Count that a link is opened: nobody is to guess one. Raises TooOften."""
    site.replies.check(address_of(request))


ROUTES = APIRouter(prefix="/reply/{token}", dependencies=[Depends(_paced)])
_EMPTY = FormData()
_THANKS = "Your answer is with the people who asked you. You can close this page."
_HEADINGS = {
    "reply_link_wrong": "This link does not work",
    "reply_link_over": "This link is too old",
    "reply_given": "You have answered",
    "reply_link_replaced": "There is a newer letter",
    "reply_too_late": "It is too late to answer here",
}


async def _from_link(request: Request, site: Here, visit: AnyVisit, token: str) -> FormData:
    """The form. Files are read of a link that can be used alone, and not too often."""
    if not brings_files(request.scope):
        return await posted(request, visit)
    if not site.uploads.allows(address_of(request)):
        raise Refused("too_often", "too many files have come from here: wait a minute, then go on")
    try:
        asked = await run_in_threadpool(_question, site, token)
    except ReplyLinkWrong:
        return _EMPTY  # the page says why
    holder = asked.reply.command_id
    return await put_aside(request, visit, site.app.shelf, holder, site.app.now())


FromLink = Annotated[FormData, Depends(_from_link)]


@ROUTES.get("")
def ask(request: Request, site: Here, visit: AnyVisit, token: str) -> Response:
    """The questions; or why the link cannot be used."""
    try:
        return _asked(request, site, visit, _question(site, token), _EMPTY)
    except ReplyLinkWrong as wrong:
        return _told(request, site, _HEADINGS[wrong.code], str(wrong), 410)


@ROUTES.post("")
def reply(request: Request, site: Here, visit: AnyVisit, form: FromLink, token: str) -> Response:
    """Record the answer, and say thank you."""
    try:
        asked = _question(site, token)
        facts = typed(form, asked.form.fields)
        try:
            check_files(form)
            answer(site.app.store, site.app.catalogue, token, facts, site.app.now())
        except Refused as refused:
            return _asked(request, site, visit, asked, form, wrong_of(refused, asked.form))
    except ReplyLinkWrong as wrong:
        return _told(request, site, _HEADINGS[wrong.code], str(wrong), 410)
    return _told(request, site, "Thank you", _THANKS, 200)


def _question(site: Site, token: str) -> Question:
    with site.app.store.reading() as reading:
        return question(reading, site.app.catalogue, token, site.app.now())


def _asked(
    request: Request,
    site: Site,
    visit: Visit,
    asked: Question,
    form: FormData,
    wrong: Wrong | None = None,
) -> Response:
    response = site.pages.page(
        request,
        "reply.html",
        status=422 if wrong else 200,
        visit=None,
        csrf=visit.csrf,
        asked=asked,
        meeting=_meeting(asked),
        values=kept(form),
        wrong=wrong or Wrong(),
    )
    hold(response, site, visit.token)
    return response


def _meeting(asked: Question) -> dict[str, Any]:
    if not asked.meeting or asked.meeting["method"] != "REQUEST":
        return {}
    starts_at = datetime.fromisoformat(asked.meeting["starts_at"])
    return {"starts_at": starts_at, "location": asked.meeting["location"]}


def _told(request: Request, site: Site, heading: str, sentence: str, status: int) -> Response:
    told = {"heading": heading, "sentence": sentence}
    return site.pages.page(request, "replied.html", status=status, visit=None, **told)
