"""Mails built byte by byte, as the programs of many years wrote them."""

from __future__ import annotations

import base64
import struct
from pathlib import Path

from assistant.ports.feedback import ReadMessage, Unreadable
from ingest.customers.reading import CustomerFiles

FILES = CustomerFiles()
HEAD = b"From: kyaku@x.example\r\nDate: Thu, 2 Jul 2026 10:12:00 +0900\r\nMessage-ID: <m1@x.example>\r\n"
SAID = "荷物が届きません。早く確認してください。"


def windows_jis(text: str) -> bytes:
    """ISO-2022-JP as Windows writes it (CP50221): NEC signs, IBM kanji and half-width kana within the escapes."""
    return b"".join(_escaped(char) for char in text)


def _escaped(char: str) -> bytes:
    if char < "\x80":
        return char.encode()
    data = {"髙": b"\xee\xe0", "﨑": b"\xed\x95"}.get(char) or char.encode("cp932")
    if len(data) == 1:
        return b"\x1b(I" + bytes([data[0] & 0x7F]) + b"\x1b(B"
    lead, trail = data
    lead -= 0x71 if lead < 0xA0 else 0xB1
    trail -= trail > 0x7F
    row, cell = (lead * 2 + 2, trail - 0x7D) if trail >= 0x9E else (lead * 2 + 1, trail - 0x1F)
    return b"\x1b$B" + bytes([row, cell]) + b"\x1b(B"


def mail(body: bytes | str = SAID, charset: str = "", encoding: str = "", subject: bytes = b"", head: bytes = HEAD) -> bytes:
    """A mail of one part."""
    data = body if isinstance(body, bytes) else body.encode()
    kind = f"Content-Type: text/plain; charset={charset}\r\n".encode() if charset else b""
    transfer = f"Content-Transfer-Encoding: {encoding}\r\n".encode() if encoding else b""
    return head + (b"Subject: " + subject + b"\r\n" if subject else b"") + kind + transfer + b"\r\n" + data


def parts(*inner: bytes, kind: str = "mixed", head: bytes = HEAD) -> bytes:
    """A mail of several parts, each with its own header."""
    body = b"".join(b"--b0\r\n" + part + b"\r\n" for part in inner)
    return head + f"MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary=b0\r\n\r\n".encode() + body + b"--b0--\r\n"


def part(body: str | bytes, kind: str = "text/plain; charset=utf-8", extra: str = "") -> bytes:
    data = body.encode() if isinstance(body, str) else body
    coded = base64.encodebytes(data)
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n{extra}\r\n".encode() + coded


def word(text: str | bytes, charset: str = "ISO-2022-JP") -> bytes:
    data = text if isinstance(text, bytes) else text.encode(charset)
    return f"=?{charset}?B?".encode() + base64.b64encode(data) + b"?="


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    """A winmail.dat of these attributes."""
    body = b"".join(b"\x01" + struct.pack("<II", number, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
                    for number, value in attributes)
    return struct.pack("<IH", 0x223E9F78, 1) + body


def properties(*values: tuple[int, int, bytes]) -> bytes:
    """Message properties of variable length: number, type, value."""
    body = b"".join(struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\x00" * (-len(value) % 4)
                    for number, kind, value in values)
    return struct.pack("<I", len(values)) + body


def read_all(folder: Path, data: bytes, name: str = "mail.eml") -> list[ReadMessage | Unreadable]:
    path = folder / name
    path.write_bytes(data)
    return list(FILES.read(path))


def read_one(folder: Path, data: bytes) -> ReadMessage:
    """The one message of a mail."""
    (found,) = read_all(folder, data)
    assert isinstance(found, ReadMessage), found
    return found
