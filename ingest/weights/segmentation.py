"""The graph of segmentation-3.0 (MIT, CNRS): who of up to three speakers talks when within a window of ten seconds.

PyanNet as in https://github.com/pyannote/pyannote-audio: SincNet, four bidirectional LSTMs, two linear layers, and the
log probabilities of seven sets of speakers (nobody, three alone, three pairs). In: ``wave`` (batch, 1, samples).
Out: ``logp`` (batch, frames, 7).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.weights.onnx_writer import Graph
from ingest.weights.torch_zip import Tensors

_MIN_LOW_HZ, _MIN_BAND_HZ, _SAMPLE_RATE = 50.0, 50.0, 16000


def build_segmentation(weights: Tensors, path: Path) -> None:
    """Write the graph with these weights."""
    g = Graph()
    x = _norm(g, "wave", weights, "sincnet.wav_norm1d")
    for layer in range(3):
        x = _convolution(g, x, weights, layer)
        x = g.add("MaxPool", x, kernel_shape=[3], strides=[3])
        x = _leaky(g, _norm(g, x, weights, f"sincnet.norm1d.{layer}"))
    x = g.add("Transpose", x, perm=[2, 0, 1])  # frames, batch, features: what LSTM reads
    for layer in range(4):
        x = _lstm(g, x, weights, layer)
    for name in ("linear.0", "linear.1"):
        x = _leaky(g, _linear(g, x, weights, name))
    x = g.add("LogSoftmax", _linear(g, x, weights, "classifier"), axis=-1)
    g.add("Transpose", x, out="logp", perm=[1, 0, 2])
    g.save(path, {"wave": ["batch", 1, "samples"]}, {"logp": ["batch", "frames", 7]})


def _norm(g: Graph, x: str, weights: Tensors, name: str) -> str:
    return g.add("InstanceNormalization", x, weights[f"{name}.weight"], weights[f"{name}.bias"], epsilon=1e-5)


def _leaky(g: Graph, x: str) -> str:
    return g.add("LeakyRelu", x, alpha=0.01)


def _linear(g: Graph, x: str, weights: Tensors, name: str) -> str:
    return g.add("Add", g.add("MatMul", x, weights[f"{name}.weight"].T), weights[f"{name}.bias"])


def _convolution(g: Graph, x: str, weights: Tensors, layer: int) -> str:
    if layer == 0:
        return g.add("Abs", g.add("Conv", x, _sinc_filters(weights), strides=[10]))
    return g.add("Conv", x, weights[f"sincnet.conv1d.{layer}.weight"], weights[f"sincnet.conv1d.{layer}.bias"])


def _sinc_filters(weights: Tensors) -> NDArray[np.float32]:
    """The 80 band-pass filters (80, 1, 251) from their learnt cut-offs: 40 cosine, 40 sine (Ravanelli and Bengio)."""
    prefix = "sincnet.conv1d.0.filterbank."
    half, window = weights[prefix + "n_"].astype(np.float64), weights[prefix + "window_"].astype(np.float64)
    low = _MIN_LOW_HZ + np.abs(weights[prefix + "low_hz_"].astype(np.float64))
    high = np.clip(low + _MIN_BAND_HZ + np.abs(weights[prefix + "band_hz_"]), _MIN_LOW_HZ, _SAMPLE_RATE / 2)
    band, from_phase, to_phase = high - low, low @ half, high @ half
    left = (np.sin(to_phase) - np.sin(from_phase)) / (half / 2) * window
    cosine = np.concatenate([left, 2 * band, left[:, ::-1]], axis=1)
    left = (np.cos(from_phase) - np.cos(to_phase)) / (half / 2) * window
    sine = np.concatenate([left, np.zeros_like(band), -left[:, ::-1]], axis=1)
    filters = np.concatenate([cosine / (2 * band), sine / (2 * band)])
    return filters[:, None, :].astype(np.float32)


def _lstm(g: Graph, x: str, weights: Tensors, layer: int) -> str:
    directions = [_direction(weights, f"l{layer}{d}") for d in ("", "_reverse")]
    inputs, recurrent, biases = (np.stack(parts) for parts in zip(*directions, strict=True))
    y = g.add("LSTM", x, inputs, recurrent, biases, hidden_size=128, direction="bidirectional")
    return g.add("Reshape", g.add("Transpose", y, perm=[0, 2, 1, 3]), np.array([0, 0, 256]))


def _direction(weights: Tensors, suffix: str) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    w = {kind: _gates(weights[f"lstm.{kind}_{suffix}"]) for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
    return w["weight_ih"], w["weight_hh"], np.concatenate([w["bias_ih"], w["bias_hh"]])


def _gates(values: NDArray[Any]) -> NDArray[Any]:
    """PyTorch keeps the gates as input, forget, cell, output; ONNX wants input, output, forget, cell."""
    i, f, c, o = np.split(values, 4)
    return np.concatenate([i, o, f, c])
