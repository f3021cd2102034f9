"""What an answer must prove, whoever wrote it: every quotation stands in its utterance, and every sentence rests on
places that hold its numbers, dates and names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answers.places import Candidates, Place
from assistant.language.numerals import numbers_in
from assistant.language.terms import is_japanese, normalise
from assistant.model import Answer, Citation

_NAME_JA = re.compile(r"([\u4e00-\u9fff々]{1,4}|[\u30a1-\u30fa\u30fc]{2,12})(?:さん|さま|様|氏|くん|課長|部長|社長)")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{3,}")
_NAME_EN = re.compile(r"(?<=[a-z,;:] )[A-Z][a-zA-Z]{2,}\b")
_NOT_NAMES = frozenset((
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december",
))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer and the places it says it rests on."""

    text: str
    sources: tuple[Place, ...]


def supported(sentences: Sequence[Sentence], question: str) -> list[Sentence]:
    """The sentences that their sources bear: at least one source, and no number, date or name that stands neither
    there nor in the question."""
    return [sentence for sentence in sentences if sentence.sources and not unproved(sentence, question)]


def unproved(sentence: Sentence, question: str) -> set[str]:
    """The numbers and names of a sentence that neither its sources nor the question hold."""
    ground = "\n".join([question, *(_ground(place) for place in sentence.sources)])
    missing = numbers_in(sentence.text) - numbers_in(ground)
    if all(is_japanese(place.utterance.text) == is_japanese(sentence.text) for place in sentence.sources):
        clean = normalise(ground)
        missing |= {name for name in _names(sentence.text) if normalise(name) not in clean}
    return missing


def verified(answer: Answer, candidates: Candidates) -> Answer:
    """The answer with the citations whose quotation is verbatim in an utterance that was found; an abstention when
    none is left."""
    if answer.abstained:
        return replace(answer, citations=())
    words = {place.key: place.utterance.text for place in candidates.places}
    kept = tuple(citation for citation in answer.citations if _stands(citation, words))
    if kept:
        return replace(answer, citations=kept)
    return replace(answer, text=None, citations=())


def _stands(citation: Citation, words: dict[tuple[str, int], str]) -> bool:
    quote = citation.quote.strip()
    return bool(quote) and quote in words.get((citation.meeting_id, citation.i), "")


def _ground(place: Place) -> str:
    date = place.meeting.date
    return "\n".join([
        place.utterance.text, place.utterance.speaker, place.meeting.title, date.isoformat(),
        f"{date.year} {date.month} {date.day}", *(person.name for person in place.meeting.attendees),
    ])


def _names(text: str) -> set[str]:
    if is_japanese(text):
        return set(_NAME_JA.findall(text)) | set(_KATAKANA.findall(text))
    return {name for name in _NAME_EN.findall(text) if name.casefold() not in _NOT_NAMES}
