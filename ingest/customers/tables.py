"""Rows of a table as messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assistant.model.feedback import Channel
from assistant.ports.feedback import ReadMessage, Unreadable
from ingest.customers.channels import channel_of
from ingest.customers.cleaning import MAX_CHARACTERS, clean, one_line
from ingest.customers.dates import Order, date_of
from ingest.customers.folding import fold
from ingest.customers.mapping import Layout
from ingest.customers.records import Record


def read_rows(records: Iterable[Record], layout: Layout, delimiter: str) -> Iterator[ReadMessage | Unreadable]:
    """A message a row below the header; blank rows and a header that comes again are passed over. ``delimiter`` is ""
    for a workbook, whose rows end with their last filled cell."""
    for row, record in enumerate(records, 1):
        if row <= layout.first and not record.error:
            continue
        if record.error:
            yield Unreadable(row, record.error, record.values, record.raw)
        elif not _blank(record.cells, layout):
            yield _message(row, record, layout, delimiter)


def message_of(row: int, fields: Mapping[str, str], raw: bytes, order: Order = Order.UNKNOWN) -> ReadMessage | Unreadable:
    """A message from the values of its fields; one without words, or with too many, is unreadable."""
    text, subject = clean(fields.get("text", "")), one_line(fields.get("subject", ""))
    text = text or subject
    if not text:
        return Unreadable(row, "customers.no_text", {}, raw)
    if len(text) > MAX_CHARACTERS:
        return Unreadable(row, "customers.too_long", {"characters": len(text), "limit": MAX_CHARACTERS}, raw)
    channel = channel_of(one_line(fields.get("channel", "")))
    kept = fold(text) if channel is Channel.EMAIL else None
    return ReadMessage(
        row, kept.text if kept else text, date_of(fields.get("date", ""), order), one_line(fields.get("customer", ""))[:200],
        channel, subject[:500], kept.folded if kept else "", one_line(fields.get("reference", ""))[:500])


def _blank(cells: tuple[str, ...], layout: Layout) -> bool:
    """Nothing in it but a running number, or the header once more."""
    number = layout.mapping.get("reference", -1)
    if not any(c.strip("\x00 \t\r\n　") for n, c in enumerate(cells) if n != number):
        return True
    return len(cells) > 1 and tuple(c.strip() for c in cells) == layout.header


def _message(row: int, record: Record, layout: Layout, delimiter: str) -> ReadMessage | Unreadable:
    text = layout.mapping["text"]
    cells = record.cells if delimiter else (*record.cells, *[""] * (layout.width - len(record.cells)))
    extra = [c for c in cells[layout.width:] if c.strip()]
    if len(cells) <= text or (extra and text != layout.width - 1):
        return Unreadable(row, "customers.ragged", {"cells": len(cells), "columns": layout.width}, record.raw)
    values = {field: cells[n] for field, n in layout.mapping.items() if n < len(cells)}
    if extra:  # the sign between cells stood in the text itself, without quotes
        values["text"] = delimiter.join(cells[text:])
    return message_of(row, values, record.raw, layout.order)
