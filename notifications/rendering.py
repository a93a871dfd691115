"""Notices written for one person: templates of a folder, put into layouts of ours.

The folder has one folder a notice with the files of `Part`, and may have others with pieces that
notices include. Files are read once and held; rendering reads nothing and knows no case.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from traceback import walk_tb
from typing import Self

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from markupsafe import Markup

from notifications.markup import as_html, as_markup, as_text
from notifications.notice import Council, Part, Recipient, Rendered, Way
from notifications.problem import CannotRender, TemplateWrong, UnknownName
from notifications.references import RESERVED, reached_from, wrong_in
from notifications.sandbox import Sandbox
from notifications.styling import styled

LAYOUTS = "layouts"
"""Our own pages round the words of a notice, and the name under which templates see them."""

NEEDED = (Part.SUBJECT, Part.BODY)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Whom a page is for and by whom: the names that every template may read."""

    recipient: Recipient
    council: Council
    written_on: date

    def values(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in RESERVED}


class Templates:
    """The wording of every notice, checked and compiled. Immutable; safe to share by threads."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """Take templates by their paths, such as `overdue/body.txt`.

        Raises:
            TemplateWrong: the first file that can never work.
        """
        self._files = {**_below(Path(__file__).parent / LAYOUTS, LAYOUTS), **files}
        self._sandbox = Sandbox(self._files)
        self.notices = tuple(sorted(_folder(p) for p in files if p.endswith(f"/{Part.SUBJECT}")))
        self._parts = {notice: self._parts_of(notice) for notice in self.notices}
        for path in sorted(self._files):
            self._compile(path)
        for problem in wrong_in(self._files, self.notices):
            raise problem
        self._versions = {notice: self._digest(notice) for notice in self.notices}

    @classmethod
    def read(cls, *folders: Path) -> Self:
        """The templates of these folders; a file of a later one replaces its like in an earlier."""
        files: dict[str, str] = {}
        for folder in folders:
            files |= _below(folder)
        return cls(files)

    @property
    def files(self) -> Mapping[str, str]:
        """The text of every file by its path, layouts included."""
        return self._files

    def parts(self, notice: str) -> tuple[Part, ...]:
        """The parts that the notice has; empty when there is no such notice."""
        return self._parts.get(notice) or self._parts_of(notice)

    def variant(self, notice: str, audience: str) -> str:
        """The notice as written for that audience, such as `conference_invitation/parents`.

        The notice itself when there are no such words for them.
        """
        own = f"{notice}/{audience}"
        return own if own in self.notices else notice

    def version(self, notice: str) -> str:
        """A digest of every file that has a say in the notice: sixteen hexadecimal digits."""
        return self._versions[notice]

    def render(
        self,
        notice: str,
        context: Mapping[str, object],
        *,
        recipient: Recipient,
        council: Council,
        written_on: date,
        way: Way | None = None,
        changed: Sequence[object] = (),
        replaces: date | datetime | None = None,
    ) -> Rendered:
        """The notice as this person gets it. The same arguments give the same text.

        `way`: what is asked for; the letter is then empty unless it goes by post, and the html
        unless it goes by e-mail. `replaces`: when the one was written that this one replaces; it
        then says at its top what has `changed`: things with `label`, `was` and `now`.

        Raises:
            UnknownName: a template reads a name that is not in `context`.
            CannotRender: a value is missing or of another kind, or the subject is not one line.
        """
        if taken := RESERVED & context.keys():
            raise ValueError(f"these names are given by us: {', '.join(sorted(taken))}")
        page = _Page(recipient=recipient, council=council, written_on=written_on).values()
        written = _Writing(self, notice, {**context, **page})
        subject = _one_line(written.part(Part.SUBJECT), file=f"{notice}/{Part.SUBJECT}")
        body = written.part(Part.BODY)
        made = as_html(body)
        help_in = council.help_in(recipient.language)
        told = {"changed": changed, "replaces": replaces, "help_in_language": help_in}
        around = {**page, "subject": subject, **told}
        html, letter = "", ""
        if way in (None, Way.EMAIL):
            shown = styled(written.html(Part.BODY_HTML) or made)
            html = self.fill(f"{LAYOUTS}/email.html", {**around, "body": shown})
        if way in (None, Way.POST):
            shown = written.html(Part.LETTER) or made
            letter = self.fill(f"{LAYOUTS}/letter.html", {**around, "body": shown})
        return Rendered(
            notice=notice,
            version=self.version(notice),
            subject=subject,
            text=self.fill(f"{LAYOUTS}/email.txt", {**around, "body": as_text(body)}),
            markup=self.fill(f"{LAYOUTS}/first.txt", around) + as_markup(body),
            html=html,
            letter=letter,
            text_message=" ".join(written.part(Part.TEXT_MESSAGE).split()),
            calendar=written.part(Part.CALENDAR).strip(),
        )

    def fill(self, path: str, values: Mapping[str, object]) -> str:
        """One file with these values in it."""
        try:
            return self._sandbox.get_template(path).render(values)
        except UndefinedError as exc:
            file, line = self._place(exc, path)
            # From a template's own text only: a name worked out of a value could be a person's.
            name = exc.message if exc.message and exc.message in self._files[file] else "a value"
            raise UnknownName(file=file, line=line, name=name) from None
        except (TypeError, ValueError, ArithmeticError, RecursionError, TemplateError) as exc:
            file, line = self._place(exc, path)
            # Not `from exc`: errors of Python quote the value.
            raise CannotRender(file=file, line=line, what=_reason(exc)) from None

    def _digest(self, notice: str) -> str:
        parts = [f"{notice}/{part}" for part in self.parts(notice)]
        layouts = [path for path in self._files if path.startswith(f"{LAYOUTS}/")]
        digest = sha256()
        for path in sorted(reached_from(self._files, *parts, *layouts)):
            digest.update(f"{path}\0{self._files[path]}\0".encode())
        return digest.hexdigest()[:16]

    def _parts_of(self, notice: str) -> tuple[Part, ...]:
        return tuple(part for part in Part if f"{notice}/{part}" in self._files)

    def _compile(self, path: str) -> None:
        try:
            self._sandbox.get_template(path)
        except TemplateSyntaxError as exc:
            raise TemplateWrong(file=path, line=exc.lineno, what=str(exc.message)) from exc

    def _place(self, exc: Exception, path: str) -> tuple[str, int]:
        """The innermost file and line of a template in the trace of an error."""
        places = [(f.f_code.co_filename, line) for f, line in walk_tb(exc.__traceback__)]
        return next((p for p in reversed(places) if p[0] in self._files), (path, 0))


class _Writing:
    """The parts of one notice, with the values of one message."""

    def __init__(self, templates: Templates, notice: str, values: Mapping[str, object]) -> None:
        self._templates, self._notice, self._values = templates, notice, values
        self._parts = templates.parts(notice)
        if not self._parts:
            raise TemplateWrong(file=notice, line=0, what="there is no such notice")

    def part(self, part: Part) -> str:
        """What the part says; empty when the notice does not have it."""
        if part not in self._parts:
            return ""
        return self._templates.fill(f"{self._notice}/{part}", self._values)

    def html(self, part: Part) -> Markup:
        """The same, escaped by its template already."""
        return Markup(self.part(part))


def _below(folder: Path, name: str = "") -> dict[str, str]:
    """Text of the `.txt` and `.html` files of a folder and its folders, by path below it."""
    found = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".html"))
    start = f"{name}/" if name else ""
    return {start + p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in found}


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _one_line(subject: str, *, file: str) -> str:
    """The subject; a second line would let a value write headers of its own."""
    subject = subject.strip()
    if not subject or any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in subject):
        raise CannotRender(file=file, line=1, what="a subject is one line, and not empty")
    return subject


def _reason(exc: Exception) -> str:
    """What went wrong, in words of ours where they are ours."""
    told = str(exc) if isinstance(exc, TypeError) and _is_ours(exc) else ""
    return told or "a value is of another kind than the template takes it for"


def _is_ours(exc: Exception) -> bool:
    """Whether the error was raised on purpose by our own filters, whose words quote no value."""
    *_, (frame, _) = walk_tb(exc.__traceback__)
    return str(frame.f_globals.get("__name__", "")).startswith("notifications.")
