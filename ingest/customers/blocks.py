"""Plain text as messages: blocks parted by ruled lines where there are any, else by blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assistant.ports.feedback import ReadMessage, Unreadable
from ingest.customers.cleaning import MAX_CHARACTERS
from ingest.customers.lines import Line, read_lines
from ingest.customers.tables import message_of

_RULE = re.compile(r"^\s*(?:[-‐―ー─━=＝*＊_＿~〜]\s?){3,}\s*$")


def read_blocks(path: Path) -> Iterator[ReadMessage | Unreadable]:
    """A message a block; ``row`` is the number of the block."""
    ruled = any(line.text and _RULE.match(line.text[:200]) for line in read_lines(path))
    for row, block in enumerate(_blocks(path, ruled), 1):
        yield _message(row, block)


def _blocks(path: Path, ruled: bool) -> Iterator[list[Line]]:
    block: list[Line] = []
    size = 0
    for line in read_lines(path):
        text = line.text
        ends = text is not None and (bool(_RULE.match(text[:200])) if ruled else not text.strip())
        if not ends:
            size += len(line.raw)
            if size <= 8 * MAX_CHARACTERS or not block:
                block.append(line)
            continue
        if any(one.text is None or one.text.strip() for one in block):
            yield block
        block, size = [], 0
    if any(one.text is None or one.text.strip() for one in block):
        yield block


def _message(row: int, block: list[Line]) -> ReadMessage | Unreadable:
    raw = b"\n".join(line.raw for line in block)
    if any(line.cut for line in block):
        return Unreadable(row, "customers.line_too_long", {}, raw)
    texts = [line.text for line in block if line.text is not None]
    if len(texts) < len(block):
        return Unreadable(row, "customers.not_text", {}, raw)
    return message_of(row, {"text": "\n".join(texts)}, raw)
