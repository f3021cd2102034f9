"""Speech to sentences that can be read: split, fillers and false starts dropped, nothing added."""

from __future__ import annotations

import re

_SPLIT_JA = re.compile(r"(?<=[。!?!?])(?![」』)])\s*|\n+")
_SPLIT_EN = re.compile(r"(?<=[.?!])[\"']?\s+(?=[\"'A-Z0-9])|\n+")
_FILLERS_JA = re.compile(
    r"(?:(?<=^)|(?<=[、。,\s]))(?:えー?っ?と|ええっ?と|えーっと|えっと|あのー?|あのう|そのー|うーん?|んー+|うん"
    r"|ええ|まあ|まー|なんか|ほら|えー+|あー+|おー+|いやあ?|"
    r"ああ|あ|お|で|で、?すね|じゃあ?|では|でで|んで|それで|そしたら|そうですね|ですね|はい|はーい|よし|さて"
    r"|ちなみに|すいません|すみません|すみませんが|ところで|"
    r"あと|それと|あとは|なので|ほな|ほんで|んじゃ|なら|ふふ|ははは|了解です|承知しました|承知いたしました"
    r"|かしこまりました|分かりました|わかりました)(?:、|,|。|…+|・・・|\s)+")
_OPENERS_JA = re.compile(r"^(?:じゃあ|では|そしたら|それでは|ほな|なら)(?=[一-龠ァ-ヶ])")
_TRAILING_JA = re.compile(r"(?:…+|、)+$")
_CORRECTED_JA = re.compile(r"[^、。]{1,12}、?(?:いや|あ、?|じゃなくて|じゃない|いやいや)、?(?:違う|違った|ちがう"
                           r"|間違えた|そうじゃない|じゃなくて)、")
_FILLERS_EN = re.compile(
    r"(?:,\s*)?\b(?:um+|uh+|er+m?|erm|hmm*|mm+|you know|I mean|sort of|kind of|like)\b,?(?=[\s,.?!]|$)(?!\s+(?:a"
    r"|an|the|to|it|that|this|him|her|them)\b)",
    re.IGNORECASE)
_OPENERS_EN = re.compile(
    r"^(?:(?:and|so|but|then|okay|ok|right|well|look|yeah|yes|yep|no|oh|ah|now|also|sure|fine|great|good|lovely"
    r"|perfect|cool|"
    r"alright|all right|anyway|actually|listen|mate|sorry|thanks|thank you|brilliant|agreed|fair enough"
    r"|in that case)\b[,.!]?\s+)+(?=\w)",
    re.IGNORECASE)


def sentences(text: str, lang: str) -> list[str]:
    """The sentences of an utterance, in order, none empty."""
    pattern = _SPLIT_JA if lang == "ja" else _SPLIT_EN
    return [part.strip() for part in pattern.split(text) if part and part.strip()]


def tidy(text: str, lang: str) -> str:
    """A sentence without fillers, openers and what the speaker took back. Falls back to ``text`` where nothing is left."""
    clean = _tidy_ja(text) if lang == "ja" else _tidy_en(text)
    return clean or text.strip()


def _tidy_ja(text: str) -> str:
    clean, before = text.strip(), ""
    while clean != before:
        before = clean
        clean = _OPENERS_JA.sub("", _FILLERS_JA.sub("", clean))
    clean = _CORRECTED_JA.sub("", clean)
    return _TRAILING_JA.sub("", clean).strip()


def _tidy_en(text: str) -> str:
    clean = _FILLERS_EN.sub("", text.strip())
    clean = re.sub(r"\b(\w+),? \1\b", r"\1", clean, flags=re.IGNORECASE)
    clean = _OPENERS_EN.sub("", re.sub(r"\s{2,}", " ", re.sub(r"\s+([,.?!])", r"\1", clean)).strip(" ,"))
    return clean[:1].upper() + clean[1:] if clean[:1].isascii() else clean
