"""The graph of CAM++ (Apache-2.0, 3D-Speaker): a voice as a vector of 192 numbers.

Wang et al., CAM++, https://arxiv.org/abs/2303.00332. Batch norms are folded into the convolutions before them. The
last batch norm has no ReLU after it, as in 3D-Speaker's own model. In: ``fbank`` (batch, frames, 80), mean removed.
Out: ``voice`` (batch, 192), not normalised.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.weights.onnx_writer import Attribute, Graph
from ingest.weights.torch_zip import Tensors

_BLOCKS = ((12, 1), (24, 2), (16, 2))
"""Layers and dilation of the three dense blocks."""


def build_voice(weights: Tensors, path: Path) -> None:
    """Write the graph with these weights."""
    _Voice(weights).save(path)


class _Voice:
    def __init__(self, weights: Tensors) -> None:
        self.w, self.g = weights, Graph()

    def save(self, path: Path) -> None:
        x = self._head("fbank")
        x = self._conv(x, "xvector.tdnn.linear", "xvector.tdnn.nonlinear.batchnorm", strides=[2], pads=[2, 2])
        x = self.g.add("Relu", x)
        frames = self.g.add("Shape", x, start=2, end=3)
        for block, (layers, dilation) in enumerate(_BLOCKS, 1):
            for layer in range(1, layers + 1):
                x = self._dense_layer(x, f"xvector.block{block}.tdnnd{layer}", dilation, frames)
            x = self._norm_relu(x, f"xvector.transit{block}.nonlinear.batchnorm")
            x = self._conv(x, f"xvector.transit{block}.linear")
        x = self._norm_relu(x, "xvector.out_nonlinear.batchnorm")
        x = self._conv(self._statistics(x, frames), "xvector.dense.linear", "xvector.dense.nonlinear.batchnorm")
        self.g.add("Squeeze", x, np.array([2]), out="voice")
        self.g.save(path, {"fbank": ["batch", "frames", 80]}, {"voice": ["batch", 192]})

    def _head(self, fbank: str) -> str:
        """Residual two-dimensional convolutions over (mel bands, frames), flattened to 320 features a frame."""
        g = self.g
        x = g.add("Unsqueeze", g.add("Transpose", fbank, perm=[0, 2, 1]), np.array([1]))
        x = g.add("Relu", self._conv(x, "head.conv1", "head.bn1", pads=[1, 1, 1, 1]))
        for name in ("head.layer1.0", "head.layer1.1", "head.layer2.0", "head.layer2.1"):
            x = self._residual(x, name, [2 if name.endswith(".0") else 1, 1])
        x = g.add("Relu", self._conv(x, "head.conv2", "head.bn2", strides=[2, 1], pads=[1, 1, 1, 1]))
        return g.add("Reshape", x, np.array([0, 320, -1]))

    def _residual(self, x: str, name: str, strides: list[int]) -> str:
        y = self._conv(x, f"{name}.conv1", f"{name}.bn1", strides=strides, pads=[1, 1, 1, 1])
        y = self._conv(self.g.add("Relu", y), f"{name}.conv2", f"{name}.bn2", pads=[1, 1, 1, 1])
        if f"{name}.shortcut.0.weight" in self.w:
            x = self._conv(x, f"{name}.shortcut.0", f"{name}.shortcut.1", strides=strides)
        return self.g.add("Relu", self.g.add("Add", y, x))

    def _dense_layer(self, x: str, name: str, dilation: int, frames: str) -> str:
        """A layer with context-aware masking: a local convolution weighed by what surrounds it."""
        g = self.g
        h = self._conv(self._norm_relu(x, f"{name}.nonlinear1.batchnorm"), f"{name}.linear1",
                       f"{name}.nonlinear2.batchnorm")
        h = g.add("Relu", h)
        local = self._conv(h, f"{name}.cam_layer.linear_local", dilations=[dilation], pads=[dilation, dilation])
        context = g.add("Add", g.add("ReduceMean", h, axes=[-1], keepdims=1), self._segment_means(h, frames))
        mask = g.add("Relu", self._conv(context, f"{name}.cam_layer.linear1"))
        mask = g.add("Sigmoid", self._conv(mask, f"{name}.cam_layer.linear2"))
        return g.add("Concat", x, g.add("Mul", local, mask), axis=1)

    def _segment_means(self, h: str, frames: str) -> str:
        """Means over stretches of 100 frames, each held for its stretch."""
        g = self.g
        means = g.add("AveragePool", h, kernel_shape=[100], strides=[100], ceil_mode=1)
        held = g.add("Expand", g.add("Unsqueeze", means, np.array([3])), np.array([1, 1, 1, 100]))
        return g.add("Slice", g.add("Reshape", held, np.array([0, 0, -1])), np.array([0]), frames, np.array([2]))

    def _statistics(self, x: str, frames: str) -> str:
        """Mean and unbiased standard deviation over time."""
        g = self.g
        mean = g.add("ReduceMean", x, axes=[-1], keepdims=1)
        away = g.add("Sub", x, mean)
        degrees = g.add("Cast", g.add("Sub", frames, np.array([1])), to=1)
        squares = g.add("ReduceSum", g.add("Mul", away, away), np.array([-1]), keepdims=1)
        return g.add("Concat", mean, g.add("Sqrt", g.add("Div", squares, degrees)), axis=1)

    def _conv(self, x: str, name: str, norm: str = "", **attributes: Attribute) -> str:
        kernel = self.w[f"{name}.weight"].astype(np.float64)
        bias = self.w.get(f"{name}.bias", np.zeros(len(kernel)))
        if norm:
            scale, shift = self._norm(norm)
            kernel = kernel * scale.reshape(-1, *[1] * (kernel.ndim - 1))
            bias = bias * scale + shift
        return self.g.add("Conv", x, kernel, bias, out="", **attributes)

    def _norm_relu(self, x: str, name: str) -> str:
        scale, shift = self._norm(name)
        return self.g.add("Relu", self.g.add("Add", self.g.add("Mul", x, scale[:, None]), shift[:, None]))

    def _norm(self, name: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """A batch norm as scale and shift."""
        deviation = np.sqrt(self.w[f"{name}.running_var"].astype(np.float64) + 1e-5)
        scale = self.w.get(f"{name}.weight", np.ones(len(deviation))) / deviation
        return scale, self.w.get(f"{name}.bias", 0) - self.w[f"{name}.running_mean"] * scale
