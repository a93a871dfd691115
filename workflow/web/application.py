"""The web application of one installation, made by a factory: nothing is added once it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from workflow.app import App
from workflow.engine.accounts import new_token
from workflow.engine.drafts import Drafts
from workflow.errors import Fault
from workflow.scheduler.health import Page
from workflow.web import (
    account,
    board,
    board_figures,
    case,
    case_sheets,
    correction,
    council_sign_in,
    definitions,
    diary,
    documents,
    incidents,
    meeting,
    messages,
    one_message,
    opening,
    pack,
    people,
    receipts,
    reply,
    search,
    sign_in,
    step,
    task,
    unit,
    webhooks,
    work,
)
from workflow.web import showcase as demonstration
from workflow.web.directory import directory_of
from workflow.web.faults import HANDLERS
from workflow.web.headers import Guarded
from workflow.web.rendering import STATIC, Pages
from workflow.web.showcase import Showcase
from workflow.web.site import Site
from workflow.web.uploads import longest

_LASTING = "public, max-age=31536000, immutable"

PARTS = (
    sign_in,
    council_sign_in,
    work,
    unit,
    board,
    board_figures,
    diary,
    case,
    case_sheets,
    documents,
    step,
    correction,
    opening,
    meeting,
    pack,
    task,
    reply,
    receipts,
    messages,
    one_message,
    incidents,
    search,
    account,
    people,
    webhooks,
    definitions,
)
"""Every page, by what it is for."""


def create(app: App, health: Mapping[str, Page], showcase: Showcase | None = None) -> FastAPI:
    """The application, with pages that tell of its health at these addresses.

    With a showcase it is a demonstration: everybody may sign in as anybody who is in it.

    Raises Fault when the styles and scripts have not been built, SettingsWrong when people are to
    sign in elsewhere and what that takes is not installed.
    """
    if not (STATIC / "main.css").is_file():
        raise Fault("the styles of the pages are not there; build them with `make assets`")
    settings = app.settings
    pages = Pages(
        council=settings.council,
        theme=settings.theme,
        is_demo=showcase is not None,
        largest=app.shelf.largest,
    )
    https = settings.base_url.startswith("https://")
    web = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    directory = directory_of(settings, app.now)
    drafts = Drafts(settings.secret_key or new_token())
    web.state.site = Site(app=app, pages=pages, https=https, drafts=drafts, directory=directory)
    web.add_middleware(Guarded, https=https, longest=partial(longest, app.shelf.largest))
    _add_files(web, pages)
    for path, page in health.items():
        web.add_api_route(path, _told(page), methods=["GET"])
    for part in PARTS:
        web.include_router(part.ROUTES)
    web.state.routes = [route for part in PARTS for route in part.ROUTES.routes]
    if showcase is not None:
        web.state.showcase = showcase
        web.include_router(demonstration.ROUTES)
    for kind, handler in HANDLERS.items():
        web.add_exception_handler(kind, handler)
    return web


def _add_files(web: FastAPI, pages: Pages) -> None:
    def theme() -> FileResponse:
        return FileResponse(pages.theme, media_type="text/css")

    web.add_api_route(f"{pages.static}/theme.css", theme, methods=["GET"])
    web.mount(pages.static, _Lasting(directory=STATIC))


class _Lasting(StaticFiles):
    """Files that never change under their address, compressed for whoever takes them so.

    They alone: a page holds what nobody else may learn (the token of its forms, people's data)
    beside what whoever made its address put there, and how far both together can be compressed
    tells of the one to whoever varies the other and sees how long the answer is (BREACH).
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            with suppress(HTTPException):  # there is none of what is short or not changed by it
                packed = await super().get_response(f"{path}.gz", scope)
                packed.headers["Content-Encoding"] = "gzip"
                packed.headers["Content-Type"] = response.headers["Content-Type"]
                response = packed
        response.headers["Cache-Control"] = _LASTING
        response.headers["Vary"] = "Accept-Encoding"
        return response


def _told(page: Page) -> Callable[[], Response]:
    def told() -> Response:
        status, text = page()
        return PlainTextResponse(text, status)

    return told
