"""The whole of it: a decoded recording in, who spoke when out. Runs in a child process, resumed where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np

from ingest.apart import Plain
from ingest.kept import kept_array
from ingest.pcm import Sound
from ingest.speakers.clusters import People, find_people
from ingest.speakers.likeness import agreement, find_locals, owners
from ingest.speakers.pieces import Piece, make_pieces
from ingest.speakers.rebuild import Stretch, name_locals, rebuild
from ingest.speakers.sessions import load_session
from ingest.speakers.timeline import TICK_S, Timeline, make_timeline, ticks_of
from ingest.speakers.voices import Vectors, embed
from ingest.speakers.windows import Classes, listen_in_windows
from ingest.weights import voice_path

_WINDOWS_SHARE = 0.45
"""Part of the time that the windows take; the voices take the rest."""


def run(job: Plain, progress: Callable[[float], None]) -> Plain:
    """``job``: wave, workdir (paths), most (people at most, or null), threads. Answer: stretches (start_s, end_s, who),
    and margins (start_s, end_s, margin): how much nearer each piece is to its person than to the next one."""
    sound, workdir = Sound(Path(job["wave"])), Path(job["workdir"])
    windows = listen_in_windows(sound, workdir, job["threads"], lambda p: progress(p * _WINDOWS_SHARE))
    timeline = make_timeline(windows, ticks_of(sound))
    pieces = make_pieces(timeline)
    if not pieces:
        return {"stretches": [], "margins": []}
    session = load_session(voice_path(), threads=1)
    voices = kept_array(workdir / "voices.npy", lambda: embed(
        sound, pieces, session, job["threads"], lambda p: progress(_WINDOWS_SHARE + p * (1 - _WINDOWS_SHARE))))
    people, stretches = _who(windows, timeline, pieces, voices, job["most"], sound.duration_s,
                             lambda p: embed(sound, p, session, job["threads"]))
    return {"stretches": [asdict(s) for s in stretches], "margins": _margins(pieces, voices, people)}


def _who(windows: Classes, timeline: Timeline, pieces: list[Piece], voices: Vectors, most: int | None,
         duration_s: float, hear: Callable[[list[Piece]], Vectors]) -> tuple[People, list[Stretch]]:
    local_speakers, owner = find_locals(timeline), owners(pieces, timeline.ticks)
    agreed = agreement(local_speakers, owner, len(pieces))
    people = find_people(voices, agreed, pieces, most)
    named = name_locals(local_speakers, owner, people.labels, people.centroids, hear)
    return people, rebuild(windows, named, len(people.centroids), duration_s)


def _margins(pieces: list[Piece], voices: Vectors, people: People) -> list[tuple[float, float, float]]:
    near = np.sort(voices @ people.centroids.T, axis=1)
    margins = near[:, -1] - near[:, -2] if near.shape[1] > 1 else np.ones(len(near))
    return [(round(float(p[0]) * TICK_S, 2), round(float(p[-1]) * TICK_S, 2), round(float(m), 3))
            for p, m in zip(pieces, margins, strict=True)]

