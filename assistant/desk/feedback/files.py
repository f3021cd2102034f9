"""Files of customer messages: taken in with a receipt, followed while they run, taken back as a whole."""

from __future__ import annotations

import secrets
import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.desk.feedback.background import Background
from assistant.desk.feedback.given import digest, mapping_of, named, there
from assistant.desk.feedback.importing import Importing
from assistant.desk.feedback.receipts import CANCELLED, FAILED, STOPPED, Receipt, receipt_of
from assistant.desk.feedback.remarks import Remarks
from assistant.desk.places import Places
from assistant.desk.uploads import Uploads, suffix_of
from assistant.errors import Conflict, FileRejected, RenkeiError
from assistant.messages import text
from assistant.ports.feedback import FeedbackLedger

Plain = dict[str, Any]
MOST_BATCHES = 1000


@dataclass(frozen=True, eq=False)
class FeedbackFiles:
    """Imports from the command line, which wait, and from the browser, which run behind."""

    voices: FeedbackLedger
    importing: Importing
    remarks: Remarks
    places: Places
    default_lang: str = "ja"
    _one: threading.Lock = field(default_factory=threading.Lock)
    _waited_for: set[str] = field(default_factory=set)

    def columns(self, path: str) -> Plain:
        """The header of a table, its first rows, and which column is taken for what; {"header": []} of other files."""
        found = self.importing.files.columns(there(path))
        if found is None:
            return {"header": [], "sample": [], "mapping": {}}
        return {"header": list(found.header), "sample": [list(row) for row in found.sample],
                "mapping": dict(found.mapping)}

    def import_file(self, path: str, who: str, mapping: Mapping[str, int] | None = None, name: str = "",
                    lang: str = "", engine: str = "auto") -> Plain:
        """Take a file in and wait for it; the receipt. Importing a file whose import was broken off goes on with it.
        A file that is none of ours raises FileRejected."""
        receipt = self._begin(there(path), who, mapping, name, lang, engine)
        self._waited_for.add(receipt.batch)
        try:
            return self._ended(self._work(receipt, who), lang)
        finally:
            self._waited_for.discard(receipt.batch)

    def start_file(self, path: str, who: str, mapping: Mapping[str, int] | None = None, name: str = "",
                   lang: str = "", engine: str = "auto") -> Plain:
        """The same behind; {"batch"} to ask ``progress`` for. The file must stay where it is meanwhile."""
        receipt = self._begin(there(path), who, mapping, name, lang, engine)
        self._behind.add(receipt.batch)
        return {"batch": receipt.batch}

    def receive(self, name: str, size: int) -> Plain:
        """Begin an upload of ``size`` bytes; slices follow."""
        return self._uploads.receive(name, size)

    def append(self, upload: str, offset: int, body: bytes) -> Plain:
        """One slice at ``offset``; Conflict with ``have`` where the next one must begin."""
        return self._uploads.append(upload, offset, body)

    def uploaded_columns(self, upload: str) -> Plain:
        """``columns`` of an upload that has arrived whole."""
        try:
            return self.columns(str(self._uploads.complete(upload)[0]))
        except RenkeiError as error:
            raise named(error, self._uploads.complete(upload)[1]) from None

    def finish(self, upload: str, who: str, mapping: Mapping[str, int] | None = None, lang: str = "",
               engine: str = "auto") -> Plain:
        """The upload is complete: its import begins behind."""
        mapping_of(mapping)
        file, name = self._uploads.complete(upload)
        batch = secrets.token_hex(6)
        kept = self._folder(batch) / ("file" + suffix_of(name))
        shutil.move(file, kept)
        self._uploads.abandon(upload)
        receipt = self._begin(kept, who, mapping, name, lang, engine, batch)
        if receipt.batch != batch:  # the same file, broken off before: go on with that one
            receipt = self._keep(replace(receipt, path=str(kept)), who)
        self._behind.add(receipt.batch)
        return {"batch": receipt.batch}

    def abandon(self, upload: str) -> None:
        self._uploads.abandon(upload)

    def progress(self, batch: str, lang: str = "ja") -> Plain:
        """The receipt as it stands, ``done`` of ``total`` rows, and the seconds left where they can be told."""
        return self._now(self.voices.batch(batch)).progress(lang)

    def cancel(self, batch: str, who: str, lang: str = "ja") -> Plain:
        """Stop an import; what it has brought stays until it is undone."""
        receipt = self._receipt(batch)
        if receipt.over:
            raise Conflict("feedback.already_over")
        if not self._behind.cancel(batch):
            receipt = self._keep(replace(receipt, state=CANCELLED), who)
            self._tidy(receipt)
        return receipt.progress(lang)

    def receipts(self, lang: str = "ja", limit: int = 50) -> Plain:
        """Newest first."""
        return {"receipts": [self._now(b).shown(lang) | {"at": _iso(b.get("at")), "who": b.get("who", "")}
                             for b in self.voices.batches(limit)]}

    def undo(self, batch: str, who: str) -> Plain:
        """Take everything back that an import brought. Conflict while it runs."""
        receipt = self._receipt(batch)
        if self._behind.busy(batch):
            raise Conflict("feedback.still_running")
        removed = self.voices.undo_batch(batch, who)
        self.importing.joining.forget()
        self._tidy(receipt)
        return {"removed": removed}

    def unreadable(self, lang: str = "ja") -> Plain:
        """The tray of what could not be read."""
        names = {b["batch"]: b.get("name", "") for b in self.voices.batches(MOST_BATCHES)}
        return {"items": [{"id": u["id"], "batch": u["batch"], "name": names.get(u["batch"], ""), "row": u["row"],
                           "size": u["size"], "why": text(u["key"], lang, **u["values"])}
                          for u in self.voices.unreadable()]}

    def unreadable_raw(self, unreadable_id: str) -> Plain:
        """The bytes as they came; always as a file to take away, never to be shown."""
        content = self.voices.unreadable_raw(unreadable_id)
        return {"name": f"unreadable-{unreadable_id}.bin", "mime": "application/octet-stream", "content": content}

    def forget_unreadable(self, unreadable_id: str, who: str) -> Plain:
        self.voices.forget_unreadable(unreadable_id, who)
        return {"forgotten": unreadable_id}

    def from_meeting(self, meeting_id: str, who: str) -> Plain:
        """The customer remarks of a meeting's minutes as messages; those of rejected lines go."""
        return self.remarks.take(meeting_id, who)

    def resume(self) -> None:
        """Go on with what a process that ended left unfinished, as far as its file is still there."""
        for stored in self.voices.batches(MOST_BATCHES):
            receipt = receipt_of(stored)
            if not receipt.over and self.places.root in Path(receipt.path).parents and Path(receipt.path).is_file():
                self._behind.add(receipt.batch)

    def close(self) -> None:
        """Stop what runs behind; it goes on at the next start."""
        if "_behind" in self.__dict__:
            self._behind.stop()

    @cached_property
    def _behind(self) -> Background:
        return Background(self._run)

    @property
    def _uploads(self) -> Uploads:
        return Uploads(self.places)

    def _run(self, batch: str) -> None:
        """The work of the background's thread."""
        stored = self.voices.batch(batch)
        receipt, who = receipt_of(stored), str(stored.get("who", ""))
        try:
            self._work(receipt, who)
        except Exception:
            self._keep(replace(self._receipt(batch), state=FAILED, error={"key": "feedback.broken", "values": {}}), who)
            raise

    def _work(self, receipt: Receipt, who: str) -> Receipt:
        batch = receipt.batch
        with self._one:
            done = self.importing.run(receipt, who, self._behind.stopping, lambda: self._behind.cancelled(batch))
        if done.over:
            self._tidy(done)
        return done

    def _begin(self, path: Path, who: str, mapping: Mapping[str, int] | None, name: str, lang: str, engine: str,
               batch: str = "") -> Receipt:
        """A new receipt, or that of an import of the very same file that was broken off."""
        sha256 = digest(path)
        for stored in self.voices.batches():
            earlier = receipt_of(stored)
            if not earlier.over and earlier.sha256 == sha256 and not self._behind.busy(earlier.batch):
                return self._keep(replace(earlier, path=str(path)), who)
        chosen = mapping_of(mapping)
        return self._keep(Receipt(batch or secrets.token_hex(6), name or path.name, str(path), sha256, chosen, engine,
                                  lang or self.default_lang), who)

    def _ended(self, receipt: Receipt, lang: str) -> Plain:
        if receipt.state != FAILED or not receipt.error:
            return receipt.shown(lang or self.default_lang)
        if not receipt.read:
            self.voices.undo_batch(receipt.batch, "system")  # nothing came of it: no receipt either
        raise FileRejected(receipt.error["key"], **receipt.error["values"])

    def _receipt(self, batch: str) -> Receipt:
        return receipt_of(self.voices.batch(batch))

    def _now(self, stored: Plain) -> Receipt:
        """The receipt as it stands; one that nobody works on was broken off."""
        receipt = receipt_of(stored)
        working = receipt.over or self._behind.busy(receipt.batch) or receipt.batch in self._waited_for
        return receipt if working else replace(receipt, state=STOPPED)

    def _keep(self, receipt: Receipt, who: str) -> Receipt:
        self.voices.save_batch(receipt.batch, receipt.plain(), who)
        return receipt

    def _folder(self, batch: str) -> Path:
        folder = self.places.root / "feedback" / batch
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _tidy(self, receipt: Receipt) -> None:
        """A file of ours is not needed any more once its import is over."""
        folder = self.places.root / "feedback" / receipt.batch
        if receipt.batch.isalnum():
            shutil.rmtree(folder, ignore_errors=True)


def _iso(at: Any) -> str:
    return at.isoformat() if hasattr(at, "isoformat") else str(at or "")
