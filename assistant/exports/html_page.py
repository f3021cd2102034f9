"""Paper as one HTML file: no script, nothing loaded from anywhere, readable by day, by night and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from assistant.exports.clean import cell, clean
from assistant.exports.paper import Paper, Row, Section

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

_SHORT, _ONE_LINE = ' class="fact"', 12


def write(paper: Paper) -> bytes:
    """UTF-8; a policy in the file forbids scripts and connections, whatever stands in it."""
    return "\n".join(_lines(paper)).encode()


def _lines(paper: Paper) -> Iterator[str]:
    style = files(__package__).joinpath("page.css").read_text("utf-8")
    title = _safe(f"{paper.title} {paper.kind}")
    yield f'<!doctype html>\n<html lang="{paper.lang}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>"
    yield f'<header><p class="kind">{_safe(paper.kind)} <span class="badge">{_safe(paper.badge)}</span></p>'
    yield f"<h1>{_safe(paper.title)}</h1>\n<dl>"
    yield from (f"<div><dt>{_safe(label)}</dt><dd>{_safe(value)}</dd></div>" for label, value in paper.facts)
    yield "</dl></header>"
    for section in paper.sections:
        yield f"<section><h2>{_safe(section.heading)}</h2>"
        yield from _table(section, paper) if section.columns else _list(section, paper)
        yield "</section>"
    yield "<footer>"
    yield from (f"<p>{_safe(line)}</p>" for line in paper.small_print)
    yield "</footer>\n</main>\n</body>\n</html>\n"


def _list(section: Section, paper: Paper) -> Iterator[str]:
    tag = "ol" if section.numbered else "ul"
    yield f"<{tag}>"
    for row in section.rows:
        yield f"<li>{_words(row, paper)}{_aside(row)} {_marks(row)}</li>"
    yield f"</{tag}>"


def _table(section: Section, paper: Paper) -> Iterator[str]:
    heads = (*(("#",) if section.numbered else ()), *section.columns, paper.source_label)
    yield '<table><thead><tr>' + "".join(f"<th>{_safe(h)}</th>" for h in heads) + "</tr></thead><tbody>"
    for n, row in enumerate(section.rows, 1):
        number = f"<td>{n}</td>" if section.numbered else ""
        cells = "".join(f"<td{_SHORT if len(c) <= _ONE_LINE else ''}>{_safe(cell(c))}</td>" for c in row.cells)
        words = f"<td>{_words(row, paper, in_cell=True)}{_aside(row)}</td>"
        yield f'<tr>{number}{words}{cells}<td class="source">{_marks(row)}</td></tr>'
    yield "</tbody></table>"


def _words(row: Row, paper: Paper, in_cell: bool = False) -> str:
    words = _safe(cell(row.text) if in_cell else row.text)
    words = f"<s>{words}</s>" if row.over else words
    return f'{words} <strong class="doubtful">{_safe(paper.doubtful_label)}</strong>' if row.doubtful else words


def _aside(row: Row) -> str:
    return f'<span class="aside">{_safe(row.aside)}</span>' if row.aside else ""


def _marks(row: Row) -> str:
    return " ".join(f'<span class="mark">{_safe(mark)}</span>' for mark in row.marks)


def _safe(text: str) -> str:
    return escape(clean(text))
