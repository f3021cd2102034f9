"""Transcripts as subtitles: one cue an utterance, so that reading them back gives the same utterances."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from assistant.exports.clean import clean
from assistant.model import Meeting, Transcript, Utterance

_TAG_START = re.compile(r"<(?=[A-Za-z/!\d])")


def write_vtt(meeting: Meeting, transcript: Transcript, _lang: str) -> bytes:
    """WebVTT with a voice a cue."""
    cues = (f"{_span(u, '.')}\n{_voice(u)}" for u in _spoken(transcript))
    return "\n\n".join((f"WEBVTT - {clean(meeting.title).replace('-->', '→')}", *cues, "")).encode()


def write_srt(_meeting: Meeting, transcript: Transcript, _lang: str) -> bytes:
    """SubRip. It knows no escapes: what would be read as a tag or a time gets a full-width sign."""
    cues = (f"{n}\n{_span(u, ',')}\n{_named(u)}" for n, u in enumerate(_spoken(transcript), 1))
    return "\n\n".join((*cues, "")).encode()


def _spoken(transcript: Transcript) -> Iterable[Utterance]:
    return (u for u in transcript.utterances if clean(u.text))


def _span(utterance: Utterance, point: str) -> str:
    return f"{_stamp(utterance.start_s, point)} --> {_stamp(max(utterance.start_s, utterance.end_s), point)}"


def _stamp(seconds: float, point: str) -> str:
    ms = max(0, round(seconds * 1000))
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}{point}{ms % 1000:03d}"


def _voice(utterance: Utterance) -> str:
    words = escape(clean(utterance.text), quote=False)
    name = escape(clean(utterance.speaker), quote=False)
    return f"<v {name}>{words}</v>" if name else words


def _named(utterance: Utterance) -> str:
    name = clean(utterance.speaker)
    words = f"{name}: {clean(utterance.text)}" if name else clean(utterance.text)
    return _TAG_START.sub("＜", words).replace("-->", "→")
