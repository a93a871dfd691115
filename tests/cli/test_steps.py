"""do and correct: what is recorded, and what it moves."""

from __future__ import annotations

import re
from pathlib import Path

from cli.calling import caseward, everything_in
from cli.lending import TEN, TWELVE

BY = ("--by", "asha")
RETURNED = ("--fact", f"returned_on={TEN}", "--fact")


def test_a_step_tells_where_the_case_is_and_which_tasks_changed(database: Path) -> None:
    answer = caseward("do", "L-1", "return_book", *BY, *RETURNED, "condition=damaged")

    assert answer.code == 0
    assert answer.lines == [
        "L-1: Lent out → In repair",
        "task due before due now",
        "done Return the book Mon 23 Mar 2026",
        "opened Repair the book Tue 10 Mar 2026, 03:00",
    ]


def test_a_step_warns_beside_its_answer(database: Path) -> None:
    answer = caseward("do", "L-1", "return_book", *BY, *RETURNED, "condition=damaged")

    assert answer.err == "Note: Count the pages.\n"


def test_a_step_as_json_tells_what_changed_and_what_it_warned_of(database: Path) -> None:
    answer = caseward("do", "L-1", "return_book", *BY, *RETURNED, "condition=damaged", "--json")

    assert answer.err == ""
    assert answer.json["case"] == "L-1"
    assert answer.json["repeated"] is False
    assert [changed["case"] for changed in answer.json["changes"]] == ["L-1"]
    assert answer.json["warnings"] == [
        {"case": "L-1", "event": "return_book", "say": "Count the pages."}
    ]


def test_a_step_tells_which_linked_cases_heard_of_it(database: Path) -> None:
    answer = caseward("do", "L-1", "return_book", *BY, *RETURNED, "condition=good")

    assert "L-1: Lent out → Back on the shelf" in answer.lines
    assert "I-1 stays: Begun" in answer.lines


def test_a_role_is_worked_out_where_only_one_fits(database: Path) -> None:
    renewed = ("--fact", f"renewed_on={TEN}")

    assert caseward("do", "L-1", "renew", "--by", "rita", *renewed).code == 0
    assert caseward("case", "history", "L-1", "--json").json[-1]["role"] == "Reader"


def test_a_new_case_is_called_what_its_facts_say(database: Path) -> None:
    facts = ("--fact", "loan_reference=L-7", "--fact", f"lent_on={TEN}")
    answer = caseward("do", "NEW", "open_case", "--workflow", "loan", *BY, *facts)

    assert answer.lines[0] == "L-7 was opened: Lent out"
    assert caseward("due", "L-7").code == 0


def test_a_new_case_without_a_name_gets_the_next_number(database: Path) -> None:
    facts = ("--fact", 'considers=["L-3"]')
    answer = caseward("do", "NEW", "open_case", "--workflow", "inspection", *BY, *facts)

    assert re.fullmatch(r"INSPECTION-20\d\d-1 was opened: Begun", answer.lines[0])
    assert "L-3 stays: Lent out" in answer.lines


def test_opening_needs_the_kind_of_case(database: Path) -> None:
    answer = caseward("do", "NEW", "open_case", *BY)

    assert answer.code == 2
    assert answer.err == "`open_case` needs --workflow: which kind of case to open.\n"


def test_a_row_is_never_recorded_before_the_one_above_it(database: Path) -> None:
    assert caseward("do", "L-1", "renew", *BY, "--fact", f"renewed_on={TEN}").code == 0

    rows = caseward("case", "history", "L-1", "--json").json

    recorded = [row["recorded_at"] for row in rows]
    assert recorded == sorted(recorded)


def test_a_reference_that_is_taken_says_how_to_look_at_the_case(database: Path) -> None:
    facts = ("--fact", "loan_reference=L-1", "--fact", f"lent_on={TEN}")

    answer = caseward("do", "L-1", "open_case", "--workflow", "loan", *BY, *facts)

    assert answer.code == 1
    assert answer.err == (
        "There is already a case L-1; look at it with `caseward case show L-1`,"
        " or give another reference.\n"
    )


