"""Paper as a Word document."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from assistant.exports.clean import cell, clean
from assistant.exports.paper import Paper, Row, Section
from assistant.exports.word_style import (
    Turn,
    blank,
    borders,
    column_widths,
    page_numbers,
    repeat_heading,
    shade,
    styled,
)

_WIDE_CM = 16.4
_NUMBER_CM = 0.9


def write(paper: Paper) -> bytes:
    """A4, one file, no fields but the page number."""
    document = blank(paper.title, paper.lang)
    _opening(document, f"{paper.kind}　{paper.badge}", paper.title, paper.facts)
    for section in paper.sections:
        document.add_heading(clean(section.heading), 1)
        if section.columns:
            _table(document, section, paper)
        else:
            _list(document, section, paper)
    for line in paper.small_print:
        document.add_paragraph(clean(line), "Small Print")
    return _saved(document)


def write_speech(kind: str, title: str, lang: str, facts: Iterable[tuple[str, str]],
                 speech: Iterable[tuple[str, str, str, str]]) -> bytes:
    """A transcript: ``speech`` is (heading or "", time, speaker, words) an utterance."""
    document = blank(title, lang)
    _opening(document, kind, title, facts)
    turn = Turn(document)
    for heading, time, speaker, words in speech:
        if heading:
            document.add_heading(clean(heading), 1)
        turn.add(time, speaker and f"{clean(speaker)}{'：' if lang == 'ja' else ': '}", clean(words))
    return _saved(document)


def _opening(document: Any, kind: str, title: str, facts: Iterable[tuple[str, str]]) -> None:
    document.add_paragraph(clean(kind), "Kind")
    document.add_paragraph(clean(title), "Title")
    for label, value in facts:
        paragraph = document.add_paragraph(style="Fact")
        styled(paragraph, f"{clean(label)}\t", "Aside")
        paragraph.add_run(clean(value))


def _list(document: Any, section: Section, paper: Paper) -> None:
    for n, row in enumerate(section.rows, 1):
        paragraph = document.add_paragraph(style="Line")
        paragraph.add_run(f"{n}." if section.numbered else "•").add_tab()
        _words(paragraph, row, paper)
        styled(paragraph, row.aside and f"（{clean(row.aside)}）", "Aside")
        for mark in row.marks:
            styled(paragraph, f"  {clean(mark)}", "Mark")


def _table(document: Any, section: Section, paper: Paper) -> None:
    heads = [*(["#"] if section.numbered else []), *section.columns, paper.source_label]
    table = document.add_table(rows=1, cols=len(heads))
    for place, head in zip(table.rows[0].cells, heads, strict=True):
        styled(place.paragraphs[0], clean(head), "Strong")
        shade(place)
    for n, row in enumerate(section.rows, 1):
        _table_row(table.add_row(), n if section.numbered else 0, row, paper)
    repeat_heading(table)
    borders(table)
    column_widths(table, _widths(section))
    document.add_paragraph(style="Small Print")


def _table_row(line: Any, number: int, row: Row, paper: Paper) -> None:
    places = list(line.cells)
    if number:
        places.pop(0).paragraphs[0].add_run(str(number))
    words = places[0].paragraphs[0]
    _words(words, row, paper, in_cell=True)
    if row.aside:
        styled(places[0].add_paragraph(), clean(row.aside), "Aside")
    for place, content in zip(places[1:-1], row.cells, strict=True):
        place.paragraphs[0].add_run(cell(content))
    styled(places[-1].paragraphs[0], "\n".join(clean(m) for m in row.marks), "Mark")


def _widths(section: Section) -> list[float]:
    """In centimetres: what is short gets what it needs, the words the rest."""
    facts = [3.0, *[2.3] * (len(section.columns) - 2)]
    number = [_NUMBER_CM] if section.numbered else []
    source = 3.2
    return [*number, _WIDE_CM - sum(number) - sum(facts) - source, *facts, source]


def _words(paragraph: Any, row: Row, paper: Paper, in_cell: bool = False) -> None:
    run = paragraph.add_run(cell(row.text) if in_cell else clean(row.text))
    run.font.strike = True if row.over else None
    styled(paragraph, f" [{paper.doubtful_label}]" if row.doubtful else "", "Doubtful")


def _saved(document: Any) -> bytes:
    page_numbers(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
