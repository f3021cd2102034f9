"""A new decision that overrides one of an earlier meeting of the series."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.language.terms import query_terms
from assistant.minutes.features import Floats, Talk
from assistant.model import Decision
from assistant.ports.records import FiledLine
from assistant.ports.search import Embedder

LEAST = 0.42
_INSTEAD = re.compile(r"やめ|改め|変え|変更|取りやめ|引っ込め|ではなく|じゃなく|に戻|早め|前回|以前|instead"
                      r"|rather than|no longer|move|swap"
                      r"|cross out|change|the old|not the|postpone|bring forward",
                      re.IGNORECASE)


def supersede(new: Sequence[Decision], earlier: Sequence[FiledLine], talk: Talk, vectors: Floats | None,
              embedder: Embedder | None) -> tuple[Decision, ...]:
    """``new`` with ``supersedes`` set where its utterances speak of the same matter as an earlier decision and say that
    something changes."""
    standing = [filed for filed in earlier if isinstance(filed.line, Decision) and filed.line.status == "active"]
    if not standing:
        return tuple(new)
    old = embedder.embed([filed.line.text for filed in standing], "passage") if embedder and vectors is not None else None
    replaced = []
    for decision in new:
        said = " ".join(talk.texts[i] for i in decision.evidence)
        best, value = None, LEAST
        for n, filed in enumerate(standing):
            close = float((vectors[list(decision.evidence)] @ old[n]).max()) if vectors is not None and old is not None else 0.84
            likeness = _shared(filed.line.text, said) + 3 * max(0.0, close - 0.84) + 0.15 * bool(_INSTEAD.search(said))
            if likeness >= value and _INSTEAD.search(said):
                best, value = filed.line.id, likeness
        replaced.append(replace(decision, supersedes=best) if best else decision)
    return tuple(replaced)


def _shared(old: str, said: str) -> float:
    terms = query_terms(old)
    there = set(query_terms(said))
    return sum(term in there for term in terms) / max(1, len(terms))
