"""Which Whisper is used: what the settings name, else the best that lies on this machine and that it can bear."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ModelUnavailable
from ingest.weights import has_whisper, whisper_dir

_WITH_GPU = ("large-v3-turbo", "large-v3", "medium", "small")
_WITH_CORES = ("small",)
_MANY_CORES = 6
"""Below, anything bigger than ``base`` falls behind six times real time."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model to load: its folder (CTranslate2) and the device, "cpu" or "cuda"."""

    name: str
    folder: Path
    device: str


def threads() -> int:
    """Processor cores this process may use; more than 16 do not make it quicker."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, 16)


def choose_model(setting: str, offline: bool, gpu: bool = True) -> Model:
    """``setting``: "auto", a faster-whisper model name, or a folder. Only a named model is ever downloaded, and never
    when ``offline``. ``gpu``: whether one may be used where there is one. Raises ModelUnavailable."""
    device = "cuda" if gpu and _has_gpu() else "cpu"
    if setting in ("", "auto"):
        return _best_here(device)
    folder = Path(setting).expanduser()
    if folder.is_dir():
        return Model(folder.name, folder, device)
    if setting == "base" and has_whisper():
        return Model("base", whisper_dir(), device)
    return Model(setting, _named(setting, offline), device)


def _best_here(device: str) -> Model:
    wished = _WITH_GPU if device == "cuda" else _WITH_CORES if threads() >= _MANY_CORES else ()
    for name in wished:
        folder = _cached(name)
        if folder:
            return Model(name, folder, device)
    if not has_whisper():
        raise ModelUnavailable("speech.model_not_set_up")
    return Model("base", whisper_dir(), device)


def _cached(name: str) -> Path | None:
    """The folder of a model that was downloaded once, without asking the network."""
    from faster_whisper.utils import download_model
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        return Path(download_model(name, local_files_only=True))
    except (LocalEntryNotFoundError, ValueError, OSError):
        return None


def _named(name: str, offline: bool) -> Path:
    cached = _cached(name)
    if cached:
        return cached
    if offline:
        raise ModelUnavailable("speech.model_missing_offline", model=name)
    from faster_whisper.utils import download_model
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(download_model(name))
    except (HfHubHTTPError, LocalEntryNotFoundError, ValueError, OSError) as error:
        raise ModelUnavailable("speech.model_unreachable", model=name, reason=str(error)[:200]) from error


def _has_gpu() -> bool:
    import ctranslate2

    try:
        return bool(ctranslate2.get_cuda_device_count())
    except RuntimeError:
        return False
