"""Bytes of a mail to text: what is declared counts where it gives plausible text, else what the bytes say."""

from __future__ import annotations

import codecs
import re

from ingest.customers.mail.jis import decode_jis, has_jis, restore_escapes
from ingest.encodings import decode, plausible

_SAME = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "ms_kanji": "cp932",
         "windows-31j": "cp932", "cp943c": "cp932", "x-ms-cp932": "cp932", "ms932": "cp932", "x-euc-jp": "euc_jp",
         "euc-jp": "euc_jp", "eucjp-win": "euc_jp", "cp51932": "euc_jp", "utf8": "utf-8", "utf-8mb4": "utf-8",
         "unicode-1-1-utf-7": "utf-7", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "ascii",
         "ks_c_5601-1987": "cp949", "gb2312": "gb18030", "x-gbk": "gb18030"}
_JIS_NAMES = re.compile(r"^(?:iso-?2022-?jp.*|x-iso-2022-jp.*|cp5022[0-2]|jis.*|csiso2022jp|x-windows-5022\d|x-windows-iso2022jp)$")
_JAPANESE = ("utf-8", "cp932", "euc_jp", "euc_jis_2004")
_SINGLE = re.compile(r"^(?:|ascii|cp125\d|iso-?8859-?\d+|latin.*|koi8.*|mac.*)$")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_STRAY = re.compile("[､･]|｡[｢｣]")
_MANY, _GOOD = 0.2, 0.3


def text_of(data: bytes, declared: str = "") -> str:
    """The text of ``data``. Never fails: at worst what cannot be read becomes U+FFFD."""
    name = _named(declared)
    if has_jis(data) and not (name.startswith("utf-16")):
        return decode_jis(data)
    if name == "jis" and (restored := restore_escapes(data)):
        return decode_jis(restored)
    if data.isascii() and not name.startswith(("utf-7", "utf-16", "utf-32", "hz")):
        return data.decode("ascii")
    readings = {n: text for n in dict.fromkeys((name, *_JAPANESE)) if n and (text := _strict(data, n)) is not None}
    return _most_likely(readings, name) or _whatever(data, name)


def _most_likely(readings: dict[str, str], declared: str) -> str | None:
    """The declared reading unless it is no likely text while another one is likely Japanese."""
    if any(c >= "\u0800" for c in readings.get("utf-8", "")) and (
            _SINGLE.match(declared) or declared not in readings or plausible(readings["utf-8"]) > plausible(readings[declared])):
        return readings["utf-8"]  # bytes of something else hardly ever pass for it
    if declared in readings and declared not in ("cp1252", "ascii") and not _mangled(readings[declared]):
        return readings[declared]
    scores = {name: plausible(text[:20_000]) for name, text in readings.items()}
    best = max(scores, key=lambda name: scores[name], default="")
    if best and scores[best] > _GOOD:
        return readings[best]
    return readings.get("utf-8") or readings.get(declared)


def _mangled(text: str) -> bool:
    """Whether a text that decoded without an error is the wrong reading of something else."""
    wide = [c for c in text if c > "\x7f"]
    if not wide:
        return False
    if any("\ue000" <= c <= "\uf8ff" for c in wide) and plausible(text[:20_000]) < 0:
        return True
    half = _HALF_KANA.findall(text)
    if len(half) * 2 > len(wide):  # half-width kana throughout: EUC-JP read as Shift_JIS, unless somebody wrote them
        return len(_STRAY.findall(text)) > _MANY * len(half)
    return plausible("".join(wide)[:20_000]) < -0.6 and not _other_script(wide)


def _other_script(wide: list[str]) -> bool:
    """Letters of Europe, Korean, and signs such as “ ” € say nothing against a reading."""
    odd = sum(1 for c in wide if "\uff61" <= c <= "\uff9f" or c == "\ufffd" or "\ue000" <= c <= "\uf8ff")
    return odd * 5 < len(wide)


def _whatever(data: bytes, declared: str) -> str:
    """Text with single bytes that are wrong: read as declared where little of it breaks, else as the bytes suggest."""
    candidates = [n for n in dict.fromkeys((declared, *_JAPANESE[:3])) if n and n != "ascii"]
    tried = {n: data.decode(n, "replace") for n in candidates if _known(n)}
    best = min(tried, key=lambda n: tried[n].count("\ufffd"), default="utf-8")
    if best in tried and tried[best].count("\ufffd") * 20 <= len(tried[best]):
        return tried[best]
    return decode(data) or data.decode("cp1252", "replace")


def _named(declared: str) -> str:
    """A codec by the name that mail gives it; "jis" for ISO-2022-JP and its kin, "" where it is unknown."""
    name = declared.strip().strip("\"'").lower()
    if _JIS_NAMES.match(name):
        return "jis"
    name = _SAME.get(name, _SAME.get(name.replace("_", "-"), name))
    return codecs.lookup(name).name if name and _known(name) else ""


def _known(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False


def _strict(data: bytes, name: str) -> str | None:
    if name == "jis":
        return None
    try:
        return data.decode(name)
    except (UnicodeError, ValueError):
        return None
