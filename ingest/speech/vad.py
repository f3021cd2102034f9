"""Where somebody speaks: Silero's voice activity model (MIT) as it ships with faster-whisper, run block by block."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.pcm import SAMPLE_RATE, Samples, Sound

FRAME = 512
FRAME_S = FRAME / SAMPLE_RATE
"""One probability every 32 ms."""
_CONTEXT = 64
_BLOCK_FRAMES = 3750
"""Two minutes at a time."""
_START, _GO_ON, _GO_ON_WITH_VOICE = 0.5, 0.35, 0.02
_PAUSE_S, _SHORTEST_S = 0.16, 0.1
Probabilities = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in seconds."""

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """How long it is."""
        return self.end_s - self.start_s


def speech_probabilities(sound: Sound) -> Probabilities:
    """The probability of speech in each frame of 32 ms."""
    session, state = _session(), np.zeros((2, 1, 1, 128), np.float32)
    context, found = np.zeros(_CONTEXT, np.float32), [np.zeros(0, np.float32)]
    for start in range(0, sound.samples, _BLOCK_FRAMES * FRAME):
        block = _whole_frames(sound.read(start, start + _BLOCK_FRAMES * FRAME))
        inputs = {"input": _with_context(block, context), "h": state[0], "c": state[1]}
        out, *state = session.run(None, inputs)
        context = block[-_CONTEXT:]
        found.append(out.reshape(-1))
    return np.concatenate(found)


def speech_spans(probabilities: Probabilities, voices: NDArray[np.bool_] | None = None) -> list[Span]:
    """Stretches of speech with pauses under 0.16 s closed, none shorter than 0.1 s.

    Each holds a frame above 0.5 and goes on while above 0.35. ``voices`` (frames,): where another model hears a voice.
    With it a stretch goes on down to 0.02 as long as there is a voice, which keeps soft and far speakers in noise, and
    one without any voice (laughter, mostly) is none."""
    sure, likely = probabilities >= _START, probabilities >= _GO_ON
    if voices is not None:
        likely = likely | (voices & (probabilities >= _GO_ON_WITH_VOICE))
    spans = [(a, b) for a, b in _runs(_closed(likely, round(_PAUSE_S / FRAME_S)))
             if sure[a:b].any() and (voices is None or voices[a:b].any()) and (b - a) * FRAME_S >= _SHORTEST_S]
    return [Span(round(a * FRAME_S, 3), round(b * FRAME_S, 3)) for a, b in spans]


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _closed(mask: NDArray[np.bool_], pause: int) -> NDArray[np.bool_]:
    """The same with holes of at most ``pause`` frames between two runs filled."""
    filled, runs = mask.copy(), _runs(mask)
    for (_, end), (start, _) in pairwise(runs):
        if start - end <= pause:
            filled[end:start] = True
    return filled


def _session() -> Any:
    import onnxruntime
    from faster_whisper.utils import get_assets_path

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    model = next(Path(get_assets_path()).glob("silero_vad*.onnx"))
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _whole_frames(block: Samples) -> Samples:
    return np.pad(block, (0, -len(block) % FRAME))


def _with_context(block: Samples, context: Samples) -> Samples:
    """(frames, 576): each frame with the 64 samples before it."""
    joined = np.concatenate([context, block])
    return np.lib.stride_tricks.sliding_window_view(joined, FRAME + _CONTEXT)[::FRAME].copy()
