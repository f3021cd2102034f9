"""The reading room for text: what a file is, what its name tells, and its utterances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant.errors import FileRejected
from assistant.model import Kind
from assistant.ports.documents import Guess, ReadText, Sniffed
from ingest import documents, sniffing
from ingest.encodings import decode
from ingest.notes.blocks import Block, Written, shaped, tidy
from ingest.notes.markdown import front_matter, read_markdown
from ingest.notes.plain import read_plain
from ingest.notes.rst import read_rst
from ingest.telling.names import guess_from_name
from ingest.telling.opening import guess_from_content, language_of
from ingest.transcripts.cues import Cue, utterances
from ingest.transcripts.lines import heading_lines, read_lines
from ingest.transcripts.srt import read_sbv, read_srt
from ingest.transcripts.webvtt import read_webvtt

TRANSCRIPTS: dict[str, Callable[[str], list[Cue]]] = {
    "vtt": read_webvtt, "srt": read_srt, "sbv": read_sbv, "txt": read_lines, "docx": read_lines}
NOTES: dict[str, Callable[[str], list[Block]]] = {"txt": read_plain, "md": read_markdown, "rst": read_rst}


class Files:
    """Implements ``assistant.ports.documents.FileReader``."""

    def sniff(self, path: Path) -> Sniffed:
        """What the file is, by its bytes. Raises FileRejected."""
        return sniffing.sniff(path)

    def guess(self, path: Path) -> Guess:
        """What the file's name tells about its meeting."""
        return guess_from_name(path, dt.date.today())

    def read(self, path: Path, sniffed: Sniffed) -> ReadText:
        """The utterances of a text file and what its content tells. Raises FileRejected."""
        read = _transcript(path, sniffed) if sniffed.kind is Kind.TRANSCRIPT else _notes(path, sniffed)
        if not read.utterances:
            raise FileRejected("files.no_text", name=path.name)
        return read


def _transcript(path: Path, sniffed: Sniffed) -> ReadText:
    text = documents.read_document_lines(path) if sniffed.format == "docx" else _text(path)
    spoken = utterances(TRANSCRIPTS[sniffed.format](text))
    language = language_of([u.text for u in spoken[:300]])
    if sniffed.format not in ("txt", "docx"):
        return ReadText(spoken, Guess(lang=language))
    opening = guess_from_content(Written(tidy(read_plain(heading_lines(text)))))
    return ReadText(spoken, replace(opening, lang=language, next_date=None))


def _notes(path: Path, sniffed: Sniffed) -> ReadText:
    if sniffed.format in NOTES:
        text = _text(path)
        front = front_matter(text) if sniffed.format == "md" else {}
        written = Written(tuple(NOTES[sniffed.format](text)), front.get("title", ""), front.get("date", ""))
    else:
        written = documents.read_document(path, sniffed.format)
    written = Written(tidy(written.blocks), written.title, written.date)
    found, sections = shaped(written.blocks)
    return ReadText(found, guess_from_content(written), sections)


def _text(path: Path) -> str:
    text = decode(path.read_bytes())
    if text is None:
        raise FileRejected("files.unknown", name=path.name)
    return text
