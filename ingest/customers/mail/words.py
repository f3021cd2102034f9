"""Header fields to text: encoded words (RFC 2047) as mail programs really cut them, parameters (RFC 2231), raw bytes.

Encoded words that stand side by side in the same character set are joined before they are decoded, because programs cut
them inside a character or inside an escape sequence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.utils import getaddresses
from urllib.parse import unquote_to_bytes

from ingest.customers.mail.charsets import text_of
from ingest.customers.mail.transfer import from_base64, from_quoted

_WORD = re.compile(r"=\?([\w.:+-]+)(?:\*[\w-]+)?\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*?)(?:\?=|$)")
_FOLD = re.compile(r"\r?\n(?=[ \t])|\r|\n")
_PART = re.compile(r"^(?:\*(\d+))?(\*)?$")
_CHARSET_MARK = re.compile(r"^([\w.:+-]*)'[\w-]*'(.*)$", re.DOTALL)
_LONGEST = 20_000


def header_text(raw: str) -> str:
    """The text of a header field as ``email`` hands it over (bytes outside ASCII as surrogates), on one line."""
    raw = _FOLD.sub("", raw[:_LONGEST])
    pieces: list[str] = []
    at = 0
    for start, end, text in _runs(raw):
        between = raw[at:start]
        pieces.append("" if not between.strip() and at else _plain(between))
        pieces.append(text)
        at = end
    pieces.append(_plain(raw[at:]))
    return " ".join("".join(pieces).replace("\x00", "").split())


def sender(raw: str) -> str:
    """The name in a From field, else its address."""
    raw = _FOLD.sub("", raw[:_LONGEST])
    bare = re.sub(r"\"([^\"]*=\?[^\"]*\?=[^\"]*)\"", r"\1", raw)
    angle = re.search(r"<\s*([^<>]*)\s*>[^<>]*$", bare)
    if angle:
        name = header_text(bare[:angle.start()]).strip().strip("\"'").strip()
        return name.replace('\\"', '"') or angle[1].strip()
    pairs = getaddresses([header_text(bare)])
    name, address = pairs[0] if pairs else ("", "")
    return (name or address or header_text(bare)).strip()


def parameter(message: Message, name: str, header: str) -> str:
    """A parameter such as a file name, whether it is plain, encoded words, or in numbered parts (RFC 2231)."""
    found = _parts(message.get_params(failobj=[], header=header, unquote=True) if header in message else [], name)
    return header_text(found) if found else ""


def _runs(raw: str) -> Iterator[tuple[int, int, str]]:
    """Encoded words, those side by side in one character set as one."""
    words = list(_WORD.finditer(raw))
    n = 0
    while n < len(words):
        m = n + 1
        while (m < len(words) and not raw[words[m - 1].end():words[m].start()].strip()
               and words[m][1].lower() == words[n][1].lower()):
            m += 1
        yield words[n].start(), words[m - 1].end(), text_of(_joined(words[n:m]), words[n][1])
        n = m


def _joined(words: list[re.Match[str]]) -> bytes:
    """The bytes of words. One whose Base64 was cut inside a group of four goes on in the next word."""
    out: list[bytes] = []
    pending = ""
    for word in words:
        body = word[3].encode("ascii", "replace").decode()
        if word[2] in "qQ":
            out.append(from_base64(pending) + from_quoted(body.replace("_", " ").encode("ascii")))
            pending = ""
            continue
        pending += "".join(body.split())
        if pending.endswith("=") or len(pending) % 4 == 0:
            out.append(from_base64(pending))
            pending = ""
    return b"".join(out) + from_base64(pending)


def _plain(raw: str) -> str:
    if not raw:
        return ""
    return text_of(raw.encode("ascii", "surrogateescape") if _escaped(raw) else raw.encode("utf-8", "replace"))


def _escaped(raw: str) -> bool:
    try:
        raw.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def _parts(params: object, name: str) -> str:
    """The value of ``name``, put together from ``name``, ``name*``, ``name*0*`` …"""
    if not isinstance(params, list):
        return ""
    numbered: dict[int, tuple[str, bool]] = {}
    for key, value in params:
        if not key.lower().startswith(name) or not (part := _PART.match(key[len(name):])):
            continue
        if isinstance(value, tuple):
            return text_of(str(value[2]).encode("latin-1", "replace"), str(value[0] or ""))
        numbered[int(part[1] or 0)] = (value, bool(part[2]))
    if not numbered:
        return ""
    ordered = [numbered[n] for n in sorted(numbered)]
    mark = _CHARSET_MARK.match(ordered[0][0]) if ordered[0][1] else None
    if mark is None:
        return "".join(value for value, _ in ordered)
    first = [(mark[2], True), *ordered[1:]]
    data = b"".join(unquote_to_bytes(v) if quoted else v.encode("ascii", "surrogateescape") for v, quoted in first)
    return text_of(data, mark[1])
