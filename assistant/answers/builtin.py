"""The engine without a language model: it quotes the utterances that answer, or abstains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from assistant.answers.asking import Question, read
from assistant.answers.features import Numbers, Seen, look, place_rows
from assistant.answers.learned import Learned, Weights, weights
from assistant.answers.places import Candidates, Place, citation
from assistant.answers.telling import answer_row
from assistant.answers.wording import compose, quote
from assistant.errors import ModelUnavailable
from assistant.messages import text
from assistant.model import Answer
from assistant.ports.search import Embedder

MOST_CITED = 3
_NEAREST = 3


class BuiltinAnswers:
    """Implements ``assistant.answers.engine.Answerer``. Without an embedder, or when it fails, words alone decide."""

    def __init__(self, embedder: Embedder | None, learned: Weights | None = None) -> None:
        self._embedder = embedder
        self._weights = learned or weights()

    def answer(self, question: str, lang: str, candidates: Candidates) -> Answer:
        """One to three quotations, in the order they were said, or an abstention with the nearest places."""
        asked = read(question)
        seen, learned = self._look(asked, candidates)
        scores = learned.place.probability(place_rows(seen))
        chosen = choose(candidates.places, scores, learned.also_from)
        if not learned.tells(answer_row(seen, scores)):
            nearest = tuple(citation(place) for place in chosen[:_NEAREST])
            return Answer(question, None, nearest=nearest, notes=(text("answers.not_told", lang),))
        quoted = [(place, quote(place, asked.terms, self._weights.rarity)) for place in chosen]
        return Answer(question, compose(quoted, lang), tuple(said for _, said in quoted))

    def stream(self, question: str, lang: str, candidates: Candidates) -> Iterator[str | Answer]:
        answer = self.answer(question, lang, candidates)
        if answer.text:
            yield answer.text
        yield answer

    def _look(self, asked: Question, candidates: Candidates) -> tuple[Seen, Learned]:
        alike = cosines(self._embedder, asked.text, candidates)
        learned = self._weights.words_alone if alike is None else self._weights.with_meaning
        nothing = np.zeros(len(candidates.places))
        return look(asked, candidates, nothing if alike is None else alike, self._weights.rarity), learned


def cosines(embedder: Embedder | None, question: str, candidates: Candidates) -> Numbers | None:
    """The cosine of the question with each place; None where nothing can be embedded."""
    if embedder is None or not any(hit.dense for hit in candidates.hits):
        return None
    try:
        asked = embedder.embed([question], "query")[0]
        said = embedder.embed([place.utterance.text for place in candidates.places])
    except ModelUnavailable:
        return None
    return np.asarray(said @ asked, dtype=np.float64)


def choose(places: Sequence[Place], scores: Numbers, also_from: float) -> list[Place]:
    """The best place and those that come near it (``also_from`` of its score), best first at most ``MOST_CITED``,
    in the order they were said within the best one's meeting."""
    order = np.argsort(-scores, kind="stable")[:MOST_CITED]
    best = places[int(order[0])]
    kept = [places[int(n)] for n in order if scores[n] >= also_from * scores[order[0]]]
    return sorted(kept, key=lambda p: (p.meeting.id != best.meeting.id, p.meeting.id, p.utterance.i))
