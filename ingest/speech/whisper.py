"""Whisper on this machine, by faster-whisper: clips batched, 8-bit weights on a CPU."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.errors import ModelUnavailable
from assistant.model import Word
from ingest.pcm import SAMPLE_RATE, Samples, Sound
from ingest.speech.models import Model, choose_model
from ingest.speech.segment import Segment
from ingest.speech.trust import is_loop
from ingest.speech.vad import Span

LANGUAGES = ("ja", "en")
_BATCH = 8
_VOTES = 3
_BEAM = 2
"""A beam of 5 takes a fifth longer for about a hundredth less character error (0.218, not 0.227, on a spoken meeting)."""


@dataclass(frozen=True, slots=True)
class LocalWhisper:
    """A loaded model. ``pipeline`` is faster-whisper's BatchedInferencePipeline."""

    name: str
    pipeline: Any
    rounds_again: int = 1

    def language(self, sound: Sound, clips: Sequence[Span]) -> str:
        """The sum of the model's probabilities for Japanese and English over clips spread through the recording."""
        scores = dict.fromkeys(LANGUAGES, 0.0)
        for clip in _spread(sorted(clips, key=lambda c: -c.length_s)[:_VOTES * 3]):
            _, _, probabilities = self.pipeline.model.detect_language(sound.read_s(clip.start_s, clip.end_s))
            for lang, probability in probabilities:
                if lang in scores:
                    scores[lang] += probability * clip.length_s
        return max(LANGUAGES, key=lambda lang: scores[lang])

    def hear(self, sound: Sound, clips: Sequence[Span], lang: str, hint: str) -> list[Segment]:
        """All clips in batches; one that ran into a loop is heard again in a way that cannot loop."""
        offset = clips[0].start_s
        samples = sound.read_s(offset, clips[-1].end_s)
        segments = self._batch(samples, offset, clips, lang, hint)
        return [self._again(samples, offset, s, lang) if is_loop(s) else s for s in segments]

    def _again(self, samples: Samples, offset: float, segment: Segment, lang: str) -> Segment:
        span = Span(segment.words[0].start_s - 0.2, segment.words[-1].end_s + 0.2)
        heard = self._batch(samples, offset, [span], lang, "", no_repeat_ngram_size=3)
        better = [s for s in heard if s.words and not is_loop(s)]
        return better[0] if better else segment

    def _batch(self, samples: Samples, offset: float, clips: Sequence[Span], lang: str, hint: str,
               **options: int) -> list[Segment]:
        spans = [{"start": max(0.0, c.start_s - offset), "end": c.end_s - offset} for c in clips]
        found, _ = self.pipeline.transcribe(
            np.pad(samples, (0, SAMPLE_RATE // 10)), language=lang, clip_timestamps=spans, word_timestamps=True,
            batch_size=_BATCH, beam_size=_BEAM, hotwords=hint or None, **options)
        return _segments(found, offset)


def open_whisper(setting: str, offline: bool, threads: int) -> LocalWhisper:
    """The model that the setting means, on the GPU where there is one that works. Raises ModelUnavailable."""
    model = choose_model(setting, offline)
    if model.device == "cuda":
        try:
            return _load(model, threads)
        except ModelUnavailable:
            model = choose_model(setting, offline, gpu=False)
    return _load(model, threads)


def _load(model: Model, threads: int) -> LocalWhisper:
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    try:
        loaded = WhisperModel(str(model.folder), device=model.device, cpu_threads=threads,
                              compute_type="int8" if model.device == "cpu" else "float16")
        if model.device == "cuda":
            loaded.encode(np.zeros((loaded.model.n_mels, 3000), np.float32))  # shows whether CUDA's libraries are there
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelUnavailable("speech.model_unreadable", model=model.name, reason=str(error)) from error
    return LocalWhisper(f"whisper:{model.name}", BatchedInferencePipeline(loaded))


def _spread(clips: Sequence[Span]) -> list[Span]:
    """As many of them as vote, evenly through the recording."""
    ordered = sorted(clips, key=lambda c: c.start_s)
    picks = np.linspace(0, len(ordered) - 1, min(_VOTES, len(ordered))).round().astype(int)
    return [ordered[i] for i in picks]


def _segments(found: Iterable[Any], offset: float) -> list[Segment]:
    return [
        Segment(tuple(Word(round(offset + w.start, 3), round(offset + w.end, 3), w.word, round(w.probability, 3))
                      for w in s.words or ()),
                round(s.avg_logprob, 3), round(s.no_speech_prob, 3), round(s.compression_ratio, 2))
        for s in found
    ]

