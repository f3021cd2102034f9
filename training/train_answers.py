"""Train the built-in answers: ``python -m training.train_answers``.

Learns from the questions of the training conversations which utterance answers a question and whether anything does,
and writes ``assistant/answers/weights.npz``. Everything is judged by leaving conversations out (``--judge`` alone
prints the figures and writes nothing). The way to the places is the product's own: the same index, the same features.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answers.asking import read
from assistant.answers.builtin import cosines
from assistant.answers.features import Rarity, look, place_rows
from assistant.answers.places import Candidates, gather
from assistant.language.terms import index_terms
from assistant.model import Attendee, Meeting, Passage, Scope, Transcript, Utterance
from assistant.passages import passages_of
from training.answer_models import Case, fit
from training.cached import CachedEmbedder
from training.conversation import Ask, Conversation, read_all
from vectorstore.embedders import PackagedEmbedder
from vectorstore.hybrid import HybridIndex

WEIGHTS = Path(__file__).parents[1] / "assistant" / "answers" / "weights.npz"
UNTOLD = Path(__file__).parent / "untold_across.txt"
_SERIES = 4
_FOLDS = 8
_COMMON_FROM = 3


class Shelf:
    """The conversations as records: what ``HybridIndex`` and ``gather`` read."""

    def __init__(self, conversations: Sequence[Conversation], embedder: CachedEmbedder) -> None:
        self._meetings = {c.name: _meeting(c, series) for c, series in _in_series(conversations)}
        self._transcripts = {c.name: _transcript(c) for c in conversations}
        self._passages = {name: passages_of(self._meetings[name], said.utterances)
                          for name, said in self._transcripts.items()}
        self._embedder = embedder

    def meeting(self, meeting_id: str) -> Meeting:
        return self._meetings[meeting_id]

    def transcript(self, meeting_id: str) -> Transcript:
        return self._transcripts[meeting_id]

    def passages(self, meeting_id: str | None = None) -> Iterator[Passage]:
        for name, passages in self._passages.items():
            if meeting_id in {None, name}:
                yield from passages

    def vectors(self, _model: str) -> Iterator[tuple[Passage, Any]]:
        for passages in self._passages.values():
            yield from zip(passages, self._embedder.embed([p.text for p in passages]), strict=True)

    def save_passages(self, meeting_id: str, passages: Sequence[Passage], vectors: Any, model: str) -> None:
        raise NotImplementedError("training reads alone")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", action="store_true", help="print the figures, write nothing")
    judge_only = parser.parse_args().judge
    conversations = read_all()
    rarity = common_terms(conversations)
    arrays: dict[str, Any] = {"terms": np.array(list(rarity.counts)), "counts": np.array(list(rarity.counts.values())),
                              "total": np.array(rarity.total)}
    for name, with_meaning in (("meaning", True), ("words", False)):
        cases = gather_cases(conversations, rarity, with_meaning)
        arrays |= fit(name, cases, _FOLDS)
    if not judge_only:
        np.savez_compressed(WEIGHTS, **arrays)


def common_terms(conversations: Sequence[Conversation]) -> Rarity:
    """How many utterances hold each term; rare ones are left out, they are all alike rare."""
    counts = Counter(term for c in conversations for u in c.utterances for term in set(index_terms(u.text)))
    total = sum(len(c.utterances) for c in conversations)
    return Rarity(total, {term: n for term, n in sorted(counts.items()) if n >= _COMMON_FROM})


def gather_cases(conversations: Sequence[Conversation], rarity: Rarity, with_meaning: bool) -> list[Case]:
    """Every question against its own series, by the product's index."""
    embedder = CachedEmbedder(PackagedEmbedder())
    shelf = Shelf(conversations, embedder)
    untold, cases = asked_elsewhere(conversations), []
    with tempfile.TemporaryDirectory() as folder:
        index = HybridIndex.open(Path(folder), embedder if with_meaning else None, shelf, warm=False)
        for group, conversation in enumerate(conversations):
            series = shelf.meeting(conversation.name).series
            for ask in (*conversation.asks, *untold.get(conversation.name, ())):
                found = gather(index, shelf, ask.question, Scope(series=series))
                if found.places:
                    right = np.array([p.meeting.id == conversation.name and p.utterance.i in ask.utterances
                                      for p in found.places])
                    cases.append(_case(group, ask.question, ask.answer is not None, found, right, rarity,
                                       embedder if with_meaning else None))
        index.close()
    embedder.save()
    return cases


def asked_elsewhere(conversations: Sequence[Conversation]) -> dict[str, list[Ask]]:
    """More questions that a conversation does not answer: those of ``untold_across.txt``, in the other language, and
    one of another company, so that what is far from every word is refused too."""
    found: dict[str, list[Ask]] = {conversation.name: [] for conversation in conversations}
    for line in UNTOLD.read_text("utf-8").splitlines():
        name, _, question = line.partition("|")
        if name.strip() in found:
            found[name.strip()].append(Ask(question.strip(), None, ()))
    for n, conversation in enumerate(conversations):
        stranger = conversations[(n + len(conversations) // 2 + n % 2) % len(conversations)]
        found[conversation.name].append(Ask(stranger.asks[n % len(stranger.asks)].question, None, ()))
    return found


def _case(group: int, question: str, told: bool, found: Candidates, right: np.ndarray, rarity: Rarity,
          embedder: CachedEmbedder | None) -> Case:
    alike = cosines(embedder, question, found)
    seen = look(read(question), found, np.zeros(len(found.places)) if alike is None else alike, rarity)
    return Case(group, question, told, seen, place_rows(seen), right)


def _in_series(conversations: Sequence[Conversation]) -> Iterator[tuple[Conversation, str]]:
    """Conversations of one language in series of four, so that a question has other meetings to be wrong in."""
    for lang in ("ja", "en"):
        same = [c for c in conversations if c.lang == lang]
        random.Random(7).shuffle(same)
        for n, conversation in enumerate(same):
            yield conversation, f"{lang}-{n // _SERIES}"


def _meeting(c: Conversation, series: str) -> Meeting:
    people = tuple(Attendee(name, department) for name, department in c.people.items())
    return Meeting(c.name, c.title, c.date, series, lang=c.lang, attendees=people)


def _transcript(c: Conversation) -> Transcript:
    return Transcript(c.name, tuple(
        Utterance(u.i, 5.0 * u.i, 5.0 * u.i + 4, u.speaker, u.text, c.people.get(u.speaker, ""))
        for u in c.utterances))


if __name__ == "__main__":
    main()
