"""Real models hear short recordings: words, speakers, no invented words, and they go on where they were stopped."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import numpy as np
import psutil
import pytest

from assistant.errors import Cancelled, StepFailed
from assistant.ports.speech import Heard, Recording, SpeechHints
from assistant.settings import Settings
from benchmarks.measures import Turn, diarization_error
from ingest.hearing import Hearing, status
from ingest.weights import has_speakers, has_whisper
from tests.adapters.recordings import CLIPS, RATE, noise, samples_of, tone, watch, write_audio

pytestmark = [
    pytest.mark.models, pytest.mark.timeout(900),
    pytest.mark.skipif(not (has_whisper() and has_speakers()), reason="make setup fetches the speech models"),
]


@pytest.fixture
def hearing(settings: Settings) -> Hearing:
    return Hearing(settings)


def decoded(hearing: Hearing, source: Path, workdir: Path) -> Recording:
    return hearing.decode(source, workdir, watch())


def truth_of(clip: str) -> list[Turn]:
    rows = json.loads((CLIPS / f"{clip}.truth.json").read_text("utf-8"))
    return [Turn(r["start"], r["end"], r["speaker"]) for r in rows]


def transcribed(hearing: Hearing, clip: str, workdir: Path, hints: SpeechHints) -> tuple[Recording, Heard]:
    recording = decoded(hearing, CLIPS / f"{clip}.ogg", workdir)
    return recording, hearing.transcribe(recording, hints, workdir, watch())


def text_of(heard: Heard) -> str:
    return " ".join(u.text for u in heard.utterances)


def test_japanese_is_recognised_as_such_with_its_speakers(hearing: Hearing, tmp_path: Path) -> None:
    recording, heard = transcribed(hearing, "minato", tmp_path, SpeechHints())
    assert heard.lang == "ja"
    assert heard.engine == "whisper:base"
    assert "はじめましょうか" in text_of(heard) or "始めましょうか" in text_of(heard)
    assert all(u.speaker == "" and u.words for u in heard.utterances)
    separated = hearing.separate(recording, heard, SpeechHints(lang="ja"), tmp_path, watch())
    assert "".join(w.text for u in separated.utterances for w in u.words) == "".join(
        w.text for u in heard.utterances for w in u.words)
    assert separated.utterances[0].speaker == "話者 1"
    assert 3 <= len({u.speaker for u in separated.utterances}) <= 5


def test_english_turns_are_found_where_they_are(hearing: Hearing, tmp_path: Path) -> None:
    recording, heard = transcribed(hearing, "northgate", tmp_path, SpeechHints(words=("Merrick Sixty", "Kestrel")))
    assert heard.lang == "en"
    assert "Loud and clear" in text_of(heard)
    separated = hearing.separate(recording, heard, SpeechHints(), tmp_path, watch())
    found = [Turn(u.start_s, u.end_s, u.speaker) for u in separated.utterances]
    assert diarization_error(truth_of("northgate"), found, recording.duration_s).rate < 0.25
    assert {u.speaker for u in separated.utterances} <= {f"Speaker {i}" for i in range(1, 5)}
    assert [u.i for u in separated.utterances] == list(range(len(separated.utterances)))


def test_the_number_of_speakers_given_is_never_exceeded(hearing: Hearing, tmp_path: Path) -> None:
    recording, heard = transcribed(hearing, "northgate", tmp_path, SpeechHints("en"))
    separated = hearing.separate(recording, heard, SpeechHints("en", max_speakers=2), tmp_path, watch())
    assert len({u.speaker for u in separated.utterances}) == 2


def chords(seconds: float) -> np.ndarray:
    """Something like music: three notes that change every half second, with attack and decay."""
    parts = [sum(tone(0.5, base * ratio, 0.15).astype(float) for ratio in (1, 1.25, 1.5)) * np.linspace(1, 0.2, RATE // 2)
             for base in (220, 247, 262, 294, 330, 294, 262, 247)]
    return np.tile(np.concatenate(parts), int(np.ceil(seconds / 4)))[:int(seconds * RATE)].astype(np.int16)


@pytest.mark.parametrize("sound", ["silence", "tone", "noise", "music"])
def test_where_nobody_speaks_there_are_no_words(hearing: Hearing, tmp_path: Path, sound: str) -> None:
    made = {"silence": tone(8, level=0.0), "tone": tone(8), "noise": noise(8), "music": chords(8)}[sound]
    recording = decoded(hearing, write_audio(tmp_path / "sound.wav", made), tmp_path / "work")
    heard = hearing.transcribe(recording, SpeechHints(words=("Kestrel", "凪ピーラー")), tmp_path / "work", watch())
    assert heard.utterances == ()
    assert hearing.separate(recording, heard, SpeechHints(), tmp_path / "work", watch()).utterances == ()


def test_a_killed_transcription_goes_on_and_repeats_no_finished_chunk(settings: Settings, tmp_path: Path) -> None:
    hearing = Hearing(settings, chunk_s=1.0)
    voice, pause = samples_of(CLIPS / "northgate.ogg")[:9 * RATE], tone(3.0, level=0.0)
    source = write_audio(tmp_path / "meeting.wav", np.concatenate([voice, pause, voice, pause, voice]))
    recording = decoded(hearing, source, tmp_path / "work")

    def kill(_share: float) -> None:
        if list((tmp_path / "work").glob("chunks-*/0000.json")):
            for child in psutil.Process().children():
                child.send_signal(signal.SIGKILL)

    with pytest.raises(StepFailed, match="SIGKILL"):
        hearing.transcribe(recording, SpeechHints("en"), tmp_path / "work", watch(kill))
    (first,) = (tmp_path / "work").glob("chunks-*/0000.json")
    written = first.stat().st_mtime_ns
    heard = hearing.transcribe(recording, SpeechHints("en"), tmp_path / "work", watch())
    assert first.stat().st_mtime_ns == written
    assert text_of(heard).count("Loud and clear") == 3


def test_a_stopped_transcription_says_so(hearing: Hearing, tmp_path: Path) -> None:
    recording = decoded(hearing, CLIPS / "northgate.ogg", tmp_path)
    with pytest.raises(Cancelled):
        hearing.transcribe(recording, SpeechHints("en"), tmp_path, watch(cancelled=lambda: True))


def test_a_recording_that_broke_off_tells_what_is_missing(hearing: Hearing, tmp_path: Path) -> None:
    whole = write_audio(tmp_path / "whole.flac", noise(20.0, 0.001)).read_bytes()
    (tmp_path / "cut.flac").write_bytes(whole[:len(whole) // 2])
    recording = decoded(hearing, tmp_path / "cut.flac", tmp_path / "work")
    (gap,) = hearing.transcribe(recording, SpeechHints(), tmp_path / "work", watch()).gaps
    assert gap.reason == "cut off"
    assert abs(gap.start_s - 10.0) < 1.0
    assert abs(gap.end_s - 20.0) < 0.1


def test_the_doctor_is_told_what_would_be_used(settings: Settings) -> None:
    assert status(settings).transcriber == "whisper:base"
    assert status(settings).speakers
    unset = settings.model_copy(update={"transcriber": "endpoint"})
    assert (status(unset).transcriber, status(unset).problem) == ("", "speech.endpoint_unset")
