"""What holds for every text, however odd."""

import datetime as dt
from itertools import pairwise
from pathlib import PurePath

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.exports import TRANSCRIPT_FORMATS
from assistant.model import Meeting, Transcript, Utterance
from ingest.encodings import decode, encoding_of
from ingest.notes.blocks import Written, shaped, tidy
from ingest.notes.markdown import read_markdown
from ingest.notes.plain import read_plain
from ingest.notes.rst import read_rst
from ingest.telling.names import guess_from_name
from ingest.telling.opening import guess_from_content
from ingest.transcripts.cues import utterances
from ingest.transcripts.lines import looks_spoken, read_lines
from ingest.transcripts.srt import read_sbv, read_srt
from ingest.transcripts.webvtt import read_webvtt

PIECES = st.sampled_from([
    "WEBVTT\n", "\n", "\n\n", "NOTE ", "00:00:01.000", " --> ", "00:02,5", "1:2:3",
    "<v ", "Ann>", "</v>", "佐藤", "：", ": ",
    "- ", "・", "# ", "===", "---", "[00:01]", "　", "。", ".. note::", ":日時: ", "|",
    "`", "**", "2026-09-05", "次回", "\x00",
    "\u202e", "😀", "<", "&lt;", "&#x0;", "第3回", "99:99:99", "0", "1\n"])
ODD = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20).filter(str.strip)


@given(ODD)
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_a_transcript_reader(text: str) -> None:
    looks_spoken(text)
    for read in (read_webvtt, read_srt, read_sbv, read_lines):
        found = utterances(read(text))
        assert [u.i for u in found] == list(range(len(found)))
        assert all(u.text and 0 <= u.start_s <= u.end_s for u in found)
        assert all(a.start_s <= b.start_s for a, b in pairwise(found))


@given(ODD)
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_a_reader_of_notes(text: str) -> None:
    for read in (read_plain, read_markdown, read_rst):
        blocks = tidy(read(text))
        found, sections = shaped(blocks)
        assert [u.i for u in found] == list(range(len(found)))
        assert all(u.text == " ".join(u.text.split()) and len(u.text) <= 300 for u in found)
        assert all(0 <= at < len(found) and heading for at, heading in sections)
        guess_from_content(Written(blocks))


@given(st.binary(max_size=300) | ODD.map(str.encode) | ODD.map(lambda t: t.encode("utf-16")))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    text = decode(data)
    assert text is None or "\r" not in text


@given(st.text(max_size=60) | ODD)
@settings(max_examples=150, deadline=None)
def test_any_name_gives_a_guess(name: str) -> None:
    guess = guess_from_name(PurePath(name.replace("\x00", "") or "x"), dt.date(2026, 9, 5))
    assert guess.date is None or 1990 <= guess.date.year <= 2100


@given(st.lists(st.tuples(WORDS, WORDS, st.integers(0, 10**7), st.integers(400, 10**4)), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_our_own_subtitles_read_back_give_the_same_utterances(said: list[tuple[str, str, int, int]]) -> None:
    now, spoken = 1000, []
    for i, (speaker, text, pause, length) in enumerate(said):
        now += 400 + pause % 5000
        spoken.append(Utterance(i, now / 1000, (now + length) / 1000, f"話者{speaker}", f"話{text}。"))
        now += length
    transcript = Transcript("m", tuple(spoken))
    vtt = TRANSCRIPT_FORMATS["vtt"](Meeting("m", "定例", dt.date(2026, 9, 5)), transcript, "ja").decode()
    assert [(u.start_s, u.end_s, u.text) for u in utterances(read_webvtt(vtt))] == [
        (u.start_s, u.end_s, " ".join(u.text.split())) for u in spoken]


def test_subrip_round_trips_with_speakers() -> None:
    spoken = (Utterance(0, 1.0, 2.5, "佐藤", "始めます。"),
              Utterance(1, 3.0, 4.0, "Ann Lee", "Yes, <b> & 3 < 4 --> fine."))
    srt = TRANSCRIPT_FORMATS["srt"](Meeting("m", "定例", dt.date(2026, 9, 5)), Transcript("m", spoken), "ja").decode()
    read = utterances(read_srt(srt))
    assert [(u.start_s, u.end_s, u.speaker) for u in read] == [(1.0, 2.5, "佐藤"), (3.0, 4.0, "Ann Lee")]
    assert read[1].text == "Yes, ＜b> & 3 < 4 → fine."


JAPANESE = "第3回の議事録です。\n・倉庫の件は鈴木さんが確認する（ﾃｽﾄ用の①②も含む）。\n"


def test_japanese_encodings_are_told_apart() -> None:
    for name in ("utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        text = JAPANESE if name != "euc_jp" else JAPANESE.replace("①②", "一二")
        assert decode(text.encode(name)) == text, name
    mail = JAPANESE.replace("ﾃｽﾄ", "テスト").replace("①②", "一二")
    assert decode(mail.encode("iso2022_jp")) == mail


def test_short_and_western_texts_keep_their_letters() -> None:
    assert decode("会議".encode("cp932")) == "会議"
    assert decode("はい".encode("euc_jp")) == "はい"
    assert decode("Café à la carte, naïve résumé of the meeting in Zürich\n".encode("cp1252")) is not None
    assert decode(b"plain\r\nold\rMac\n") == "plain\nold\nMac\n"


def test_binary_is_no_text() -> None:
    assert encoding_of(bytes(range(256)) * 8) is None
    assert encoding_of(b"\x00" * 1000) is None
