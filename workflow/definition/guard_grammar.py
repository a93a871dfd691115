"""What the text of a guard may say, and what to write instead of what it may not."""

from __future__ import annotations

import ast
import re

from workflow.errors import CasewardError

MAX_LENGTH = 2_000
"""characters"""
MAX_DEPTH = 30
"""expressions within one another"""


class GuardWrong(CasewardError):
    """The text is not a guard. `what` is the fault and `mend` what to write instead."""

    code = "guard_wrong"

    def __init__(self, what: str, mend: str) -> None:
        self.what, self.mend = what, mend
        super().__init__(f"{what}: {mend}")

    def __reduce__(self) -> tuple[type[GuardWrong], tuple[str, str]]:
        return GuardWrong, (self.what, self.mend)


MEND_SYNTAX = "write comparisons such as \"decision == 'closed'\", joined by and, or, not"

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")

_WRITING: tuple[tuple[str, str, str], ...] = (
    (r"''\s*''", "two texts stand side by side", "put a comma, or `and`, `or` between them"),
    (r"#", "a guard has no comments", "put the comment on a line of its own, outside the quotes"),
    (r"\n", "a guard stands on one line", "join its lines"),
    (r"&&|&", "`&` is not a word of guards", "write `and`"),
    (r"\|", "`|` is not a word of guards", "write `or`"),
    (r"!(?!=)", "`!` is not a word of guards", "write `not`"),
    (r"<>", "`<>` is not a comparison", "write `!=`"),
    (r"===", "`===` is not a comparison", "write `==`"),
    (r"=>|=<", "the `=` stands on the wrong side", "write `>=` or `<=`"),
    (r"(?<![=!<>])=(?!=)", "a single `=` compares nothing", "write `==`"),
    (r"\bis\b", "`is` is not a word of guards", "write `==` or `!=`, such as `== None`"),
    (r"(?<![\w.])[\d.]*\d[A-Za-z_]", "a number runs into a word", "put a space between them"),
)
"""Slips that are better told from the text than from the syntax error they lead to."""


def check_writing(text: str) -> None:
    """Refuse what is wrong to the eye, before it is parsed.

    Raises:
        GuardWrong: the text has such a slip, is empty or is too long.
    """
    if not text:
        raise GuardWrong("the guard is empty", "write a condition, or leave the key out")
    if len(text) > MAX_LENGTH:
        raise GuardWrong(
            f"the guard is longer than {MAX_LENGTH} characters",
            "give its parts names, as facts with `is:`",
        )
    if "\\" in text:
        raise GuardWrong("a backslash cannot stand in a guard", "leave it out")
    outside_quotes = _QUOTED.sub("''", text)
    for pattern, what, mend in _WRITING:
        if re.search(pattern, outside_quotes):
            raise GuardWrong(what, mend)


_REFUSED: dict[type[ast.AST], tuple[str, str]] = {
    ast.Call: ("a guard cannot call anything", "name a fact, or derive one with `is:`"),
    ast.Attribute: ("a guard cannot look into a fact with a dot", "name a fact of its own"),
    ast.Subscript: ("a guard cannot look into a fact with [ ]", "use `in` to ask for a member"),
    ast.BinOp: ("a guard cannot calculate", "compare facts as they are; dates belong in `due`"),
    ast.Lambda: ("a guard cannot define anything", "write the condition itself"),
    ast.IfExp: ("a guard has no if", "join conditions with and, or, not"),
    ast.JoinedStr: ("a guard has no f-texts", "write the text as it is, without the f"),
    ast.Set: ("a guard has no { }", "write the values in square brackets, such as ['a', 'b']"),
    ast.Dict: ("a guard has no { }", "write the values in square brackets, such as ['a', 'b']"),
}
_LIKELY_CONSTANTS = {
    "true": "True",
    "false": "False",
    "yes": "True",
    "no": "False",
    "none": "None",
    "null": "None",
}


def check(node: ast.expr, depth: int = 0) -> None:
    """Refuse everything that is not on the list of what a guard may have.

    Raises:
        GuardWrong: it has something else, or is nested more than `MAX_DEPTH` deep.
    """
    if depth > MAX_DEPTH:
        raise GuardWrong("the guard is nested too deeply", "give its parts names, with `is:`")
    match node:
        case ast.BoolOp(values=parts):
            _check_all(parts, depth)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            check(operand, depth + 1)
        case ast.Compare():
            _check_comparison(node, depth)
        case ast.Name(id=name):
            _check_name(name)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            _check_list(items)
        case _ if not _is_constant(node):
            raise GuardWrong(*_REFUSED.get(type(node), ("a guard cannot say this", MEND_SYNTAX)))


def _check_all(parts: list[ast.expr], depth: int) -> None:
    for part in parts:
        check(part, depth + 1)


def _check_comparison(node: ast.Compare, depth: int) -> None:
    _check_all([node.left, *node.comparators], depth)
    _check_single(node.left)
    for operator, right in zip(node.ops, node.comparators, strict=True):
        if not isinstance(operator, ast.In | ast.NotIn):
            _check_single(right)
        elif _is_constant(right):
            raise GuardWrong(
                "`in` looks into a list, and a single value stands there",
                "put it in square brackets, such as ['a', 'b'], or compare with ==",
            )


def _check_single(node: ast.expr) -> None:
    if isinstance(node, ast.List | ast.Tuple):
        raise GuardWrong(
            "a list is compared as if it were one value",
            "write the fact first: fact in ['a', 'b']",
        )


def _check_name(name: str) -> None:
    if constant := _LIKELY_CONSTANTS.get(name.lower()):
        raise GuardWrong(f"`{name}` is not a constant of guards", f"write {constant}")
    if not name.isascii():
        raise GuardWrong("a name has a letter other than a-z", "write the name as it is declared")


def _check_list(items: list[ast.expr]) -> None:
    if not all(_is_constant(item) for item in items):
        raise GuardWrong(
            "a list in a guard holds something else than constants",
            "put texts in quotes; compare with a fact by == or by `in` the fact",
        )


def _is_constant(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=value):
            return value is None or isinstance(value, str | int | float)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
            return isinstance(value, int | float) and not isinstance(value, bool)
    return False
