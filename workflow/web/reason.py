"""The page that asks why somebody has to see a case that is not one of theirs."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from workflow.engine.drafts import FormOf
from workflow.web.drafting import found
from workflow.web.site import Site
from workflow.web.visiting import SignedIn


def reason_form(visit: SignedIn, ref: str, to: str) -> FormOf:
    """The form as one of that person; `to` is the page that they asked for."""
    title = f"Why you have to see {ref}"
    return FormOf(person=visit.person.person, about=ref, event="reason", title=title, address=to)


def ask_reason(
    request: Request,
    site: Site,
    visit: SignedIn,
    ref: str,
    to: str,
    wrong: str = "",
    typed: str = "",
) -> Response:
    """The page, with what was typed into it: just now, or before a session ended."""
    form = reason_form(visit, ref, to)
    before = found(site, form)
    return site.pages.page(
        request,
        "reason.html",
        status=422 if wrong else 403,
        visit=visit,
        ref=ref,
        to=to,
        wrong=wrong,
        typed=typed or (dict(before.typed).get("reason", "") if before else ""),
        seal=site.drafts.seal(form, site.app.now()),
    )
