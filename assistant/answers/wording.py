"""Answers in words: who said it, where and when, and the words themselves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import groupby

from assistant.answers.features import Rarity
from assistant.answers.places import Place, cite
from assistant.language.terms import index_terms
from assistant.messages import text
from assistant.model import Citation, Meeting

_LONG = 220
_SENTENCE = re.compile(r".+?(?:[。！？!?]+[」』）)]*|[.]+(?=\s|$)|\n|$)", re.DOTALL)
_LABEL = re.compile(r"(?:話者|参加者|speaker|unknown|participant)[ \w]*$", re.IGNORECASE)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def quote(place: Place, terms: Sequence[str], rarity: Rarity) -> Citation:
    """The utterance's words: all of them, or of a long one the sentences around those that share most with the
    question, verbatim."""
    whole = place.utterance.text.strip()
    if len(whole) <= _LONG:
        return cite(place.meeting.id, place.utterance)
    spans = [match.span() for match in _SENTENCE.finditer(whole)]
    weights = rarity.weights(terms)
    shared = [sum(weights.get(term, 0.0) for term in set(index_terms(whole[a:b]))) for a, b in spans]
    best = max(range(len(spans)), key=lambda n: (shared[n], -n))
    first = last = best
    while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= _LONG:
        last += 1
    words = whole[spans[first][0] : min(spans[last][1], spans[first][0] + 2 * _LONG)].strip()
    return Citation(place.meeting.id, place.utterance.i, place.utterance.start_s, place.utterance.speaker, words)


def compose(chosen: Sequence[tuple[Place, Citation]], lang: str) -> str:
    """The answer's text: one sentence for one quotation, a short exchange for several."""
    paragraphs = []
    for _, group in groupby(chosen, key=lambda pair: pair[0].meeting.id):
        pairs = list(group)
        meeting = pairs[0][0].meeting
        where = {"title": meeting.title, "date": day(meeting.date, lang)}
        if len(pairs) == 1:
            said = pairs[0][1]
            key = "answers.said_by" if said.speaker else "answers.said"
            paragraphs.append(text(key, lang, **where, speaker=_who(said.speaker, meeting, lang), quote=said.quote))
            continue
        lines = [text("answers.exchange", lang, **where)]
        lines += [text("answers.line" if said.speaker else "answers.line_unknown", lang,
                       speaker=_who(said.speaker, meeting, lang), quote=said.quote) for _, said in pairs]
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


def day(date: dt.date, lang: str) -> str:
    """A date as people write it."""
    if lang == "ja":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _who(speaker: str, meeting: Meeting, lang: str) -> str:
    polite = lang == "ja" and meeting.lang == "ja" and not _LABEL.match(speaker) and not speaker.endswith("さん")
    return f"{speaker}さん" if polite else speaker
