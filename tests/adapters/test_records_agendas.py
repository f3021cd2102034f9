"""Agendas, and passages with their vectors."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from assistant.model import Agenda, AgendaItem, Moment, Passage, Reason
from assistant.records import SqlLedger
from tests.adapters.samples import add_meeting

OCTOBER, NOVEMBER = dt.date(2026, 10, 3), dt.date(2026, 11, 7)


def agenda(date: dt.date | None = OCTOBER, *items: AgendaItem) -> Agenda:
    return Agenda(series="定例", date=date, items=items, time=dt.time(14, 0), notes=("三件は開いたまま",))


def item(item_id: str, *moments: Moment, edited: bool = False) -> AgendaItem:
    return AgendaItem(id=item_id, topic=f"議題 {item_id}", reason=Reason.OPEN_ACTION, why="開いたまま", minutes=5,
                      moments=moments, edited=edited)


def passages(*texts: str) -> list[Passage]:
    return [Passage(f"p{n}", "m1", n, n, float(n), text, "定例", dt.date(2026, 9, 2), ("佐藤",), ("営業部",))
            for n, text in enumerate(texts)]


def test_an_agenda_comes_back_numbered_by_series_and_date(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    made = agenda(OCTOBER, item("a", Moment("m1", 3), Moment("m1", 1)), item("b", edited=True))
    assert ledger.save_agenda(made, "system") == made
    assert ledger.save_agenda(made, "佐藤") == replace(made, version=2)
    assert ledger.save_agenda(agenda(NOVEMBER), "system").version == 1
    assert ledger.agenda("定例", OCTOBER) == replace(made, version=2)


def test_without_a_date_the_agenda_saved_last_is_meant(ledger: SqlLedger) -> None:
    assert ledger.agenda("定例") is None
    for date in (NOVEMBER, None, OCTOBER):
        ledger.save_agenda(agenda(date), "system")
    found = ledger.agenda("定例")
    assert found is not None
    assert found.date == OCTOBER
    assert ledger.agenda_dates("定例") == [OCTOBER, NOVEMBER, None]


def test_moments_of_meetings_that_are_gone_are_left_out(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    kept = ledger.save_agenda(agenda(OCTOBER, item("a", Moment("gone", 1), Moment("m1", 2))), "system")
    assert kept.items[0].moments == (Moment("m1", 2),)


def test_passages_and_vectors_come_back_with_what_their_meeting_is_now(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    vectors = np.eye(2, 3, dtype=np.float32)
    ledger.save_passages("m1", passages("一", "二"), vectors, "e5")
    assert list(ledger.passages("m1")) == passages("一", "二")
    ledger.update_meeting("m1", "佐藤", series="企画")
    assert [(p.id, p.series, list(v)) for p, v in ledger.vectors("e5")] == [("p0", "企画", [1, 0, 0]),
                                                                         ("p1", "企画", [0, 1, 0])]
    assert list(ledger.vectors("other")) == []


def test_half_precision_stays_half_the_size_and_comes_back_as_float32(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_passages("m1", passages("一"), np.array([[0.5, 0.25]], dtype=np.float16), "e5")
    [(_, vector)] = ledger.vectors("e5")
    assert vector.dtype == np.float32
    assert vector.tolist() == [0.5, 0.25]


def test_vectors_of_another_model_stay_where_the_text_has_stayed(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_passages("m1", passages("一", "二"), np.eye(2, dtype=np.float32), "e5")
    ledger.save_passages("m1", passages("一", "二 改"), np.eye(2, dtype=np.float32), "ruri")
    assert [p.id for p, _ in ledger.vectors("e5")] == ["p0"]
    assert [p.id for p, _ in ledger.vectors("ruri")] == ["p0", "p1"]
    ledger.save_passages("m1", passages("一"), None, "")
    assert [p.id for p, _ in ledger.vectors("e5")] == ["p0"]


def test_every_passage_needs_its_vector(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    with pytest.raises(ValueError, match="2 passages and 1 vectors"):
        ledger.save_passages("m1", passages("一", "二"), np.eye(1, dtype=np.float32), "e5")


def test_passages_of_all_meetings_are_read_in_batches_without_loss(
        ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.records.passages._BATCH", 10)
    many = 25
    for meeting_id in ("m1", "m2"):
        add_meeting(ledger, meeting_id)
        texts = [Passage(f"{meeting_id}-{n}", meeting_id, n, n, 0.0, str(n)) for n in range(many)]
        ledger.save_passages(meeting_id, texts, np.ones((many, 2), dtype=np.float16), "e5")
    assert [p.id for p in ledger.passages()] == [f"{m}-{n}" for m in ("m1", "m2") for n in range(many)]
    assert sum(1 for _ in ledger.vectors("e5")) == 2 * many
