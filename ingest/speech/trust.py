"""Which of the recogniser's words to believe. Whisper invents: thanks to viewers in silence, loops in noise, words in
laughter. What it was unsure of where hardly anybody speaks is left out; nothing is ever added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.model import Word
from ingest.speech.segment import Segment
from ingest.speech.vad import FRAME_S, Probabilities

_LOOP_RATIO = 2.4
_LOOP_RUNS, _LONGEST_UNIT = 5, 12
SURE_LOGPROB = -1.0
"""Below it Whisper's own authors try again or give up (logprob_threshold)."""
_NO_SPEECH, _HOPELESS_LOGPROB = 0.6, -1.6
_PAUSE_S = 0.6
_PHRASE_PROBABILITY, _PHRASE_SPEECH = 0.25, 0.12
_SHORT_S, _SHORT_PROBABILITY, _SHORT_SPEECH = 0.8, 0.45, 0.3
_PHANTOM_PROBABILITY = 0.9
_AROUND_S = 0.15
_SENTENCE_ENDS = "。．？！?!."

_PHANTOMS = re.compile("|".join((
    r"ご(?:視|試)聴(?:いただき)?(?:、)?(?:本当に)?(?:誠に)?ありがとうござい(?:ました|ます)",
    r"最後まで(?:ご覧|見て|ご視聴)",
    r"チャンネル登録", r"高評価", r"次の動画", r"字幕(?:作成|提供|by|視聴)", r"提供[:は].{0,8}でした",
    r"thank(?:s| you)(?: so much| very much)? for (?:watching|listening to this|viewing)", r"please subscribe",
    r"(?:like|share) and subscribe", r"see you (?:in the )?next (?:video|time)", r"subtitles? by", r"amara ?\.? ?org",
    r"transcri(?:bed|ption) by", r"www\.\S+\.(?:com|org)")), re.IGNORECASE)
_SOUNDS = re.compile(r"[\[(（【<＜♪♫*].*[\])）】>＞♪♫*]?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Speech:
    """How surely somebody speaks at each moment (``probabilities`` every 32 ms)."""

    probabilities: Probabilities

    def during(self, start_s: float, end_s: float) -> float:
        """The mean probability of speech, a little around included (times of words are not exact)."""
        first, last = int((start_s - _AROUND_S) / FRAME_S), int((end_s + _AROUND_S) / FRAME_S) + 1
        part = self.probabilities[max(0, first):max(1, last)]
        return float(part.mean()) if len(part) else 0.0


def believed(segment: Segment, speech: Speech) -> tuple[Word, ...]:
    """The words of a segment that are worth believing, a subset in the same order."""
    if segment.no_speech_prob > _NO_SPEECH and segment.avg_logprob < SURE_LOGPROB:
        return ()
    if segment.avg_logprob < _HOPELESS_LOGPROB:
        return ()
    return tuple(w for phrase in phrases(without_loops(segment.words)) if _holds(phrase, speech) for w in phrase)


def is_loop(segment: Segment) -> bool:
    """Whether the recogniser got stuck repeating itself."""
    return segment.compression_ratio > _LOOP_RATIO or len(without_loops(segment.words)) < len(segment.words)


def without_loops(words: Sequence[Word]) -> tuple[Word, ...]:
    """What is repeated five times or more in a row is said once; people repeat themselves, but not so."""
    kept, i = list(words), 0
    while i < len(kept):
        for unit in range(1, min(_LONGEST_UNIT, (len(kept) - i) // _LOOP_RUNS) + 1):
            runs = _runs(kept, i, unit)
            if runs >= _LOOP_RUNS:
                del kept[i + unit:i + unit * runs]
                break
        i += 1
    return tuple(kept)


def phrases(words: Sequence[Word]) -> list[list[Word]]:
    """The words between sentence ends and pauses of 0.6 s."""
    found: list[list[Word]] = []
    for word in words:
        new = not found or word.start_s - found[-1][-1].end_s > _PAUSE_S or found[-1][-1].text[-1:] in _SENTENCE_ENDS
        if new:
            found.append([])
        found[-1].append(word)
    return found


def _runs(words: Sequence[Word], at: int, unit: int) -> int:
    """How often the ``unit`` words at ``at`` stand there in a row."""
    first, runs = [_bare(w.text) for w in words[at:at + unit]], 1
    while [_bare(w.text) for w in words[at + unit * runs:at + unit * (runs + 1)]] == first:
        runs += 1
    return runs


def _holds(phrase: Sequence[Word], speech: Speech) -> bool:
    text = unicodedata.normalize("NFKC", "".join(w.text for w in phrase)).strip()
    if not any(c.isalnum() for c in text) or _SOUNDS.fullmatch(text):
        return False
    probability = float(np.mean([w.probability for w in phrase]))
    voice = speech.during(phrase[0].start_s, phrase[-1].end_s)
    if _PHANTOMS.search(text) and (probability < _PHANTOM_PROBABILITY or voice < _SHORT_SPEECH):
        return False
    if phrase[-1].end_s - phrase[0].start_s < _SHORT_S and (
            probability < _SHORT_PROBABILITY and voice < _SHORT_SPEECH):
        return False
    return probability >= _PHRASE_PROBABILITY and voice >= _PHRASE_SPEECH


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
