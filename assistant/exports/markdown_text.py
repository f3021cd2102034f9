"""Paper as Markdown (CommonMark with tables)."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.exports.clean import cell, markdown
from assistant.exports.paper import Paper, Row, Section


def write(paper: Paper) -> bytes:
    """UTF-8, one line end a line."""
    return ("\n".join(_lines(paper)).rstrip() + "\n").encode()


def _lines(paper: Paper) -> Iterator[str]:
    yield from (f"# {markdown(paper.title)} {paper.kind}", "")
    yield from (f"- **{label}**: {markdown(value)}" for label, value in paper.facts)
    yield from (f"- **{paper.badge}**", "")
    for section in paper.sections:
        yield from (f"## {section.heading}", "")
        yield from _table(section, paper) if section.columns else _list(section, paper)
        yield ""
    if paper.small_print:
        yield from ("---", "")
        yield from (f"*{markdown(line)}*  " for line in paper.small_print)


def _list(section: Section, paper: Paper) -> Iterator[str]:
    for n, row in enumerate(section.rows, 1):
        yield f"{f'{n}.' if section.numbered else '-'} {_words(row, paper)}{_told(row)}"


def _table(section: Section, paper: Paper) -> Iterator[str]:
    columns = (*(("#",) if section.numbered else ()), *section.columns, paper.source_label)
    yield f"| {' | '.join(columns)} |"
    yield "|" + " --- |" * len(columns)
    for n, row in enumerate(section.rows, 1):
        words = _words(row, paper, in_cell=True) + (f"<br>{markdown(row.aside)}" if row.aside else "")
        cells = [*([str(n)] if section.numbered else []), words, *(markdown(cell(c)) for c in row.cells),
                 "<br>".join(markdown(m) for m in row.marks)]
        yield f"| {' | '.join(cells)} |"


def _words(row: Row, paper: Paper, in_cell: bool = False) -> str:
    words = markdown(cell(row.text) if in_cell else row.text)
    words = f"~~{words}~~" if row.over else words
    return f"{words} **({paper.doubtful_label})**" if row.doubtful else words


def _told(row: Row) -> str:
    aside = f" — {markdown(row.aside)}" if row.aside else ""
    marks = ", ".join(markdown(mark) for mark in row.marks)
    return f"{aside} ({marks})" if marks else aside
