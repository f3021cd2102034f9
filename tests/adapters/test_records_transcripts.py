"""Transcripts and what people change in them."""

from dataclasses import replace

import pytest

from assistant.errors import NotFound
from assistant.model import Attendee, Department, Gap, Organisation, Person, Transcript, Utterance, Word
from assistant.records import SqlLedger
from tests.adapters.samples import add_meeting, transcript


def texts(ledger: SqlLedger) -> list[str]:
    return [u.text for u in ledger.transcript("m1").utterances]


def notes(paragraphs: str) -> Transcript:
    """Written notes, one paragraph a letter."""
    return Transcript("m1", tuple(Utterance(i, 0, 0, "", letter) for i, letter in enumerate(paragraphs)))


def test_a_transcript_comes_back_as_it_was_saved(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    spoken = Utterance(0, 0.5, 2.25, "佐藤", "はい", "営業部", True, (Word(0.5, 1.0, "は", 0.75), Word(1.0, 2.0, "い")))
    made = Transcript("m1", (spoken,), (Gap(3.0, 4.5, "noise"),), engine="whisper", sections=((0, "見出し"),))
    assert ledger.save_transcript(made, "system") == made
    assert ledger.transcript("m1") == made


def test_before_the_first_transcript_there_is_an_empty_one_of_version_zero(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    assert ledger.transcript("m1") == Transcript("m1", (), version=0)
    with pytest.raises(NotFound):
        ledger.transcript("nobody")


def test_saving_once_more_what_is_there_makes_no_new_version(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_transcript(transcript(), "system")
    ledger.edit_utterance("m1", 1, "直した", None, "佐藤")
    assert ledger.save_transcript(transcript(), "system").version == 1
    assert texts(ledger)[1] == "直した"


def test_an_edit_lies_over_the_version_and_marks_the_utterance(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_transcript(transcript(), "system")
    edited = ledger.edit_utterance("m1", 2, "直した", None, "佐藤")
    assert (edited.text, edited.speaker, edited.edited) == ("直した", "話者 1", True)
    assert ledger.transcript("m1").utterances[2] == edited
    assert not ledger.transcript("m1").utterances[1].edited


def test_words_with_times_go_when_the_text_is_no_longer_theirs(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_transcript(Transcript("m1", (Utterance(0, 0, 1, "", "はい", words=(Word(0, 1, "はい"),)),)), "system")
    assert ledger.edit_utterance("m1", 0, None, "佐藤", "佐藤").words != ()
    assert ledger.edit_utterance("m1", 0, "いいえ", None, "佐藤").words == ()


def test_what_changes_nothing_is_no_edit(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_transcript(transcript(), "system")
    assert not ledger.edit_utterance("m1", 2, "2 番目の発言", "話者 1", "佐藤").edited
    with pytest.raises(NotFound):
        ledger.undo_edit("m1", 2, "佐藤")


def test_edits_are_taken_back_one_by_one(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_transcript(transcript(), "system")
    ledger.edit_utterance("m1", 2, "一", None, "佐藤")
    ledger.edit_utterance("m1", 2, "二", "鈴木", "佐藤")
    assert ledger.undo_edit("m1", 2, "佐藤").text == "一"
    assert ledger.undo_edit("m1", 2, "佐藤") == transcript().utterances[2]


def test_a_named_voice_bears_its_name_and_department_everywhere(ledger: SqlLedger) -> None:
    add_meeting(ledger, attendees=(Attendee("高橋", "品質部"),))
    logistics = Department("物流部", people=(Person("鈴木", department="物流部"),))
    ledger.save_organisation(Organisation(departments=(logistics,)), "佐藤")
    ledger.save_transcript(transcript(), "system")
    ledger.edit_utterance("m1", 0, None, "高橋", "佐藤")
    assert ledger.rename_speaker("m1", "話者 1", "鈴木", "佐藤") == 4
    speakers = {(u.speaker, u.department) for u in ledger.transcript("m1").utterances}
    assert speakers == {("高橋", "品質部"), ("鈴木", "物流部")}
    assert ledger.rename_speaker("m1", "話者 1", "田中", "佐藤") == 0


def test_edits_follow_their_utterance_into_a_new_transcript(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_transcript(transcript(), "system")
    ledger.edit_utterance("m1", 2, "直した", None, "佐藤")
    ledger.rename_speaker("m1", "話者 1", "鈴木", "佐藤")
    # The new version begins with a sentence that was missed before, and is a fifth of a second off.
    first = Utterance(0, -2.0, -0.5, "話者 2", "おはようございます")
    later = tuple(replace(u, i=u.i + 1) for u in transcript(shift_s=0.2).utterances)
    again = ledger.save_transcript(Transcript("m1", (first, *later)), "system")
    assert again.version == 2
    assert [u.speaker for u in again.utterances] == ["話者 2"] + ["鈴木"] * 5
    assert [u.text for u in again.utterances][3] == "直した"
    assert texts(ledger)[3] == "直した"


def test_an_edit_whose_moment_is_gone_stays_with_the_old_version_alone(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_transcript(transcript(), "system")
    ledger.edit_utterance("m1", 2, "直した", None, "佐藤")
    ledger.save_transcript(transcript(shift_s=100.0), "system")
    assert "直した" not in texts(ledger)
    assert ledger.transcript("m1", version=1).utterances[2].text == "直した"


def test_edits_of_notes_without_times_follow_the_same_words(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    ledger.save_transcript(notes("いろはいに"), "system")
    ledger.edit_utterance("m1", 3, "後の い", None, "佐藤")
    ledger.save_transcript(notes("ほいろはい"), "system")
    assert texts(ledger) == ["ほ", "い", "ろ", "は", "後の い"]


def test_an_utterance_that_is_not_there_cannot_be_edited(ledger: SqlLedger) -> None:
    add_meeting(ledger)
    with pytest.raises(NotFound):
        ledger.edit_utterance("m1", 0, "x", None, "佐藤")
