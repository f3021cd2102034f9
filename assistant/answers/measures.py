"""Which unit a number must have to answer a question: 何台 wants 台, いくら and "how much … cost" want money."""

from __future__ import annotations

import re

_NUMBER = (
    r"(?:\d|[〇一二三四五六七八九十百千万億半数]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|dozen)\b|"
    r"(?<=-)(?:one|two|three|four|five|six|seven|eight|nine)\b)"
)
_BETWEEN = r"[\d.,一二三四五六七八九十百千万億〇半 数約-]*(?:and |an? |hundred|thousand|million|half|of |or so |odd )*"
_MONEY = (
    r"円|ドル|ユーロ|ポンド|ルピー|pounds?|quid|dollars?|bucks|euros?|cents?|pence|p\b|rupees?|lakh|grand|k\b|crore"
)
_TIME = r"時間|日|週|か月|ヶ月|カ月|年|分|秒|hours?|days?|weeks?|months?|years?|minutes?|seconds?"
_SHARE = r"%|パーセント|割|分の|per ?cent|percent|thirds?|quarters?|fifths?|half"
_PEOPLE = r"人|名|people|guests|customers|members|staff|of us|of them"
_UNITS = (
    (r"いくら|値段|料金|費用|金額|代金|家賃|月謝|\bhow much\b(?! (?:time|longer|of\b))|"
     r"\b(?:costs?|price|charges?|pays?|fee|paid|sum|rent|worth|fine|deposit|budget)\b", _MONEY),
    (r"何(?:パーセント|割|%)|割合|\b(?:share|percentage|percent|proportion|rate|interest)\b", _SHARE),
    (r"何歳|\bhow old\b", r"歳|才|年|years?|-year|months?"),
    (r"何(?:人|名)|\bhow many (?:people|guests|customers|members|staff|volunteers|pupils|children|drivers)\b", _PEOPLE),
    (r"何(?:時間|日間|週間|か月|ヶ月|年間|分間)|どのくらいの期間|\bhow (?:long|soon)\b", _TIME),
    (r"何度|\b(?:temperature|how (?:hot|cold|warm))\b", r"度|degrees?|℃|celsius"),
)
_ASKED = tuple((re.compile(asked), unit) for asked, unit in _UNITS)
_COUNTER = re.compile(
    r"何(?!パーセント|割|歳|人|名|時間|日間|週間|年間|分間|か月|ヶ月|度|故|処|者|事)([一-龯]|[ァ-ヶー]{2,})"
)
_HOW_MANY = re.compile(r"\bhow many ([a-z-]+(?: [a-z-]+)?)")
_MONEY_BEFORE = re.compile(r"[£$€¥]\s?\d")


def wanted(question: str) -> re.Pattern[str] | None:
    """The numbers, with their unit, that would answer a question (in its normal form); None where none is asked for."""
    units = [unit for asked, unit in _ASKED if asked.search(question)]
    units += [re.escape(counter) for counter in _COUNTER.findall(question)]
    return re.compile(rf"{_NUMBER}{_BETWEEN}\s?(?:{'|'.join(units)})") if units else None


def counted(question: str) -> str:
    """What "how many …" counts, one or two words; empty where that is not asked."""
    match = _HOW_MANY.search(question)
    return match[1] if match else ""


def has(pattern: re.Pattern[str], clean: str) -> bool:
    """Whether a text, in its normal form, holds such a number."""
    return bool(pattern.search(clean) or ("円" in pattern.pattern and _MONEY_BEFORE.search(clean)))
