"""Whether a fact that is gathered or worked out says all that it needs, and nothing against it."""

from __future__ import annotations

from workflow.definition.fact import Fact, FactKind
from workflow.definition.form import Form
from workflow.definition.representatives import DATED


def check_worked_out(form: Form, fact: Fact) -> None:
    """Report what is missing, and two ways at once of how a fact comes to be known."""
    ways = [
        key for key in ("from", "is", "gathers", "every", "kind_of", "latest_in") if form.has(key)
    ]
    if len(ways) > 1:
        form.problem(
            "told_two_ways",
            f"a fact comes to be known in one way, not by {' and '.join(ways)}",
            f"keep one of {', '.join(ways)}",
        )
    if bool(fact.gathers) != bool(fact.key):
        missing = "key" if fact.gathers else "gathers"
        form.problem(
            "gathered_without_key",
            f"`{missing}` is missing: what is gathered is kept by a key",
            "write `gathers: EVENT` and `key: FACT` together",
        )
    elif fact.gathers:
        _check_gathered(form, fact)
    if fact.latest_in and (len(fact.latest_in) != 2 or fact.kind not in DATED or fact.many):
        form.problem(
            "wrong_value",
            "the latest in rows is one date, and comes of a fact and of a column of it",
            "write `type: date` or `datetime`, and `latest_in: [ROWS, COLUMN]`",
        )
    if bool(fact.every) != bool(fact.is_in):
        missing = "is_in" if fact.every else "every"
        form.problem(
            "every_without_list",
            f"`{missing}` is missing",
            "write `every: FACT` and `is_in: [FACTS]` together",
        )
    if (fact.every or fact.kind_of) and fact.kind is not FactKind.YES_NO:
        form.problem("wrong_value", "what is worked out here is yes or no", "write `type: yes_no`")


def _check_gathered(form: Form, fact: Fact) -> None:
    is_rows = fact.kind is FactKind.ROWS and not fact.many
    is_list = fact.kind in (FactKind.TEXT, FactKind.PERSON, FactKind.CHOICE) and fact.many
    if not (is_rows or (is_list and len(fact.key) == 1)):
        form.problem(
            "wrong_value",
            "what is gathered is rows, or a list of the one fact that is its key",
            "write `type: rows`, or `type: text, many: true` with one `key`",
        )
