"""Slides (.pptx): each slide's title is a heading; its texts, tables and speaker notes follow in reading order."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.notes.blocks import Block, Sort, Written
from ingest.notes.lines import cells
from ingest.notes.sheets import read_xlsx
from ingest.notes.word import local, parse_part
from ingest.packages import package_format

_TITLES = ("title", "ctrTitle")
_EMPTY_ROW = re.compile(r"[^|]*(?:\| 0 ?)+$")
_FURNITURE = ("dt", "ftr", "sldNum", "hdr", "sldImg")


def read_pptx(path: Path) -> Written:
    """The blocks of a presentation."""
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        blocks = [b for slide in _slides(package, names) for b in _slide(package, names, slide)]
    return Written(tuple(blocks))


def _slides(package: zipfile.ZipFile, names: set[str]) -> Iterator[str]:
    links = _links(package, names, "ppt/presentation.xml")
    show = parse_part(package, "ppt/presentation.xml")
    for entry in show.iter():
        if local(entry) == "sldId":
            target = links.get(_relation(entry), ("", ""))[1]
            if target in names:
                yield target


def _relation(entry: Any) -> str:
    return next((v for k, v in entry.items() if k.endswith("}id")), "")


def _links(package: zipfile.ZipFile, names: set[str], part: str) -> dict[str, tuple[str, str]]:
    """Relation id → (kind, part inside the package)."""
    folder, name = posixpath.split(part)
    listing = f"{folder}/_rels/{name}.rels"
    if listing not in names:
        return {}
    found = {}
    for link in parse_part(package, listing):
        target = link.get("Target", "")
        inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if link.get("TargetMode") != "External":
            found[link.get("Id", "")] = link.get("Type", "").rsplit("/", 1)[-1], inside
    return found


def _slide(package: zipfile.ZipFile, names: set[str], part: str) -> Iterator[Block]:
    root = parse_part(package, part)
    if root.get("show") == "0":
        return
    shapes = sorted((s for s in root.iter() if local(s) in ("sp", "graphicFrame")), key=_place)
    titles = [s for s in shapes if _role(s) in _TITLES]
    for shape in titles:
        yield Block(Sort.HEADING, " ".join(text for text, _ in _paragraphs(shape)), 2)
    for shape in shapes:
        if shape not in titles:
            yield from _shape(shape)
    for kind, target in _links(package, names, part).values():
        if kind == "chart" and target in names:
            yield from _chart(parse_part(package, target))
        elif kind == "package" and target.lower().endswith(".xlsx") and target in names:
            yield from _sheet(package.read(target), posixpath.basename(target))
        elif kind == "notesSlide" and target in names:
            notes = parse_part(package, target)
            yield from (b for s in notes.iter() if local(s) == "sp" for b in _shape(s))


def _sheet(data: bytes, name: str) -> Iterator[Block]:
    """A worksheet that a slide shows."""
    file = io.BytesIO(data)
    if package_format(file, name) == "xlsx":
        yield from (b for b in read_xlsx(file).blocks if b.sort is Sort.ROW and not _EMPTY_ROW.match(b.text))


def _chart(root: Any) -> Iterator[Block]:
    """A chart's title, then a row a category: ``category | series value | …``."""
    title = "".join(t.text or "" for e in root.iter() if local(e) == "title" for t in e.iter() if local(t) == "t")
    if title.strip():
        yield Block(Sort.TEXT, title)
    rows: dict[str, list[str]] = {}
    for series in (e for e in root.iter() if local(e) == "ser"):
        names, values = _points(series, "cat"), _points(series, "val")
        for at, value in values.items():
            rows.setdefault(names.get(at, at), []).append(value)
    yield from (Block(Sort.ROW, cells([name, *values])) for name, values in rows.items())


def _points(series: Any, kind: str) -> dict[str, str]:
    """Index → text of a series' categories or values, as the file keeps them."""
    points = [p for e in series if local(e) == kind for p in e.iter() if local(p) == "pt"]
    return {p.get("idx", ""): "".join(v.text or "" for v in p if local(v) == "v") for p in points}


def _place(shape: Any) -> tuple[int, int, int]:
    """Titles first, then from top to bottom in bands of 2 cm, then from left to right."""
    offset = next((e for e in shape.iter() if local(e) == "off"), None)
    if offset is None:
        return (1, 0, 0)
    return (2, _number(offset.get("y")) // 720_000, _number(offset.get("x")))


def _number(value: str | None) -> int:
    return int(value) if value and value.lstrip("-").isdigit() else 0


def _role(shape: Any) -> str:
    place = next((e for e in shape.iter() if local(e) == "ph"), None)
    return place.get("type", "body") if place is not None else ""


def _shape(shape: Any) -> Iterator[Block]:
    if _role(shape) in _FURNITURE:
        return
    rows = [r for r in shape.iter() if local(r) == "tr"]
    if rows:
        for row in rows:
            yield Block(Sort.ROW, cells(["".join(_words(c)) for c in row if local(c) == "tc"]))
        return
    for text, level in _paragraphs(shape):
        yield Block(Sort.ITEM, text, level)


def _paragraphs(shape: Any) -> Iterator[tuple[str, int]]:
    for paragraph in shape.iter():
        if local(paragraph) == "p":
            text = "".join(_words(paragraph)).strip()
            shaped = next((c for c in paragraph if local(c) == "pPr"), None)
            if text:
                yield text, _number(shaped.get("lvl")) if shaped is not None else 0


def _words(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter():
        if local(element) == "t":
            yield element.text or ""
        elif local(element) == "br" or local(element) == "p":
            yield " "
