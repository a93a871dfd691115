"""What programs see of cases: as much as the person whom they speak for, and every look is kept."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, event

from api.programs import ApiOffice
from engine.building import a_person
from workflow.engine.tokens import revoke_token


def test_a_case_tells_where_it_is_what_is_due_and_its_revision(office: ApiOffice) -> None:
    answer = office.program().get("/cases/CP-1")

    case = answer.json()
    assert answer.status_code == 200
    assert answer.headers["etag"] == f'"{office.desk.case().revision}"'
    assert case["state"][0].startswith("protection_plan")
    assert len(case["titles"]) == len(case["state"])
    sex = next(fact for fact in case["facts"] if fact["name"] == "sex")
    assert sex == {"name": "sex", "label": "Sex", "value": "F", "text": "Female"}
    assert "hold_core_group" in [task["task"] for task in case["tasks"]]
    assert [tie["case"] for tie in case["links"]] == ["CONF-1"]


def test_every_look_is_kept_by_the_name_of_the_person(office: ApiOffice) -> None:
    asha = office.program()
    for part in ("", "/history", "/due", "/messages"):
        assert asha.get(f"/cases/CP-1{part}").status_code == 200

    assert office.looked() == {("asha", w) for w in ("case", "history", "due", "messages")}


def test_what_is_due_on_a_day_beyond_all_cases_is_refused_in_words(office: ApiOffice) -> None:
    asha = office.program()
    for name in ("as_of", "known_on"):
        answer = asha.get("/cases/CP-1/due", explain=True, **{name: "9999-12-31"})

        assert answer.status_code == 422
        assert answer.json()["detail"] == "Give a day of the years from 1900 to 2200."


def test_a_date_is_explained_when_it_is_asked_for(office: ApiOffice) -> None:
    asha = office.program()
    plain, explained = (
        asha.get("/cases/CP-1/due", explain=explain).json()["tasks"] for explain in (False, True)
    )

    assert all("explanation" not in task for task in plain)
    group = next(task for task in explained if task["task"] == "hold_core_group")
    assert group["for"] is None
    assert any("Mon 23 Mar 2026" in line for line in group["explanation"])


def test_lateness_is_judged_on_another_day_and_knowledge_of_another(office: ApiOffice) -> None:
    asha = office.program()

    later = asha.get("/cases/CP-1/due", as_of="2026-12-01").json()
    assert any(task["late"] for task in later["tasks"])
    unheard = asha.get("/cases/CP-1/due", known_on="2020-01-01")
    assert (unheard.status_code, unheard.json()["code"]) == (409, "not_yet_opened")


def test_the_list_goes_on_page_by_page_and_ends(office: ApiOffice) -> None:
    asha = office.program()
    found, after = [], ""
    for _ in range(4):
        page = asha.get("/cases", limit=1, after=after).json()
        found += [case["case"] for case in page["cases"]]
        after = page["next"]
        if after is None:
            break

    assert sorted(found) == ["CONF-1", "CP-1", "CP-2"]
    assert len(asha.get("/cases", workflow="conference").json()["cases"]) == 1


def test_a_list_holds_what_the_person_sees_and_a_case_of_others_stays_shut(
    office: ApiOffice,
) -> None:
    pat = office.program("pat")

    assert pat.get("/cases").json() == {"cases": [], "next": None}
    shut = pat.get("/cases/CP-1")
    assert (shut.status_code, shut.json()["code"]) == (403, "not_yours")
    assert "Invented" not in shut.text
    assert office.looked() == {("pat", "refused")}


def test_the_list_of_a_page_says_of_every_case_what_the_door_says(office: ApiOffice) -> None:
    for person in ("asha", "ben", "pat", "ivan"):
        program = office.program(person)
        listed = {case["case"] for case in program.get("/cases").json()["cases"]}
        refs = ("CP-1", "CP-2", "CONF-1")
        assert listed == {r for r in refs if program.get(f"/cases/{r}").status_code == 200}


def test_a_long_list_takes_as_many_questions_as_a_short_one(office: ApiOffice) -> None:
    asha = office.program()
    asked: list[str] = []

    def count(*told: object) -> None:
        asked.append(str(told[2]))

    numbers = []
    event.listen(Engine, "before_cursor_execute", count)
    try:
        for limit in (1, 1, 200):  # the first time releases are read, and kept
            asked.clear()
            assert asha.get("/cases", limit=limit).status_code == 200
            numbers.append(len(asked))
    finally:
        event.remove(Engine, "before_cursor_execute", count)

    assert numbers[1] == numbers[2] <= 10


def test_a_history_goes_on_after_a_row(office: ApiOffice) -> None:
    asha = office.program()
    whole = asha.get("/cases/CP-1/history", limit=200).json()
    first = asha.get("/cases/CP-1/history", limit=2).json()

    assert whole["next"] is None
    assert [row["seq"] for row in first["rows"]] == [1, 2]
    assert first["next"] == 2
    rest = asha.get("/cases/CP-1/history", after=2, limit=200).json()
    assert first["rows"] + rest["rows"] == whole["rows"]


def test_without_a_token_that_is_good_nothing_is_told(office: ApiOffice) -> None:
    token = office.token("asha")
    now = office.app.now()
    store = office.app.store

    for wrong in ("", "caseward_guess", token.upper()):
        answer = office.with_token(wrong).get("/cases/CP-1")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
        assert answer.headers["www-authenticate"] == "Bearer"
    assert office.with_token(token).get("/cases").status_code == 200
    office.token("asha")  # one takes the place of the other
    assert office.with_token(token).get("/cases").status_code == 401

    gone = office.token("ben")
    store.transact(lambda writing: revoke_token(writing, "ben"))
    assert office.with_token(gone).get("/cases").status_code == 401
    pat = office.token("pat")
    with store.writing() as writing:
        writing.replace_people([a_person("asha")])
    assert office.with_token(pat).get("/cases").status_code == 401
    over = office.token("asha")
    object.__setattr__(office.app, "clock", lambda: now + timedelta(days=366))
    assert office.with_token(over).get("/cases").status_code == 401
