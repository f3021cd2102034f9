"""Answers written by a chat model from the places that were found, sentence by sentence with their sources.

The model chooses sources among the numbers it was given; a sentence counts only if they bear it
(``assistant.answers.verify``), also while it streams: nobody reads a sentence that did not stand the test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.answers.features import Rarity
from assistant.answers.places import Candidates, Place, citation
from assistant.answers.verify import Sentence, supported
from assistant.answers.wording import day, quote
from assistant.language.terms import index_terms, is_japanese, query_terms, says_nothing
from assistant.messages import text
from assistant.model import Answer, Citation
from assistant.ports.llm import ChatModel, Prompt, Prompts

MOST_PLACES = 60
NEAREST = 3
REPLY_TOKENS = 700
LEAST_SHARE = 0.2
"""Share of a sentence's telling terms that its sources must hold, where both are in one language."""

NOT_TOLD = "0"
"""The number a streaming model names when the places do not answer."""

_MARKER = r"[\[【]\s*\d{1,3}(?:\s*[,、\uff0c]\s*\d{1,3})*\s*[\]】]"
_SENTENCE = re.compile(rf".+?(?:[。!?\uff01\uff1f\n]|\.(?=[\s\[【]|$))(?:\s*{_MARKER})*", re.DOTALL)
_GOES_ON = re.compile(r"\s*[^\s\[【]")
_MARKUP = re.compile(r"://|www\.|[<>]|\]\(")
_EVEN = Rarity(1, {})
"""Every term as telling as any other: which part of a long utterance is quoted hardly depends on it."""


class LlmAnswers:
    """Implements ``assistant.answers.engine.Answerer`` over a chat model."""

    def __init__(self, model: ChatModel, prompts: Prompts) -> None:
        self._model = model
        self._prompts = prompts

    def answer(self, question: str, lang: str, candidates: Candidates) -> Answer:
        """One to four sentences, each with its citations as [1] …; an abstention when the model says that the places
        do not tell, or when nothing it wrote stands."""
        places, prompt = self._filled("answers.answer", question, lang, candidates)
        reply = self._model.reply(replace(prompt, schema=_among(prompt.schema, list(places))))
        writing = _Writing(question, lang, candidates)
        if reply["told"]:
            for sentence in reply["sentences"]:
                writing.add(Sentence(without_markers(sentence["text"]), tuple(places[n] for n in sentence["sources"])))
        return writing.answer()

    def stream(self, question: str, lang: str, candidates: Candidates) -> Iterator[str | Answer]:
        """Sentences as soon as they stand, then the answer."""
        places, prompt = self._filled("answers.stream", question, lang, candidates)
        writing = _Writing(question, lang, candidates)
        for words, numbers in cited_sentences(self._model.stream(prompt)):
            if NOT_TOLD in numbers:
                continue
            sources = tuple(places[n] for n in numbers if n in places)
            if piece := writing.add(Sentence(words, sources)):
                yield piece
        yield writing.answer()

    def _filled(self, name: str, question: str, lang: str, candidates: Candidates) -> tuple[dict[str, Place], Prompt]:
        """As many places as the model can read, by the number it knows them by, and the prompt that shows them."""
        empty = self._prompts.fill(name, lang, question=question, places="")
        left = self._model.context_tokens - self._model.count(empty.system + empty.user) - REPLY_TOKENS
        chosen: list[Place] = []
        for place in candidates.places[:MOST_PLACES]:
            left -= self._model.count(_line(0, place) + _heading(place, lang)) + 2
            if left < 0 and chosen:
                break
            chosen.append(place)
        chosen.sort(key=lambda p: (p.meeting.date, p.meeting.id, p.utterance.i))
        shown = _shown(chosen, lang)
        places = {str(n): place for n, place in enumerate(chosen, 1)}
        return places, self._prompts.fill(name, lang, question=question, places=shown)


