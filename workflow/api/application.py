"""The API of one installation, made by a factory: nothing is added once it runs."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from workflow.api import files, reading, writing
from workflow.api.limits import Guarded
from workflow.api.problems import HANDLERS, Problem
from workflow.app import App
from workflow.throttle import Throttle

PATH = "/api/v1"
"""Where it is to be put. What is under it stays as it is; other answers get another number."""

CHANGES = 300
"""Changes that programs of one person may make within a minute."""

_DESCRIPTION = """\
Cases as people see and work them in the pages: every request speaks for one person, who sees and
does here what they see and do there, and every look is kept. Refusals are problem details
(RFC 9457) whose `code` is stable."""


def create(app: App) -> FastAPI:
    """The API, to be put at `PATH`. It describes itself at `openapi.json` there."""
    api = FastAPI(
        title="caseward",
        version="1",
        description=_DESCRIPTION,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        servers=[{"url": PATH}],
        root_path_in_servers=False,
    )
    api.state.app = app
    api.state.pace = Throttle(tries=CHANGES)
    for part in (reading, files, writing):
        api.include_router(part.ROUTES)
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)
    https = app.settings.base_url.startswith("https://")
    api.add_middleware(Guarded, https=https, largest=app.shelf.largest)
    _describe_problems(api)
    return api


def _describe_problems(api: FastAPI) -> None:
    """Put the schema of problems, which no operation returns as its model, into the description.

    It is written when somebody first asks for it: that takes longer than all else of a start.
    """
    describe = api.openapi

    def described() -> dict[str, Any]:
        document = describe()
        schemas = document["components"]["schemas"]
        if Problem.__name__ not in schemas:
            schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            parts = schema.pop("$defs", {})
            schemas.update({**parts, Problem.__name__: schema})
        return document

    api.openapi = described  # type: ignore[method-assign]  # as FastAPI's manual says to extend it
