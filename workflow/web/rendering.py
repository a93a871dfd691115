"""Pages out of templates: ours strict, the macros of GOV.UK's components in an environment apart.

Those macros read options that nobody gave, which a strict environment refuses; ours shall refuse,
because a name that is misspelt in a page must not show as nothing. Both escape what they are given.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from starlette.responses import HTMLResponse

from workflow.deadlines.naming import day_name, moment_name
from workflow.engine.document_kinds import ENDINGS, IN_WORDS, size_name

STATIC = Path(__file__).parent / "static"
"""Styles and scripts, built by `make assets`."""

_COMPONENTS = {
    "back-link": "govukBackLink",
    "button": "govukButton",
    "checkboxes": "govukCheckboxes",
    "date-input": "govukDateInput",
    "details": "govukDetails",
    "error-summary": "govukErrorSummary",
    "file-upload": "govukFileUpload",
    "input": "govukInput",
    "inset-text": "govukInsetText",
    "notification-banner": "govukNotificationBanner",
    "radios": "govukRadios",
    "select": "govukSelect",
    "summary-list": "govukSummaryList",
    "tag": "govukTag",
    "textarea": "govukTextarea",
    "warning-text": "govukWarningText",
}


class Pages:
    """The templates, ready to be filled. `theme` stands in for the colours of ours; `largest`:
    bytes of a document.
    """

    def __init__(
        self, *, council: str, theme: Path | None = None, is_demo: bool = False, largest: int = 0
    ) -> None:
        self.theme = theme or STATIC / "theme.css"
        self.static = f"/static/{_digest(self.theme)}"
        self._templates = _environment(council, self.static, is_demo, size_name(largest))

    def page(
        self, request: Request, template: str, *, status: int = 200, **given: Any
    ) -> HTMLResponse:
        """The page that a template makes of what it is given."""
        nonce = request.state.nonce
        text = self._templates.get_template(template).render(nonce=nonce, **given)
        return HTMLResponse(text, status)


@lru_cache(maxsize=8)  # what is told apart here is the same for all pages of an installation
def _environment(council: str, static: str, is_demo: bool, most: str) -> Environment:
    """Templates are compiled once for each process, which takes much longer than to fill them."""
    ours = Environment(
        autoescape=True,
        auto_reload=False,
        loader=PackageLoader("workflow.web"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    ours.globals |= _macros() | {"council": council, "static": static, "is_demo": is_demo}
    ours.globals["documents"] = {"endings": ENDINGS, "kinds": IN_WORDS, "most": most}
    ours.filters |= {"moment": _moment, "day": _day}
    return ours


@cache
def _macros() -> dict[str, Any]:
    lenient = Environment(
        autoescape=True,
        auto_reload=False,
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    )
    return {
        macro: getattr(
            lenient.get_template(f"govuk_frontend_jinja/components/{name}/macro.html").module, macro
        )
        for name, macro in _COMPONENTS.items()
    }


def _digest(theme: Path) -> str:
    """Changes with any file that a browser may keep."""
    files = [file for file in sorted(STATIC.iterdir()) if file.is_file()]
    return sha256(b"".join(file.read_bytes() for file in (*files, theme))).hexdigest()[:12]


def _moment(value: date | datetime) -> str:
    return moment_name(value)


def _day(value: date) -> str:
    return day_name(value)
