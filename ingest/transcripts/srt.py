"""SubRip (.srt) and YouTube's .sbv, which Meet's captions are saved in."""

from __future__ import annotations

import re

from ingest.transcripts.cues import Cue
from ingest.transcripts.prefixes import with_prefixed_speakers
from ingest.transcripts.webvtt import read_webvtt

_SBV = re.compile(r"(?m)^(\d+:\d{2}:\d{2}\.\d{3}),(\d+:\d{2}:\d{2}\.\d{3})[ \t]*$")


def read_srt(text: str) -> list[Cue]:
    """The cues of a SubRip file: WebVTT without its header and with a number before each cue."""
    return read_webvtt(text)


def read_sbv(text: str) -> list[Cue]:
    """The cues of an .sbv file."""
    return with_prefixed_speakers(read_webvtt(_SBV.sub(r"\1 --> \2", text)))


def looks_like_sbv(text: str) -> bool:
    """Whether a text has .sbv's lines of two times."""
    return bool(_SBV.search(text))
