"""A histories file that cannot be read: one sentence with the row and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from days import at
from engine.histories import Fields, referral, said_by_file, written
from workflow.engine.history_file import COLUMNS, read_histories
from workflow.errors import WrongUse

ROW = referral("CP-1", "Mon 2 Mar 2026")


def refusal(file: Path) -> str:
    with pytest.raises(WrongUse) as refused:
        read_histories(file)
    return str(refused.value)


def of_rows(folder: Path, *rows: Fields) -> str:
    return refusal(written(folder / "histories.csv", rows))


def of_text(folder: Path, text: bytes) -> str:
    file = folder / "histories.csv"
    file.write_bytes(text)
    return refusal(file)


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    assert "there is no file" in refusal(tmp_path / "histories.csv")
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("text", [b"", b"case;workflow;event\nCP-1;child_protection;open_case\n"])
def test_a_header_that_is_none_is_told_with_the_right_one(tmp_path: Path, text: bytes) -> None:
    assert of_text(tmp_path, text).endswith(",".join(COLUMNS))


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    columns = [column for column in COLUMNS if column != "recorded_at"]

    sentence = refusal(written(tmp_path / "histories.csv", [ROW], columns))

    assert sentence.startswith("histories.csv has no column recorded_at;")


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    header = ",".join(COLUMNS).encode()

    sentence = of_text(tmp_path, header + b"\nCP-1,child_protection,,open_case,Zo\xeb\n")

    assert sentence.startswith("histories.csv is not UTF-8")
    assert "CSV UTF-8" in sentence


def test_a_file_with_the_mark_of_excel_is_read(tmp_path: Path) -> None:
    file = written(tmp_path / "histories.csv", [ROW])
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert [row.command.case for row in read_histories(file)] == ["CP-1"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"facts": '{"sex": '}, "`facts` must be a JSON object"),
        ({"facts": "[1, 2]"}, "`facts` must be a JSON object"),
        ({"occurred_on": "2026-02-30"}, "`occurred_on` must be a date that exists"),
        ({"occurred_on": "02/03/2026"}, "`occurred_on` must be a date that exists"),
        ({"occurred_on": "2026-03-02T14:00:00"}, "needs its zone"),
        ({"recorded_at": "2026-03-02T14:00:00"}, "`recorded_at` must be a time with its zone"),
        ({"recorded_at": "yesterday"}, "`recorded_at` must be a time with its zone"),
        ({"case": ""}, "`case` is empty"),
        ({"event": ""}, "`event` is empty"),
        ({"actor": ""}, "`actor` is empty"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, wrong: Fields, told: str) -> None:
    sentence = of_rows(tmp_path, ROW, ROW | wrong)

    assert sentence.startswith("histories.csv, row 3: ")
    assert told in sentence


@pytest.mark.parametrize(("row", "told"), [(b"CP-1,x\n", "fewer"), (b"," * 12 + b"\n", "more")])
def test_a_row_with_too_few_or_too_many_columns(tmp_path: Path, row: bytes, told: str) -> None:
    sentence = of_text(tmp_path, ",".join(COLUMNS).encode() + b"\n" + row)

    assert sentence.startswith("histories.csv, row 2: it has ")
    assert told in sentence


def test_a_row_that_was_recorded_before_the_one_above_of_its_case(tmp_path: Path) -> None:
    later = said_by_file("CP-1", "report_missing", "Wed 4 Mar 2026")
    earlier = said_by_file("CP-1", "report_found", "Tue 3 Mar 2026")

    sentence = of_rows(tmp_path, ROW, later, earlier)

    assert sentence.startswith("histories.csv, row 4: `recorded_at` goes back")


def test_another_case_may_have_been_recorded_earlier(tmp_path: Path) -> None:
    other = referral("CP-2", "Fri 27 Feb 2026")

    rows = read_histories(written(tmp_path / "histories.csv", [ROW, other]))

    assert [row.command.case for row in rows] == ["CP-1", "CP-2"]


def test_what_was_recorded_at_no_time_was_at_the_end_of_its_day(tmp_path: Path) -> None:
    found = said_by_file("CP-1", "report_found", "Mon 2 Mar 2026") | {"recorded_at": ""}
    missing = said_by_file("CP-1", "report_missing", "Wed 4 Mar 2026")
    typed_later = said_by_file("CP-1", "report_found", "Tue 3 Mar 2026") | {"recorded_at": ""}

    rows = read_histories(written(tmp_path / "histories.csv", [ROW, found, missing, typed_later]))

    assert [row.command.recorded_at for row in rows] == [
        at("Mon 2 Mar 2026 16:00"),
        at("Tue 3 Mar 2026 00:00"),
        at("Wed 4 Mar 2026 16:00"),
        at("Wed 4 Mar 2026 16:00"),
    ]


def test_no_message_repeats_what_a_fact_says(tmp_path: Path) -> None:
    sentence = of_rows(tmp_path, ROW | {"facts": '{"child_name": "Somebody Real" '})

    assert "Somebody" not in sentence
