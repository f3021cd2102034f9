"""Base64 and quoted-printable that were damaged on the way: what can be read is read."""

from __future__ import annotations

import base64
import binascii
import quopri
import re

_ALPHABET = re.compile(rb"[A-Za-z0-9+/]")
_NOT_ALPHABET = re.compile(rb"[^A-Za-z0-9+/=]+")
_GROUP_END = re.compile(rb"=+")
_QUOTED = re.compile(rb"=[0-9A-Fa-f]{2}|=\r?\n")


def decoded(data: bytes, encoding: str) -> bytes:
    """The bytes of a mail part. A part that is not encoded as it says is taken as it stands."""
    encoding = encoding.strip().lower()
    if encoding == "base64" and _looks_base64(data):
        return from_base64(data.decode("ascii", "ignore"))
    if encoding == "quoted-printable" and b"\x1b" not in data:
        return from_quoted(data)
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _from_uu(data)
    return data


def from_base64(text: str) -> bytes:
    """Base64 with strange signs, missing or early padding; an odd last character is dropped."""
    data = _NOT_ALPHABET.sub(b"", text.replace("-", "+").replace("_", "/").encode("ascii", "ignore"))
    out = []
    for group in _GROUP_END.split(data):
        whole = group[:len(group) - (len(group) % 4 == 1)]
        out.append(base64.b64decode(whole + b"=" * (-len(whole) % 4)))
    return b"".join(out)


def from_quoted(data: bytes) -> bytes:
    """Quoted-printable; a "=" that encodes nothing stays."""
    return quopri.decodestring(data) if _QUOTED.search(data) else data


def _looks_base64(data: bytes) -> bool:
    body = b"".join(data.split())
    spaced = sum(1 for line in data.splitlines() if b" " in line.strip())
    return bool(body) and len(_ALPHABET.findall(body)) >= 0.9 * len(body) - 2 and spaced * 3 <= max(1, data.count(b"\n"))


def _from_uu(data: bytes) -> bytes:
    out = []
    for line in data.splitlines():
        if line.startswith((b"begin ", b"end")) or not line:
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(out)
