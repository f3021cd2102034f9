"""Where somebody speaks: Silero's voice activity model (MIT) as it ships with faster-whisper, run block by block."""

from __future__ import annotations

from dataclasses import dataclass
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
_START, _STOP = 0.5, 0.35
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


def speech_spans(probabilities: Probabilities, pause_s: float = 0.16, shortest_s: float = 0.1) -> list[Span]:
    """Stretches of speech: begun above 0.5, ended by ``pause_s`` below 0.35; shorter ones are no speech."""
    spans: list[Span] = []
    start, quiet_from = -1, -1
    for i, p in enumerate(np.append(probabilities, np.zeros(int(pause_s / FRAME_S) + 2, np.float32))):
        if p >= _START:
            start, quiet_from = (i if start < 0 else start), -1
        elif p < _STOP and start >= 0:
            quiet_from = i if quiet_from < 0 else quiet_from
            if (i - quiet_from) * FRAME_S >= pause_s:
                spans.append(Span(start * FRAME_S, min(quiet_from, len(probabilities)) * FRAME_S))
                start, quiet_from = -1, -1
    return [s for s in spans if s.length_s >= shortest_s]


def _session() -> Any:  # noqa: ANN401 (onnxruntime ships no types)
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
