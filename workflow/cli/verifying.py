"""verify: every hash checked, every case replayed, and the tables compared with that."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from workflow.app import App
from workflow.cli.installed import installed
from workflow.cli.output import LATE, Line, print_json, progress, say, table
from workflow.clock import Clock
from workflow.engine.audit import Finding, Verdict, verify
from workflow.engine.case_documents import documents_changed
from workflow.errors import CasewardError

WRONG = (Verdict.TAMPERED, Verdict.DIVERGED)

RELEASE, DOCUMENT = "release ", "document "

_MEANS = {
    Verdict.TAMPERED: "a row was changed outside this program; put back a copy from before",
    Verdict.OLDER_FOLD: "made by an older version of this program; nothing is wrong",
    Verdict.DESTROYED: "facts were lawfully destroyed; the rest proves itself",
}
_CHANGED = (
    "{where} cannot be opened as it was handed in: CASEWARD_SECRET_KEY is another one, or it was"
    " changed outside this program; put back a copy from before"
)
_GONE = "its row in the table of cases is gone, this is its id; put back a copy from before"
_UNPROVED = "not replayed, because {where} is not as it was published"
_RELEASE = "it was changed outside this program; put back a copy from before"
_CALENDAR = "not replayed, because this program has no {where}; install the version that has it"
_NOT_REPLAYED = "its history fits its hashes and cannot be replayed; report it as a fault of ours"
_OTHERWISE = (
    "otherwise than the history: {places}; put back a copy from before, or report it as a fault of"
    " ours if nobody changed the database"
)
_PLACES = {
    "snapshot": "the stored case",
    "case.wakes_at": "when its first timer is due",
    "task": "the table of tasks",
    "timer": "the table of timers",
    "timer.fired_at": "which timers have fired (a mark without its deed, or a deed without it)",
    "link": "the table of links",
    "indexed_fact": "the table of facts that cases are found by",
}


class NotVerified(CasewardError):
    """At least one case or release is not as it was written."""

    code = "not_verified"


def verify_all(clock: Clock, *, documents: bool, as_json: bool) -> None:
    """A verdict on every case, and with `documents` on each of those.

    Raises NotVerified when one was tampered with or has diverged.
    """
    with installed(clock) as app:
        with app.store.reading() as reading:
            count = reading.counts("case")["case"]
        findings = []
        with progress(count, "Verifying") as tell:
            for finding in verify(app.store, app.catalogue):
                findings.append(finding)
                tell(1)
        if documents:
            findings += _of_documents(app)
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        show_findings(findings)
    if any(finding.verdict in WRONG for finding in findings):
        raise NotVerified(_verdict(findings))


def _of_documents(app: App) -> list[Finding]:
    with app.store.reading() as reading:
        changed = documents_changed(reading, app.catalogue, app.shelf.sealing)
        return [Finding(ref, Verdict.TAMPERED, where=DOCUMENT + id_) for ref, id_ in changed]


def show_findings(findings: list[Finding]) -> None:
    """How many cases are fine, and each that is not."""
    counted = Counter(
        finding.verdict
        for finding in findings
        if finding.case and not finding.where.startswith(DOCUMENT)
    )
    counts = (f"{counted[verdict]} {verdict}" for verdict in Verdict if counted[verdict])
    say(", ".join(counts) or "No case yet.")
    others = [finding for finding in findings if finding.verdict is not Verdict.FINE]
    if others:
        table(("case", "verdict", "row", "what that means"), [_line(found) for found in others])


def _verdict(findings: list[Finding]) -> str:
    cases = [finding for finding in findings if finding.case]
    places = dict.fromkeys(finding.where for finding in findings)
    releases = [where for where in places if where.startswith(RELEASE)]
    parts = [f"{where} is not as it was published" for where in releases]
    if wrong := {finding.case for finding in cases if finding.verdict in WRONG}:
        every = {finding.case for finding in cases}
        parts.append(f"{len(wrong)} of {len(every)} cases are not as they were written")
    return "; ".join(parts)


def _line(finding: Finding) -> Line:
    row = str(finding.row or "")
    colour = LATE if finding.verdict in WRONG else ""
    return Line((finding.case or finding.where, finding.verdict, row, _means(finding)), colour)


def _means(finding: Finding) -> str:
    where = finding.where
    if where.startswith(DOCUMENT):
        return _CHANGED.format(where=where)
    if where.startswith(RELEASE):
        return _UNPROVED.format(where=where) if finding.case else _RELEASE
    if where.startswith("calendar "):
        return _CALENDAR.format(where=where)
    if finding.verdict is Verdict.DIVERGED:
        return _NOT_REPLAYED if where == "history" else _OTHERWISE.format(places=_places(where))
    return _GONE if where == "case" else _MEANS[finding.verdict]


def _places(where: str) -> str:
    return ", ".join(_PLACES.get(each) or _column(each) for each in where.split(", "))


def _column(where: str) -> str:
    return f"`{where.removeprefix('case.')}` in the table of cases"
