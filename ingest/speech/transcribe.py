"""The whole of hearing: a decoded recording in, believed words out. Runs in a child process; each chunk of about five
minutes of speech is written when it is heard, so that a restart repeats one at most."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import ModelUnavailable
from assistant.model import Word
from ingest.apart import Plain
from ingest.pcm import Sound
from ingest.speech.again import overheard
from ingest.speech.clips import Cutting, make_chunks, make_clips
from ingest.speech.detect import Detected, detect_speech
from ingest.speech.endpoint import Endpoint, is_local, reply_language
from ingest.speech.hotwords import as_hint
from ingest.speech.recogniser import Recogniser
from ingest.speech.segment import Segment, load_segments, save_segments
from ingest.speech.timing import within_speech
from ingest.speech.trust import SURE_LOGPROB, Speech, believed
from ingest.speech.vad import Span
from ingest.speech.whisper import open_whisper

_DETECT_SHARE = 0.1
"""Part of the time that finding speech takes."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the child is to do. ``lang`` "auto", "ja" or "en"; ``setting`` as RENKEI_TRANSCRIBER; the endpoint's
    address, key and model where that is "endpoint"; ``chunk_s`` seconds of speech are written at a time."""

    wave: str
    workdir: str
    lang: str = "auto"
    words: tuple[str, ...] = ()
    setting: str = "auto"
    base_url: str = ""
    api_key: str = ""
    model: str = ""
    offline: bool = False
    threads: int = 2
    chunk_s: float = 300.0


def run(plain: Plain, progress: Callable[[float], None]) -> Plain:
    """``plain``: a ``Job``. Answer: lang, engine, words (path of a file of believed words), spans (stretches of speech
    as start and end). Raises ModelUnavailable."""
    job = Job(**plain)
    sound, workdir = Sound(Path(job.wave)), Path(job.workdir)
    found = detect_speech(sound, workdir, job.threads, lambda p: progress(p * _DETECT_SHARE))
    clips = make_clips(found.spans, sound.duration_s)
    lang, engine, segments = job.lang, "", list[Segment]()
    if clips:
        recogniser = _recogniser(job)
        engine = recogniser.name
        lang, segments = _hear(job, recogniser, sound, clips, found.spans,
                               lambda p: progress(_DETECT_SHARE + p * (1 - _DETECT_SHARE)))
    words = _words(segments, found)
    (workdir / "words.json").write_text(json.dumps([asdict(w) for w in words], ensure_ascii=False), "utf-8")
    return {"lang": lang if lang in ("ja", "en") else "", "engine": engine, "words": str(workdir / "words.json"),
            "spans": [(s.start_s, s.end_s) for s in found.spans]}


def _recogniser(job: Job) -> Recogniser:
    if job.setting != "endpoint":
        return open_whisper(job.setting, job.offline, job.threads)
    if not job.base_url or not job.model:
        raise ModelUnavailable("speech.endpoint_unset")
    if job.offline and not is_local(job.base_url):
        raise ModelUnavailable("speech.endpoint_offline", url=job.base_url)
    return Endpoint(job.base_url, job.api_key, job.model)


def _hear(job: Job, recogniser: Recogniser, sound: Sound, clips: list[Span], spans: list[Span],
          progress: Callable[[float], None]) -> tuple[str, list[Segment]]:
    """The language and all segments, chunk by chunk, those on disk taken from there."""
    lang = job.lang if job.lang in ("ja", "en") else recogniser.language(sound, clips)
    hint = as_hint(job.words, lang)
    folder = Path(job.workdir) / f"chunks-{_fingerprint(recogniser.name, lang, hint, str(job.chunk_s))}"
    folder.mkdir(exist_ok=True)
    heard: list[Segment] = []
    for i, chunk in enumerate(make_chunks(clips, job.chunk_s)):
        path = folder / f"{i:04}.json"
        if not path.is_file():
            save_segments(_hear_chunk(recogniser, sound, chunk, spans, lang, hint), path)
        heard += load_segments(path)
        lang = lang or reply_language("".join(s.text for s in heard), "")
        progress(chunk[-1].end_s / sound.duration_s)
    return lang, heard


def _hear_chunk(recogniser: Recogniser, sound: Sound, chunk: list[Span], spans: list[Span], lang: str,
                hint: str) -> list[Segment]:
    """A chunk, and again by themselves those stretches of it that came back without words: without the hint, which is
    what gets invented when there is little else to hear, and only if the recogniser is rather sure this time."""
    segments = recogniser.hear(sound, chunk, lang, hint)
    for _ in range(recogniser.rounds_again):
        missed = overheard(spans, segments, chunk[0].start_s, chunk[-1].end_s)
        clips = make_clips(missed, sound.duration_s, Cutting(pause_s=0.3, pad_s=0.2))
        found = [s for s in recogniser.hear(sound, clips, lang, "") if s.avg_logprob > SURE_LOGPROB] if clips else []
        if not found:
            break
        segments += found
    return segments


def _words(segments: Sequence[Segment], found: Detected) -> list[Word]:
    """Believed words in order of time, each where somebody speaks."""
    speech = Speech(found.probabilities)
    words = [w for s in segments for w in believed(s, speech)]
    return sorted(within_speech(words, found.spans), key=lambda w: (w.start_s, w.end_s))


def _fingerprint(*parts: str) -> str:
    """Chunks heard in another way are not taken for these."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
