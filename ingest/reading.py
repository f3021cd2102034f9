"""The reading room for text: what a file is, what its name tells, and its utterances."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import FileRejected
from assistant.model import Kind, Utterance
from assistant.ports.documents import Guess, ReadText, Sniffed
from ingest import sniffing
from ingest.encodings import decode
from ingest.transcripts.cues import utterances
from ingest.transcripts.lines import read_lines
from ingest.transcripts.srt import read_sbv, read_srt
from ingest.transcripts.webvtt import read_webvtt

TRANSCRIPTS = {"vtt": read_webvtt, "srt": read_srt, "sbv": read_sbv, "txt": read_lines}


class Files:
    """Implements ``assistant.ports.documents.FileReader``."""

    def sniff(self, path: Path) -> Sniffed:
        """What the file is, by its bytes. Raises FileRejected."""
        return sniffing.sniff(path)

    def guess(self, path: Path) -> Guess:
        """What the file's name tells about its meeting."""
        return Guess(title=path.stem)

    def read(self, path: Path, sniffed: Sniffed) -> ReadText:
        """The utterances of a text file. Raises FileRejected."""
        text = decode(path.read_bytes())
        if text is None:
            raise FileRejected("files.unknown", name=path.name)
        if sniffed.kind is Kind.TRANSCRIPT:
            found = utterances(TRANSCRIPTS[sniffed.format](text))
        else:
            found = tuple(Utterance(i, 0.0, 0.0, "", line.strip())
                          for i, line in enumerate(line for line in text.split("\n") if line.strip()))
        if not found:
            raise FileRejected("files.no_text", name=path.name)
        joined = " ".join(u.text for u in found[:200])
        japanese = sum("\u3041" <= c <= "\u30ff" for c in joined)
        return ReadText(found, Guess(lang="ja" if japanese * 50 > len(joined) else "en"))
