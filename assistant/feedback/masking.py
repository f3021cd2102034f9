"""Personal data is masked before a text leaves for an external model, and put back into what returns.

Every masked stretch becomes a placeholder that says what stood there ([氏名1], [PHONE_1]); the same words get the same
placeholder throughout a ``Masker``, so that a model can still tell two people apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assistant.feedback.sensitive import Kind, spans

_LABELS = {
    "ja": {Kind.NAME: "氏名", Kind.ADDRESS: "住所", Kind.PHONE: "電話", Kind.MAIL: "メール", Kind.CARD: "カード番号",
           Kind.PERSON_NUMBER: "個人番号", Kind.ACCOUNT: "口座", Kind.URL: "リンク", Kind.MARK: "記号"},
    "en": {Kind.NAME: "NAME_", Kind.ADDRESS: "ADDRESS_", Kind.PHONE: "PHONE_", Kind.MAIL: "EMAIL_", Kind.CARD: "CARD_",
           Kind.PERSON_NUMBER: "ID_", Kind.ACCOUNT: "ACCOUNT_", Kind.URL: "LINK_", Kind.MARK: "MARK_"},
}
_ANY = "|".join(label.rstrip("_") for labels in _LABELS.values() for label in labels.values())
_PLACEHOLDER = re.compile(rf"[\[\uff3b【〔]\s?({_ANY})[_ ]?(\d{{1,6}})\s?[\]\uff3d】〕]")
"""A placeholder, also as models like to write it: 【氏名 1】."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked text; ``values`` leads from the placeholders in it to what they stand for."""

    text: str
    values: Mapping[str, str]

    def restore(self, text: str | None = None) -> str:
        """``text`` (a reply to the masked text; the masked text itself if None) with the originals put back. Unknown
        placeholders stay."""
        return _restored(self.text if text is None else text, self.values)


@dataclass
class Masker:
    """Masks many texts with one set of placeholders, in ``lang``; ``names`` are people known to be spoken of in any."""

    lang: str = "ja"
    names: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    _placeholders: dict[tuple[Kind, str], str] = field(default_factory=dict)
    _counts: dict[Kind, int] = field(default_factory=dict)

    def mask(self, text: str, names: Iterable[str] = ()) -> Masked:
        """The text without personal data. ``names``: more people known to be spoken of in it."""
        own: dict[str, str] = {}
        pieces: list[str] = []
        at = 0
        looking_like = [(*m.span(), Kind.MARK) for m in _PLACEHOLDER.finditer(text)]
        found = [s for s in spans(text, (*self.names, *names)) if all(s[1] <= a or b <= s[0] for a, b, _ in looking_like)]
        for start, end, kind in sorted([*looking_like, *found]):
            placeholder = self._placeholder(kind, text[start:end])
            own[placeholder] = text[start:end]
            pieces += [text[at:start], placeholder]
            at = end
        return Masked("".join([*pieces, text[at:]]), own)

    def restore(self, text: str) -> str:
        """A text about any of the masked ones, with the originals put back."""
        return _restored(text, self.values)

    def _placeholder(self, kind: Kind, value: str) -> str:
        known = self._placeholders.get((kind, value))
        if known is None:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            labels = _LABELS.get(self.lang, _LABELS["en"])
            known = f"[{labels[kind]}{self._counts[kind]}]"
            self._placeholders[kind, value] = known
            self.values[known] = value
        return known


def mask(text: str, names: Iterable[str] = (), lang: str = "ja") -> Masked:
    """One text without personal data."""
    return Masker(lang).mask(text, names)


def _restored(text: str, values: Mapping[str, str]) -> str:
    def put(match: re.Match[str]) -> str:
        for written in (f"[{match[1]}{match[2]}]", f"[{match[1]}_{match[2]}]"):
            if written in values:
                return values[written]
        return match[0]

    return _PLACEHOLDER.sub(put, text)
