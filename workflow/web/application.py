"""The web application of one installation, made by a factory: nothing is added once it runs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from fastapi import FastAPI, Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from workflow.app import App
from workflow.errors import CasewardError, Fault
from workflow.scheduler.health import Page
from workflow.web.headers import Guarded, TooLong
from workflow.web.rendering import STATIC, Pages
from workflow.web.site import Site

_LOG = logging.getLogger(__name__)
_LASTING = "public, max-age=31536000, immutable"


def create(app: App, health: Mapping[str, Page]) -> FastAPI:
    """The application, with pages that tell of its health at these addresses.

    Raises Fault when the styles and scripts have not been built.
    """
    if not (STATIC / "main.css").is_file():
        raise Fault("the styles of the pages are not there; build them with `make assets`")
    settings = app.settings
    pages = Pages(council=settings.council, theme=settings.theme)
    https = settings.base_url.startswith("https://")
    web = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    web.state.site = Site(app=app, pages=pages, https=https)
    web.add_middleware(Guarded, https=https)
    _add_files(web, pages)
    for path, page in health.items():
        web.add_api_route(path, _told(page), methods=["GET"])
    web.add_exception_handler(TooLong, lambda *_: PlainTextResponse("This is too long.", 413))
    web.add_exception_handler(Exception, _failed)
    return web


def _add_files(web: FastAPI, pages: Pages) -> None:
    def theme() -> FileResponse:
        return FileResponse(pages.theme, media_type="text/css")

    web.add_api_route(f"{pages.static}/theme.css", theme, methods=["GET"])
    web.mount(pages.static, _Lasting(directory=STATIC))


class _Lasting(StaticFiles):
    """Files that never change under their address."""

    def file_response(self, *args: object, **named: object) -> Response:
        response = super().file_response(*args, **named)  # type: ignore[arg-type]  # as given
        response.headers["Cache-Control"] = _LASTING
        return response


def _told(page: Page) -> Callable[[], Response]:
    def told() -> Response:
        status, text = page()
        return PlainTextResponse(text, status)

    return told


def _failed(request: Request, error: Exception) -> Response:
    """Told in a sentence. What the error says may hold a fact, so its kind alone is logged."""
    kind = error.code if isinstance(error, CasewardError) else type(error).__name__
    _LOG.error("page failed", extra={"action": "page.failed", "fault": kind})
    site: Site = request.app.state.site
    return site.pages.page(request, "failed.html", status=500, visit=None)
