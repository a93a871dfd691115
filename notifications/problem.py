"""What can be wrong with a template, and with putting values into it.

Messages name files, lines and names of the template; never a value: that may be about a person.
"""

from __future__ import annotations

from workflow.errors import CasewardError


class NoticeProblem(CasewardError):
    """Something about the words of a notice. `file` is its path below the folder of notices."""

    code = "notice_problem"

    def __init__(self, *, file: str, line: int, what: str) -> None:
        self.file, self.line, self.what = file, line, what
        super().__init__(f"{file}, line {line}: {what}" if line else f"{file}: {what}")


class TemplateWrong(NoticeProblem):
    """A template can never work as it stands: its author has to mend it."""

    code = "template_wrong"


class UnknownName(NoticeProblem):
    """A template reads a name that nobody gave it."""

    code = "unknown_name"

    def __init__(self, *, file: str, line: int, name: str) -> None:
        self.name = name
        super().__init__(
            file=file,
            line=line,
            what=f"`{name}` is not among the names that this notice is given. Check how it is"
            " spelled.",
        )


class CannotRender(NoticeProblem):
    """The template cannot show this value: there is none, or it is of another kind."""

    code = "cannot_render"
