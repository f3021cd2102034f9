"""Files out: what stands in them, and that nothing in names and texts can do harm there."""

import datetime as dt
import io
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.errors import InvalidInput
from assistant.exports import AGENDA_FORMATS, MIME, MINUTES_FORMATS, TRANSCRIPT_FORMATS
from assistant.exports.clean import cell, clean, markdown
from assistant.exports.sheet import SHEET_FORMATS
from assistant.exports.typeset import broken
from assistant.model import (
    ActionItem,
    Agenda,
    AgendaItem,
    Attendee,
    ClosedAction,
    Coverage,
    CustomerRemark,
    Decision,
    Gap,
    Kind,
    LineState,
    Meeting,
    Minutes,
    Moment,
    NextMeeting,
    OpenQuestion,
    Reason,
    SummaryLine,
    Transcript,
    Utterance,
)

EVIL = "\u202e=HYPERLINK(\"http://x\")<script>alert(1)</script>\x07 | `code` [a](javascript:x) --> {{7*7}} 😀"
MEETING = Meeting(
    "m", "部門連携定例 第3回", dt.date(2026, 9, 5), series="部門連携定例", start=dt.time(14, 0), duration_s=1812.0,
    attendees=(Attendee("佐藤", "営業部"), Attendee("鈴木", "物流部")))
TRANSCRIPT = Transcript("m", (
    Utterance(0, 0.8, 6.0, "佐藤", "始めます。"),
    Utterance(1, 751.2, 760.0, "鈴木", "在庫の一覧を出します。"),
    Utterance(2, 3725.0, 3730.0, EVIL, EVIL)))
MINUTES = Minutes(
    "m", "builtin", Coverage(0.8, 1812.0, 3, (Gap(100.0, 115.0, "noise"),)),
    summary=(SummaryLine(id="s", text="在庫を確かめた。", evidence=(0,)),),
    decisions=(
        Decision(id="d1", text="出荷を止める。", evidence=(0, 1)),
        Decision(id="d2", text="却下された案。", evidence=(0,), state=LineState.REJECTED),
        Decision(id="d3", text="怪しい決定。", evidence=(1,), doubtful=True),
        Decision(id="d4", text=EVIL, evidence=(2,), status="superseded")),
    actions=(
        ActionItem(id="a1", text="一覧を出す", owner="鈴木", department="物流部", due=dt.date(2026, 9, 12), evidence=(1,)),
        ActionItem(id="a2", text=EVIL, owner=EVIL, evidence=(2,))),
    open_questions=(OpenQuestion(id="q", text="送料は誰が持つか。", evidence=(1,)),),
    feedback=(CustomerRemark(id="f", text="箱が開かない。", departments=("製造部",), urgency="high", evidence=(0,)),),
    closed_actions=(ClosedAction("old", (0,)),), next_meeting=NextMeeting(dt.date(2026, 10, 3), dt.time(14, 0), (1,)),
    notes=("言語モデルを使えませんでした。",))
AGENDA = Agenda(series="部門連携定例", date=dt.date(2026, 10, 3), time=dt.time(14, 0), length_minutes=60, items=(
    AgendaItem(id="1", topic="在庫の一覧", reason=Reason.OPEN_ACTION, why="3回持ち越し", minutes=10, department="物流部",
               lead="鈴木", moments=(Moment("m", 1),)),
    AgendaItem(id="2", topic=EVIL, reason=Reason.ADDED, why="", minutes=15, lead=EVIL),
    AgendaItem(id="3", topic="来期の話", reason=Reason.GOAL, why="目標", minutes=5, left_out=True)))


def minutes(form: str, lang: str = "ja") -> bytes:
    return MINUTES_FORMATS[form](MEETING, MINUTES, TRANSCRIPT, lang)


