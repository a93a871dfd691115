"""What every page of one installation works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from workflow.app import App
from workflow.engine.drafts import Drafts
from workflow.web.directory import Directory
from workflow.web.rendering import Pages
from workflow.web.throttle import Throttle


@dataclass(frozen=True, kw_only=True)
class Site:
    """The application and its pages. `https`: people reach it by https alone. `directory`: where
    people sign in too, or alone; None: with passwords that are kept here.

    `throttle` is for who signs in, `uploads` for files of those who do not.
    """

    app: App
    pages: Pages
    https: bool
    drafts: Drafts
    directory: Directory | None = None
    throttle: Throttle = field(default_factory=Throttle)
    uploads: Throttle = field(default_factory=Throttle)


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


Here = Annotated[Site, Depends(_site)]
