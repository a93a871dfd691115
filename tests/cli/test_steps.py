"""do, correct and case: what is recorded, what it moves, and how it is read."""

from __future__ import annotations

from pathlib import Path

from cli.calling import caseward, everything_in
from cli.lending import NINE, TEN, TWELVE

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

    assert answer.lines[0] == "INSPECTION-5 was opened: Begun"
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


# -- corrections -----------------------------------------------------------------------------------


def test_a_dry_run_shows_what_would_move_and_changes_nothing(database: Path) -> None:
    before = everything_in(database)
    facts = ("--fact", "lent_on=2026-03-06", "--reason", "Typing error")
    right = ("correct", "L-1", "1", *facts, *BY)

    tried = caseward(*right, "--dry-run")

    assert tried.code == 0
    assert "moved Return the book Mon 23 Mar 2026 Fri 20 Mar 2026" in tried.lines
    assert tried.lines[-1] == "Nothing was changed: leave --dry-run out to correct it."
    assert everything_in(database) == before

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
    assert history[3].endswith("Renew the loan (no longer counts)")
    assert history[4].endswith("Retracts row 3: Another loan was meant")
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


# -- reading ---------------------------------------------------------------------------------------


def test_the_list_of_cases_tells_where_each_is(database: Path) -> None:
    assert caseward("case", "list").lines == [
        "case kind policy opened where it is",
        "L-3 Loan of a book Mon 2 Feb 2026 Lent out",
        "L-1 Loan of a book Mon 9 Mar 2026 Lent out",
        "L-2 Loan of a book Mon 9 Mar 2026 Back on the shelf",
        "I-1 Inspection of books Tue 10 Mar 2026 Begun",
    ]
    assert "L-2" not in caseward("case", "list", "--open").out


def test_a_case_shows_what_is_due_what_may_happen_and_what_is_known(database: Path) -> None:
    lines = caseward("case", "show", "L-1").lines

    assert lines[0] == "L-1: Loan of a book"
    assert lines[1] == "opened on Mon 9 Mar 2026; release 1, revision 2"
    assert "Mon 23 Mar 2026 Return the book Reader" in lines
    assert "renew Renew the loan Librarian, Reader" in lines
    assert "Lent on Mon 9 Mar 2026" in lines
    assert "inspected_by I-1 open" in lines


def test_a_closed_case_says_that_nothing_may_happen(database: Path) -> None:
    lines = caseward("case", "show", "L-2").lines

    assert "opened on Mon 9 Mar 2026, closed on Thu 12 Mar 2026" in lines[1]
    assert "Nothing: the case is closed." in lines


def test_a_history_tells_each_row_plainly(database: Path) -> None:
    lines = caseward("case", "history", "L-2").lines

    assert lines == [
        "row happened recorded by what",
        "1 Mon 9 Mar 2026 Mon 9 Mar 2026, 15:59 asha (Librarian) Lend a book: Lent out",
        "2 Tue 10 Mar 2026 Tue 10 Mar 2026, 16:00 asha (Librarian)"
        " Tied to I-1 (inspected_by), told by I-1 row 1",
        "3 Thu 12 Mar 2026 Thu 12 Mar 2026, 16:00 asha (Librarian)"
        " Take the book back: Lent out → Back on the shelf",
    ]


def test_a_reminder_before_the_import_is_told_as_not_sent(database: Path) -> None:
    lines = caseward("case", "history", "L-3").lines

    assert (
        "2 Tue 17 Feb 2026, 07:00 Tue 17 Feb 2026, 07:00 clock Reminder “1 working day after” of"
        " “Return the book, due Mon 16 Feb 2026” (not sent: it was imported)"
    ) in lines


def test_cases_are_documents_too(database: Path) -> None:
    shown = caseward("case", "show", "L-1", "--json").json
    listed = caseward("case", "list", "--json").json
    history = caseward("case", "history", "L-1", "--json").json

    assert shown["opened_on"] == NINE
    assert listed[0]["case"] == "L-3"
    assert [row["event"] for row in history] == ["open_case", "link"]
