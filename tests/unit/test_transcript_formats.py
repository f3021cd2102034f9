"""Transcripts as the usual programs write them."""

from ingest.transcripts.cues import Cue, utterances
from ingest.transcripts.lines import looks_spoken, read_lines
from ingest.transcripts.srt import read_sbv, read_srt
from ingest.transcripts.webvtt import read_webvtt


def said(cues: list[Cue]) -> list[tuple[float, float, str, str]]:
    return [(u.start_s, u.end_s, u.speaker, u.text) for u in utterances(cues)]


ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:04.500
山田 太郎（営業部）: 今週の見積もりですが、

2
00:00:04.500 --> 00:00:06.000
山田 太郎（営業部）: 三社から返事が来ました。

3
00:00:06.400 --> 00:00:08.000
Suzuki Hanako: ありがとうございます。
"""


def test_zoom_writes_names_before_the_words() -> None:
    assert said(read_webvtt(ZOOM)) == [
        (1.0, 6.0, "山田 太郎", "今週の見積もりですが、三社から返事が来ました。"),
        (6.4, 8.0, "Suzuki Hanako", "ありがとうございます。"),
    ]
    assert utterances(read_webvtt(ZOOM))[0].department == "営業部"


TEAMS = """WEBVTT

d3b0-4f/12-0
00:00:03.200 --> 00:00:05.100
<v 佐藤 健>それでは始めます。</v>

