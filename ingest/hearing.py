"""Recordings heard: decoded, transcribed, speakers separated, each in a child process of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.model import Gap, Utterance, Word
from assistant.ports.speech import Heard, Recording, SpeechHints, Watch
from assistant.settings import Settings
from ingest.apart import Plain, Task, run_apart
from ingest.speakers.attribution import attribute
from ingest.speakers.rebuild import Stretch
from ingest.speakers.turns import crowded, fit_to_turns
from ingest.speech.gaps import find_gaps
from ingest.speech.models import choose_model, threads
from ingest.speech.sentences import Spoken, make_utterances
from ingest.speech.transcribe import Job
from ingest.speech.vad import Span
from ingest.weights import has_speakers

_DECODING_MB = 4096
_LABELS = {"ja": "話者 {}", "en": "Speaker {}"}


@dataclass(frozen=True, slots=True)
class Status:
    """What works on this machine: the transcriber that would be used ("" for none) and why not (a message key),
    and whether speakers can be told apart."""

    transcriber: str
    speakers: bool
    problem: str = ""


def status(settings: Settings) -> Status:
    """What ``renkei doctor`` tells about hearing; nothing is loaded or downloaded for it."""
    if settings.transcriber == "endpoint":
        ready = bool(settings.transcriber_base_url and settings.transcriber_model)
        name = f"endpoint:{settings.transcriber_model}" if ready else ""
        return Status(name, has_speakers(), "" if ready else "speech.endpoint_unset")
    try:
        return Status(f"whisper:{choose_model(settings.transcriber, offline=True).name}", has_speakers())
    except ModelUnavailable as error:
        return Status("", has_speakers(), error.key)


class Hearing:
    """Implements ``assistant.ports.speech.SpeechReader``."""

    def __init__(self, settings: Settings, chunk_s: float = 300.0) -> None:
        """``chunk_s``: seconds of speech that a restart repeats at most."""
        self._settings, self._chunk_s = settings, chunk_s

    def decode(self, source: Path, workdir: Path, watch: Watch) -> Recording:
        """``audio.wav`` and ``play.m4a`` in the work folder; what was decoded before is not decoded again."""
        workdir.mkdir(parents=True, exist_ok=True)
        wave, playable, told = workdir / "audio.wav", workdir / "play.m4a", workdir / "recording.json"
        answer = _read(told) if wave.is_file() and playable.is_file() else None
        if answer is None or answer["size"] != source.stat().st_size:
            _forget(workdir)
            job = {"source": str(source), "wave": str(wave), "playable": str(playable)}
            answer = run_apart(Task("decode", job, "media.decode_died", workdir / "decode.log", _DECODING_MB), watch)
            _write(told, answer | {"size": source.stat().st_size})
        return Recording(wave, playable, answer["duration_s"])

    def transcribe(self, recording: Recording, hints: SpeechHints, workdir: Path, watch: Watch) -> Heard:
        """Utterances of about a sentence with their words, nobody named yet."""
        settings = self._settings
        job = Job(
            str(recording.wave), str(workdir), hints.lang, hints.words, settings.transcriber,
            settings.transcriber_base_url, settings.transcriber_api_key.get_secret_value(), settings.transcriber_model,
            settings.offline, threads(), self._chunk_s)
        answer = run_apart(Task("transcribe", asdict(job), "speech.transcribe_died", workdir / "transcribe.log"), watch)
        words = [Word(**w) for w in json.loads(Path(answer["words"]).read_text("utf-8"))]
        utterances = make_utterances([Spoken(w) for w in words])
        spans = [Span(*s) for s in answer["spans"]]
        _write(workdir / "spans.json", {"spans": answer["spans"]})
        gaps = find_gaps(spans, utterances) + _cut_off(workdir)
        return Heard(answer["lang"] or settings.lang, utterances, gaps, answer["engine"])

    def separate(self, recording: Recording, heard: Heard, hints: SpeechHints, workdir: Path, watch: Watch) -> Heard:
        """The same words as utterances of one speaker each, labelled in order of appearance."""
        job = {"wave": str(recording.wave), "workdir": str(workdir), "most": hints.max_speakers, "threads": threads()}
        answer = run_apart(Task("separate", job, "speech.separate_died", workdir / "separate.log"), watch)
        stretches = [Stretch(**s) for s in answer["stretches"]]
        words = [w for u in heard.utterances for w in u.words]
        if not stretches or not words:
            return heard
        utterances = _spoken_by(words, stretches, answer["margins"], heard.lang)
        spans = [Span(*s) for s in (_read(workdir / "spans.json") or {"spans": []})["spans"]]
        gaps = find_gaps(spans, utterances, crowded(stretches)) + _cut_off(workdir)
        return replace(heard, utterances=utterances, gaps=gaps)


def _spoken_by(words: Sequence[Word], stretches: Sequence[Stretch], margins: Any,
               lang: str) -> tuple[Utterance, ...]:
    spoken = attribute(words, stretches, margins)
    appeared = dict.fromkeys(s.who for s in spoken)
    names = {who: _LABELS[lang].format(number) for number, who in enumerate(appeared, 1)}
    return fit_to_turns(make_utterances(spoken, names), {
        name: [s for s in stretches if s.who == who] for who, name in names.items()})


def _cut_off(workdir: Path) -> tuple[Gap, ...]:
    """The end that a file promised and did not hold."""
    told = _read(workdir / "recording.json")
    if not told or not told["missing_s"]:
        return ()
    end = told["duration_s"]
    return (Gap(end, round(end + told["missing_s"], 2), "cut off"),)


def _forget(workdir: Path) -> None:
    """What was heard in another recording is not taken for this one."""
    for stale in [*workdir.glob("*.npy"), *workdir.glob("chunks-*/*.json")]:
        stale.unlink()


def _read(path: Path) -> Plain | None:
    if not path.is_file():
        return None
    found: Plain = json.loads(path.read_text("utf-8"))
    return found


def _write(path: Path, plain: Plain) -> None:
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
    partial.replace(path)
