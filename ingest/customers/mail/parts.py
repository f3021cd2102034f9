"""The parts of a mail: its words, the names of what hangs on it, and what keeps its words from being read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import Message

from ingest.customers.mail.charsets import text_of
from ingest.customers.mail.pages import page_text
from ingest.customers.mail.tnef import read_tnef
from ingest.customers.mail.transfer import decoded
from ingest.customers.mail.words import parameter

_MOST_PARTS = 500
_STUB, _FAR_LONGER = 200, 5
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")


@dataclass(slots=True)
class Content:
    """``words`` in the order of the parts, ``attached`` names, ``inner`` mails, ``trouble`` a message key or ""."""

    words: list[str] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    inner: list[Message] = field(default_factory=list)
    trouble: str = ""


def content_of(mail: Message) -> Content:
    """What a mail holds. Attachments are named, never read."""
    content = Content()
    _walk(mail, content, [0])
    return content


def _walk(part: Message, content: Content, seen: list[int]) -> None:
    seen[0] += 1
    if seen[0] > _MOST_PARTS:
        return
    kind = part.get_content_type()
    if kind in ("message/rfc822", "message/global"):
        content.inner += _children(part)[:1]
    elif part.is_multipart():
        if kind == "multipart/encrypted":
            content.trouble = "customers.mail_encrypted"
        elif kind == "multipart/alternative":
            _alternative(part, content, seen)
        else:
            for child in _children(part):
                _walk(child, content, seen)
    else:
        _leaf(part, kind, content)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _alternative(part: Message, content: Content, seen: list[int]) -> None:
    """The plain reading, unless it is empty or only says that the mail is in HTML."""
    readings: dict[str, str] = {}
    for child in _children(part):
        sub = Content()
        _walk(child, sub, seen)
        words = "\n\n".join(w for w in sub.words if w.strip())
        content.attached += sub.attached
        content.inner += sub.inner
        content.trouble = content.trouble or sub.trouble
        if words:
            readings.setdefault("plain" if child.get_content_type() == "text/plain" else "rich", words)
    plain, rich = readings.get("plain", ""), readings.get("rich", "")
    stub = len(plain.strip()) < _STUB and len(rich.strip()) > _FAR_LONGER * len(plain.strip())
    content.words.append(rich if stub else plain)


def _leaf(part: Message, kind: str, content: Content) -> None:
    name = parameter(part, "filename", "content-disposition") or parameter(part, "name", "content-type")
    if kind in _ENCRYPTED and "signed" not in str(part.get_param("smime-type", "")):
        content.trouble = "customers.mail_encrypted"
    elif kind == "application/ms-tnef" or name.lower() == "winmail.dat":
        _winmail(part, content)
    elif _is_said(part, kind, name):
        content.words.append(_words(part, kind))
    else:
        content.attached.append(name or kind)


def _is_said(part: Message, kind: str, name: str) -> bool:
    """Whether a part is words of the mail and not something that hangs on it. A multipart without parts is text."""
    if part.get_content_disposition() == "attachment" or not kind.startswith(("text/", "multipart/")):
        return False
    return not name or kind in ("text/plain", "text/html")


def _words(part: Message, kind: str) -> str:
    data = payload_of(part)
    charset = str(part.get_param("charset", "") or "")
    if kind == "text/html":
        declared = _DECLARED.search(data[:4096])
        return page_text(text_of(data, charset or (declared[1].decode("ascii") if declared else "")))
    return _flowed(text_of(data, charset), part) if kind != "text/calendar" else ""


def _flowed(text: str, part: Message) -> str:
    """Lines that a program broke itself (RFC 3676) are one line again."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    deleted = str(part.get_param("delsp", "")).lower() == "yes"
    out: list[str] = []
    open_line = False
    for line in text.replace("\r\n", "\n").split("\n"):
        quoted = line.startswith(">")
        bare = line[1:] if line.startswith(" ") else line
        soft = bare.endswith(" ") and bare != "-- " and not quoted
        bare = bare[:-1] if soft and deleted else bare
        if open_line and not quoted and bare != "-- ":
            out[-1] += bare
        else:
            out.append(bare)
        open_line = soft
    return "\n".join(out)


def payload_of(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone."""
    encoding = part.get("content-transfer-encoding")
    del part["content-transfer-encoding"]  # the parser gives the bytes as they stand only where it sees no encoding
    data = part.get_payload(decode=True)
    if encoding is None:
        return data if isinstance(data, bytes) else b""
    part["content-transfer-encoding"] = encoding
    return decoded(data, str(encoding).partition(" ")[0].strip(";")) if isinstance(data, bytes) else b""


def _winmail(part: Message, content: Content) -> None:
    found = read_tnef(payload_of(part))
    if found is None or not found.words.strip():
        content.trouble = content.trouble or "customers.winmail"
    else:
        content.words.append(found.words)
    content.attached += found.attached if found else ["winmail.dat"]
