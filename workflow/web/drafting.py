"""What is typed into a form is kept as it goes, for whoever types it, and found again there.

A form carries a seal that says whose it is: what comes after a session has ended, or from a page
that is over, is kept for that person too. Nothing is recorded and nothing is shown by a seal.
"""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from workflow.engine.drafts import Draft, FormOf
from workflow.web.fields import kept
from workflow.web.headers import TooLong
from workflow.web.site import Site
from workflow.web.visiting import form_of

TYPING = "caseward-draft"
"""The header by which a script says that somebody is still typing."""

FILES = 10
"""Files that may come with what is kept for later: they are not kept, and are chosen anew."""

_ASIDE = {"role", "revision", "command_id"}
"""What stands in every form, typed or not."""


def keep_typed(site: Site, form: FormOf, sent: FormData) -> bool:
    """Keep what was typed. Where all was taken out again, nothing is kept any more."""
    typed = list(_pairs(sent))
    if not any(text.strip() for name, text in typed if name not in _ASIDE):
        site.drafts.drop(site.app.store, form)
        return False
    return site.drafts.keep(
        site.app.store, form, typed, site.app.now(), command_id=_text(sent, "command_id")
    )


def found(site: Site, form: FormOf) -> Draft | None:
    """What the person has typed into that form before."""
    with site.app.store.reading() as reading:
        return site.drafts.find(reading, form, site.app.now())


async def kept_for_later(request: Request) -> FormOf | None:
    """Keep what came too late to be taken, for whom its seal names; None: there was no such seal.

    Raises nothing: whatever is wrong with the form, the visitor is told of the session.
    """
    if request.method != "POST":
        return None
    site: Site = request.app.state.site
    try:
        sent = await form_of(request, files=FILES)
    except (HTTPException, TooLong):
        return None
    sent = FormData([(name, text) for name, text in sent.multi_items() if isinstance(text, str)])
    form = site.drafts.sealed_for(_text(sent, "seal"), site.app.now())
    if form is None or not await run_in_threadpool(keep_typed, site, form, sent):
        return None
    return form


def _pairs(sent: FormData) -> Iterator[tuple[str, str]]:
    for name, texts in kept(sent).items():
        yield from ((name, text) for text in texts)
    for name in ("revision", "command_id"):
        yield name, _text(sent, name)


def _text(sent: FormData, name: str) -> str:
    return str(sent.get(name, ""))
