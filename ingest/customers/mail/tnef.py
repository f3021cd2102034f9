"""winmail.dat: the words that Outlook hid in a TNEF stream (MS-OXTNEF), and the names of its attachments."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.customers.mail.charsets import text_of
from ingest.customers.mail.pages import page_text
from ingest.customers.mail.rtf import rtf_text, unpacked

_SIGNATURE = 0x223E9F78
_BODY, _PROPERTIES, _CODE_PAGE, _TITLE = 0x8000C, 0x69003, 0x69007, 0x18010
_ATTACHED_BODY = 0x2800C
_PLAIN, _RTF, _HTML = 0x1000, 0x1009, 0x1013
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}


@dataclass(slots=True)
class Winmail:
    """The words of the mail ("" where it has none that can be read) and the names of attachments."""

    words: str = ""
    attached: list[str] = field(default_factory=list)


def read_tnef(data: bytes) -> Winmail | None:
    """None where the bytes are no TNEF."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        return None
    found, page, bodies = Winmail(), "", {}
    for attribute, value in _attributes(data):
        if attribute == _CODE_PAGE and len(value) >= 4:
            page = f"cp{struct.unpack_from('<I', value)[0]}"
        elif attribute in (_BODY, _ATTACHED_BODY):
            bodies["plain"] = text_of(value.rstrip(b"\x00"), page)
        elif attribute == _TITLE:
            found.attached.append(text_of(value.rstrip(b"\x00"), page))
        elif attribute == _PROPERTIES:
            bodies |= _bodies(value, page)
    found.words = next((bodies[k] for k in ("plain", "html", "rtf") if bodies.get(k, "").strip()), "")
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Attribute ids and values as far as the stream is whole."""
    at = 6
    while at + 9 <= len(data):
        attribute, length = struct.unpack_from("<II", data, at + 1)
        value = data[at + 9:at + 9 + length]
        yield attribute & 0xFFFFF, value
        at += 9 + length + 2


def _bodies(data: bytes, page: str) -> dict[str, str]:
    """The body in the forms that the message properties hold it."""
    found: dict[str, str] = {}
    for number, kind, value in _properties(data):
        if number == _PLAIN:
            found["plain"] = value.decode("utf-16-le", "replace") if kind == 0x1F else text_of(value, page)
            found["plain"] = found["plain"].rstrip("\x00")
        elif number == _HTML:
            found["html"] = page_text(text_of(value.rstrip(b"\x00"), page))
        elif number == _RTF:
            found["rtf"] = rtf_text(unpacked(value))
    return found


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Property number, type and value; ends where a value is not what its type says."""
    try:
        yield from _walk(data)
    except struct.error:
        return


def _walk(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    count, at = struct.unpack_from("<I", data)[0], 4
    for _ in range(min(count, 5000)):
        kind, number = struct.unpack_from("<HH", data, at)
        at += 4
        if number >= 0x8000:
            at = _past_name(data, at)
        several, kind = bool(kind & 0x1000), kind & 0xEFFF
        if kind in _FIXED:
            repeat = struct.unpack_from("<I", data, at)[0] if several else 1
            at += 4 * several + _FIXED[kind] * repeat
            continue
        values = struct.unpack_from("<I", data, at)[0]
        at += 4
        for _ in range(min(values, 1000)):
            length = struct.unpack_from("<I", data, at)[0]
            yield number, kind, data[at + 4:at + 4 + length]
            at += 4 + length + -length % 4


def _past_name(data: bytes, at: int) -> int:
    """Named properties carry a GUID, and a number or a name."""
    by_name = struct.unpack_from("<I", data, at + 16)[0]
    if not by_name:
        return at + 24
    length: int = struct.unpack_from("<I", data, at + 20)[0]
    return at + 24 + length + -length % 4
