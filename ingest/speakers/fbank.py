"""Log mel energies as Kaldi computes them (80 bands, 25 ms every 10 ms, Povey window, no dither), which CAM++ expects.

After https://github.com/kaldi-asr/kaldi/blob/master/src/feat/feature-window.cc and mel-computations.cc.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from ingest.pcm import SAMPLE_RATE, Samples

BANDS = 80
WINDOW, HOP = 400, 160
_FFT = 512
_LOWEST_HZ, _PREEMPHASIS = 20.0, 0.97
Features = NDArray[np.float32]


def fbank(samples: Samples) -> Features:
    """(frames, 80) for samples in -1..1. What does not fill a window at the end is left out."""
    if len(samples) < WINDOW:
        samples = np.pad(samples, (0, WINDOW - len(samples)))
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP].astype(np.float32)
    frames = (frames - frames.mean(axis=1, keepdims=True)).astype(np.float32)
    emphasised = np.empty_like(frames)
    emphasised[:, 1:] = frames[:, 1:] - _PREEMPHASIS * frames[:, :-1]
    emphasised[:, 0] = frames[:, 0] * (1 - _PREEMPHASIS)
    spectrum = np.fft.rfft(emphasised * _povey_window(), _FFT)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    energies = np.maximum(power @ _mel_filters(), np.finfo(np.float32).eps)
    logarithms: Features = np.log(energies).astype(np.float32)
    return logarithms


@cache
def _povey_window() -> Features:
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / (WINDOW - 1))
    povey: Features = (hann**0.85).astype(np.float32)
    return povey


@cache
def _mel_filters() -> Features:
    """(257, 80) triangles, equal on the mel scale between 20 Hz and half the sample rate; the last bin is left out."""
    centres = np.linspace(_mel(_LOWEST_HZ), _mel(SAMPLE_RATE / 2), BANDS + 2)
    bins = np.array([_mel(f) for f in np.arange(_FFT // 2 + 1) * SAMPLE_RATE / _FFT])
    rising = (bins[None] - centres[:-2, None]) / (centres[1:-1] - centres[:-2])[:, None]
    falling = (centres[2:, None] - bins[None]) / (centres[2:] - centres[1:-1])[:, None]
    filters = np.maximum(0.0, np.minimum(rising, falling))
    filters[:, -1] = 0.0
    transposed: Features = filters.T.astype(np.float32)
    return transposed


def _mel(hertz: float) -> float:
    return float(1127.0 * np.log(1.0 + hertz / 700.0))
