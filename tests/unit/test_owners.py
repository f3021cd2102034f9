"""Who takes a task."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.language.names import People
from assistant.minutes.features import Talk
from assistant.minutes.owners import owner_of
from assistant.model import Department, Organisation

JA = {"岡崎": "受付課", "水野": "整備課", "三島": "整備課", "森": "経理課"}
EN = {"Hazel": "Stores", "Owen": "Workshop", "Petra": "Workshop"}
GARAGE = Organisation("車庫", (Department("整備課", ("整備", "メカ")), Department("受付課", ("受付",)), Department("経理課")))


def talk(lang: str, *turns: tuple[str, str]) -> Talk:
    people = People(JA if lang == "ja" else EN, lang)
    return Talk(lang, [who for who, _ in turns], [said for _, said in turns], dt.date(2026, 3, 4), people)


@pytest.mark.parametrize(("said", "owner"), [
    ("部品は私が明日発注します。", "岡崎"),
    ("金曜までに水野に見積もりを取らせます。", "水野"),
    ("三島さんに書いてもらいます、来週中に。", "三島"),
    ("その表は三島が直します。", "三島"),
    ("水野さんには私から電話しておきます。", "岡崎"),
    ("森さんに確認しておきます。", "岡崎"),
    ("それは森に出させますので。", "森"),
])
def test_a_japanese_promise_belongs_to_who_is_made_to_do_it_or_else_to_who_speaks(said: str, owner: str) -> None:
    assert owner_of(talk("ja", ("岡崎", said)), 0, GARAGE).name == owner


@pytest.mark.parametrize(("said", "owner"), [
    ("I'll order the parts tomorrow.", "Hazel"),
    ("Petra can have the list ready by Friday.", "Petra"),
    ("I'll get Owen to ring them.", "Owen"),
    ("I'll tell Owen tonight.", "Hazel"),
    ("Owen will fix the lift on Monday.", "Owen"),
])
def test_an_english_promise_belongs_to_who_is_sent_or_else_to_who_speaks(said: str, owner: str) -> None:
    assert owner_of(talk("en", ("Hazel", said)), 0, Organisation()).name == owner


def test_who_accepts_a_request_owns_it() -> None:
    asked = talk("en", ("Hazel", "Could you get the quote in by Friday?"), ("Owen", "Sure, no problem."))
    assert owner_of(asked, 0, Organisation()).name == "Owen"
    asked = talk("ja", ("岡崎", "見積もりを金曜までに出してください。"), ("水野", "はい、分かりました。"))
    assert owner_of(asked, 0, GARAGE).name == "水野"


def test_a_task_nobody_took_has_no_owner_but_may_have_a_department() -> None:
    owner = owner_of(talk("ja", ("岡崎", "それは整備で持ちます。誰に頼むかはこれからです。誰に振るかは月曜に。")), 0, GARAGE)
    assert (owner.name, owner.department) == (None, "整備課")


def test_a_voice_nobody_has_named_owns_nothing() -> None:
    assert owner_of(talk("ja", ("話者 1", "明日出します。")), 0, GARAGE).name is None


def test_the_department_is_the_owners() -> None:
    assert owner_of(talk("ja", ("岡崎", "水野に直させます。")), 0, GARAGE).department == "整備課"
