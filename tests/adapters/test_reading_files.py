"""Files from anywhere, read through the real libraries: what is in them, and a clear word for what cannot be read."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest

from assistant.errors import FileRejected
from assistant.model import Kind, Utterance
from assistant.ports.documents import ReadText
from ingest.reading import Files

FILES = Files()


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read(path: Path) -> ReadText:
    return FILES.read(path, FILES.sniff(path))


def texts(found: ReadText) -> list[str]:
    return [u.text for u in found.utterances]


def rejection(path: Path) -> str:
    """The key of why a file is refused; its sentences name the file and end as sentences do."""
    with pytest.raises(FileRejected) as caught:
        read(path)
    assert path.name in caught.value.say("ja") and caught.value.say("ja").endswith("。")
    assert path.name in caught.value.say("en") and caught.value.say("en").endswith(".")
    return caught.value.key.removeprefix("files.")


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    import docx

    document = docx.Document()
    document.add_heading("部門連携定例 第3回", 0)
    document.add_paragraph("日時：2026年9月5日(土) 14:00-15:00")
    document.add_paragraph("出席者：佐藤、鈴木")
    document.add_heading("倉庫の件", 1)
    document.add_paragraph("残数を確認した。", style="List Bullet")
    document.add_paragraph("0614 は 12 個。", style="List Bullet 2")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ["担当", "期限", "鈴木", "9/12"], strict=True):
        cell.text = text
    document.save(str(tmp_path / "minutes.docx"))
    return tmp_path / "minutes.docx"


def test_word_keeps_headings_bullets_and_tables(word_file: Path) -> None:
    found = read(word_file)
    assert FILES.sniff(word_file).kind is Kind.NOTES
    assert texts(found)[2:] == ["残数を確認した。", "0614 は 12 個。", "担当 | 期限", "鈴木 | 9/12"]
    assert found.sections == ((0, "部門連携定例 第3回"), (2, "倉庫の件"))
    assert (found.guess.title, found.guess.date, found.guess.start) == (
        "部門連携定例 第3回", dt.date(2026, 9, 5), dt.time(14, 0))
    assert [a.name for a in found.guess.attendees] == ["佐藤", "鈴木"]


def test_word_reads_inserted_text_once_and_no_deleted_text(tmp_path: Path, word_file: Path) -> None:
    body = ('<w:p><w:r><w:t>残す </w:t></w:r><w:ins><w:r><w:t>足した</w:t></w:r></w:ins>'
            '<w:del><w:r><w:delText>消した</w:delText></w:r></w:del>'
            '<w:r><w:instrText>HYPERLINK "http://x"</w:instrText></w:r></w:p>')

    def change(xml: str) -> str:
        return xml.replace("<w:sectPr", body + "<w:sectPr", 1)

    assert texts(read(repacked(word_file, tmp_path / "changed.docx", change)))[-1] == "残す 足した"


def repacked(source: Path, target: Path, change: object) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = change(data.decode()).encode()  # type: ignore[operator]
            new.writestr(name, data)
    return target


def test_a_teams_word_file_is_a_transcript(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("部門連携定例-20260905_140312-会議の録音")
    document.add_paragraph("2026年9月5日, 午後2:03")
    for name, time, words in (
        ("佐藤 健", "0:03", "始めます。"), ("鈴木 花子", "0:12", "倉庫の件です。"), ("佐藤 健", "1:05", "はい。"),
    ):
        paragraph = document.add_paragraph()
        paragraph.add_run(name)
        paragraph.add_run(f"   {time}")
        paragraph.add_run().add_break()
        paragraph.add_run(words)
    document.save(str(tmp_path / "t.docx"))
    found = read(tmp_path / "t.docx")
    assert FILES.sniff(tmp_path / "t.docx").kind is Kind.TRANSCRIPT
    assert [(u.start_s, u.speaker, u.text) for u in found.utterances] == [
        (3.0, "佐藤 健", "始めます。"), (12.0, "鈴木 花子", "倉庫の件です。"), (65.0, "佐藤 健", "はい。")]
    assert found.guess.date == dt.date(2026, 9, 5)


def test_slides_are_read_in_reading_order_with_notes_tables_and_charts(tmp_path: Path) -> None:
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Cm

    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    for top, left, text in ((12, 2, "下"), (6, 12, "右"), (6, 2, "左")):
        slide.shapes.add_textbox(Cm(left), Cm(top), Cm(5), Cm(1)).text_frame.text = text
    slide.shapes.title.text = "今期の目標"
    data = CategoryChartData()
    data.categories = ["4月", "5月"]
    data.add_series("遅延", (3, 1))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(2), Cm(14), Cm(5), Cm(3), data)
    slide.notes_slide.notes_text_frame.text = "口頭で補足する"
    show.save(str(tmp_path / "s.pptx"))
    found = read(tmp_path / "s.pptx")
    assert texts(found)[:3] == ["左", "右", "下"]
    assert set(texts(found)[3:]) >= {"4月 | 3", "5月 | 1", "口頭で補足する"}
    assert found.sections == ((0, "今期の目標"),)


def test_workbooks_are_read_row_by_row(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "宿題"
    for row in (["内容", "期限"], ["残数を出す", dt.datetime(2026, 9, 12)], [None, None], ["=1+1", 2.0]):
        book.active.append(row)
    book.create_sheet("隠れた").sheet_state = "hidden"
    book.save(tmp_path / "b.xlsx")
    found = read(tmp_path / "b.xlsx")
    assert texts(found) == ["内容 | 期限", "残数を出す | 2026-09-12", "2"]
    assert found.sections == ((0, "宿題"),)


PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>部門連携定例 議事録</title><style>p {{}}</style>
<script>alert("x")</script></head><body><nav>メニュー</nav>
<h1>部門連携定例 第3回</h1><p>日時: 2026年9月5日<br>場所: 本社</p>
<ul><li>残数を<b>確認</b>した<ul><li>0614 は 12 個</li></ul></li></ul><p style="display:none">隠れた</p>
<table><tr><th>担当</th><td>鈴木</td></tr></table><img src="http://example.com/x.png" onerror="x()"></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "shift_jis", "euc-jp"])
def test_web_pages_lose_scripts_and_keep_structure(tmp_path: Path, charset: str) -> None:
    found = read(written(tmp_path / "p.html", PAGE.format(charset=charset).encode(charset)))
    assert texts(found) == ["日時: 2026年9月5日", "場所: 本社", "残数を確認した", "0614 は 12 個", "担当 | 鈴木"]
    assert found.sections == ((0, "部門連携定例 第3回"),)


def pdf(path: Path, lines: list[tuple[float, str]], password: str = "", user: str = "") -> Path:
    from importlib.resources import as_file, files

    from fpdf import FPDF

    sheet = FPDF()
    with as_file(files("assistant.exports").joinpath("fonts")) as folder:
        sheet.add_font("jp", "", folder / "NotoSansJP-Regular.ttf")
    sheet.add_page()
    for size, line in lines:
        sheet.set_font("jp", "", size)
        sheet.cell(0, size * 0.6, line, new_x="LMARGIN", new_y="NEXT")
    if password:
        sheet.set_encryption(owner_password=password, user_password=user)
    sheet.output(str(path))
    return path


LINES = [(18, "部門連携定例 第3回"), (10, "日時: 2026年9月5日 14:00"), (10, "・残数を確認した。"),
         (10, "倉庫の移転については候補となっている二か所の条件を比べたうえで来月の会議で決めるこ"), (10, "ととする。")]


def test_pdf_lines_become_paragraphs_and_headings(tmp_path: Path) -> None:
    found = read(pdf(tmp_path / "p.pdf", LINES))
    assert texts(found) == ["日時: 2026年9月5日 14:00", "残数を確認した。",
                            "倉庫の移転については候補となっている二か所の条件を比べたうえで来月の会議で決めることとする。"]
    assert found.sections == ((0, "部門連携定例 第3回"),)
    assert (found.guess.title, found.guess.date) == ("部門連携定例 第3回", dt.date(2026, 9, 5))


def test_a_pdf_that_anybody_may_open_is_read(tmp_path: Path) -> None:
    assert texts(read(pdf(tmp_path / "p.pdf", LINES, password="owner")))[1] == "残数を確認した。"


def test_a_pdf_with_a_password_is_refused_when_it_is_added(tmp_path: Path) -> None:
    locked = pdf(tmp_path / "secret.pdf", LINES, password="owner", user="user")
    with pytest.raises(FileRejected) as caught:
        FILES.sniff(locked)
    assert caught.value.key == "files.encrypted"


def test_a_scanned_pdf_says_so(tmp_path: Path) -> None:
    assert rejection(pdf(tmp_path / "scan.pdf", [])) == "scanned"


@pytest.mark.parametrize(("name", "data", "key"), [
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\r\n\xef\xbb\xbf", "no_text"),
    ("talk.mp4", "これは動画ではなく文字です。\n".encode(), "text_named_media"),
    ("noise.bin", bytes(range(256)) * 40, "unknown"),
    ("zeros.docx", b"\x00" * 5000, "unknown"),
    ("photo.docx", b"\x89PNG\r\n\x1a\n" + b"x" * 100, "image"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + "WordDocument".encode("utf-16-le"), "old_office"),
    ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + "Workbook".encode("utf-16-le"), "old_office"),
    ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("letter.rtf", b"{\\rtf1\\ansi hello}", "document"),
    ("all.7z", b"7z\xbc\xaf\x27\x1c" + b"x" * 50, "archive"),
    ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
    ("cut.docx", b"PK\x03\x04" + b"x" * 200, "damaged"),
    ("cues.vtt", b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\n", "no_text"),
])
def test_what_cannot_be_read_is_refused_with_a_reason(tmp_path: Path, name: str, data: bytes, key: str) -> None:
    assert rejection(written(tmp_path / name, data)) == key


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def test_other_archives_and_documents_are_told_from_word_files(tmp_path: Path) -> None:
    assert rejection(packed(tmp_path / "a.zip", {"a.txt": b"hello"})) == "archive"
    assert rejection(packed(tmp_path / "a.odt", {"content.xml": b"<x/>", "mimetype": b"oasis"})) == "document"
    assert rejection(packed(tmp_path / "bad.docx", {"word/document.xml": b"<not closed"})) == "damaged"


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    assert rejection(packed(tmp_path / "bomb.docx", {"word/document.xml": b"<a>" + b" " * 60_000_000})) == "bomb"
    parts = packed(tmp_path / "many.docx", {"word/document.xml": b"<a/>"})
    data = bytearray(parts.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 10:end + 12] = b"\xff\xff"
    assert rejection(written(tmp_path / "many.docx", bytes(data))) == "bomb"


def test_a_size_declared_as_four_gigabytes_is_not_believed(tmp_path: Path) -> None:
    path = packed(tmp_path / "huge.docx", {"word/document.xml": b"<a/>"})
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 24:entry + 28] = b"\xfe\xff\xff\xff"
    assert rejection(written(path, bytes(data))) == "bomb"


def test_entities_that_grow_or_point_outside_are_refused(tmp_path: Path, word_file: Path) -> None:
    secret = written(tmp_path / "secret.txt", "top secret")
    doctype = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file://{secret}">]>'

    def change(xml: str) -> str:
        head, body = xml.split("?>", 1)
        return f"{head}?>{doctype}{body.replace('残数を', '&b;残数を')}"

    assert rejection(repacked(word_file, tmp_path / "x.docx", change)) == "damaged"


def test_deeply_nested_documents_end_with_a_word_not_with_the_server(tmp_path: Path) -> None:
    deep_word = packed(tmp_path / "deep.docx", {"word/document.xml": b"<w>" * 200_000})
    assert rejection(deep_word) in ("damaged", "too_heavy")
    deep = written(tmp_path / "deep.html", "<html><body>" + "<div>" * 50_000 + "深い")
    try:
        assert texts(read(deep))
    except FileRejected as refused:
        assert refused.key in ("files.no_text", "files.damaged")


def test_content_counts_and_not_the_name(tmp_path: Path, word_file: Path) -> None:
    renamed = written(tmp_path / "minutes.mp4", word_file.read_bytes())
    assert FILES.sniff(renamed).format == "docx"
    recording = written(tmp_path / "sound.txt", b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 40)
    assert FILES.sniff(recording).kind is Kind.RECORDING
    assert FILES.sniff(written(tmp_path / "a.txt", "WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n")).format == "vtt"


@pytest.mark.parametrize("name", [
    "it's \"quoted\" & <b>.txt", "会議😀.txt", "a" * 240 + ".txt", "..hidden..txt", "-rf.txt", "%2e%2e.txt"])
def test_odd_names_are_only_names(tmp_path: Path, name: str) -> None:
    assert texts(read(written(tmp_path / name, "一行だけの議事録\n"))) == ["一行だけの議事録"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16"])
def test_japanese_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = "打ち合わせ\r\n・倉庫の件は鈴木さんが確認する\r\n"
    found = read(written(tmp_path / "n.txt", text.encode(encoding)))
    assert texts(found) == ["打ち合わせ", "倉庫の件は鈴木さんが確認する"]


def test_the_same_content_has_the_same_digest_whatever_its_name(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.txt", "同じ"), written(tmp_path / "b.md", "同じ")
    assert FILES.sniff(first).sha256 == FILES.sniff(second).sha256
    assert FILES.sniff(first).size == len("同じ".encode())


def test_our_own_word_transcript_reads_back(tmp_path: Path) -> None:
    from assistant.exports import TRANSCRIPT_FORMATS
    from assistant.model import Meeting, Transcript

    spoken = tuple(Utterance(i, 10.0 * i, 10.0 * i + 5, name, text) for i, (name, text) in enumerate(
        [("佐藤", "始めます。"), ("鈴木", "はい、お願いします。"), ("佐藤", "倉庫の件です。")]))
    meeting = Meeting("m", "部門連携定例 第3回", dt.date(2026, 9, 5))
    for form in ("txt", "docx"):
        data = TRANSCRIPT_FORMATS[form](meeting, Transcript("m", spoken), "ja")
        found = read(written(tmp_path / f"t.{form}", data))
        assert [(u.start_s, u.speaker, u.text) for u in found.utterances] == [
            (u.start_s, u.speaker, u.text) for u in spoken], form
        assert found.guess.date == dt.date(2026, 9, 5)


def test_a_package_in_memory_is_judged_as_one_on_disk() -> None:
    from ingest.packages import package_format

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    assert package_format(out, "x") == "xlsx"


def test_a_file_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileRejected) as caught:
        FILES.sniff(tmp_path / "gone.txt")
    assert caught.value.key == "files.no_access"
