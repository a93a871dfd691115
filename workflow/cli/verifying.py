"""verify: every case replayed and every hash checked."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from workflow.cli.installed import installed
from workflow.cli.output import LATE, Line, print_json, progress, say, table
from workflow.clock import Clock
from workflow.engine.audit import Finding, Verdict, verify
from workflow.errors import CasewardError

WRONG = (Verdict.TAMPERED, Verdict.DIVERGED)

_MEANS = {
    Verdict.TAMPERED: "a row was changed outside this program; put back a copy from before",
    Verdict.DIVERGED: "its history gives another case than is stored; report it as a fault of ours",
    Verdict.OLDER_FOLD: "made by an older version of this program; nothing is wrong",
    Verdict.DESTROYED: "facts were lawfully destroyed; the rest proves itself",
}


class NotVerified(CasewardError):
    """At least one case is not what its history says."""

    code = "not_verified"


def verify_all(clock: Clock, *, as_json: bool) -> None:
    """A verdict on every case. Raises NotVerified when one was tampered with or has diverged."""
    with installed(clock) as app:
        with app.store.reading() as reading:
            count = reading.counts()["case"]
        findings = []
        with progress(count, "Verifying") as tell:
            for finding in verify(app.store, app.catalogue):
                findings.append(finding)
                tell(1)
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        show_findings(findings)
    if wrong := sum(finding.verdict in WRONG for finding in findings):
        raise NotVerified(f"{wrong} of {len(findings)} cases are not as they were written")


def show_findings(findings: list[Finding]) -> None:
    """How many cases are fine, and each that is not."""
    counted = Counter(finding.verdict for finding in findings)
    say(", ".join(f"{count} {verdict}" for verdict, count in counted.items()) or "No case yet.")
    others = [finding for finding in findings if finding.verdict is not Verdict.FINE]
    if others:
        table(("case", "verdict", "row", "what that means"), [_line(found) for found in others])


def _line(finding: Finding) -> Line:
    row = str(finding.row or "")
    colour = LATE if finding.verdict in WRONG else ""
    return Line((finding.case, finding.verdict, row, _MEANS[finding.verdict]), colour)