@dataclass
class _Writing:
    """An answer as it comes into being: sentences that stand, and the citations they share."""

    question: str
    lang: str
    candidates: Candidates
    pieces: list[str] = field(default_factory=list)
    cited: dict[tuple[str, int], Citation] = field(default_factory=dict)
    dropped: int = 0

    def add(self, sentence: Sentence) -> str:
        """The sentence as it is shown, "" when its sources do not bear it."""
        if not sentence.text or not sentence.sources or not self._stands(sentence):
            self.dropped += bool(sentence.text)
            return ""
        terms = query_terms(f"{self.question} {sentence.text}")
        for place in sentence.sources:
            self.cited.setdefault(place.key, quote(place, terms, _EVEN))
        order = list(self.cited)
        marks = "".join(f"[{n}]" for n in sorted({order.index(p.key) + 1 for p in sentence.sources}))
        gap = " " if self.lang == "en" else ""
        self.pieces.append(f"{gap if self.pieces else ''}{sentence.text}{gap}{marks}")
        return self.pieces[-1]

    def answer(self) -> Answer:
        """What has come together; an abstention with the nearest places where nothing has."""
        left_out = (text("answers.unproved", self.lang, count=self.dropped),) if self.dropped else ()
        if self.pieces:
            return Answer(self.question, "".join(self.pieces), tuple(self.cited.values()), engine="llm", notes=left_out)
        return Answer(self.question, None, nearest=_nearest(self.question, self.candidates), engine="llm",
                      notes=(text("answers.not_told", self.lang), *left_out))

    def _stands(self, sentence: Sentence) -> bool:
        ground = "\n".join(place.utterance.text for place in sentence.sources)
        if set(_MARKUP.findall(sentence.text)) - set(_MARKUP.findall(ground)):
            return False
        return bool(supported([sentence], self.question)) and _about(sentence)


def cited_sentences(pieces: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each sentence of a text that is still being written, without its [n] markers, and the numbers they name.

    A marker may stand before the full stop or after it. A sentence without one goes together with the next one that
    has one; words at the end without any come with no numbers.
    """
    words = ""
    for sentence in _sentences(pieces):
        words += sentence
        if re.search(_MARKER, words):
            yield without_markers(words), _numbers(words)
            words = ""
    if words.strip():
        yield without_markers(words), []


def without_markers(words: str) -> str:
    """The sentence alone."""
    return re.sub(r"\s+([。.!?\uff01\uff1f])", r"\1", re.sub(rf"\s*{_MARKER}", "", words)).strip()


def _sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Sentences with the markers behind them, each as soon as what follows shows that it is complete."""
    text = ""
    for piece in pieces:
        text += piece
        end = 0
        for match in _SENTENCE.finditer(text):
            if not _GOES_ON.match(text, match.end()):
                break
            yield match.group()
            end = match.end()
        text = text[end:]
    yield from (match.group() for match in _SENTENCE.finditer(text))
    yield _SENTENCE.sub("", text)


def _numbers(words: str) -> list[str]:
    return list(dict.fromkeys(n for marker in re.findall(_MARKER, words) for n in re.findall(r"\d+", marker)))


def _about(sentence: Sentence) -> bool:
    """Whether a sentence speaks of what its sources speak of; not to be told across languages."""
    if any(is_japanese(p.utterance.text) != is_japanese(sentence.text) for p in sentence.sources):
        return True
    said = {t for t in index_terms(sentence.text) if not says_nothing(t)}
    around = " \n".join(f"{p.utterance.speaker} {u.text}" for p in sentence.sources
                        for u in (*p.before[-1:], p.utterance, *p.after[:1]))
    return len(said & set(index_terms(around))) >= LEAST_SHARE * len(said)


def _shown(places: Sequence[Place], lang: str) -> str:
    lines: list[str] = []
    heading = ""
    for n, place in enumerate(places, 1):
        if heading != _heading(place, lang):
            heading = _heading(place, lang)
            lines.append(heading)
        lines.append(_line(n, place))
    return "\n".join(lines)


def _heading(place: Place, lang: str) -> str:
    return f"— {place.meeting.title} · {day(place.meeting.date, lang)}"


def _line(n: int, place: Place) -> str:
    return f"[{n}] {place.utterance.speaker or '?'}: {place.utterance.text.strip()}"


def _among(schema: Mapping[str, Any], ids: Sequence[str]) -> dict[str, Any]:
    """The schema with the sources limited to ``ids``."""
    limited: dict[str, Any] = {}
    for name, part in schema.items():
        if name == "sources":
            limited[name] = {**part, "items": {"type": "string", "enum": list(ids)}}
        else:
            limited[name] = _among(part, ids) if isinstance(part, Mapping) else part
    return limited


def _nearest(question: str, candidates: Candidates) -> tuple[Citation, ...]:
    """The places that share most words with the question, earlier hits first where they share as much."""
    wanted = set(query_terms(question))
    ranked = sorted(candidates.places, key=lambda p: (-len(wanted & set(index_terms(p.utterance.text))), p.rank))
    return tuple(citation(place) for place in ranked[:NEAREST])
