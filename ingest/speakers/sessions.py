"""Loading the two speaker models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.errors import ModelUnavailable


def load_session(path: Path, threads: int) -> Any:
    """An inference session on the CPU. Raises ModelUnavailable where the file is missing."""
    import onnxruntime

    if not path.is_file():
        raise ModelUnavailable("speech.speakers_not_set_up")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
