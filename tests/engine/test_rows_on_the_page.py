"""Rows that were gathered, as a person reads them on the page of a case."""

from __future__ import annotations

from cases import Office
from workflow.engine.values import Words

PROCESS = """
    facts:
      agency: {type: text, label: Agency}
      view: {type: choice, label: View, codes: {for_plan: For a plan}}
      seen_on: {type: date, label: Seen on}
      agrees: {type: yes_no, label: It agrees}
      views: {type: rows, gathers: say, key: agency, columns: [view, seen_on, agrees, occurred_on]}
    states:
      open:
        title: Open
        steps:
          say: {by: [worker], asks: [agency], may_ask: [view, seen_on, agrees], stay: yes}
          close: {by: [worker], to: closed}
      closed: {title: Closed, final: true}
    """


def test_cells_are_told_by_their_labels_as_people_write_them() -> None:
    release = Office(PROCESS).release
    flow = release.workflow("plan")
    rows = [
        {"agency": "School", "view": "for_plan", "seen_on": "2026-03-02", "agrees": True},
        {"agency": "Police", "occurred_on": "2026-03-03"},
    ]

    assert Words(release, str).value(flow, flow.facts["views"], rows) == (
        "Agency: School; View: For a plan; Seen on: Mon 2 Mar 2026; It agrees: yes"
        " | Agency: Police; Happened on: Tue 3 Mar 2026"
    )