def words_in_docx(data: bytes) -> str:
    import docx

    document = docx.Document(io.BytesIO(data))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def words_in_pdf(data: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def minutes_words(form: str, lang: str = "ja") -> str:
    data = minutes(form, lang)
    if form == "docx":
        return words_in_docx(data)
    return words_in_pdf(data) if form == "pdf" else data.decode()


@pytest.mark.parametrize("form", MINUTES_FORMATS)
def test_minutes_hold_every_line_with_its_evidence_in_every_format(form: str) -> None:
    words = minutes_words(form)
    for part in ("部門連携定例 第3回", "2026年9月5日(土) 14:00–14:30", "佐藤（営業部）、鈴木（物流部）", "出荷を止める。", "一覧を出す",
                 "鈴木（物流部）", "2026-09-12", "00:00 佐藤", "12:31 鈴木", "送料は誰が持つか。", "箱が開かない。", "2026年10月3日(土)",
                 "01:40–01:55", "3 件", "言語モデルを使えませんでした。", "下書き", "始めます。"):
        assert part in words, part


@pytest.mark.parametrize("form", MINUTES_FORMATS)
def test_text_longer_than_a_page_fits_in_every_format(form: str) -> None:
    action = ActionItem(id="a", text="とても長い作業です。" * 400, owner="佐" * 200, evidence=(1,))
    assert MINUTES_FORMATS[form](MEETING, replace(MINUTES, actions=(action,)), TRANSCRIPT, "ja")


@pytest.mark.parametrize("form", MINUTES_FORMATS)
def test_rejected_lines_are_left_out_and_doubtful_ones_are_marked(form: str) -> None:
    words = minutes_words(form)
    assert "却下された案" not in words
    assert "要確認" in words[words.index("怪しい決定"):][:60]


def test_labels_follow_the_language_and_words_stay() -> None:
    words = minutes_words("md", "en")
    assert "## Decisions" in words and "Saturday, 5 September 2026" in words and "出荷を止める。" in words


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


def test_html_runs_and_loads_nothing() -> None:
    page = minutes("html").decode()
    tags = Tags()
    tags.feed(page)
    assert {tag for tag, _ in tags.found}.isdisjoint({"script", "img", "link", "iframe", "a", "object"})
    assert not [a for _, attrs in tags.found for a in attrs if a[0].startswith("on") or a[0] in ("src", "href")]
    assert "default-src 'none'" in page and "http-equiv" in page


@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf"])
def test_nothing_that_turns_text_around_or_controls_a_terminal_gets_out(form: str) -> None:
    assert not set("\u202e\x07\u2066") & set(minutes_words(form))


def test_markdown_shows_markup_as_text() -> None:
    text = minutes("md").decode()
    assert "<script>" not in text.replace("\\<script", "") and "\\[a\\]" in text and "\\| \\`code\\`" in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len({row.replace("\\|", "").count("|") for row in rows}) == 1


def test_a_cell_never_begins_a_formula_and_numbers_stay_numbers() -> None:
    assert [cell(t) for t in ("=1+1", "+cmd", "-2+3", "@SUM", "-5% の見込み", "- 項目", "+3", "\t=1", "普通")] == [
        "'=1+1", "'+cmd", "-2+3", "'@SUM", "-5% の見込み", "- 項目", "+3", "'=1", "普通"]


def test_line_starts_that_mean_something_in_markdown_are_escaped() -> None:
    assert [markdown(t) for t in ("# a", "1. b", "- c", "R&D &lt; x", "=== d", "3 個")] == [
        "\\# a", "1\\. b", "\\- c", "R&D &amp;lt; x", "\\=== d", "3 個"]


def test_clean_keeps_one_line_of_visible_text() -> None:
    assert clean("a\nb\r\n\tc\x00d\u2028e\ud800 👩‍👩‍👧") == "a b cd e 👩‍👩‍👧"


def test_transcripts_have_times_and_names_in_every_format() -> None:
    out = {form: render(MEETING, TRANSCRIPT, "ja") for form, render in TRANSCRIPT_FORMATS.items()}
    assert "[12:31] 鈴木: 在庫の一覧を出します。" in out["txt"].decode()
    assert "00:12:31,200 --> 00:12:40,000\n鈴木: 在庫の一覧を出します。" in out["srt"].decode()
    assert "00:12:31.200 --> 00:12:40.000\n<v 鈴木>在庫の一覧を出します。</v>" in out["vtt"].decode()
    assert "**12:31 鈴木** 在庫の一覧を出します。" in out["md"].decode()
    assert "12:31\t鈴木：在庫の一覧を出します。" in words_in_docx(out["docx"])
    assert out["vtt"].decode().count("-->") == len(TRANSCRIPT.utterances)


def test_notes_have_paragraphs_for_evidence_and_headings_in_their_transcript() -> None:
    notes = Transcript("m", (Utterance(0, 0, 0, "", "残数を確認した。"), Utterance(1, 0, 0, "", "鈴木が一覧を出す。")),
                       sections=((1, "宿題"),))
    meeting = replace(MEETING, kind=Kind.NOTES)
    written = replace(MINUTES, coverage=Coverage(0, 0, 2), decisions=(Decision(id="d", text="出す。", evidence=(1,)),),
                      actions=(), closed_actions=())
    assert "段落2" in MINUTES_FORMATS["md"](meeting, written, notes, "ja").decode()
    assert "■ 宿題\n鈴木が一覧を出す。" in TRANSCRIPT_FORMATS["txt"](meeting, notes, "ja").decode()


def test_agendas_list_reasons_people_times_and_what_was_left_out() -> None:
    text = AGENDA_FORMATS["md"](AGENDA, {"m": MEETING}, "ja").decode()
    assert "| 1 | 在庫の一覧<br>3回持ち越し | 鈴木（物流部） | 14:00 10分 | ▸2026-09-05 部門連携定例 第3回 |" in text
    assert "14:10 15分" in text and "議題 25分 / 会議 60分" in text
    assert text.index("今回は見送る議題") < text.index("来期の話")
    assert "在庫の一覧" in words_in_docx(AGENDA_FORMATS["docx"](AGENDA, {"m": MEETING}, "ja"))


def test_an_invitation_has_its_time_and_the_same_uid_each_time() -> None:
    from icalendar import Calendar

    def event(agenda: Agenda) -> object:
        return Calendar.from_ical(AGENDA_FORMATS["ics"](agenda, {}, "ja")).walk("VEVENT")[0]

    first, second = event(AGENDA), event(replace(AGENDA, version=3, items=()))
    assert first["DTSTART"].dt == dt.datetime(2026, 10, 3, 14, 0) and first["DURATION"].dt == dt.timedelta(hours=1)
    assert "1. 在庫の一覧 [10分 / 鈴木（物流部） / 3回持ち越し]" in first["DESCRIPTION"]
    assert first["UID"] == second["UID"] and second["SEQUENCE"] == 2
    assert event(replace(AGENDA, time=None))["DTSTART"].dt == dt.date(2026, 10, 3)


def test_text_in_an_invitation_cannot_add_lines_to_it() -> None:
    evil = replace(AGENDA, series="x\r\nATTENDEE:mailto:a@example.com", items=AGENDA.items[:1])
    lines = AGENDA_FORMATS["ics"](evil, {}, "ja").decode().split("\r\n")
    assert not [line for line in lines if line.startswith("ATTENDEE")]


def test_an_agenda_without_a_date_cannot_go_into_a_calendar() -> None:
    with pytest.raises(InvalidInput) as caught:
        AGENDA_FORMATS["ics"](replace(AGENDA, date=None), {}, "ja")
    assert "部門連携定例" in caught.value.say("ja")


def test_every_format_has_its_type() -> None:
    assert set(MIME) == {*TRANSCRIPT_FORMATS, *MINUTES_FORMATS, *AGENDA_FORMATS, *SHEET_FORMATS}


def test_lines_break_by_the_rules_of_japanese_and_between_words() -> None:
    def measure(text: str) -> float:
        return sum(1.0 if ord(c) > 0x2E7F else 0.5 for c in text)

    lines = broken("「在庫」の一覧を、鈴木が出す。Please confirm the certificate。", 7, measure)
    assert "".join(lines).replace(" ", "") == "「在庫」の一覧を、鈴木が出す。Pleaseconfirmthecertificate。"
    assert all(measure(line) <= 7 for line in lines)
    assert not [line for line in lines if line[0] in "、。」" or line[-1] == "「"]
    assert broken("Donaudampfschifffahrt", 3, measure) and broken("", 3, measure) == [""]
