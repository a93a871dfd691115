"""Notices from their keys: the title, who is told, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.definition.form import Form, suggest
from workflow.definition.notice import ADDRESS, WAYS, Audience, Meeting, Notice, Silence
from workflow.definition.read_due import read_span
from workflow.definition.read_facts import in_words, read_sets
from workflow.definition.source_text import Keys, Scalar

GOES = ("again", "once")


Addresses = Mapping[str, Mapping[str, str]]
"""The facts that say who is told and how, by the name that lines of a file call them."""


def read_addresses(form: Form) -> dict[str, Mapping[str, str]]:
    """The `addresses:` of a file."""
    return {name: _facts_of(row) for name, row in form.forms("addresses")}


def read_notices(form: Form, addresses: Addresses) -> dict[str, Notice]:
    """The `notices:` of a file: a title alone, or all that is said of what is sent.

    Lines may name one of these addresses, those of the same file.
    """
    return dict(_notices(form, addresses))


def read_silence(form: Form) -> Silence | None:
    """`silence: {when: GUARD}`: while it holds nothing goes to the family by itself."""
    for row in form.rows("silence"):
        if not row.has("when"):
            row.problem("missing_key", "`when` is missing", "say when nothing is sent any more")
        guard = row.guard("when")
        row.finish()
        return Silence(when=guard, position=row.position) if guard is not None else None
    return None


def _notices(form: Form, addresses: Addresses) -> Iterator[tuple[str, Notice]]:
    for name, node in form.entries("notices"):
        if isinstance(node, Scalar):
            yield name, Notice(name=name, title=node.text, position=node.position)
        elif isinstance(node, Keys):
            yield name, _notice(name, Form(node, f"notices.{name}", form.problems), addresses)
        else:
            what = f"the notice `{name}` is a title"
            form.problem("wrong_type", what, "write `name: Title`", node.position)


def _notice(name: str, form: Form, addresses: Addresses) -> Notice:
    notice = Notice(
        name=name,
        title=form.text("title") or in_words(name),
        to=tuple(_audience(row, addresses) for row in form.rows("to")),
        reads=read_sets(form, "reads"),
        once=form.one_of("goes", GOES, "again") == "once",
        secure=form.flag("secure"),
        shown_first=form.flag("shown_first"),
        meeting=_meeting(form),
        reply=form.text("reply") or None,
        again_when=form.names("again_when"),
        position=form.position,
        lines=form.keys.lines,
    )
    form.finish()
    return notice


def _audience(row: Form, addresses: Addresses) -> Audience:
    audience = Audience(
        participants=row.names("participants"),
        roles=row.names("roles"),
        address=_address(row, addresses),
        of=row.text("of") or None,
        when=row.guard("when"),
        wording=row.text("wording"),
        ways=_ways(row),
        named_in=row.text("named_in") or None,
        not_in=row.text("not_in") or None,
        kept_to=row.text("kept_to") or None,
        tells=row.names("tells"),
        may_be_nobody=row.flag("may_be_nobody"),
        latest=row.flag("latest"),
        shown_first=row.flag("shown_first"),
        position=row.position,
        lines=row.keys.lines,
    )
    if len([key for key in ("participants", "roles", "address") if row.has(key)]) != 1:
        mend = "write one of `participants:`, `roles:` and `address:`"
        row.problem("audience_unclear", "a line says in one way who is told", mend)
    row.finish()
    return audience


def _address(row: Form, addresses: Addresses) -> Mapping[str, str]:
    if isinstance(row.node("address"), Scalar):
        called = row.text("address")
        if called not in addresses:
            mend = suggest(called, addresses) or "write it under `addresses:` of this file"
            what = f"there is no address `{called}`"
            row.problem("unknown_address", what, mend, row.keys.lines["address"])
        return addresses.get(called, {})
    return next((_facts_of(address) for address in row.rows("address")), {})


def _facts_of(address: Form) -> dict[str, str]:
    found = {key: fact for key in ADDRESS if (fact := address.text(key))}
    address.finish()
    return found


def _ways(row: Form) -> tuple[str, ...]:
    ways = row.names("ways")
    if wrong := [way for way in ways if way not in WAYS]:
        mend = f"write some of {', '.join(WAYS)}"
        row.problem("wrong_value", f"`ways` cannot be {wrong[0]!r}", mend, row.keys.lines["ways"])
    return ways


def _meeting(form: Form) -> Meeting | None:
    for row in form.rows("meeting"):
        withdrawn = row.flag("withdrawn")
        meeting = Meeting(
            starts=row.text("starts") if withdrawn else row.needed("starts"),
            lasts=read_span(row, "lasts", row.text("lasts")) if row.has("lasts") else None,
            at=row.text("at") or None,
            withdrawn=withdrawn,
        )
        row.finish()
        return meeting
    return None
