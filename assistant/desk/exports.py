"""Files out: transcripts, minutes and agendas in the formats people pass on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from assistant import exports
from assistant.desk.agendas import Agendas
from assistant.desk.lookup import find_meeting
from assistant.errors import InvalidInput
from assistant.ports.records import Ledger

Plain = dict[str, Any]


@dataclass(frozen=True)
class Exports:
    """Each verb returns {"name": file name, "mime": type, "content": bytes}."""

    ledger: Ledger
    agendas: Agendas

    def transcript(self, meeting: str, format: str, lang: str = "") -> Plain:
        """txt, srt, vtt, md or docx."""
        m = find_meeting(self.ledger, meeting)
        render = _of(exports.TRANSCRIPT_FORMATS, format)
        return _file(f"{m.date} {m.title}", format, render(m, self.ledger.transcript(m.id), lang or m.lang))

    def minutes(self, meeting: str, format: str, lang: str = "") -> Plain:
        """md, docx, pdf or html."""
        m = find_meeting(self.ledger, meeting)
        render = _of(exports.MINUTES_FORMATS, format)
        body = render(m, self.ledger.minutes(m.id), self.ledger.transcript(m.id), lang or m.lang)
        return _file(f"{m.date} {m.title} minutes", format, body)

    def agenda(self, series: str, format: str, lang: str = "", date: str | None = None) -> Plain:
        """md, docx or ics."""
        render = _of(exports.AGENDA_FORMATS, format)
        agenda = self.agendas.current(series, date)
        cited = {moment.meeting_id for item in agenda.items for moment in item.moments}
        meetings = {id_: self.ledger.meeting(id_) for id_ in cited}
        return _file(f"{agenda.date or ''} {agenda.series} agenda".strip(), format,
                     render(agenda, meetings, lang or agenda.lang))


def _of(formats: Any, name: str) -> Any:
    if name not in formats:
        raise InvalidInput("desk.bad_format", value=name, known=", ".join(formats))
    return formats[name]


def _file(title: str, format: str, content: bytes) -> Plain:
    safe = re.sub(r'[\x00-\x1f\\/:*?"<>|]+', " ", title).strip()[:120] or "renkei"
    return {"name": f"{safe}.{format}", "mime": exports.MIME[format], "content": content}
