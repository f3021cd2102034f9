"""Recordings of every kind are decoded, and what cannot be is refused with what to do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import psutil
import pytest

from assistant.errors import Cancelled, FileRejected, StepFailed
from assistant.settings import Settings
from ingest.hearing import Hearing
from tests.adapters.recordings import CODECS, RATE, noise, samples_of, tone, watch, write_audio, write_silent_film


@pytest.fixture
def hearing(settings: Settings) -> Hearing:
    return Hearing(settings)


def refusal(hearing: Hearing, path: Path, workdir: Path) -> str:
    with pytest.raises(FileRejected) as caught:
        hearing.decode(path, workdir, watch())
    assert path.name in caught.value.say("ja")
    assert path.name in caught.value.say("en")
    assert not (workdir / "audio.wav").exists()
    return caught.value.key


@pytest.mark.parametrize("ending", sorted(CODECS))
def test_every_container_gives_16_khz_mono_and_a_copy_to_play(hearing: Hearing, tmp_path: Path, ending: str) -> None:
    source = write_audio(tmp_path / f"meeting.{ending}", tone(3.0))
    recording = hearing.decode(source, tmp_path / "work", watch())
    assert abs(recording.duration_s - 3.0) < 0.2
    with wave.open(str(recording.wave)) as decoded:
        assert (decoded.getframerate(), decoded.getnchannels(), decoded.getsampwidth()) == (RATE, 1, 2)
        assert decoded.getnframes() == round(recording.duration_s * RATE)
    assert abs(len(samples_of(recording.playable)) / RATE - recording.duration_s) < 0.2
    assert recording.playable.read_bytes().index(b"moov") < recording.playable.read_bytes().index(b"mdat")


def test_two_channels_are_mixed(hearing: Hearing, tmp_path: Path) -> None:
    source = tmp_path / "stereo.wav"
    both = np.stack([tone(1.0, 440), tone(1.0, 440, 0.0)], axis=1)
    with wave.open(str(source), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(both.tobytes())
    recording = hearing.decode(source, tmp_path / "work", watch())
    assert np.abs(samples_of(recording.wave)).max() > 3000


def test_what_was_decoded_is_not_decoded_again(hearing: Hearing, tmp_path: Path) -> None:
    source = write_audio(tmp_path / "meeting.wav", tone(1.0))
    first = hearing.decode(source, tmp_path / "work", watch())
    written = first.wave.stat().st_mtime_ns
    assert hearing.decode(source, tmp_path / "work", watch()) == first
    assert first.wave.stat().st_mtime_ns == written


def test_an_empty_file_is_refused(hearing: Hearing, tmp_path: Path) -> None:
    (tmp_path / "会議.mp3").touch()
    assert refusal(hearing, tmp_path / "会議.mp3", tmp_path / "work") == "media.empty"


def test_text_under_a_recordings_name_is_refused(hearing: Hearing, tmp_path: Path) -> None:
    (tmp_path / "meeting.mp4").write_text("# Minutes\n\nWe talked.\n" * 200)
    assert refusal(hearing, tmp_path / "meeting.mp4", tmp_path / "work") == "media.not_media"


def test_a_playlist_that_names_other_files_is_refused(hearing: Hearing, tmp_path: Path) -> None:
    playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/hostname\n#EXT-X-ENDLIST\n"
    (tmp_path / "meeting.mp3").write_text(playlist)
    assert refusal(hearing, tmp_path / "meeting.mp3", tmp_path / "work") == "media.not_media"


def test_a_film_without_sound_is_refused(hearing: Hearing, tmp_path: Path) -> None:
    assert refusal(hearing, write_silent_film(tmp_path / "film.mp4"), tmp_path / "work") == "media.no_sound"


def test_a_recording_whose_index_is_missing_is_called_damaged(hearing: Hearing, tmp_path: Path) -> None:
    whole = write_audio(tmp_path / "whole.m4a", noise(5.0)).read_bytes()
    (tmp_path / "cut.m4a").write_bytes(whole[:len(whole) // 2])
    assert refusal(hearing, tmp_path / "cut.m4a", tmp_path / "work") == "media.damaged"


def test_a_wav_header_with_nothing_behind_it_is_refused(hearing: Hearing, tmp_path: Path) -> None:
    header = write_audio(tmp_path / "whole.wav", tone(1.0)).read_bytes()[:78]
    (tmp_path / "head.wav").write_bytes(header)
    assert refusal(hearing, tmp_path / "head.wav", tmp_path / "work") in ("media.unreadable", "media.damaged")


@pytest.mark.parametrize(("ending", "options"), [("wav", {}), ("m4a", {"movflags": "faststart"}), ("flac", {})])
def test_a_recording_that_breaks_off_is_kept_as_far_as_it_goes(
        hearing: Hearing, tmp_path: Path, ending: str, options: dict[str, str]) -> None:
    whole = write_audio(tmp_path / f"whole.{ending}", noise(20.0), **options).read_bytes()
    cut = tmp_path / f"cut.{ending}"
    cut.write_bytes(whole[:len(whole) // 2])
    recording = hearing.decode(cut, tmp_path / "work", watch())
    assert 7.0 < recording.duration_s < 12.0


def test_a_header_that_promises_hours_costs_nothing(hearing: Hearing, tmp_path: Path) -> None:
    whole = bytearray(write_audio(tmp_path / "whole.wav", tone(2.0)).read_bytes())
    at = whole.index(b"data") + 4
    whole[at:at + 4] = (2**31).to_bytes(4, "little")
    (tmp_path / "lies.wav").write_bytes(whole)
    assert abs(hearing.decode(tmp_path / "lies.wav", tmp_path / "work", watch()).duration_s - 2.0) < 0.1


DECODING = """
import sys
from pathlib import Path
from assistant.ports.speech import Watch
from assistant.settings import load
from ingest.hearing import Hearing
folder = Path(sys.argv[2])
Hearing(load(folder)).decode(Path(sys.argv[1]), folder, Watch(lambda p: print("on", flush=True), lambda: False))
"""


def long_recording(folder: Path) -> Path:
    return write_audio(folder / "long.flac", np.zeros(15 * 60 * RATE, np.int16))


def decoders() -> list[psutil.Process]:
    """The decoding children that run; children of other tests may have ended without being waited for."""
    running = (child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE)
    return [child for child in running if "ingest.apart" in child.cmdline()]


def test_a_decoder_that_is_killed_fails_one_step(hearing: Hearing, tmp_path: Path) -> None:
    source = long_recording(tmp_path)

    def kill(_share: float) -> None:
        for child in decoders():
            child.send_signal(signal.SIGKILL)

    with pytest.raises(StepFailed, match="SIGKILL") as caught:
        hearing.decode(source, tmp_path / "work", watch(kill))
    assert caught.value.key == "media.decode_died"
    assert hearing.decode(source, tmp_path / "work", watch()).duration_s == 900.0


def test_stopping_ends_the_child_at_once(hearing: Hearing, tmp_path: Path) -> None:
    shares: list[float] = []
    with pytest.raises(Cancelled):
        hearing.decode(long_recording(tmp_path), tmp_path / "work", watch(shares.append, lambda: bool(shares)))
    assert not decoders()


def test_no_child_outlives_its_parent(tmp_path: Path) -> None:
    source = long_recording(tmp_path)
    command = [sys.executable, "-c", DECODING, str(source), str(tmp_path)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    assert parent.stdout.readline() == "on\n"
    children = psutil.Process(parent.pid).children(recursive=True)
    assert children
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert psutil.wait_procs(children, timeout=10)[1] == []
