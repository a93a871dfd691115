"""My work: what is to be done by when, by whom is signed in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from workflow.web.site import Here
from workflow.web.visiting import Visitor

ROUTES = APIRouter()


@ROUTES.get("/")
def my_work(request: Request, site: Here, visit: Visitor) -> Response:
    """The page."""
    return site.pages.page(request, "work.html", visit=visit)
