"""Themes group what customers say, are named in their words, and count people."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.feedback.themes import Theme, Voice, themes

MONDAY = dt.date(2026, 6, 1)
BOXES = ["届いた箱がつぶれていました", "箱がつぶれて届いた、これで二回目", "またつぶれた箱が届いた", "箱がつぶれて届いたのに詫びもない"]
PHOTOS = ["ページの写真と色が違う", "写真の色と実物の色が違います", "届いた色が写真と違って見える"]
ALONE = "駐輪場に屋根がほしい"


def voices() -> list[Voice]:
    told = [*((text, "物流部", "negative") for text in BOXES), *((text, "Web", "neutral") for text in PHOTOS), (ALONE, "総務部", "neutral")]
    return [Voice(f"p{n}", f"m{n}", text, MONDAY + dt.timedelta(3 * n), f"客{n}様", mood, (department,))
            for n, (text, department, mood) in enumerate(told)]


def vectors(told: list[Voice]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """What an embedder would see: boxes, photos and the rest each lie in their own direction."""
    rows = np.random.default_rng(1).normal(0, 0.02, (len(told), 16)).astype(np.float32)
    for n, voice in enumerate(told):
        rows[n, 0 if "箱" in voice.text else 1 if "写真" in voice.text else 2] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(params=["meaning", "words"])
def found(request: pytest.FixtureRequest) -> list[Theme]:
    told = voices()
    return themes(told, vectors(told) if request.param == "meaning" else None, [MONDAY, MONDAY + dt.timedelta(7)])


def test_points_of_one_thing_are_one_theme_named_in_the_customers_words(found: list[Theme]) -> None:
    boxes, photos, *rest = found
    assert set(boxes.points) == {"p0", "p1", "p2", "p3"}
    assert set(photos.points) == {"p4", "p5", "p6"}
    assert [theme.points for theme in rest] == [("p7",)]
    assert any(boxes.name in text for text in BOXES)
    assert "箱" in boxes.name
    assert any(photos.name in text for text in PHOTOS)
    assert "色" in photos.name


def test_a_theme_counts_weeks_moods_departments_and_what_is_open(found: list[Theme]) -> None:
    boxes = found[0]
    assert boxes.weeks == (3, 1)
    assert boxes.sentiment == {"negative": 4}
    assert boxes.departments == ("物流部",)
    assert (boxes.open, boxes.messages, boxes.customers, boxes.emerging) == (4, 4, 4, False)
    assert found[-1].emerging


def test_people_are_counted_and_not_their_messages() -> None:
    told = [replace(voice, customer="森川様" if n < 3 else "森川") for n, voice in enumerate(voices()[:4])]
    [theme] = themes(told)
    assert (theme.customers, theme.messages, theme.emerging) == (1, 4, True)
    [theme] = themes([replace(voice, customer="匿名") for voice in told])
    assert theme.customers == 4


def test_ids_stay_when_new_points_come_and_when_points_are_listed_otherwise() -> None:
    told = voices()
    before = {point: theme.id for theme in themes(told) for point in theme.points}
    more = [*told, Voice("q1", "n1", "箱がつぶれて届いた", MONDAY + dt.timedelta(40), "客9様", "negative", ("物流部",))]
    after = {point: theme.id for theme in themes(more[::-1], before=before) for point in theme.points}
    assert {point: after[point] for point in before} == before
    assert after["q1"] == before["p0"]


def test_an_id_goes_with_the_greater_part_of_a_theme_that_falls_apart() -> None:
    told = voices()
    before = dict.fromkeys([voice.id for voice in told], "t-old")
    found = {theme.id: theme for theme in themes(told, before=before)}
    assert "p0" in found["t-old"].points
    assert len(found) == 3


def test_there_are_no_themes_of_nothing_and_one_of_one_point() -> None:
    assert themes([]) == []
    [theme] = themes([Voice("p", "m", "!!", MONDAY)])
    assert (theme.name, theme.points, theme.emerging) == ("!!", ("p",), True)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(["", "佐藤", "鈴木"]), st.integers(0, 60)), max_size=12))
def test_every_point_is_in_exactly_one_theme(told: list[tuple[str, str, int]]) -> None:
    made = [Voice(f"p{n}", f"m{n // 2}", text, MONDAY + dt.timedelta(days), customer)
            for n, (text, customer, days) in enumerate(told)]
    found = themes(made)
    assert sorted(point for theme in found for point in theme.points) == sorted(voice.id for voice in made)
    assert len({theme.id for theme in found}) == len(found)


def test_thousands_of_points_take_seconds() -> None:
    things = ["箱", "皿", "電球", "毛布", "棚", "椅子", "鍋", "時計", "照明", "机", "布団", "傘", "鞄", "靴", "本", "絵"]
    happened = ["つぶれて届いた", "色が違う", "すぐ壊れた", "においがする", "部品が足りない", "説明書がない", "値段が高い", "在庫がない"]
    told = [Voice(f"p{n}", f"m{n}", f"{things[n % 16]}が{happened[n // 16 % 8]}、{n}番", MONDAY, f"客{n % 900}") for n in range(3000)]
    rows = np.random.default_rng(1).normal(0, 1, (3000, 64)).astype(np.float32)
    start = time.process_time()
    found = themes(told, rows / np.linalg.norm(rows, axis=1, keepdims=True))
    assert time.process_time() - start < 20
    assert sum(len(theme.points) for theme in found) == 3000
