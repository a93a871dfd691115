"""What every page of one installation works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from workflow.app import App
from workflow.engine.drafts import Drafts
from workflow.throttle import Throttle
from workflow.web.directory import Directory
from workflow.web.rendering import Pages


@dataclass(frozen=True, kw_only=True)
class Site:
    """The application and its pages. `https`: people reach it by https alone. `directory`: where
    people sign in too, or alone; None: with passwords that are kept here.

    `tries` is for each person who does not get in from an address, `addresses` for all from there:
    a council may have one for everybody. `throttle` is for who asks for links by e-mail, `uploads`
    for files of those who do not sign in; `writes` and `searches` are of each person, `replies` of
    each address that opens links of letters.
    """

    app: App
    pages: Pages
    https: bool
    drafts: Drafts
    directory: Directory | None = None
    tries: Throttle = field(default_factory=Throttle)
    addresses: Throttle = field(default_factory=lambda: Throttle(tries=200))
    throttle: Throttle = field(default_factory=Throttle)
    uploads: Throttle = field(default_factory=Throttle)
    writes: Throttle = field(default_factory=lambda: Throttle(tries=120))
    searches: Throttle = field(default_factory=lambda: Throttle(tries=60))
    replies: Throttle = field(default_factory=lambda: Throttle(tries=60))


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


Here = Annotated[Site, Depends(_site)]
