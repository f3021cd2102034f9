"""Real and spoken recordings through the product: words, speakers, speed, memory, and no invented words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jiwer
import psutil

from benchmarks.measures import Turn, diarization_error
from benchmarks.table import Table

NO_SPEECH_EXCEPT = "two_speakers_de_with_silence"


@dataclass(frozen=True)
class Taken:
    """What the product made of one recording."""

    status: str
    error: str | None
    utterances: list[dict[str, Any]]
    duration_s: float
    seconds: float
    peak_mb: float

    @property
    def text(self) -> str:
        return " ".join(u["text"] for u in self.utterances)


def run(root: Path, table: Table) -> None:
    audio = root / "data/real/audio"
    _spoken_companies(root, table)
    _ami(audio / "es2004a", table)
    _japanese(audio, table)
    _no_speech(audio / "edge/no-speech", table)
    _containers(audio / "edge/containers", table)


def take(path: Path, *options: str) -> Taken:
    """Add one recording to an empty data folder and read its transcript; wall seconds and the peak memory of the
    command and its children together."""
    with tempfile.TemporaryDirectory() as folder:
        base = [sys.executable, "-m", "assistant", "--data-dir", folder]
        began = time.monotonic()
        child = subprocess.Popen([*base, "add", str(path), "--wait", "--json", *options], stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, text=True)
        peak = _watch_memory(child)
        out, _ = child.communicate()
        seconds = time.monotonic() - began
        file = json.loads(out)["files"][0]
        if file["status"] != "done":
            return Taken(file["status"], file["error"], [], 0.0, seconds, peak())
        reading = [*base, "transcript", file["meeting"], "--json"]
        shown = subprocess.run(reading, capture_output=True, text=True, check=True)
        transcript = json.loads(shown.stdout)
        return Taken("done", None, transcript["utterances"], transcript["meeting"]["duration_s"], seconds, peak())


def _watch_memory(child: subprocess.Popen[str]) -> Any:
    """Samples the resident memory of a process and its children; call the result for the peak in MB."""
    highest = [0.0]

    def sample() -> None:
        me = psutil.Process(child.pid)
        while child.poll() is None:
            total = 0
            for process in [me, *me.children(recursive=True)]:
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue
            highest[0] = max(highest[0], total / 1e6)
            time.sleep(0.2)

    def run_sampler() -> None:
        try:
            sample()
        except psutil.NoSuchProcess:
            return

    threading.Thread(target=run_sampler, daemon=True).start()
    return lambda: highest[0]


def _spoken_companies(root: Path, table: Table) -> None:
    for truth_file in sorted((root / "data/own").glob("*/audio/*.truth.json")):
        truth = json.loads(truth_file.read_text())
        recording = next(truth_file.parent.glob(truth_file.name.split(".")[0] + ".m4a"))
        lang = json.loads((truth_file.parent.parent / f"{recording.stem}.json").read_text())["lang"]
        taken = take(recording, "--lang", lang)
        name = f"{truth_file.parent.parent.name} {recording.stem}, spoken"
        reference = [Turn(u["start"], u["end"], u["speaker"]) for u in truth["utterances"]]
        _report(name, taken, " ".join(u["text"] for u in truth["utterances"]), reference, lang, table, "≤ 0.15")


def _ami(folder: Path, table: Table) -> None:
    for clip in ("es2004a_94s.flac", "es2004a_94s_snr10.wav"):
        taken = take(folder / clip, "--lang", "en")
        words = (folder / "es2004a_94s.txt").read_text()
        _report(f"AMI {clip}", taken, words, read_rttm(folder / "es2004a_94s.rttm"), "en", table, "≤ 0.30")


def _japanese(audio: Path, table: Table) -> None:
    composed = audio / "ja-composed"
    pieces = json.loads(next(composed.glob("*.json")).read_text())
    taken = take(next(composed.glob("*.m4a")), "--lang", "ja")
    _report("Japanese voices, composed", taken, " ".join(p["text"] for p in pieces),
            read_rttm(next(composed.glob("*.rttm"))), "ja", table, "")


def _report(name: str, taken: Taken, words: str, turns: list[Turn], lang: str, table: Table, goal: str) -> None:
    measure = "character error" if lang == "ja" else "word error"
    table.add(name, measure, error_rate(words, taken.text, lang))
    heard = [Turn(u["start"], u["end"], u["speaker"]) for u in taken.utterances]
    table.add(name, "diarization error, collar 0", diarization_error(turns, heard, taken.duration_s).rate, goal)
    table.add(name, "voices found / true", f"{len({t.speaker for t in heard})} / {len({t.speaker for t in turns})}")
    table.add(name, "times real time, all steps", taken.duration_s / taken.seconds, "≥ 6")
    table.add(name, "peak memory, MB", f"{taken.peak_mb:.0f}", "≤ 2500")


def _no_speech(folder: Path, table: Table) -> None:
    for clip in sorted(folder.iterdir()):
        taken = take(clip)
        goal = "" if NO_SPEECH_EXCEPT in clip.name else "no words"
        table.add("no speech", clip.name, taken.text[:40] or f"no words ({taken.status})", goal)


def _containers(folder: Path, table: Table) -> None:
    for clip in sorted(folder.iterdir()):
        taken = take(clip)
        table.add("containers", clip.name, f"{taken.status}, {taken.duration_s:.1f} s {taken.error or ''}".strip())


def error_rate(reference: str, heard: str, lang: str) -> float:
    """Character error for Japanese, word error otherwise; width, case, punctuation and fillers' marks ignored."""
    a, b = _plain(reference, lang), _plain(heard, lang)
    return float(jiwer.cer(a, b) if lang == "ja" else jiwer.wer(a, b))


def _plain(text: str, lang: str) -> str:
    clean = re.sub(r"[^\w\s']", "" if lang == "ja" else " ", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"\s+", "" if lang == "ja" else " ", clean).strip()


def read_rttm(path: Path) -> list[Turn]:
    """Speaker turns of an RTTM file."""
    rows = [line.split() for line in path.read_text().splitlines() if line.startswith("SPEAKER")]
    return [Turn(float(r[3]), float(r[3]) + float(r[4]), r[7]) for r in rows]
