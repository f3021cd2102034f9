"""Word notes (.docx), read from the package itself: headings by style or outline level, lists with their depth,
tables row by row, inserted text but not deleted text, boxes once."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import FileRejected
from ingest.notes.blocks import Block, Sort, Written
from ingest.notes.lines import cells, without_bullet
from ingest.notes.plain import read_plain

_HEADING = re.compile(r"(?:heading|見出し)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"title|表題", re.IGNORECASE)
_LIST = re.compile(r"^(?:list|リスト|箇条書き)", re.IGNORECASE)
_SILENT = frozenset("del delText instrText Fallback footnoteReference commentReference moveFrom rt".split())
_PROLOGUE = 5000
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def read_docx(path: Path) -> Written:
    """The blocks of a Word document; its own properties give the title."""
    with zipfile.ZipFile(path) as package:
        names = {name.lower(): name for name in package.namelist()}
        styles = _styles(package, names)
        body = parse_part(package, names["word/document.xml"])
        title = _title(package, names)
    return Written(tuple(_structured(list(_blocks(body, styles)))), title)


def read_docx_lines(path: Path) -> str:
    """The same document as lines of text, for transcripts."""
    with zipfile.ZipFile(path) as package:
        names = {name.lower(): name for name in package.namelist()}
        body = parse_part(package, names["word/document.xml"])
        return "\n".join(_text(p) for p in body.iter() if local(p) == "p")


def parse_part(package: zipfile.ZipFile, name: str) -> Any:
    """The tree of an XML part. Nothing is loaded from outside; a document type, which the format forbids, is refused."""
    from lxml import etree

    data = package.read(name)
    if b"<!DOCTYPE" in data[:_PROLOGUE]:
        raise FileRejected("files.damaged", name=Path(package.filename or name).name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                             remove_comments=True, remove_pis=True)
    return etree.fromstring(data, parser)


def local(element: Any) -> str:
    """An element's name without its namespace, which differs between the flavours of the format."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.items() if key.rsplit("}", 1)[-1] == name), "")


def _child(element: Any, *names: str) -> Any:
    for name in names:
        element = next((c for c in element if local(c) == name), None) if element is not None else None
    return element


def _styles(package: zipfile.ZipFile, names: dict[str, str]) -> dict[str, str]:
    """Style id → its name, "heading N" also where only an outline level says so."""
    if "word/styles.xml" not in names:
        return {}
    found = {}
    for style in parse_part(package, names["word/styles.xml"]):
        if local(style) == "style":
            name, level = _child(style, "name"), _child(style, "pPr", "outlineLvl")
            outline = _attribute(level, "val") if level is not None else ""
            named = _attribute(name, "val") if name is not None else ""
            found[_attribute(style, "styleId")] = f"heading {int(outline) + 1}" if outline.isdigit() else named
    return found


def _title(package: zipfile.ZipFile, names: dict[str, str]) -> str:
    if "docprops/core.xml" not in names:
        return ""
    core = parse_part(package, names["docprops/core.xml"])
    return " ".join(next((e.text or "" for e in core if local(e) == "title"), "").split())


def _blocks(root: Any, styles: dict[str, str]) -> Iterator[Block]:
    """Paragraphs and table rows in order; what is inside a row is not read twice."""
    within: set[Any] = set()
    for element in root.iter():
        kind = local(element)
        if kind == "tr" and element not in within:
            within.update(element.iter())
            yield Block(Sort.ROW, cells([_cell(c) for c in element.iter() if local(c) == "tc"]))
        elif kind == "p" and element not in within and not _inside_paragraph(element):
            yield from _paragraph(element, styles)


def _inside_paragraph(paragraph: Any) -> bool:
    """The paragraphs of a text box are read with the one that holds the box."""
    return any(local(up) == "p" for up in paragraph.iterancestors())


def _cell(cell: Any) -> str:
    return " ".join(_text(p) for p in cell.iter() if local(p) == "p" and not _inside_paragraph(p))


def _paragraph(paragraph: Any, styles: dict[str, str]) -> Iterator[Block]:
    shape = _child(paragraph, "pPr")
    style_id = _child(shape, "pStyle") if shape is not None else None
    style = styles.get(_attribute(style_id, "val"), "") if style_id is not None else ""
    outline = _child(shape, "outlineLvl") if shape is not None else None
    level = int(_attribute(outline, "val") or 9) + 1 if outline is not None else 0
    for line in _text(paragraph).split("\n"):
        yield _styled(line, style, level, _child(shape, "numPr") if shape is not None else None)


def _styled(line: str, style: str, outline: int, numbering: Any) -> Block:
    heading = _HEADING.match(style)
    if heading or 1 <= outline <= 9:
        return Block(Sort.HEADING, line, int(heading[1]) if heading else outline)
    if _TITLE.fullmatch(style.strip()):
        return Block(Sort.HEADING, line, 1)
    words, bullet = without_bullet(line)
    if numbering is not None or bullet or _LIST.match(style):
        depth = _child(numbering, "ilvl") if numbering is not None else None
        return Block(Sort.ITEM, words, int(_attribute(depth, "val") or 0) if depth is not None else 0)
    return Block(Sort.TEXT, line)


def _text(paragraph: Any) -> str:
    """The words of a paragraph as it reads: tabs and breaks, inserted text, no deleted text, no field codes."""
    words, skip = list[str](), set[Any]()
    for element in paragraph.iter():
        kind = local(element)
        if element in skip or kind in _SILENT:
            skip.update(element)
        elif kind == "t":
            words.append(element.text or "")
        elif kind in _BREAKS:
            words.append("" if local(element.getparent()) == "tabs" else _BREAKS[kind])
        elif kind == "p" and element is not paragraph:
            words.append("\n")
    return "".join(words)


def _structured(blocks: list[Block]) -> list[Block]:
    """Where nobody used styles, headings are guessed as in plain text."""
    if any(b.sort is Sort.HEADING for b in blocks):
        return blocks
    guessed = []
    for block in blocks:
        found = read_plain(block.text) if block.sort is Sort.TEXT else []
        guessed.append(found[0] if len(found) == 1 and found[0].sort is Sort.HEADING else block)
    return guessed