# -- corrections -----------------------------------------------------------------------------------


def test_a_dry_run_shows_what_would_move_and_changes_nothing(database: Path) -> None:
    before = everything_in(database)
    facts = ("--fact", "lent_on=2026-03-06", "--reason", "Typing error")
    right = ("correct", "L-1", "1", *facts, *BY)

    tried = caseward(*right, "--dry-run")

    assert tried.code == 0
    assert "moved Return the book Mon 23 Mar 2026 Fri 20 Mar 2026" in tried.lines
    assert tried.lines[-1] == "Nothing was changed: leave --dry-run out to correct it."
    now = everything_in(database)
    assert [line for line in now if line not in before and "look" not in line] == []
    assert [line for line in before if line not in now] == []

    done = caseward(*right)
    assert done.lines[:-1] == tried.lines[:-1]
    assert done.lines[-1] == "Corrected: row 3 of L-1 says so."
    assert caseward("due", "L-1", "--json").json["tasks"][0]["due"] == "2026-03-20"
    assert caseward("verify").code == 0


def test_a_reminder_that_had_passed_before_the_import_was_not_done_on_wrong_data(
    database: Path,
) -> None:
    facts = ("--fact", "lent_on=2026-01-30", "--reason", "Typing error", *BY)

    answer = caseward("correct", "L-3", "1", *facts)

    assert answer.code == 0
    assert "moved Return the book Mon 16 Feb 2026 Fri 13 Feb 2026" in answer.lines
    assert "Done on what was then believed:" not in answer.lines


def test_a_row_that_did_not_happen_is_retracted(database: Path) -> None:
    assert caseward("do", "L-1", "renew", *BY, "--fact", f"renewed_on={TWELVE}").code == 0
    retracted = ("--retract", "--reason", "Another loan was meant", *BY)

    answer = caseward("correct", "L-1", "3", *retracted)

    assert "moved Return the book Thu 26 Mar 2026 Mon 23 Mar 2026" in answer.lines
    history = caseward("case", "history", "L-1").lines
    assert history[-3].endswith("Renew the loan (no longer counts)")
    assert history[-2] == "Renewed on: Thu 12 Mar 2026"
    assert history[-1].endswith("Retracts row 3: Another loan was meant")
    assert caseward("verify").code == 0


def test_a_correction_that_makes_a_later_row_impossible_is_refused_naming_it(
    database: Path,
) -> None:
    assert caseward("do", "L-1", "return_book", *BY, *RETURNED, "condition=damaged").code == 0
    assert caseward("do", "L-1", "repair_book", "--by", "hal").code == 0
    before = everything_in(database)
    facts = ("--fact", "condition=good", "--reason", "Typing error", *BY)

    answer = caseward("correct", "L-1", "3", *facts)

    assert answer.code == 1
    assert answer.err.startswith("Row 4 (`repair_book`) of L-1 would no longer be possible:")
    assert everything_in(database) == before


def test_a_row_that_was_told_is_corrected_where_it_was_told(database: Path) -> None:
    answer = caseward("correct", "L-1", "2", "--retract", "--reason", "Not so", *BY)

    assert answer.code == 1
    assert answer.err == "Row 2 of L-1 was told by row 1 of I-1; correct it there.\n"


def test_who_may_not_record_a_row_may_not_correct_it(database: Path) -> None:
    facts = ("--fact", f"lent_on={TEN}", "--reason", "Typing error")

    answer = caseward("correct", "L-1", "1", *facts, "--by", "rita")

    assert answer.code == 1
    assert answer.err == "This is for: librarian; not for `rita`.\n"


def test_a_correction_says_what_is_to_be_different(database: Path) -> None:
    nothing = caseward("correct", "L-1", "1", "--reason", "Typing error", *BY)
    both = caseward("correct", "L-1", "1", "--retract", "--on", TEN, "--reason", "No", *BY)

    assert (nothing.code, both.code) == (2, 2)
    assert "--fact NAME=VALUE, --on DATE or --retract" in nothing.err
    assert "--retract goes alone" in both.err
