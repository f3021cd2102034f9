"""Whose business a customer's remark is: by the words of the departments' cards and, with an embedder, their meaning."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.language.terms import index_terms, query_terms
from assistant.minutes.features import Floats
from assistant.model import Department, Organisation
from assistant.ports.search import Embedder

SECOND_WITHIN = 0.012
WORDS_WEIGHT = 0.03
NAMED_WEIGHT = 0.03


@dataclass(frozen=True, slots=True)
class Card:
    department: Department
    words: frozenset[str]
    vectors: Floats | None


def cards(organisation: Organisation, embedder: Embedder | None) -> list[Card]:
    """One card a department: what it answers for."""
    made = []
    for department in organisation.departments:
        says = [s for s in (department.mission, *department.responsibilities) if s] or [department.name]
        words = frozenset(term for text in (*says, *department.aliases, department.name) for term in index_terms(text))
        made.append(Card(department, words, embedder.embed(says, "passage") if embedder else None))
    return made


def departments_for(text: str, known: list[Card], embedder: Embedder | None) -> tuple[str, ...]:
    """The one department a remark most concerns, two where they come close, none without cards."""
    if not known:
        return ()
    terms = query_terms(text)
    vector = embedder.embed([text], "query")[0] if embedder else None
    scored = sorted(((_score(text, terms, vector, card), card.department.name) for card in known), reverse=True)
    best = scored[0]
    if best[0] <= 0:
        return ()
    near = [name for value, name in scored[1:2] if best[0] - value < SECOND_WITHIN]
    return (best[1], *near)


def _score(text: str, terms: list[str], vector: Floats | None, card: Card) -> float:
    shared = sum(term in card.words for term in terms) / max(1, len(terms))
    named = any(word and word in text for word in (card.department.name, *card.department.aliases))
    value = WORDS_WEIGHT * shared + NAMED_WEIGHT * named
    if vector is not None and card.vectors is not None:
        value += float(np.mean(card.vectors @ vector))
    return value
