"""Files that come with a form: each is looked at and put aside, and its id stands in the form.

What is behind a page then sees texts alone. A file that is not taken is told beside its field, and
all else that was typed stays. No file is ever whole in memory: what is large lies in a file of the
system's own that goes with the request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.types import Scope

from workflow.case.model import Refused
from workflow.engine.document_shelf import Shelf, described
from workflow.request_limit import LONGEST, longest_with_file
from workflow.typed_text import visible
from workflow.web.site import Here
from workflow.web.visiting import FIELDS, AnyVisit, Visitor, cleaned, posted

MOST = 6
"""Files that may come with one form."""

FILE, TOLD, AWAY, WRONG = "-file", "-told", "-away", "-wrong"
"""What stands after the name of a field: its file, what was put aside in words, that it is to be
taken away, why the file was not taken.
"""

_TAKES_FILES = re.compile(r"/(cases/[^/]+/steps|open|reply)/[^/]+")


def longest(largest: int, scope: Scope) -> int:
    """Bytes of a request to a page."""
    takes = scope["method"] == "POST" and _TAKES_FILES.fullmatch(scope["path"])
    return longest_with_file(largest) if takes and brings_files(scope) else LONGEST


def brings_files(scope: Scope) -> bool:
    """Whether the form is of the kind that can hold files."""
    kinds = (value for name, value in scope["headers"] if name == b"content-type")
    return any(kind.startswith(b"multipart/form-data") for kind in kinds)


async def put_aside(
    request: Request, visit: AnyVisit, shelf: Shelf, holder: str, now: datetime
) -> FormData:
    """The form, with the ids of what was put aside in place of files. Raises Forged."""
    if not brings_files(request.scope):
        return await posted(request, visit)
    # Read here first, as whoever reads a form takes no file.
    read = await request.form(max_fields=FIELDS, max_files=MOST)
    request.state.form = cleaned(read)
    try:
        form = await posted(request, visit)
        request.state.form = await run_in_threadpool(_Taken(shelf, holder, now).form, form)
    finally:
        await read.close()
    answered: FormData = request.state.form
    return answered


async def _with_files(request: Request, site: Here, visit: Visitor) -> FormData:
    return await put_aside(request, visit, site.app.shelf, visit.person.person, site.app.now())


WithFiles = Annotated[FormData, Depends(_with_files)]


def check_files(form: FormData) -> None:
    """Raises Refused, naming the field, for a file that was not taken."""
    for key in form:
        if key.endswith(WRONG):
            raise Refused("wrong_fact", f"`{key.removesuffix(WRONG)}`: {form[key]}")


class _Taken:
    """What becomes of the files of one form."""

    def __init__(self, shelf: Shelf, holder: str, now: datetime) -> None:
        self._shelf, self._holder, self._now = shelf, holder, now

    def form(self, form: FormData) -> FormData:
        """The form without files."""
        keys = dict.fromkeys(key.removesuffix(FILE) for key in form if key.endswith(FILE))
        answered = {key: dict(self._answer(form, key)) for key in keys}
        gone = {key + end for key in keys for end in ("", FILE, TOLD, AWAY, WRONG)}
        # A file where a text is asked for is none.
        typed = [(key, value) for key, value in form.multi_items() if isinstance(value, str)]
        texts = [(key, value) for key, value in typed if key not in gone]
        return FormData([*texts, *(pair for pairs in answered.values() for pair in pairs.items())])

    def _answer(self, form: FormData, key: str) -> Iterator[tuple[str, str]]:
        """What stands for one field from now on."""
        files = [f for f in form.getlist(key + FILE) if isinstance(f, UploadFile) and f.filename]
        before = str(form.get(key, ""))
        wrong = "choose one file alone" if len(files) > 1 else ""
        if len(files) == 1:
            try:
                yield from self._put(key, files[0])
                self._forget(before)
                return
            except Refused as refused:
                wrong = str(refused)
        if form.get(key + AWAY):
            self._forget(before)
        elif before:
            yield from self._still(key, before)
        if wrong:
            yield key + WRONG, wrong

    def _put(self, key: str, file: UploadFile) -> Iterator[tuple[str, str]]:
        name = visible(file.filename or "")
        document = self._shelf.put_aside(self._holder, name, file.file, self._now)
        return iter(
            [(key, document.document_id), (key + TOLD, f"{document.name} ({described(document)})")]
        )

    def _still(self, key: str, document_id: str) -> Iterator[tuple[str, str]]:
        """What was put aside before, as long as it can be handed in."""
        document = self._shelf.put_aside_by(self._holder, document_id, self._now)
        if document is None:
            yield key + WRONG, "the file is not there any more: choose it again"
        else:
            yield key, document_id
            yield key + TOLD, f"{document.name} ({described(document)})"

    def _forget(self, document_id: str) -> None:
        if document_id:
            self._shelf.take_away(self._holder, document_id)
