"""HTML notes: pages saved from a wiki, a mail, or exported minutes. Nothing is fetched, scripts are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.notes.blocks import Block, Sort, Written
from ingest.notes.lines import cells

_SILENT = frozenset("script style head template noscript iframe object embed svg math nav form button select textarea "
                    "audio video canvas map".split())
_BLOCKS = frozenset("address article aside blockquote body caption center dd details dialog div dl dt fieldset "
                    "figcaption figure footer header hr html legend li main ol p pre section summary table tbody td "
                    "tfoot th thead tr ul h1 h2 h3 h4 h5 h6".split())
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(text: str) -> Written:
    """The blocks of an HTML text. Its title is the document's title."""
    from lxml import html

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text) or "<p></p>", parser=parser)
    title = root.findtext(".//title") or ""
    return Written(tuple(_Walk().blocks(root)), " ".join(title.split()))


class _Walk:
    """Goes through the tree without recursion, since hostile pages nest deeply."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._sort, self._level, self._lists = Sort.TEXT, 0, 0

    def blocks(self, root: Any) -> Iterator[Block]:
        open_elements: list[tuple[Any, Any]] = []
        yield from self._enter(root)
        open_elements.append((root, iter(root)))
        while open_elements:
            element, children = open_elements[-1]
            child = next(children, None)
            if child is None:
                open_elements.pop()
                yield from self._leave(element)
                self._words.append(element.tail or "" if open_elements else "")
            elif _silent(child):
                self._words.append(child.tail or "")
            elif child.tag == "tr":
                yield from self._flush()
                yield Block(Sort.ROW, cells(_columns(child)))
            else:
                yield from self._enter(child)
                open_elements.append((child, iter(child)))

    def _enter(self, element: Any) -> Iterator[Block]:
        tag = element.tag
        if tag in _BLOCKS or tag == "br":
            yield from self._flush()
        if tag in _HEADINGS:
            self._sort, self._level = Sort.HEADING, _HEADINGS[tag]
        elif tag == "li":
            self._sort, self._level = Sort.ITEM, max(0, self._lists - 1)
        elif tag in ("ul", "ol"):
            self._lists += 1
        self._words.append(element.text or "")

    def _leave(self, element: Any) -> Iterator[Block]:
        if element.tag in _BLOCKS:
            yield from self._flush()
            self._sort, self._level = Sort.TEXT, 0
        if element.tag in ("ul", "ol"):
            self._lists -= 1

    def _flush(self) -> Iterator[Block]:
        text = " ".join("".join(self._words).split())
        self._words = []
        if text:
            yield Block(self._sort, text, self._level)


def _silent(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _columns(row: Any) -> list[str]:
    return [" ".join("".join(_texts(cell)).split()) for cell in row if cell.tag in ("td", "th")]


def _texts(cell: Any) -> Iterator[str]:
    for element in cell.iter():
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            continue
        yield element.text or ""
        if element.tag in _BLOCKS or element.tag == "br":
            yield " "
        if element is not cell:
            yield element.tail or ""
