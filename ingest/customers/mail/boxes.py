"""A box of mail (mbox) as its mails, one after the other, in memory for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

LARGEST = 60_000_000
"""Bytes of one mail with its attachments; of a larger one the rest is passed over."""
_FROM = re.compile(rb"^From (?:\S.*\d{1,2}:\d{2}|.*\b(?:19|20)\d{2}\b|- |MAILER-DAEMON|\?\?\?@\?\?\?)")
_FIELD = re.compile(rb"^(?:>?From |[!-9;-~]+[ \t]*:)")
_QUOTED_FROM = re.compile(rb"^>+From ")
_LINE = 1 << 20


def read_box(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Each mail's bytes, and whether it was larger than is kept."""
    mail: list[bytes] = []
    size, begun = 0, False
    for line, starts in _marked(path):
        if starts:
            if begun:
                yield b"".join(mail), size > LARGEST
            mail, size, begun = [], 0, True
            continue
        size += len(line)
        if size <= LARGEST:
            mail.append(line[1:] if _QUOTED_FROM.match(line) else line)
    if begun:
        yield b"".join(mail), size > LARGEST


def is_box(head: bytes) -> bool:
    """Whether a file that begins so is a box of mail."""
    first, _, rest = head.lstrip(b"\r\n").partition(b"\n")
    return first.startswith(b"From ") and bool(_FIELD.match(rest))


def _marked(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Lines, and whether a mail starts there: "From " after a blank line, with a field of a header below it."""
    with path.open("rb") as file:
        blank, first = True, True
        line = file.readline(_LINE)
        while line:
            after = file.readline(_LINE)
            starts = line.startswith(b"From ") and blank and bool(_FIELD.match(after)) and (first or bool(_FROM.match(line)))
            yield line, starts
            first = first and not starts and not line.strip()
            blank = not line.strip()
            line = after
