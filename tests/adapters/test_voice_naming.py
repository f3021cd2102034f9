"""A recording is stored with its sure voices named."""

from __future__ import annotations

import datetime as dt

from assistant.bootstrap import House
from assistant.desk.heard_file import save_heard
from assistant.desk.voice_naming import VoiceNaming
from assistant.model import Attendee, Kind, Meeting, Step, Utterance
from assistant.ports.speech import Heard, Watch

LINES = [
    ("話者 1", "営業部の佐藤です。よろしくお願いします。"), ("話者 2", "物流部の小川です。"),
    ("話者 1", "小川さん、在庫はどうですか。"), ("話者 2", "はい、三百です。"),
    ("話者 2", "佐藤さん、お願いします。"), ("話者 1", "はい、分かりました。"), ("話者 3", "そうですね。"),
]
MEETING = Meeting("m-1", "定例", dt.date(2026, 7, 22), kind=Kind.RECORDING,
                  attendees=(Attendee("佐藤", "営業部"), Attendee("小川", "物流部"), Attendee("松本", "品質保証部"),
                             Attendee("池田", "経理部")))


def stored(house: House) -> list[str]:
    """The speakers after the separated recording was put into the records."""
    if not house.ledger.meetings():
        house.ledger.add_meeting(MEETING, "0" * 64, "test")
    heard = Heard("ja", tuple(Utterance(i, 4.0 * i, 4.0 * i + 3, *line) for i, line in enumerate(LINES)), engine="test")
    save_heard(heard, house.places.work(MEETING.id) / "separated.json")
    house.processing.run(Step.STORE, MEETING.id, {}, Watch(lambda _: None, lambda: False))
    return [u.speaker for u in house.ledger.transcript(MEETING.id).utterances]


def test_sure_voices_are_stored_under_their_names_with_their_departments(house: House) -> None:
    assert stored(house) == ["佐藤", "小川", "佐藤", "小川", "小川", "佐藤", "話者 3"]
    assert house.ledger.transcript(MEETING.id).utterances[1].department == "物流部"


def test_why_a_voice_was_named_is_kept(house: House) -> None:
    stored(house)
    given = VoiceNaming(house.ledger, house.places).given(MEETING.id)
    assert given["話者 1"].name == "佐藤"
    assert 0 in given["話者 1"].evidence


def test_storing_once_more_changes_nothing(house: House) -> None:
    assert stored(house) == stored(house)
    assert house.ledger.transcript(MEETING.id).version == 1


def test_what_was_named_stays_named_when_a_person_names_another_voice(house: House) -> None:
    stored(house)
    house.ledger.rename_speaker(MEETING.id, "話者 3", "松本", "test")
    assert set(stored(house)) == {"佐藤", "小川", "松本"}


def test_once_a_person_has_named_a_voice_no_further_name_is_given(house: House) -> None:
    stored(house)
    (house.places.work(MEETING.id) / "voices.json").unlink()  # as if nothing had been sure before
    house.ledger.rename_speaker(MEETING.id, "話者 3", "松本", "test")
    heard = Heard("ja", tuple(Utterance(i, 4.0 * i, 4.0 * i + 3, *line) for i, line in enumerate(LINES)))
    named = VoiceNaming(house.ledger, house.places).name(house.ledger.meeting(MEETING.id), heard)
    assert {u.speaker for u in named.utterances} == {"話者 1", "話者 2", "話者 3"}


def test_correcting_a_word_does_not_take_the_names_away(house: House) -> None:
    before = stored(house)
    house.ledger.edit_utterance(MEETING.id, 0, "営業の佐藤です。", None, "test")
    assert stored(house) == before
