"""Facts, roles, links, participants and quorum from their keys."""

from __future__ import annotations

from workflow.definition.beginning import Beginning
from workflow.definition.form import Form
from workflow.definition.guard import Guard
from workflow.definition.model import Fact, FactKind, Keep, Link
from workflow.definition.read_worked_out import check_worked_out
from workflow.definition.source_text import Items, Keys, Node, Scalar
from workflow.definition.taking_part import ParticipantKind, Quorum, Role, Sees

INVITE = ("must", "may", "must_not")
HAS = ("report", "view", "family", "observer")


def in_words(name: str) -> str:
    """A name as a title: `send_letter` is "Send letter"."""
    return name.replace("_", " ").capitalize()


def read_facts(form: Form) -> dict[str, Fact]:
    """The `facts:` of a file."""
    return {name: _fact(name, fact) for name, fact in form.forms("facts")}


EARLIER = {"file": FactKind.DOCUMENT}
"""Types by what they were called in releases that cases still pin."""


def _fact(name: str, form: Form) -> Fact:
    fact = Fact(
        name=name,
        kind=_kind_of_fact(form),
        label=form.text("label") or in_words(name),
        hint=form.text("hint"),
        many=form.flag("many"),
        long=form.flag("long"),
        codes=_codes(form),
        columns=_columns(form),
        by_link=form.text("by") or None,
        personal=form.flag("personal"),
        internal=form.flag("internal"),
        required_when=form.guard("required_when"),
        asked_when=form.guard("asked_when"),
        weekdays_only=form.guard("weekdays_only"),
        happened=form.flag("happened"),
        names_participant=form.flag("names_participant"),
        participants_of=form.text("names_participants_of") or None,
        keep=Keep(form.one_of("keep", [keep.value for keep in Keep], "latest")),
        from_fact=form.text("from") or None,
        where=form.guard("where"),
        since=form.names("since"),
        is_=form.guard("is"),
        gathers=form.names("gathers"),
        key=form.names("key"),
        latest_in=form.names("latest_in"),
        every=form.text("every") or None,
        is_in=form.names("is_in"),
        kind_of=form.text("kind_of") or None,
        has=form.one_of("has", HAS, "view") if form.has("kind_of") else None,
        as_role=form.text("as") or None,
        years_since=form.names("years_since"),
        family=form.one_of("family", ("must", "must_not", ""), ""),
        restricted_when=form.guard("restricted_when"),
        read_by=form.names("read_by"),
        named_in=form.text("named_in") or None,
        begins_with=tuple(_beginning(row) for row in form.rows("begins_with")),
        position=form.position,
        lines=form.keys.lines,
    )
    check_worked_out(form, fact)
    if fact.kind is FactKind.CHOICE and not fact.codes:
        form.problem(
            "choice_without_codes", "a choice needs its codes", "add `codes: {code: Label}`"
        )
    form.finish()
    return fact


def _beginning(row: Form) -> Beginning:
    found = Beginning(
        of=row.needed("of"),
        fact=row.text("fact"),
        addresses=row.pairs("addresses"),
        roles=row.names("roles"),
        through=row.text("through") or None,
        named_in=row.text("named_in") or None,
        when=row.guard("when"),
        position=row.position,
        lines=row.keys.lines,
    )
    if bool(found.fact) == bool(found.addresses):
        what = "a form begins with a fact of a case, or with those to whom it writes"
        row.problem("beginning_unclear", what, "write either `fact:` or `addresses:`")
    row.finish()
    return found


def _kind_of_fact(form: Form) -> FactKind:
    if earlier := EARLIER.get(form.text("type")):
        return earlier
    return FactKind(form.one_of("type", [kind.value for kind in FactKind], "text"))


def _columns(form: Form) -> tuple[str, ...]:
    """Those of rows; the key by which rows are gathered stands first in each."""
    is_rows = form.text("type") == FactKind.ROWS.value
    return (*(form.names("key") if is_rows else ()), *form.names("columns"))


def _codes(form: Form) -> dict[str, str]:
    node = form.node("codes")
    if isinstance(node, Items):
        return {item.text: in_words(item.text) for item in node.nodes if isinstance(item, Scalar)}
    return form.pairs("codes")


def read_roles(form: Form) -> dict[str, Role]:
    """The `roles:` of a file: a title, or `{title, independent_of_case, works_case, ...}`."""
    return {name: _role(name, node, form) for name, node in form.entries("roles")}


def _role(name: str, node: Node, form: Form) -> Role:
    if isinstance(node, Scalar):
        return Role(name=name, title=node.text)
    if not isinstance(node, Keys):
        form.problem(
            "wrong_type", f"the role `{name}` is a title", "write `name: Title`", node.position
        )
        return Role(name=name, title=name)
    entry = Form(node, f"roles.{name}", form.problems)
    role = Role(
        name=name,
        title=entry.needed("title"),
        independent_of_case=entry.flag("independent_of_case"),
        works_case=entry.flag("works_case"),
        sees_to_messages=entry.flag("sees_to_messages"),
        administers=entry.flag("administers"),
        sees=Sees(entry.one_of("sees", [sees.value for sees in Sees], "all")),
    )
    entry.finish()
    return role


def read_sets(form: Form, key: str = "sets") -> dict[str, Guard]:
    """`sets: {fact: expression}`."""
    found = {}
    for name, node in form.entries(key):
        text = node.text if isinstance(node, Scalar) else ""
        if expression := form.expression(text, node.position):
            found[name] = expression
    return found


def read_links(form: Form) -> dict[str, Link]:
    """The `links:` of a workflow."""
    links = {}
    for name, entry in form.forms("links"):
        links[name] = Link(
            name=name,
            to=entry.needed("to"),
            inverse=entry.needed("inverse"),
            label=entry.text("label") or name.replace("_", " ").capitalize(),
            many=entry.flag("many"),
            sets=read_sets(entry),
            when_closed=entry.flag("when_closed"),
            shows=entry.names("shows"),
            names_case=entry.flag("names_case"),
            position=entry.position,
        )
        entry.finish()
    return links


Participants = tuple[str | None, str | None, dict[str, ParticipantKind]]
"""The fact that lists the people of a case, the link whose cases decide who must be, the kinds."""


def read_participants(form: Form) -> Participants:
    """The `participants:` of a workflow."""
    for table in form.rows("participants"):
        kinds = {name: _kind(name, entry) for name, entry in table.forms("kinds")}
        held_in, of = table.needed("in"), table.text("of") or None
        table.finish()
        return held_in, of, kinds
    return None, None, {}


def _kind(name: str, form: Form) -> ParticipantKind:
    kind = ParticipantKind(
        name=name,
        title=form.text("title") or in_words(name),
        agency=form.text("agency"),
        invite=form.one_of("invite", INVITE, "may"),
        family=form.flag("family"),
        observer=form.flag("observer"),
        report=form.flag("report"),
        view=form.flag("view"),
        when=form.guard("when"),
        named_by=form.text("named_by") or None,
    )
    form.finish()
    return kind


def read_quorum(form: Form) -> Quorum | None:
    """The `quorum:` of a workflow."""
    for row in form.rows("quorum"):
        quorum = Quorum(
            of=row.needed("of"),
            must_include=row.names("must_include"),
            other_agencies=row.number("other_agencies"),
            replies=row.text("replies") or None,
            stay_away=row.names("stay_away"),
        )
        row.finish()
        return quorum
    return None
