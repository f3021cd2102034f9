"""Where files lie in the data folder. Names people gave never become paths."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import InvalidInput


@dataclass(frozen=True)
class Places:
    """The folder of each meeting: ``original`` (the file as given), ``work`` (results of steps), ``play.m4a``."""

    root: Path

    def folder(self, meeting_id: str) -> Path:
        """The meeting's folder, made if missing. Ids are ours; anything else is refused."""
        if not meeting_id.replace("-", "").isalnum():
            raise InvalidInput("desk.bad_id")
        folder = self.root / "meetings" / meeting_id
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def original(self, meeting_id: str) -> Path | None:
        """The file as it was given, or None."""
        return next(iter(sorted(self.folder(meeting_id).glob("original*"))), None)

    def work(self, meeting_id: str) -> Path:
        """Results of the steps of the present file; emptied when the file changes."""
        folder = self.folder(meeting_id) / "work"
        folder.mkdir(exist_ok=True)
        return folder

    def playable(self, meeting_id: str) -> Path | None:
        found = self.folder(meeting_id) / "work" / "play.m4a"
        return found if found.is_file() else None

    def keep(self, source: Path, meeting_id: str) -> Path:
        """Copy a file in, whole or not at all; results of an earlier version of it go."""
        folder = self.folder(meeting_id)
        suffix = source.suffix.lower() if source.suffix[1:].isalnum() and len(source.suffix) <= 8 else ""
        partial = folder / "incoming"
        shutil.copyfile(source, partial)
        for old in folder.glob("original*"):
            old.unlink()
        shutil.rmtree(folder / "work", ignore_errors=True)
        kept = folder / f"original{suffix}"
        partial.replace(kept)
        return kept

    def remove(self, meeting_id: str) -> None:
        shutil.rmtree(self.folder(meeting_id), ignore_errors=True)

    def uploads(self) -> Path:
        folder = self.root / "uploads"
        folder.mkdir(parents=True, exist_ok=True)
        return folder
