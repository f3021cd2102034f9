"""People's names as they are said and as a recogniser writes them: 松本 as まつもと or 松元, Naomi as Nayomi.

``Names`` knows a set of people and finds every place in a text where one of them is named. What belongs to two people
(a shared family name) is nobody's. Readings come from the organisation; without one, the usual other spellings of
common family names stand in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.language.dates import normalise

HONORIFICS = ("さん|さま|くん|君|ちゃん|様|氏|先生|先輩|部長|副部長|課長|室長|係長|主任|店長|社長|専務|常務|"
              "支店長|会長|所長"
              "|工場長|チーフ|リーダー|マネージャー")
_KANJI = "々〆一-龠"
_HONOURED = re.compile(rf"(?P<name>[{_KANJI}]{{1,3}}|[ぁ-ゖー]{{2,6}}|[ァ-ヺー]{{2,8}})(?:{HONORIFICS})")
_HONORIFIC = re.compile(HONORIFICS)
_KANJI_LETTER, _KATAKANA_LETTER, _KANA_LETTER = re.compile(f"[{_KANJI}]"), re.compile("[ァ-ヺー]"), re.compile("[ぁ-ゖ]|")
_CAPITAL = re.compile(r"(?<![A-Za-z'])[A-Z][a-z]{2,}(?![a-z])")
_TITLE = re.compile(r"(?:mr|mrs|ms|miss|dr|prof|sir|sister|father)\.? ", re.IGNORECASE)
# Names that are also words: only a capital inside a sentence, or a comma after it, tells.
_ALSO_WORDS = frozenset("will may mark bill rich frank grant art hope faith joy pat rose dawn june april grace jack rob "
                        "drew chase sue guy bo dean ray miles max penny sandy sunny summer iris olive rusty".split())
# One line a reading: family names that recognisers and people write one for the other.
_SAME_SOUND = """齋藤 斎藤 齊藤 斉藤|渡辺 渡邊 渡邉 渡部|高橋 髙橋|伊藤 伊東 井藤|佐藤 左藤|阿部 安部 安倍 阿倍|
河合 川合 川井 河井|
太田 大田|大島 大嶋 大嶌|中島 中嶋|小島 小嶋 児島|松本 松元|山本 山元|坂本 阪本 坂元|橋本 橋元|岡本 岡元|
吉川 吉河|石川 石河|
川島 河島 川嶋|川村 河村|川野 河野|川本 河本 川元|小川 尾川|小野 尾野|菊地 菊池|須藤 首藤|浅野 朝野|上野 植野|
上田 植田|池田 池多|
加藤 嘉藤|近藤 今藤|工藤 久藤|三浦 美浦|森 毛利|原田 腹田|西村 西邑|藤井 富士井|村上 邑上|石田 石多|鈴木 鱸|
中村 仲村|中田 仲田|
長田 永田|永井 長井|永野 長野|丸山 円山|久保 窪|窪田 久保田|新井 荒井|荒木 新木|宮崎 宮﨑|山崎 山﨑|水野 水埜|
関 瀬木|沢田 澤田|
黒沢 黒澤|金沢 金澤|滝沢 滝澤|広瀬 廣瀬|広田 廣田|浜田 濱田|浜口 濱口|桜井 櫻井|国分 國分|辺見 逸見|福島 福嶋|矢島 矢嶋|
千葉 千羽|秋山 穐山|安藤 安東|遠藤 園藤|後藤 五藤|酒井 坂井 境井|平田 平多|松井 松居|竹内 武内|武田 竹田|
吉田 芳田|前田 前多"""


@dataclass(frozen=True, slots=True)
class Called:
    """``name`` is said at ``start:end`` (honorific included). ``exact`` is False for a guess by sound or likeness;
    ``honoured`` says that さん or the like follows."""

    start: int
    end: int
    name: str
    exact: bool = True
    honoured: bool = False


class Names:
    """``readings``: name → kana reading, "" where unknown; every name that may be meant."""

    def __init__(self, readings: Mapping[str, str]) -> None:
        self._exact = _unique(_written(readings))
        self._sounds = _unique((sound, name) for name in readings for sound in _sounds(name, readings[name]))
        self._latin = [name for name in readings if re.search("[A-Za-z]", name)]
        self._codes = _unique((_code(form), name) for form, name in self._exact.items() if re.match("[A-Za-z]", form))
        forms = sorted(self._exact, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, forms)), re.IGNORECASE) if forms else None

    def find(self, text: str) -> list[Called]:
        """Every name in ``text`` (normalised already), in order, none overlapping another."""
        found = list(self._said(text))
        guessed = [*self._by_sound(text), *self._by_likeness(text)]
        for guess in guessed:
            if all(guess.end <= other.start or guess.start >= other.end for other in found):
                found.append(guess)
        return sorted(found, key=lambda called: called.start)

    def _said(self, text: str) -> Iterator[Called]:
        for match in self._pattern.finditer(text) if self._pattern else ():
            honorific = _HONORIFIC.match(text, match.end())
            form = match[0].casefold()
            name = self._exact.get(form)
            alone = _stands_alone(text, *match.span(), form, bool(honorific))
            if name and alone and not (form in _ALSO_WORDS and _opens_sentence(text, match)):
                yield Called(match.start(), (honorific or match).end(), name, True, bool(honorific))

    def _by_sound(self, text: str) -> Iterator[Called]:
        for match in _HONOURED.finditer(text) if self._sounds else ():
            for cut in range(len(match["name"]) - 1):  # 「えっとまつもとさん」
                name = self._sounds.get(_hiragana(match["name"][cut:]))
                if name:
                    yield Called(match.start() + cut, match.end(), name, True, True)
                    break

    def _by_likeness(self, text: str) -> Iterator[Called]:
        for match in _HONOURED.finditer(text):
            alike = {name for form, name in self._exact.items() if _half_same(form, match["name"])}
            if len(alike) == 1 and match["name"] not in self._exact:
                yield Called(match.start(), match.end(), alike.pop(), False, True)
        for match in _CAPITAL.finditer(text) if self._latin else ():
            word = match[0].casefold()
            name = self._codes.get(_code(word)) or self._short(word)
            if name and word not in _ALSO_WORDS and word not in self._exact and self._near(word, name):
                yield Called(match.start(), match.end(), name, False)

    def _short(self, word: str) -> str | None:
        """Sam for Samuel, where only one name begins so."""
        meant = {name for form, name in self._exact.items() if len(word) >= 3 and form.startswith(word)}
        return meant.pop() if len(meant) == 1 else None

    def _near(self, word: str, name: str) -> bool:
        parts = [part.casefold() for part in name.split()]
        return any(part.startswith(word) or (len(word) > 3 and distance(word, part) <= 2) for part in parts)


def distance(one: str, other: str) -> int:
    """Letters to change, add or leave out (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def _written(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(form, name): the whole name, its parts where it has several, and the usual other spellings."""
    for name in names:
        clean = _TITLE.sub("", normalise(name)).strip()
        if not clean:
            continue
        parts = [part for part in re.split(r"[ ・]", clean) if len(part) > 1 or not part.isascii()]
        for form in {clean, *parts, clean.replace(" ", ""), *_same_sound(parts[0] if parts else clean)}:
            yield form.casefold(), name
        if len(parts) == 1 and re.fullmatch(rf"[{_KANJI}]{{4,5}}", clean):
            yield clean[:2], name


def _same_sound(family: str) -> list[str]:
    for group in _SAME_SOUND.replace("\n", "").split("|"):
        spellings = group.split()
        if family in spellings:
            return spellings
    return []


def _sounds(name: str, reading: str) -> Iterator[str]:
    """The kana in which a name may be written: its reading's first part, whole reading; a kana name itself."""
    parts = re.split(r"[ ・]", normalise(reading).strip())
    for sound in {*parts[:1], "".join(parts), normalise(name)}:
        kana = _hiragana(sound)
        if re.fullmatch(r"[ぁ-ゖー]{2,}", kana):
            yield kana


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What means one name alone; a whole name goes before another's part or variant."""
    owners: dict[str, set[str]] = defaultdict(set)
    for form, name in pairs:
        owners[form].add(name)
    own = {form: next((n for n in names if n.casefold() == form.casefold()), "") for form, names in owners.items()}
    return {form: own[form] or next(iter(names)) for form, names in owners.items() if own[form] or len(names) == 1}


def _stands_alone(text: str, start: int, end: int, form: str, honoured: bool) -> bool:
    """Whether a name is no part of a longer word: 小川 in 小川町, Ann in Annual. One character needs an honorific."""
    before, after = text[:start][-1:], text[end:][:1]
    if form[0].isascii():
        return text[start].isupper() and not re.match(r"[A-Za-z']", before) and not re.match("[A-Za-z]", after)
    if honoured:
        return len(form) > 1 or not _KANJI_LETTER.match(before)
    kind = next(kind for kind in (_KATAKANA_LETTER, _KANJI_LETTER, _KANA_LETTER) if kind.search(form))
    return len(form) > 1 and not kind.match(before) and not kind.match(after)


def _opens_sentence(text: str, match: re.Match[str]) -> bool:
    return not text[match.end():].startswith(",") and bool(re.search(r"(?:^|[.?!\n\"] ?)$", text[:match.start()]))


def _hiragana(text: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def _half_same(form: str, heard: str) -> bool:
    """Kanji names of one length (two or three) that differ in one character."""
    return (len(form) == len(heard) > 1 and bool(re.fullmatch(f"[{_KANJI}]+", form + heard))
            and sum(a != b for a, b in zip(form, heard, strict=True)) == 1)


def _code(word: str) -> str:
    """How an English name sounds, roughly: consonants in classes, vowels and doubles dropped (after Soundex)."""
    plain = re.sub(r"ph", "f", re.sub(r"ght?|gh", "t", word.casefold()))
    plain = re.sub(r"^(?:kn|gn)", "n", re.sub(r"wr", "r", plain))
    classes = str.maketrans("bfpvcgjkqsxzdtlmnr", "bbbbcccccccc" + "ddlmmr")
    first = "a" if plain[:1] in tuple("aeiouy") else plain[:1].translate(classes)
    coded = re.sub(r"[^bcdlmr]", "", plain[1:].translate(classes))
    return first + re.sub(r"(.)\1+", r"\1", coded)
