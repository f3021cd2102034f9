"""When the series meets again, as said at the end of a meeting."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from assistant.language.dates import Anchor, DateMention, Grain, find_dates, normalise
from assistant.language.times import find_times, says_same_time
from assistant.minutes.features import Floats, Talk
from assistant.model import NextMeeting

REACH = 2
LONGEST_GAP = dt.timedelta(130)
_SAYS_NEXT = re.compile(
    r"次は|次回|次の(?:会議|定例|打ち合わせ|回)|また(?:同じ|来週|再来週)|で(?:お願いします|集まり|やりましょう)|次、|"
    r"\bnext (?:one|meeting|time|sync|session|catch)|\bmeet again|\bsee (?:you|everyone)|\bsame time|\bback here"
    r"|\breconvene|\bnext (?:mon|tues|wednes|thurs|fri)day|\bfortnight",
    re.IGNORECASE)
_TAKEN_BACK = re.compile(r"祝日|休み|埋まって|ぶつか|重な|都合が|いや|違う|無理|holiday|can't (?:do|make)"
                         r"|I'm (?:in|at|away|on)|no,"
                         r"|clash|wedding|not the|sorry", re.IGNORECASE)


def next_meeting(talk: Talk, likely: Floats, threshold: float, start: dt.time | None) -> NextMeeting | None:
    """The date, time and utterances of the next meeting; None where it was not settled."""
    best: tuple[float, int, DateMention] | None = None
    for i in _places(talk, likely, threshold):
        for mention in _ahead(talk, i):
            value = float(likely[i]) + _weight(talk, i, mention)
            if best is None or value >= best[0]:
                best = (value, i, mention)
    if best is None or best[0] < min(threshold, 0.5):
        return None
    _, i, mention = best
    date = _meant(mention, talk.today)
    evidence = tuple(j for j in range(max(0, i - 1), min(len(talk), i + 2)) if j == i or likely[j] >= threshold)
    return NextMeeting(date, _time(talk, i, start), evidence)


def _places(talk: Talk, likely: Floats, threshold: float) -> Iterator[int]:
    for i in range(len(talk)):
        near = likely[max(0, i - REACH):i + REACH + 1].max(initial=0.0)
        if near >= threshold and (i >= len(talk) // 3 or likely[i] >= 0.5):
            yield i


def _ahead(talk: Talk, i: int) -> list[DateMention]:
    found = find_dates(talk.texts[i], talk.lang, Anchor(talk.today))
    return [m for m in found if not m.past and talk.today < _meant(m, talk.today) <= talk.today + LONGEST_GAP]


def _weight(talk: Talk, i: int, mention: DateMention) -> float:
    text = normalise(talk.texts[i])
    after = text[mention.end:mention.end + 24]
    sentence = re.split(r"(?<=[。.?!])\s*", text[:mention.start])[-1] + text[mention.start:mention.end + 30]
    value = 0.8 if _SAYS_NEXT.search(sentence) else 0.0
    value += 0.4 if find_times(sentence, talk.lang) or says_same_time(sentence) else 0.0
    value += {Grain.DAY: 0.35, Grain.WEEKDAY: 0.25, Grain.WEEK: 0.0}.get(mention.grain, -0.6)
    if re.search(r"^(?:まで|に(?:は|も)|のうち|から)", after) or re.search(r"\b[Bb]y\s*(?:the\s*)?$", text[:mention.start]):
        value -= 0.9
    if _TAKEN_BACK.search(after):
        value -= 0.5
    return value + 0.1 * i / len(talk)


def _meant(mention: DateMention, today: dt.date) -> dt.date:
    """「次は再来週」 means this weekday of that week, not its Friday."""
    if mention.grain != Grain.WEEK or "end" in mention.text or "末" in mention.text:
        return mention.date
    weeks = (mention.date - today + dt.timedelta(today.weekday())).days // 7
    return today + dt.timedelta(7 * weeks) if weeks else mention.date


def _time(talk: Talk, i: int, start: dt.time | None) -> dt.time | None:
    for j in (i, i + 1, i - 1):
        if 0 <= j < len(talk):
            said = find_times(talk.texts[j], talk.lang, start)
            if said:
                return said[-1]
            if says_same_time(talk.texts[j]):
                return start
    return None
