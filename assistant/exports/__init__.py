"""Files out: transcripts, minutes and agendas as people pass them on.

Each table maps a format to ``render(…) -> bytes``:

- transcripts: ``render(meeting, transcript, lang)``
- minutes: ``render(meeting, minutes, transcript, lang)``; rejected lines are left out, doubtful ones marked as such
- agendas: ``render(agenda, meetings_by_id, lang)``
- sheets: ``render(header, rows)``, all cells text

``lang`` ("ja" or "en") is the language of the labels; the words themselves stay as they are. Whatever stands in names
and texts, what comes out holds no markup, field, script or control character of theirs.
"""

from __future__ import annotations

from assistant.exports.agenda import AGENDA_FORMATS
from assistant.exports.minutes import MINUTES_FORMATS
from assistant.exports.sheet import SHEET_FORMATS
from assistant.exports.transcript import TRANSCRIPT_FORMATS

MIME = {
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

__all__ = ["AGENDA_FORMATS", "MIME", "MINUTES_FORMATS", "SHEET_FORMATS", "TRANSCRIPT_FORMATS"]
