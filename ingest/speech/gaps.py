"""What was spoken and not understood, told rather than hidden."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Gap, Utterance
from ingest.speech.again import without_words
from ingest.speech.vad import Span

_LEAST_S = 1.2
_JOIN_S = 0.5


def find_gaps(spans: Sequence[Span], utterances: Sequence[Utterance], crowded: Sequence[Span] = ()) -> tuple[Gap, ...]:
    """Stretches of speech of 1.2 s and more in which no utterance lies: "overlap" where several people speak at once
    (``crowded``) for half of it, else "no words"."""
    left = _joined(without_words(spans, [(u.start_s, u.end_s) for u in utterances], _LEAST_S / 2))
    return tuple(Gap(round(s.start_s, 2), round(s.end_s, 2), "overlap" if _crowded(s, crowded) else "no words")
                 for s in left if s.length_s >= _LEAST_S)


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.start_s - joined[-1].end_s <= _JOIN_S:
            joined[-1] = Span(joined[-1].start_s, span.end_s)
        else:
            joined.append(span)
    return joined


def _crowded(span: Span, crowded: Sequence[Span]) -> bool:
    shared = sum(max(0.0, min(span.end_s, c.end_s) - max(span.start_s, c.start_s)) for c in crowded)
    return shared * 2 >= span.length_s
