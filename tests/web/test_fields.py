"""Days and times as people type them into a form."""

from __future__ import annotations

import pytest
from starlette.datastructures import FormData

from days import at
from workflow.case.edge import NO_SUCH_DAY, NO_SUCH_MOMENT
from workflow.case.model import Refused
from workflow.definition.model import FactKind
from workflow.engine.form import Field, StepForm
from workflow.web.fields import typed
from workflow.web.wrong import wrong_of

STARTS = Field(name="starts", label="Starts", kind=FactKind.DATETIME, codes={})


def moment(clock: str) -> object:
    parts = {"day": "2", "month": "6", "year": "2026", "time": clock}
    form = FormData({f"starts-{part}": text for part, text in parts.items()})
    return typed(form, [STARTS])["starts"]


@pytest.mark.parametrize(
    ("clock", "means"),
    [
        ("14:30", "14:30"),
        ("14.30", "14:30"),
        ("2.30pm", "14:30"),
        ("2:30 p.m.", "14:30"),
        ("9 am", "09:00"),
        ("12pm", "12:00"),
        ("12 am", "00:00"),
        ("9:05", "09:05"),
    ],
)
def test_a_time_is_read_as_people_type_it(clock: str, means: str) -> None:
    assert moment(clock) == at(f"Tue 2 Jun 2026 {means}").isoformat()


@pytest.mark.parametrize("clock", ["9", "noon", "25:00", "14:60", "13pm", "0 am", "-1:00", "1:2"])
def test_what_is_no_time_is_handed_on_as_it_was_typed(clock: str) -> None:
    assert moment(clock) == f"2026-06-02 {clock}"


@pytest.mark.parametrize("said", [NO_SUCH_DAY, NO_SUCH_MOMENT])
def test_a_page_says_it_as_it_is_typed_there(said: str) -> None:
    form = StepForm(event="book", title="Book it", roles={}, asks_day=False, fields=(STARTS,))
    wrong = wrong_of(Refused("wrong_fact", f"`starts` (Starts) {said}"), form)

    assert "2, 3 and 2026" in wrong.beside["starts"] or "14:30" in wrong.beside["starts"]
    assert "2026-03-02" not in wrong.beside["starts"]
