"""What 1,000 letters add to the step that sends them. Target: 0.1 s over the step itself.

A meeting with 1,000 participants: the same step once without a notice and once with one, in turns.
Each letter is put into words, addressed and kept with the step; sending comes later.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from definitions import FOLDER
from workflow.case.model import Command
from workflow.clock import system_clock
from workflow.definition.model import OPEN_CASE
from workflow.engine.catalogue import Catalogue
from workflow.engine.run import run
from workflow.store.database import Store
from workflow.store.stored import Person

RECIPIENTS, ROUNDS, TARGET_SECONDS = 1_000, 9, 0.1

MEETING = """
workflow: meeting
title: Meeting
roles: {planner: Planner}
facts:
  planned_for: {type: datetime}
  venue: {type: text}
  people: {type: rows, columns: [kind, name, email], personal: yes}
participants: {in: people, kinds: {parent: {family: yes}, school: {agency: Education}}}
open_case: {by: [planner], asks: [people, planned_for, venue], to: open}
notices:
  invitation:
    title: Invitation
    meeting: {starts: planned_for, lasts: 2 hours, at: venue}
    to:
      - {participants: family}
      - {participants: agencies}
states:
  open:
    title: Open
    steps:
      plan: {by: [planner], stay: yes}
      invite: {by: [planner], stay: yes, notify: [invitation]}
"""

BODY = """Dear {{ recipient.name }},

We are going to hold a meeting, and we would like you to be there.

- Day: {{ planned_for | day }}
- Time: {{ planned_for | clock_time }}
- Place: {{ venue }}
- Our reference: {{ case_reference }}

# What will happen
- Everybody says what they are worried about, and what is going well.
- You say what you think, and what would help.

If you cannot come, ring {{ council.name }}. {% for person in participants %}{% endfor %}
"""

WORDS = {"subject.txt": "A meeting", "body.txt": BODY, "calendar.txt": "A meeting"}


def office_in(folder: Path) -> tuple[Store, Catalogue]:
    """A database in that folder with the process published, one planner, and the meeting open."""
    process = folder / "process"
    (process / "notices" / "invitation").mkdir(parents=True)
    (process / "meeting.yaml").write_text(MEETING, "utf-8")
    for name, text in WORDS.items():
        (process / "notices" / "invitation" / name).write_text(text, "utf-8")
    store = Store(f"sqlite:///{folder / 'notices.db'}", "841")
    catalogue = Catalogue(process, FOLDER / "calendars")
    store.create_or_upgrade()
    with store.writing() as writing:
        catalogue.publish(writing, system_clock(), "benchmark")
        writing.replace_people([Person(person="pat", name="Pat", email="", roles=("planner",))])
    people = [
        {"kind": ("parent", "school")[n % 2], "name": named(n), "email": f"{n}@x.example"}
        for n in range(RECIPIENTS)
    ]
    facts = {"people": people, "planned_for": "2026-12-01T10:00:00+00:00", "venue": "Room 4"}
    step(store, catalogue, OPEN_CASE, facts)
    return store, catalogue


def named(number: int) -> str:
    """An invented name; no two are alike."""
    letters = "".join("abcdefghij"[int(digit)] for digit in str(number))
    return f"{letters.capitalize()} O'Invented"


def step(store: Store, catalogue: Catalogue, event: str, facts: object = None) -> float:
    """Seconds of the processor that a step takes: what else runs on the machine is not counted."""
    command = Command(
        case="M-1",
        event=event,
        workflow="meeting" if event == OPEN_CASE else "",
        recorded_at=system_clock(),
        actor="pat",
        role="planner",
        facts=facts or {},  # type: ignore[arg-type]  # facts as a form gives them
    )
    begun = time.process_time()
    run(store, catalogue, command)
    return time.process_time() - begun


def main() -> int:
    """Print the figures; exit 1 when the median misses the target."""
    with TemporaryDirectory() as name:
        store, catalogue = office_in(Path(name))
        step(store, catalogue, "invite")  # compiled once for the life of the program
        alone, sending = [], []
        for _ in range(ROUNDS):
            alone.append(step(store, catalogue, "plan"))
            sending.append(step(store, catalogue, "invite"))
        with store.reading() as reading:
            assert len(reading.postings()) == RECIPIENTS * (ROUNDS + 1)
        store.close()
    without, with_ = statistics.median(alone), statistics.median(sending)
    added = with_ - without
    print(
        f"the step alone {without * 1000:.1f} ms, with {RECIPIENTS} letters {with_ * 1000:.1f} ms"
    )
    print(f"{RECIPIENTS} letters add {added:.3f} s, target {TARGET_SECONDS} s")
    return 0 if added <= TARGET_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
