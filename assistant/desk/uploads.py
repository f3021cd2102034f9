"""Uploads in slices that can be resumed; each lies in a folder of its own until it is taken in or given up."""

from __future__ import annotations

import json
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.desk.places import Places
from assistant.errors import Conflict, FileRejected, NotFound

Plain = dict[str, Any]
LONGEST_NAME = 200
LEAST_FREE_BYTES = 200_000_000


@dataclass(frozen=True)
class Uploads:
    """Receives files slice by slice."""

    places: Places

    def receive(self, name: str, size: int) -> Plain:
        """Begin an upload of ``size`` bytes; slices follow. FileRejected when there is no room for it."""
        if size > shutil.disk_usage(self.places.uploads()).free - LEAST_FREE_BYTES:
            raise FileRejected("desk.no_room", name=safe_name(name))
        upload = secrets.token_hex(8)
        folder = self.places.uploads() / upload
        folder.mkdir()
        (folder / "about.json").write_text(json.dumps({"name": safe_name(name), "size": size}), "utf-8")
        (folder / "body").touch()
        return {"upload": upload, "have": 0}

    def append(self, upload: str, offset: int, body: bytes) -> Plain:
        """One slice at ``offset``; Conflict with ``have`` where the next one must begin."""
        partial = self._folder(upload) / "body"
        have = partial.stat().st_size if partial.exists() else 0
        if offset != have:
            raise Conflict("desk.wrong_offset", have=have)
        with partial.open("ab") as out:
            out.write(body)
        return {"have": have + len(body)}

    def complete(self, upload: str) -> tuple[Path, str]:
        """The file of an upload that has arrived whole, and the name its owner gave it; Conflict when it has not."""
        folder = self._folder(upload)
        about = json.loads((folder / "about.json").read_text("utf-8"))
        named = folder / ("file" + suffix_of(about["name"]))
        if not named.exists():
            have = (folder / "body").stat().st_size
            if have != about["size"]:
                raise Conflict("desk.wrong_offset", have=have)
            (folder / "body").rename(named)
        return named, str(about["name"])

    def abandon(self, upload: str) -> None:
        """Remove what has arrived. NotFound when there is no such upload."""
        shutil.rmtree(self._folder(upload), ignore_errors=True)

    def _folder(self, upload: str) -> Path:
        folder = self.places.uploads() / upload
        if not upload.isalnum() or not folder.is_dir():
            raise NotFound("desk.no_upload")
        return folder


def safe_name(name: str) -> str:
    """The last part of a name, without control characters, of bearable length."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if c.isprintable()).strip() or "file"
    stem, dot, suffix = clean.rpartition(".")
    return clean if len(clean) <= LONGEST_NAME else stem[: LONGEST_NAME - len(suffix) - 1] + dot + suffix


def suffix_of(name: str) -> str:
    """The ending of a file name with its dot, where it is a plain one."""
    suffix = Path(name).suffix
    return suffix if suffix[1:].isalnum() and len(suffix) <= 8 else ""
