"""The packaged speech models: where they lie, and whether they are there. ``python -m ingest.weights`` fetches them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

WHISPER = "whisper-base"
SPEAKERS = "speakers"


def models_dir() -> Path:
    """Where the packaged models lie: ``RENKEI_MODELS_DIR``, else a folder of the running Python environment."""
    chosen = os.environ.get("RENKEI_MODELS_DIR")
    return Path(chosen).expanduser() if chosen else Path(sys.prefix) / "share" / "renkei" / "models"


def whisper_dir() -> Path:
    """The CTranslate2 folder of Whisper base."""
    return models_dir() / WHISPER


def segmentation_path() -> Path:
    """Who speaks within ten seconds: the ONNX graph of segmentation-3.0."""
    return models_dir() / SPEAKERS / "segmentation.onnx"


def voice_path() -> Path:
    """What a voice sounds like: the ONNX graph of CAM++."""
    return models_dir() / SPEAKERS / "voice.onnx"


def has_whisper() -> bool:
    """Whether the packaged recogniser is there; its folder is put in place whole or not at all."""
    return (whisper_dir() / "model.bin").is_file()


def has_speakers() -> bool:
    """Whether both graphs of the speaker models are there."""
    return segmentation_path().is_file() and voice_path().is_file()
