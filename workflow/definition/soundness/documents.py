"""Documents: where none can stand, and who reads those that few may read."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.model import Fact, FactKind, Keep
from workflow.definition.notice import Notice
from workflow.definition.problem import Problem
from workflow.definition.soundness.scope import Scope, listed


def document_out_of_place(scope: Scope) -> Iterator[Problem]:
    """A document where a text would do: several in one fact, searched, in rows, sent, told on."""
    for fact in _documents(scope):
        for key, what, mend in (*_of_itself(fact), *_in_use(scope, fact)):
            yield _of(fact, key, "document_out_of_place", what, mend)


def readers_of_no_document(scope: Scope) -> Iterator[Problem]:
    """A fact that says who reads it, and is no document."""
    for fact in scope.workflow.facts.values():
        if fact.kind is not FactKind.DOCUMENT and _says_readers(fact):
            what = f"`{fact.name}` ({fact.kind}) says who reads it, and is no document"
            mend = "give it the type document, or take these keys out"
            yield _of(fact, "restricted_when", "readers_of_no_document", what, mend)


def restricted_from_everybody(scope: Scope) -> Iterator[Problem]:
    """A document that is restricted from all, or names readers who are never asked for."""
    facts = scope.workflow.facts
    for fact in _documents(scope):
        named = facts.get(fact.named_in or "")
        if fact.restricted_when is None and (fact.read_by or fact.named_in):
            what = f"`{fact.name}` says who reads it, and not when it is restricted"
            mend = 'add `restricted_when: "..."`, or `yes` for always'
            yield _of(fact, "read_by", "restricted_from_everybody", what, mend)
        elif fact.restricted_when is not None and not (fact.read_by or fact.named_in):
            what = f"`{fact.name}` would be read by nobody but who hands it in"
            mend = "name roles with `read_by`, or a fact with `named_in`"
            yield _of(fact, "restricted_when", "restricted_from_everybody", what, mend)
        elif named is not None and named.kind is not FactKind.PERSON:
            what = f"`{named.name}` ({named.kind}) names nobody who could read `{fact.name}`"
            mend = "name a fact of the type person"
            yield _of(fact, "named_in", "restricted_from_everybody", what, mend)


def restricted_by_another_event(scope: Scope) -> Iterator[Problem]:
    """What decides who reads a document, and is not told with it."""
    known = scope.workflow.facts
    for fact in _documents(scope):
        guard = fact.restricted_when
        read = {*(guard.names if guard else ()), fact.named_in} & known.keys()
        for step in scope.steps:
            missing = sorted(read - set(step.facts)) if fact.name in step.facts else []
            if missing:
                what = f"`{step.event}` asks for `{fact.name}`, and not for {listed(missing)}"
                mend = "add it to `may_ask` of that step: it is read on that event alone"
                yield _of(fact, "restricted_when", "restricted_by_another_event", what, mend)


def _documents(scope: Scope) -> Iterator[Fact]:
    return (f for f in scope.workflow.facts.values() if f.kind is FactKind.DOCUMENT)


def _says_readers(fact: Fact) -> bool:
    return bool(fact.restricted_when is not None or fact.read_by or fact.named_in)


Fault = tuple[str, str, str]
"""The key at which it stands, what is wrong, and how to mend it."""


def _of_itself(fact: Fact) -> Iterator[Fault]:
    if fact.many:
        yield "many", f"`{fact.name}` is several documents", "declare a fact for each"
    if fact.keep is not Keep.LATEST:
        yield "keep", f"no document is earlier than another, as `{fact.name}`", "take `keep` out"
    if not fact.personal:
        what = f"what is in `{fact.name}` is about somebody"
        yield "type", what, "add `personal: true`"


def _in_use(scope: Scope, fact: Fact) -> Iterator[Fault]:
    flow = scope.workflow
    if fact.name in flow.found_by:
        yield "type", f"nothing is found by `{fact.name}`", "take it out of `found_by`"
    for other in flow.facts.values():
        if fact.name in (*other.key, *other.columns):
            what = f"`{other.name}` would hold `{fact.name}` in a row"
            yield "type", what, "take it out of `columns`: the page of a case lists its documents"
    for step in scope.steps:
        if any(fact.name in (tell.each, *tell.facts.values()) for tell in step.tell):
            what = f"`{step.event}` would tell `{fact.name}` to a linked case"
            yield "type", what, "leave it where it was handed in; a page leads there"
    for notice in flow.notices.values():
        if _sends(notice, fact.name):
            what = f"a message `{notice.name}` cannot hold `{fact.name}`"
            yield "type", what, "send a link to the case"


def _sends(notice: Notice, name: str) -> bool:
    told = {each for line in notice.to for each in (*line.tells, *line.address.values())}
    return name in told or any(value.text == name for value in notice.reads.values())


def _of(fact: Fact, key: str, code: str, what: str, mend: str) -> Problem:
    return Problem(
        position=fact.at(key), code=code, where=f"facts.{fact.name}", what=what, mend=mend
    )
