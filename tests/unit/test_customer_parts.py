"""The small parts of reading customer messages, and what holds for any bytes at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import FileRejected
from assistant.model.feedback import Channel
from assistant.ports.feedback import ReadMessage
from ingest.customers.channels import channel_of
from ingest.customers.dates import Order, date_of, order_of
from ingest.customers.lines import Line
from ingest.customers.mail.charsets import text_of
from ingest.customers.mail.jis import decode_jis
from ingest.customers.mail.letters import read_letter
from ingest.customers.mail.pages import page_text
from ingest.customers.mail.rtf import rtf_text, unpacked
from ingest.customers.mail.tnef import read_tnef
from ingest.customers.mail.transfer import decoded
from ingest.customers.mail.words import header_text, sender
from ingest.customers.reading import CustomerFiles
from ingest.customers.records import read_records

JAPANESE = st.text(st.sampled_from("荷物が届きませんはいお願いしますカタログー。、（）確認123 abc"), min_size=1, max_size=40)


@pytest.mark.parametrize(("words", "channel"), [
    ("メール", "email"), ("E-mail", "email"), ("電話メモ", "phone"), ("phone_memo", "phone"), ("TEL", "phone"), ("入電", "phone"),
    ("お問合せフォーム", "form"), ("メールフォーム", "form"), ("Web", "form"), ("アンケート", "form"), ("レビュー", "review"), ("口コミ", "review"),
    ("Amazonレビュー", "review"), ("SNS", "social"), ("X", "social"), ("X（旧Twitter）", "social"), ("LINE", "social"),
    ("ｲﾝｽﾀ", "social"), ("商談", "meeting"), ("店頭", "other"), ("hotel", "other"), ("", "other")])
def test_channels_are_known_by_the_words_people_use(words: str, channel: str) -> None:
    assert channel_of(words) is Channel(channel)


def test_dates_that_could_be_two_days_are_neither() -> None:
    assert date_of("7/2/2026") is None
    assert date_of("7/7/2026") == dt.date(2026, 7, 7)
    assert date_of("26/07/02") is None
    assert date_of("26/07/02", order_of(["26/07/02", "26/07/30"])) == dt.date(2026, 7, 2)
    assert order_of(["7/22/2026", "22/7/2026"]) is Order.UNKNOWN
    assert [date_of(v) for v in ("", "なし", "2026", "99999", "13/13/2026", "2026/2/30", "3")] == [None] * 7


@given(JAPANESE, st.integers(0, 80))
@settings(max_examples=200, deadline=None)
def test_jis_is_read_as_far_as_it_goes(text: str, cut: int) -> None:
    data = text.encode("iso2022_jp")
    assert decode_jis(data) == text
    assert text.startswith(decode_jis(data[:cut].rpartition(b"\x1b")[0]).rstrip("\ufffd"))


@given(JAPANESE.filter(lambda t: sum("\u3041" <= c <= "\u3093" for c in t) > 2), st.sampled_from(["cp932", "euc_jp", "utf-8", "iso2022_jp"]),
       st.sampled_from(["", "shift_jis", "euc-jp", "utf-8", "iso-2022-jp", "us-ascii", "iso-8859-1", "x-unknown"]))
@settings(max_examples=400, deadline=None)
def test_text_with_a_little_kana_is_right_whatever_is_declared(text: str, real: str, declared: str) -> None:
    assert text_of(text.encode(real), declared) == text


def test_eucs_commas_are_not_taken_for_half_width_quotes() -> None:
    assert text_of("、、、、、おおお".encode("euc_jp"), "shift_jis") == "、、、、、おおお"


RTF = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af320 68656c09002062 7705b06c647d0a800fa0".replace(" ", ""))


def test_packed_rich_text_is_unpacked_as_its_description_shows() -> None:
    assert unpacked(RTF) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert rtf_text(unpacked(RTF)) == "hello world"


ODD_MAIL = st.lists(st.sampled_from([
    b"From: a@x\r\n", b"Subject: =?utf-8?B?", b"?=", b"=?x?Q?=ZZ?=", b"\r\n", b"\r\n\r\n", b"Content-Type: multipart/mixed; boundary=b\r\n", b"--b\r\n",
    b"--b--", b"Content-Type: text/html; charset=", b"utf-8\r\n", b"\x1b$B", b"\x1b(B", b"$3$s", b"\x82\xa0", b"Content-Transfer-Encoding: base64\r\n",
    b"QUJD", b"=3D", b"Content-Type: application/ms-tnef\r\n", b"x\x9f\x3e\x22\x01\x00\x02\x0c\x80\x02\x00\xff\x00\x00\x00", b"<p>", b"</p><!--",
    b"Content-Type: message/rfc822\r\n", b"Date: Thu, 99 Jul 2026\r\n", b"filename*0*=utf-8''%", b"Content-Disposition: attachment; ",
    b"> quoted\r\n", b"-- \r\n", b"\x00", b"\xff\xfe", b"On Thu, x wrote:\r\n", b" "]) | st.binary(max_size=6), max_size=30).map(b"".join)


@given(ODD_MAIL)
@settings(max_examples=400, deadline=None)
def test_no_mail_breaks_its_reader_and_none_is_silently_empty(raw: bytes) -> None:
    found = read_letter(1, raw)
    assert found.text.strip() if isinstance(found, ReadMessage) else (found.key and found.raw == raw)
    if isinstance(found, ReadMessage):
        (found.text + found.customer + found.subject + found.folded + found.reference).encode()


@given(st.binary(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_somehow(data: bytes) -> None:
    for declared in ("", "utf-7", "shift_jis", "iso-2022-jp"):
        text_of(data, declared)
    for encoding in ("base64", "quoted-printable", "x-uuencode", "8bit"):
        decoded(data, encoding)
    read_tnef(b"\x78\x9f\x3e\x22\x01\x00" + data)
    unpacked(b"\xff\0\0\0\xff\0\0\0LZFu\0\0\0\0" + data)
    rtf_text(b"{\\rtf1" + data)
    page_text(data.decode("latin-1"))
    header_text(data.decode("ascii", "surrogateescape"))
    sender(data.decode("ascii", "surrogateescape"))


CELLS = st.lists(st.sampled_from(['"', '""', ",", "\n", "a", "良い", "\x00", "\r", ' "x" ']), max_size=30).map("".join)


@given(CELLS, st.integers(0, 4))
@settings(max_examples=300, deadline=None)
def test_every_line_of_a_table_stands_in_one_record(text: str, width: int) -> None:
    lines = [Line(line.encode(), line) for line in text.split("\n")]
    records = list(read_records(iter(lines), ",", width))
    assert b"\n".join(r.raw for r in records) == text.encode()
    assert all(bool(r.cells) != bool(r.error) for r in records)


@given(st.binary(max_size=200) | CELLS.map(lambda t: t.encode("utf-16")) | ODD_MAIL,
       st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.txt", "a.eml", "a.mbox", "a"]))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_read_or_refused(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    try:
        found = list(CustomerFiles().read(path))
    except FileRejected as error:
        assert error.say("ja")
        return
    assert all(m.text.strip() if isinstance(m, ReadMessage) else m.key for m in found)
