"""Transcripts: plain text, Markdown, Word and subtitles."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.exports import subtitles, word
from assistant.exports.clean import clean, markdown
from assistant.exports.marks import attendees, clock, when
from assistant.messages import text
from assistant.model import Meeting, Transcript, Utterance

Render = Callable[[Meeting, Transcript, str], bytes]


def write_txt(meeting: Meeting, transcript: Transcript, lang: str) -> bytes:
    """A line an utterance, ``[12:31] name: words``; headings of notes between them."""
    lines = [clean(meeting.title), *(f"{label}: {value}" for label, value in facts(meeting, lang)), ""]
    for heading, utterance in with_headings(transcript):
        if heading:
            lines += ["", f"■ {clean(heading)}"]
        lines.append("".join((_stamp(utterance), _speaker(utterance), clean(utterance.text))))
    return ("\n".join(lines) + "\n").encode()


def write_md(meeting: Meeting, transcript: Transcript, lang: str) -> bytes:
    """A paragraph an utterance under the meeting's title."""
    lines = [f"# {markdown(meeting.title)} {text('exports.transcript', lang)}", ""]
    lines += [f"- **{label}**: {markdown(value)}" for label, value in facts(meeting, lang)] + [""]
    for heading, utterance in with_headings(transcript):
        if heading:
            lines += [f"## {markdown(heading)}", ""]
        lines += [f"{_opening(utterance)}{markdown(utterance.text)}", ""]
    return ("\n".join(lines).rstrip() + "\n").encode()


def write_docx(meeting: Meeting, transcript: Transcript, lang: str) -> bytes:
    """A paragraph an utterance: time, name, words."""
    label = text("exports.transcript", lang)
    speech = ((heading, _time(u), u.speaker, u.text) for heading, u in with_headings(transcript))
    return word.write_speech(label, meeting.title, lang, facts(meeting, lang), speech)


def facts(meeting: Meeting, lang: str) -> tuple[tuple[str, str], ...]:
    """Label and value of what stands above a transcript."""
    found = (("exports.when", when(meeting, lang)), ("exports.attendees", attendees(meeting, lang)))
    return tuple((text(key, lang), value) for key, value in found if value)


def with_headings(transcript: Transcript) -> Iterator[tuple[str, Utterance]]:
    """Each utterance with the heading that stands right above it, if any."""
    headings = dict(transcript.sections)
    return ((headings.get(u.i, ""), u) for u in transcript.utterances)


def _time(utterance: Utterance) -> str:
    return clock(utterance.start_s) if utterance.end_s > 0 else ""


def _stamp(utterance: Utterance) -> str:
    return f"[{_time(utterance)}] " if _time(utterance) else ""


def _speaker(utterance: Utterance) -> str:
    return f"{clean(utterance.speaker)}: " if utterance.speaker else ""


def _opening(utterance: Utterance) -> str:
    opening = " ".join(filter(None, (_time(utterance), markdown(utterance.speaker))))
    return f"**{opening}** " if opening else ""


TRANSCRIPT_FORMATS: dict[str, Render] = {
    "txt": write_txt, "srt": subtitles.write_srt, "vtt": subtitles.write_vtt, "md": write_md, "docx": write_docx,
}
