"""Files of customer messages: tables in every encoding, lines of JSON, text; bad rows told one by one, good ones kept."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import FileRejected, InvalidInput
from assistant.messages import text
from assistant.model.feedback import Channel
from assistant.ports.feedback import ReadMessage, Unreadable
from ingest.customers.reading import CustomerFiles

FILES = CustomerFiles()
TABLE = ("受付番号,受付日,お客様名,チャネル,件名,お問い合わせ内容,対応内容\n"
         "A-1,2026/7/2,小林様,電話メモ,荷物,届いた荷物が濡れていた。,謝罪した\n"
         "A-2,2026年7月3日,㈱髙橋商店,メール,,\"二行の\n本文、\"\"引用\"\"です\",\n"
         "A-3,令和8年7月4日,佐藤,口コミ,,とても良い。,\n")


def written(folder: Path, data: str | bytes, name: str = "voices.csv") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read(folder: Path, data: str | bytes, name: str = "voices.csv", mapping: dict[str, int] | None = None) -> list[ReadMessage | Unreadable]:
    return list(FILES.read(written(folder, data, name), mapping))


def told(found: list[ReadMessage | Unreadable]) -> list[tuple[int, str]]:
    """Row and text, or row and key; every key has its sentence in both languages, with all values filled in."""
    for bad in found:
        if isinstance(bad, Unreadable):
            assert all("{" not in text(bad.key, lang, **bad.values).replace("{}", "") for lang in ("ja", "en"))
    return [(m.row, m.text if isinstance(m, ReadMessage) else m.key.removeprefix("customers.")) for m in found]


ROWS = [(2, "届いた荷物が濡れていた。"), (3, "二行の\n本文、\"引用\"です"), (5, "とても良い。")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(("sign", "name"), [(",", "a.csv"), ("\t", "a.tsv"), (";", "a.csv"), ("\t", "a.txt")])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_read_in_every_encoding(tmp_path: Path, encoding: str, sign: str, name: str, end: str) -> None:
    table = TABLE if name != "a.txt" else TABLE.replace("\"二行の\n本文、\"\"引用\"\"です\"", "二行の本文")
    table = (table if encoding != "euc_jp" else table.replace("㈱髙", "高")).replace(",", sign).replace("\n", end)
    found = read(tmp_path, table.encode(encoding), name)
    assert all(isinstance(m, ReadMessage) for m in found)
    first, second, third = (m for m in found if isinstance(m, ReadMessage))
    assert (first.text, first.date, first.customer, first.channel, first.subject, first.reference) == (
        "届いた荷物が濡れていた。", dt.date(2026, 7, 2), "小林様", Channel.PHONE, "荷物", "A-1")
    assert (second.date, second.channel, third.date, third.channel) == (
        dt.date(2026, 7, 3), Channel.EMAIL, dt.date(2026, 7, 4), Channel.REVIEW)
    assert [m.row for m in found] == [2, 3, 4]


def test_the_columns_are_shown_and_can_be_corrected(tmp_path: Path) -> None:
    columns = FILES.columns(written(tmp_path, TABLE))
    assert columns is not None
    assert columns.header[5] == "お問い合わせ内容"
    assert dict(columns.mapping) == {"text": 5, "date": 1, "customer": 2, "channel": 3, "subject": 4, "reference": 0}
    assert [row[5] for row in columns.sample] == ["届いた荷物が濡れていた。", "二行の 本文、\"引用\"です", "とても良い。"]
    found = read(tmp_path, TABLE, mapping={"text": 6})
    assert told(found) == [(2, "謝罪した"), (3, "no_text"), (4, "no_text")]
    with pytest.raises(InvalidInput):
        read(tmp_path, TABLE, mapping={"text": 7})
    with pytest.raises(FileRejected):
        read(tmp_path, TABLE, mapping={"date": 1})


@pytest.mark.parametrize(("header", "fields"), [
    ("No,日付,氏名,経路,ご意見・ご要望", "reference date customer channel text"),
    ("id,date,channel,customer,text,lang", "reference date channel customer text -"),
    ("Ticket ID,Created At,Customer Name,Source,Subject,Message,Status", "reference date customer channel subject text -"),
    ("日時,お客様,受付方法,内容,回答,担当者", "date customer channel text - -"),
    ("タイムスタンプ,お名前（任意）,ご感想・ご意見をお聞かせください,満足度", "date customer text -"),
    ("投稿日,投稿者,評価,タイトル,本文", "date customer - subject text"),
    ("受電日時,お客様氏名,電話番号,入電内容,対応者,対応日", "date customer - text - -"),
    ("会社名,ご担当者名,お問い合わせ日,お問い合わせ種別,お問い合わせ", "customer - date - text"),
    ("Name,Email,Comments,Submitted on", "customer - text date"),
    ("Review,Stars,Reviewer,Date", "text - customer date"),
    ("お客様の声,お客様番号,対応状況,返信内容", "text - - -")])
def test_columns_are_known_by_their_names(tmp_path: Path, header: str, fields: str) -> None:
    cells = {"date": "2026/7/2", "-": "7", "reference": "12", "channel": "店", "customer": "山田"}
    row = ",".join(cells.get(field, "とても気に入っています。") for field in fields.split())
    columns = FILES.columns(written(tmp_path, f"{header}\n{row}\n{row}\n"))
    assert columns is not None
    assert dict(columns.mapping) == {field: n for n, field in enumerate(fields.split()) if field != "-"}


def test_columns_without_names_are_known_by_their_cells(tmp_path: Path) -> None:
    rows = ("2026-07-02,電話,小林様,荷物が届きません。至急確認してください。\n2026-07-03,メール,株式会社みなと,とても良い商品でした。\n"
            "2026-07-03,メール,佐藤様,もっと色を増やしてください。\n")
    columns = FILES.columns(written(tmp_path, rows))
    assert columns is not None
    assert (columns.header, dict(columns.mapping)) == (("A", "B", "C", "D"), {"date": 0, "channel": 1, "customer": 2, "text": 3})
    assert len(read(tmp_path, rows)) == 3
    strange = FILES.columns(written(tmp_path, "甲,乙\n" + rows.replace(",電話", "").replace(",メール", "")
                                    .replace("小林様,", "").replace("佐藤様,", "").replace("株式会社みなと,", "")))
    assert strange is not None
    assert (strange.header, dict(strange.mapping)) == (("甲", "乙"), {"date": 0, "text": 1})


def test_a_title_above_the_header_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, "お客様の声一覧（7月）,,\n,,\n日付,氏名,内容\n2026/7/2,佐藤,濡れていた\n,,\n2026/7/3,鈴木,良い\n日付,氏名,内容\n,,悪い\n")
    assert told(found) == [(4, "濡れていた"), (6, "良い"), (8, "悪い")]


def test_one_column_needs_no_separator(tmp_path: Path) -> None:
    assert told(read(tmp_path, "ご意見\n遅い、困る, とても\n良い\n")) == [(2, "遅い、困る, とても"), (3, "良い")]


def test_excels_own_line_names_the_separator(tmp_path: Path) -> None:
    assert told(read(tmp_path, "sep=;\n日付;内容\n2026/7/2;a, b; c\n2026/7/3;良い\n")) == [(3, "a, b; c"), (4, "良い")]


@pytest.mark.parametrize(("dates", "read_as"), [
    (["7/2/2026", "7/22/2026"], [(7, 2), (7, 22)]), (["2/7/2026", "22/7/2026"], [(7, 2), (7, 22)]),
    (["7/2/2026", "7/3/2026"], [None, None]), (["26/07/02", "26/07/22"], [(7, 2), (7, 22)]),
    (["46205", "46206.5"], [(7, 2), (7, 3)]), (["2026.7.2", "昨日"], [(7, 2), None]),
    (["Thu, 2 Jul 2026 10:12:00 +0900", "July 3rd, 2026"], [(7, 2), (7, 3)]), (["R8.7.2", "20260703"], [(7, 2), (7, 3)])])
def test_dates_are_read_as_their_column_tells(tmp_path: Path, dates: list[str], read_as: list[tuple[int, int] | None]) -> None:
    found = read(tmp_path, "日付\t内容\n" + "".join(f"{d}\t届かない\n" for d in dates), "a.tsv")
    assert [m.date if isinstance(m, ReadMessage) else m for m in found] == [dt.date(2026, *day) if day else None for day in read_as]


# bad rows

def test_rows_that_do_not_fit_are_told_and_the_others_kept(tmp_path: Path) -> None:
    found = read(tmp_path, "日付,内容,顧客\n2026/7/2,良い,佐藤\n2026/7/3,a, b,鈴木\n2026/7/4\n2026/7/5,悪い\n2026/7/6,普通,林,,\n")
    assert told(found) == [(2, "良い"), (3, "ragged"), (4, "ragged"), (5, "悪い"), (6, "普通")]
    bad = found[1]
    assert isinstance(bad, Unreadable)
    assert (bad.raw.decode(), dict(bad.values)) == ("2026/7/3,a, b,鈴木", {"cells": 4, "columns": 3})


@pytest.mark.parametrize("row", ["3,\"閉じない\n", "\"3\",\"閉じない\n", "3,\"閉じ\"ない\"\n"])
@pytest.mark.parametrize("quoted", [True, False])
def test_a_quote_that_is_never_closed_costs_its_row_alone(tmp_path: Path, row: str, quoted: bool) -> None:
    def good(n: int) -> str:
        return f"\"{n}\",\"良い{n}\"\n" if quoted else f"{n},良い{n}\n"

    found = read(tmp_path, "id,内容\n" + good(2) + row + "".join(good(n) for n in range(4, 1200)))
    assert told(found)[0] == (2, "良い2")
    assert told(found)[-1] == (1199, "良い1199")
    assert sum(isinstance(m, ReadMessage) and m.text.startswith("良い") for m in found) == 1197


def test_quotes_that_were_not_doubled_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, "id,内容\n1,彼は \"はい\" と言った\n2,\"彼は \"はい\" と言った\"\n3,\"一行目\n二行目 \"引用\" です\n三行目\"\n4,良い\n")
    assert told(found) == [(2, "彼は \"はい\" と言った"), (3, "彼は \"はい\" と言った"), (4, "一行目\n二行目 \"引用\" です\n三行目"), (5, "良い")]


def test_zero_bytes_wrong_bytes_and_other_encodings_within_a_file(tmp_path: Path) -> None:
    data = ("id,内容\n1,良い\x00です\n".encode() + "2,文字コードの違う行です\n".encode("cp932") + b"3,\xe3\x81\xff\xfe\x81\n"
            + "4,\u202e悪い\x07\n".encode() + b"\x00\x00\n" + b"5,=1+1\n6,@SUM(A1)\n")
    assert told(read(tmp_path, data)) == [(2, "良いです"), (3, "文字コードの違う行です"), (4, "not_text"), (5, "\u202e悪い"),
                                          (7, "=1+1"), (8, "@SUM(A1)")]


def test_a_megabyte_in_one_cell_is_one_bad_row(tmp_path: Path) -> None:
    huge = "あ" * 350_000
    found = read(tmp_path, f"id,内容\n1,良い\n2,{huge}\n3,\"{huge}\"\n4,{'a' * 5_000_000}\n5,悪い\n")
    assert told(found) == [(2, "良い"), (3, "too_long"), (4, "too_long"), (5, "line_too_long"), (6, "悪い")]
    assert isinstance(found[1], Unreadable)
    assert dict(found[1].values) == {"characters": 350_000, "limit": 200_000}


def test_a_large_table_is_read_in_bounded_memory(tmp_path: Path) -> None:
    line = ("2026/7/2,佐藤," + "荷物が届きません。" * 40 + "\n").encode()
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write("日付,氏名,内容\n".encode())
        for _ in range(8):
            file.write(line * 1000)
    tracemalloc.start()
    count = sum(1 for _ in FILES.read(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 8_000_000) == (8_000, True)


# workbooks

@pytest.fixture
def workbook(tmp_path: Path) -> Iterator[Path]:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "表紙"
    hidden = book.create_sheet("隠し")
    hidden.append(["内容"])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("7月")
    for row in (["お客様の声"], [], ["No", "受付日", "お客様名", "チャネル", "内容"], [1, dt.datetime(2026, 7, 2, 10, 12), "佐藤", "電話", "濡れていた"],
                [2, 46206, "鈴木", "メール", "=HYPERLINK(\"x\")"], [3, None, None, None, None], [],
                [4, "7/4/2026", 12345, "LINE", "二行の\n声"]):
        sheet.append(row)
    august, other = book.create_sheet("8月"), book.create_sheet("集計")
    for row in (["お客様の声（8月）"], ["No", "受付日", "お客様名", "チャネル", "内容"], [1, "2026/8/1", "林", "SNS", "良い"]):
        august.append(row)
    other.append(["合計", 5])
    book.save(tmp_path / "声.xlsx")
    yield tmp_path / "声.xlsx"


def test_sheets_with_the_header_of_the_first_are_read_and_others_are_told(workbook: Path) -> None:
    columns = FILES.columns(workbook)
    assert columns is not None
    assert dict(columns.mapping) == {"text": 4, "date": 1, "customer": 2, "channel": 3, "reference": 0}
    found = list(FILES.read(workbook))
    assert told(found) == [(4, "濡れていた"), (5, "no_text"), (8, "二行の\n声"), (10, "良い"), (11, "sheet_left")]
    good = [m for m in found if isinstance(m, ReadMessage)]
    assert [(m.date, m.customer, m.channel) for m in good] == [
        (dt.date(2026, 7, 2), "佐藤", Channel.PHONE), (None, "12345", Channel.SOCIAL), (dt.date(2026, 8, 1), "林", Channel.SOCIAL)]


# lines of JSON, text

def test_lines_of_json_are_read_by_like_keys(tmp_path: Path) -> None:
    lines = ('{"id":"a1","date":"2026-07-02","channel":"phone memo","customer":"小林様","text":"濡れた","lang":"ja","points":[{"text":"x"}]}\n'
             'bad\n\n{"x":1}\n"ただの文"\n{"内容":"届かない","氏名":"佐藤","日付":"7/22/2026"}\n{"text":"\\ud800a"}\n{"text":["x"]}\n[1]\n'
             + '{"text":"' + "[" * 9 + '"}\n' + "[" * 100_000 + "\n")
    found = read(tmp_path, lines, "v.jsonl")
    assert told(found) == [(1, "濡れた"), (2, "not_json"), (4, "no_text_key"), (5, "ただの文"), (6, "届かない"), (7, "\ufffda"),
                           (8, "no_text_key"), (9, "no_text_key"), (10, "[[[[[[[[["), (11, "not_json")]
    first = found[0]
    assert isinstance(first, ReadMessage)
    assert (first.reference, first.date, first.channel, first.customer) == ("a1", dt.date(2026, 7, 2), Channel.PHONE, "小林様")
    assert told(read(tmp_path, '[{"text":"一"},\n{"text":"二"}]', "v.json")) == [(1, "一"), (2, "二")]


def test_text_is_parted_by_rules_else_by_blank_lines(tmp_path: Path) -> None:
    assert told(read(tmp_path, "一つ目。\n続き。\n\n\n二つ目。\n", "v.txt")) == [(1, "一つ目。\n続き。"), (2, "二つ目。")]
    assert told(read(tmp_path, "一つ目。\n\n続き。\n---\n\n二つ目。\n======\n", "v.txt")) == [(1, "一つ目。\n\n続き。"), (2, "二つ目。")]
    assert told(read(tmp_path, "一つだけ。\n続き。", "v")) == [(1, "一つだけ。\n続き。")]


# files that are none of these

@pytest.mark.parametrize(("name", "data", "key"), [
    ("a.csv", b"", "files.empty"), ("a.csv", b" \n\n", "files.no_text"), ("a.png", b"\x89PNG\r\n\x1a\n", "customers.other_kind"),
    ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "customers.other_kind"), ("a.pdf", b"%PDF-1.7", "customers.other_kind"),
    ("a.html", b"<html><p>x</p></html>", "customers.other_kind"), ("a.vtt", b"WEBVTT\n", "customers.other_kind"),
    ("a.xlsx", b"PK\x03\x04broken", "files.damaged"), ("a.bin", bytes(range(256)) * 9, "customers.other_kind"),
    ("a.csv", "金額,数\n100,2\n200,3\n".encode(), "customers.no_text_column"),
    ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_1000".encode("utf-16-le"), "customers.outlook"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "files.old_office")])
def test_other_files_are_refused_with_a_sentence(tmp_path: Path, name: str, data: bytes, key: str) -> None:
    with pytest.raises(FileRejected) as caught:
        FILES.read(written(tmp_path, data, name))
    assert (caught.value.key, name in caught.value.say("ja")) == (key, True)
    with pytest.raises(FileRejected):
        FILES.read(tmp_path / "missing.csv")
