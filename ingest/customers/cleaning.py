"""What every text goes through before it becomes a message: signs that are no text are dropped, nothing else."""

from __future__ import annotations

import re

MAX_CHARACTERS = 200_000
"""Of one message; more is no message somebody wrote."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n){3,}")


def clean(text: str) -> str:
    """``text`` with ``\\n`` line ends, without control signs and outer blank lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))
    return _BLANK_LINES.sub("\n\n\n", text).strip()


def one_line(text: str) -> str:
    """A name, a subject: cleaned, on one line."""
    return " ".join(clean(text).split())
