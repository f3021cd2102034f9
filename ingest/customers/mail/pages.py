"""An HTML mail as the text a reader would see. Nothing is fetched; what is hidden from a reader stays out."""

from __future__ import annotations

import re
from typing import Any

_SILENT = frozenset("script style head title template noscript iframe object embed svg math button select textarea audio "
                    "video".split())
_BLOCKS = frozenset("address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 "
                    "header hr li main ol p pre section table tr ul tbody thead".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)|mso-hide\s*:\s*all|"
                     r"max-height\s*:\s*0(?:px)?\s*(?:;|$)|opacity\s*:\s*0\s*(?:;|$)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LONGEST = 3_000_000


def page_text(source: str) -> str:
    """Lines of text; quoted mail (``blockquote``) has "> " before each line."""
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(_DECLARATION.sub("", source[:_LONGEST].replace("\x00", "")) or "<p></p>", parser=parser)
    except (etree.LxmlError, ValueError):
        return ""
    return _Page().text(root)


class _Page:
    """Goes through the tree without recursion, since hostile mails nest deeply."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._words: list[str] = []
        self._depth = self._pre = 0

    def text(self, root: Any) -> str:
        open_elements = [(root, iter(root))]
        self._enter(root)
        while open_elements:
            element, children = open_elements[-1]
            child = next(children, None)
            if child is None:
                open_elements.pop()
                self._leave(element)
                self._add(element.tail if open_elements else "")
            elif _silent(child):
                self._add(child.tail)
            else:
                self._enter(child)
                open_elements.append((child, iter(child)))
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _enter(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._end_line()
            if tag == "p":
                self._lines.append(self._mark())
        elif tag == "br":
            self._end_line(always=True)
        elif tag in ("td", "th"):
            self._words.append(" ")
        self._depth += tag == "blockquote"
        self._pre += tag == "pre"
        if tag == "li":
            self._words.append("・")
        if tag == "hr":
            self._lines.append(self._mark() + "-" * 20)
        self._add(element.text)

    def _leave(self, element: Any) -> None:
        if element.tag in _BLOCKS:
            self._end_line()
            while element.tag == "blockquote" and self._lines and self._lines[-1] == self._mark():
                self._lines.pop()
            if element.tag in ("p", "ul", "ol", "table"):
                self._lines.append(self._mark())
        self._depth -= element.tag == "blockquote"
        self._pre -= element.tag == "pre"

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if not self._pre:
            self._words.append(text)
            return
        for n, line in enumerate(text.split("\n")):
            if n:
                self._end_line(always=True)
            self._words.append(line)

    def _end_line(self, always: bool = False) -> None:
        line = re.sub(r"[ \t\r\n\f\xa0]+", " ", "".join(self._words)).strip(" ")
        self._words = []
        if line or always:
            self._lines.append(self._mark() + line)

    def _mark(self) -> str:
        return "> " * self._depth


def _silent(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))
