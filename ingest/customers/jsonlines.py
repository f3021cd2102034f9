"""Lines of JSON as messages: an object a line, its keys named as columns are, or a bare string."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.ports.feedback import MESSAGE_FIELDS, ReadMessage, Unreadable
from ingest.customers.dates import Order, order_of
from ingest.customers.headers import fields_by_name
from ingest.customers.lines import Line, read_lines
from ingest.customers.tables import message_of

_LARGEST_ARRAY = 50_000_000
_SAMPLE = 200


def read_json_lines(path: Path) -> Iterator[ReadMessage | Unreadable]:
    """A message a line. A file that is one JSON array of objects is read as well."""
    order = _order(path)
    for row, line in enumerate(_lines(path), 1):
        if line.text is None or line.cut:
            yield Unreadable(row, "customers.line_too_long" if line.cut else "customers.not_text", {}, line.raw)
        elif line.text.strip():
            yield _message(row, line, order)


def _message(row: int, line: Line, order: Order) -> ReadMessage | Unreadable:
    try:
        value = json.loads(line.text or "")
    except (ValueError, RecursionError):
        return Unreadable(row, "customers.not_json", {}, line.raw)
    fields = _fields({"text": value} if isinstance(value, str) else value)
    if "text" not in fields and "subject" not in fields:
        return Unreadable(row, "customers.no_text_key", {}, line.raw)
    return message_of(row, fields, line.raw, order)


def _fields(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    keys = [key for key, inner in value.items() if isinstance(inner, (str, int, float)) and not isinstance(inner, bool)]
    exact = {field: field for field in MESSAGE_FIELDS if field in keys}
    named = {field: keys[n] for field, n in fields_by_name(keys).items() if keys[n] not in exact}
    return {field: str(value[key]) for field, key in (named | exact).items()}


def _order(path: Path) -> Order:
    dates = []
    for _, line in zip(range(_SAMPLE), _lines(path), strict=False):
        try:
            dates.append(_fields(json.loads(line.text or "")).get("date", ""))
        except (ValueError, RecursionError):
            continue
    return order_of(dates)


def _lines(path: Path) -> Iterator[Line]:
    """The lines, or the items of an array as if each stood on its own line."""
    with path.open("rb") as file:
        array = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    if array and path.stat().st_size <= _LARGEST_ARRAY:
        whole = "\n".join(line.text or "" for line in read_lines(path))
        try:
            items = json.loads(whole)
        except (ValueError, RecursionError):
            items = None
        if isinstance(items, list):
            for item in items:
                text = json.dumps(item, ensure_ascii=False)
                yield Line(text.encode("utf-8", "replace"), text)
            return
    yield from read_lines(path)
