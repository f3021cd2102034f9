"""WebVTT as Zoom, Teams, Webex and subtitle tools write it; forgiving, since few of them keep to the standard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.transcripts.cues import Cue, named, seconds
from ingest.transcripts.prefixes import with_prefixed_speakers

_TIMES = re.compile(r"\s*([\d:.,]+)\s*-->\s*([\d:.,]+)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>\n]{1,200})>")
_WEBEX = re.compile(r"\d+\s+\"([^\"]{1,100})\"\s*(?:\(\d+\))?")
_SKIPPED = ("NOTE", "STYLE", "REGION", "WEBVTT", "X-TIMESTAMP-MAP", "Kind:", "Language:")


def read_webvtt(text: str) -> list[Cue]:
    """The cues of a WebVTT file. Blocks without times (notes, styles) are left out."""
    return with_prefixed_speakers(list(_cues(text)))


def _cues(text: str) -> Iterator[Cue]:
    for block in re.split(r"\n[ \t]*\n+", text):
        lines = block.strip("\n").split("\n")
        yield from _block(lines)


def _block(lines: list[str]) -> Iterator[Cue]:
    """A block holds one cue; some writers forget the blank line, so further times begin a further cue."""
    starts = [n for n, line in enumerate(lines) if _TIMES.match(line)]
    if not starts or (lines[0].startswith(_SKIPPED[:3]) and starts[0] > 1):
        return
    for n, at in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else len(lines)
        body = lines[at + 1:end]
        if n + 1 < len(starts) and body and body[-1].strip().isdigit():
            body = body[:-1]  # the next cue's number
        yield from _cue(lines[at], body, lines[at - 1] if at else "")


def _cue(times: str, body: list[str], identifier: str) -> Iterator[Cue]:
    found = _TIMES.match(times)
    assert found
    start = seconds(found[1]) or 0.0
    end = seconds(found[2]) or start
    webex = _WEBEX.fullmatch(identifier.strip())
    for speaker, words in _voices("\n".join(body)):
        name, department = named(speaker or (webex[1] if webex else ""))
        yield Cue(start, end, name, words, department)


def _voices(payload: str) -> Iterator[tuple[str, str]]:
    """The voices of a payload: what stands before the first ``<v Name>`` has none."""
    parts = _VOICE.split(payload)
    merged: list[tuple[str, str]] = [("", parts[0])]
    for name, words in zip(parts[1::2], parts[2::2], strict=True):
        if name == merged[-1][0]:
            merged[-1] = (name, merged[-1][1] + "\n" + words)
        else:
            merged.append((name, words))
    yield from ((name, words) for name, words in merged if words.strip())