d3b0-4f/12-1
00:00:05.600 --> 00:00:09.000
<v O&#39;Brien, Pat>I am fine with &lt;plan B&gt;,
and we can start on Monday.</v>
<v 佐藤 健>了解です。</v>
"""


def test_teams_writes_voices_over_several_lines() -> None:
    assert said(read_webvtt(TEAMS)) == [
        (3.2, 5.1, "佐藤 健", "それでは始めます。"),
        (5.6, 9.0, "O'Brien, Pat", "I am fine with <plan B>, and we can start on Monday."),
        (5.6, 9.0, "佐藤 健", "了解です。"),
    ]


WEBEX = 'WEBVTT\n\n1 "Taro Yamada" (123456)\n00:01.000 --> 00:03.000\nHello everyone.\n\n2 "Ann Lee" (9)\n' \
        "00:04.000 --> 00:05.000\nHi.\n"


def test_webex_writes_names_into_the_identifier_and_leaves_out_hours() -> None:
    assert said(read_webvtt(WEBEX)) == [(1.0, 3.0, "Taro Yamada", "Hello everyone."), (4.0, 5.0, "Ann Lee", "Hi.")]


def test_notes_styles_and_settings_are_no_words() -> None:
    text = ("WEBVTT Kind: captions\nNOTE made by hand\n\nSTYLE\n::cue { color: red }\n\nNOTE\nseveral\nlines\n\n"
            "00:00:01.000 --> 00:00:02.000 align:start position:0%\n<c.yellow>Yes</c>, <00:00:01.500><i>agreed</i>.\n")
    assert said(read_webvtt(text)) == [(1.0, 2.0, "", "Yes, agreed.")]


def test_cues_out_of_order_are_put_in_order_and_overlaps_stay() -> None:
    text = ("WEBVTT\n\n00:00:09.000 --> 00:00:10.000\n<v B>Second.\n\n00:00:01.000 --> 00:00:09.500\n<v A>First.\n\n"
            "00:00:11.000 --> 00:00:10.000\n<v A>Ends before it starts.\n")
    assert said(read_webvtt(text)) == [
        (1.0, 9.5, "A", "First."), (9.0, 10.0, "B", "Second."), (11.0, 11.0, "A", "Ends before it starts.")]


def test_subrip_has_numbers_commas_and_tags() -> None:
    text = (
        "1\n00:00:01,500 --> 00:00:02,750\n鈴木: <i>はい。</i>\n\n2\n0:00:03,000 --> 0:00:04,000\n"
        "佐藤: {\\an8}いいえ。\n")
    assert said(read_srt(text)) == [(1.5, 2.75, "鈴木", "はい。"), (3.0, 4.0, "佐藤", "いいえ。")]


def test_subrip_without_blank_lines_keeps_its_cues_apart() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nA: One.\n2\n00:00:02,500 --> 00:00:03,000\nB: Two.\n"
    assert said(read_srt(text)) == [(1.0, 2.0, "A", "One."), (2.5, 3.0, "B", "Two.")]


def test_a_sentence_over_several_cues_of_one_speaker_is_one_utterance() -> None:
    text = ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>We could\n\n00:02.000 --> 00:03.000\n<v A>ship it today.\n\n"
            "00:03.000 --> 00:04.000\n<v B>Good.\n")
    assert said(read_webvtt(text)) == [(1.0, 3.0, "A", "We could ship it today."), (3.0, 4.0, "B", "Good.")]


def test_cues_with_a_pause_between_them_stay_apart() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>We could\n\n00:02.300 --> 00:03.000\n<v A>ship it today.\n"
    assert len(said(read_webvtt(text))) == 2


def test_a_word_with_a_colon_is_no_speaker_where_the_file_names_none() -> None:
    text = ("WEBVTT\n\n00:01.000 --> 00:02.000\nThree options were there.\n\n00:03.000 --> 00:04.000\n"
            "Option B: wait.\n\n"
            "00:05.000 --> 00:06.000\nSee https://example.com now.\n\n00:07.000 --> 00:08.000\nRight.\n")
    assert {speaker for _, _, speaker, _ in said(read_webvtt(text))} == {""}


def test_meet_captions_have_two_times_in_a_line() -> None:
    text = (
        "0:00:01.000,0:00:04.000\n佐藤: おはようございます。\n\n0:00:05.000,0:00:06.500\n"
        "鈴木: おはようございます。\n")
    assert said(read_sbv(text)) == [
        (1.0, 4.0, "佐藤", "おはようございます。"), (5.0, 6.5, "鈴木", "おはようございます。")]


def test_zoom_saves_a_name_in_brackets_and_the_time_of_day() -> None:
    text = (
        "[佐藤 健] 14:02:11\n始めましょう。\n\n[Ann Lee] 14:02:15\nSure.\nI have two points.\n\n"
        "[佐藤 健] 14:02:40\nどうぞ。\n")
    assert looks_spoken(text)
    assert [(u[0], u[2], u[3]) for u in said(read_lines(text))] == [
        (0.0, "佐藤 健", "始めましょう。"), (4.0, "Ann Lee", "Sure. I have two points."), (29.0, "佐藤 健", "どうぞ。")]


def test_teams_word_files_give_times_name_and_words_on_lines_of_their_own() -> None:
    text = ("0:0:3.200 --> 0:0:5.100\n佐藤 健\nそれでは始めます。\n\n0:0:5.600 --> 0:0:9.0\nPat O'Brien\n"
            "Fine with me.\n"
            "Let us go on.\n0:0:9.500 --> 0:0:11.0\n佐藤 健\nはい。\n")
    assert looks_spoken(text)
    assert said(read_lines(text)) == [
        (3.2, 5.1, "佐藤 健", "それでは始めます。"), (5.6, 9.0, "Pat O'Brien", "Fine with me. Let us go on."),
        (9.5, 11.0, "佐藤 健", "はい。")]


def test_newer_teams_files_give_a_name_with_its_time_above_the_words() -> None:
    text = ("部門連携定例-20260905_140312-会議の録音\n2026年9月5日, 午後2:03\n32分 10秒\n\n佐藤 健   0:03\n"
            "それでは始めます。\n\n"
            "鈴木 花子   0:12\n倉庫の件からお願いします。\n佐藤 健   1:02:05\n終わります。\n")
    assert looks_spoken(text)
    assert [(u[0], u[2], u[3]) for u in said(read_lines(text))] == [
        (3.0, "佐藤 健", "それでは始めます。"), (12.0, "鈴木 花子", "倉庫の件からお願いします。"),
        (3725.0, "佐藤 健", "終わります。")]


def test_a_stamp_before_the_name_is_read() -> None:
    text = "[00:01:02] Ann Lee: Hello.\n[00:01:05] Bob: Hi there.\nAnd welcome.\n(0:01:20) Ann Lee: Thanks.\n"
    assert looks_spoken(text)
    assert [(u[0], u[2], u[3]) for u in said(read_lines(text))] == [
        (62.0, "Ann Lee", "Hello."), (65.0, "Bob", "Hi there. And welcome."), (80.0, "Ann Lee", "Thanks.")]


def test_meet_writes_a_time_above_several_turns() -> None:
    text = (
        "週次定例 - 文字起こし\n\n00:00:00\n\n佐藤 健: 始めます。\n鈴木 花子: はい。\n00:05:00\n"
        "佐藤 健: 次に行きます。\n鈴木 花子: お願いします。\n")
    assert looks_spoken(text)
    assert [(u[0], u[2]) for u in said(read_lines(text))] == [
        (0.0, "佐藤 健"), (0.0, "鈴木 花子"), (300.0, "佐藤 健"), (300.0, "鈴木 花子")]


def test_lines_with_names_alone_have_no_times() -> None:
    text = (
        "佐藤：おはようございます。\n鈴木：おはようございます。\n佐藤：では一件目です。\n続きがあります。\n"
        "鈴木さん：はい。\n")
    assert looks_spoken(text)
    assert said(read_lines(text)) == [
        (0.0, 0.0, "佐藤", "おはようございます。"), (0.0, 0.0, "鈴木", "おはようございます。"),
        (0.0, 0.0, "佐藤", "では一件目です。 続きがあります。"), (0.0, 0.0, "鈴木", "はい。")]


def test_minutes_with_labels_are_no_transcript() -> None:
    assert not looks_spoken("議事録\n日時：2026年9月5日\n場所：本社\n参加者：佐藤、鈴木\n議題：予算\n"
            "決定事項：来期の予算は据え置く\n担当：佐藤\n")
    assert not looks_spoken("Minutes\n\nDate: 5 Sep\nAttendees: Ann, Bob\n\n10:00 Opening\n\n"
            "We talked about the plan.\n"
                            "It was decided to wait.\nThe rest is open.\nNothing else was said.\n")


def test_a_timetable_is_no_transcript() -> None:
    assert not looks_spoken("勉強会の案内\n10:00-10:10 開会\n会場は3階です。\n参加費は無料です。\n"
            "申し込みは総務まで。\n飲み物は各自で。\n")
