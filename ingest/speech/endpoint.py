"""Transcription by an OpenAI-compatible server (``/audio/transcriptions``), one chunk of the recording at a time."""

from __future__ import annotations

import io
import ipaddress
import math
import time
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from assistant.errors import ModelUnavailable
from assistant.model import Word
from ingest.pcm import SAMPLE_RATE, Samples, Sound
from ingest.speech.segment import Segment
from ingest.speech.vad import Span

_TIMEOUT_S = 300.0
_TRIES = 4
_LONGEST_WAIT_S = 20.0
_BUSY = {408, 409, 425, 429, 500, 502, 503, 504}
_LANGUAGES = {"japanese": "ja", "english": "en", "ja": "ja", "en": "en"}
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server's address (ending in /v1), its key and the model to ask for."""

    base_url: str
    api_key: str
    model: str
    rounds_again: int = 0

    @property
    def name(self) -> str:
        """Engine and model."""
        return f"endpoint:{self.model}"

    def language(self, _sound: Sound, _clips: Sequence[Span]) -> str:
        """The server tells with the first chunk."""
        return ""

    def hear(self, sound: Sound, clips: Sequence[Span], lang: str, hint: str) -> list[Segment]:
        """One request for all clips, which follow each other. Raises ModelUnavailable after four tries."""
        start, end = clips[0].start_s, clips[-1].end_s
        fields = {"model": self.model, "response_format": "verbose_json",
                  "timestamp_granularities[]": ["segment", "word"]}
        fields |= {"language": lang} if lang else {}
        fields |= {"prompt": hint} if hint else {}
        return read_reply(self._ask(_as_wav(sound.read_s(start, end)), fields), start)

    def _ask(self, audio: bytes, fields: Plain) -> Plain:
        import httpx

        url = self.base_url.rstrip("/") + "/audio/transcriptions"
        headers = {"Authorization": f"Bearer {self.api_key}"} if self.api_key else {}
        why = ""
        for attempt in range(_TRIES):
            try:
                reply = httpx.post(url, headers=headers, data=fields, timeout=_TIMEOUT_S,
                                   files={"file": ("audio.wav", audio, "audio/wav")})
            except httpx.TransportError as error:
                why, wait = type(error).__name__, 2.0**attempt
            else:
                if reply.is_success:
                    return _json(reply, url)
                why, wait = f"HTTP {reply.status_code}", _wished_wait(reply.headers.get("retry-after"), attempt)
                if reply.status_code not in _BUSY:
                    break
            if attempt + 1 < _TRIES:
                time.sleep(min(wait, _LONGEST_WAIT_S))
        raise ModelUnavailable("speech.endpoint_failed", url=url, reason=why)


def is_local(url: str) -> bool:
    """Whether this address is this very machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_reply(reply: Plain, offset_s: float) -> list[Segment]:
    """Segments of a verbose_json reply. Times of words are the server's where it gives them for words, else spread
    over the segment by letters."""
    timed = [(float(w["start"]), float(w["end"]), str(w["word"])) for w in reply.get("words") or []]
    parts = reply.get("segments") or [{"start": 0.0, "end": reply.get("duration", 0.0), "text": reply.get("text", "")}]
    return [s for s in (_segment(part, timed, offset_s) for part in parts) if s.words]


def reply_language(reply_text: str, told: str) -> str:
    """"ja" or "en": what the server said, else by the letters of the text."""
    if told.lower() in _LANGUAGES:
        return _LANGUAGES[told.lower()]
    return "ja" if any("\u3040" <= c <= "\u30ff" for c in reply_text) else "en"


def _segment(part: Plain, timed: list[tuple[float, float, str]], offset_s: float) -> Segment:
    start, end = float(part.get("start") or 0.0), float(part.get("end") or 0.0)
    inside = [w for w in timed if start - 0.05 <= (w[0] + w[1]) / 2 <= end + 0.05]
    clock = _clock(inside or [(start, end, str(part.get("text", "")))])
    probability = round(math.exp(min(0.0, float(part.get("avg_logprob") or 0.0))), 3)
    words = _timed_words(str(part.get("text", "")), clock, offset_s, probability)
    return Segment(words, float(part.get("avg_logprob") or 0.0), float(part.get("no_speech_prob") or 0.0),
                   float(part.get("compression_ratio") or 1.0))


def _clock(timed: list[tuple[float, float, str]]) -> tuple[list[float], list[float]]:
    """Letters said so far against seconds, as points of a line."""
    letters = list(accumulate(max(1, _letters(w)) for _, _, w in timed))
    starts = [0, *letters[:-1]]
    points = [p for (a, b, _), before, after in zip(timed, starts, letters, strict=True)
              for p in ((float(before), a), (after - 1e-3, b))]
    return [p[0] for p in points], [p[1] for p in points]


def _timed_words(text: str, clock: tuple[list[float], list[float]], offset_s: float,
                 probability: float) -> tuple[Word, ...]:
    """The text cut at blanks, or into characters where it is Japanese, each with its time."""
    tokens = _tokens(text)
    ends = list(accumulate(max(0, _letters(t)) for t in tokens))
    if not tokens:
        return ()
    scale = (clock[0][-1] + 1e-3) / max(1, ends[-1])
    starts_s = np.interp([x * scale for x in [0, *ends[:-1]]], clock[0], clock[1])
    ends_s = np.interp([x * scale - 2e-3 for x in ends], clock[0], clock[1])
    return tuple(Word(round(offset_s + float(a), 3), round(offset_s + float(max(a, b)), 3), t, probability)
                 for t, a, b in zip(tokens, starts_s, ends_s, strict=True))


def _tokens(text: str) -> list[str]:
    """Words with the blank before them; wide characters one by one, marks kept with what they end."""
    tokens: list[str] = []
    for c in text.strip():
        glued = tokens and not c.isspace() and (not c.isalnum() or (c < "\u2e80" and tokens[-1][-1] < "\u2e80"))
        if glued or (tokens and tokens[-1].isspace()):
            tokens[-1] += c
        else:
            tokens.append(c)
    if tokens and tokens[0] < "\u2e80":
        tokens[0] = " " + tokens[0]
    return tokens


def _letters(word: str) -> int:
    return sum(c.isalnum() for c in word)


def _as_wav(samples: Samples) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def _json(reply: Any, url: str) -> Plain:
    try:
        found = reply.json()
    except ValueError as error:
        raise ModelUnavailable("speech.endpoint_failed", url=url, reason="no JSON") from error
    if not isinstance(found, dict):
        raise ModelUnavailable("speech.endpoint_failed", url=url, reason="no transcript")
    return found


def _wished_wait(told: str | None, attempt: int) -> float:
    return float(told) if told and told.isdigit() else 2.0**attempt
