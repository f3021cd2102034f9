"""Paper as PDF, with the Japanese font inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from typing import Any

from assistant.exports.clean import cell, clean
from assistant.exports.paper import Paper, Row, Section
from assistant.exports.typeset import broken

_FONT = "Noto Sans JP"
_INK, _SOFT, _ACCENT, _WARN = (28, 36, 48), (91, 102, 117), (11, 92, 107), (154, 75, 0)
_LINE, _SHADE = (197, 205, 214), (238, 242, 245)
_MISSING, _LIKE = "〓", {"▸": "▶"}
_LABEL_MM, _INDENT_MM = 24, 6
_MOST_LINES = 32


def write(paper: Paper) -> bytes:
    """A4. Characters that the font lacks are printed as 〓."""
    sheet = _Sheet(paper)
    sheet.opening()
    for section in paper.sections:
        sheet.heading(section.heading)
        sheet.table(section) if section.columns else sheet.lines(section)
    sheet.small_print()
    return bytes(sheet.pdf.output())


class _Sheet:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.pdf = _pages(paper)
        self._glyphs = self.pdf.fonts[_FONT.lower()].cmap

    def opening(self) -> None:
        paper, pdf = self.paper, self.pdf
        self._write(f"{paper.kind}　{paper.badge}", 9, _SOFT, 5)
        self._write(paper.title, 17, _INK, 9, bold=True)
        pdf.ln(1.5)
        for label, value in paper.facts:
            top = pdf.get_y()
            self._write(label, 10, _SOFT, 6)
            pdf.set_y(top)
            self._write(value, 10, _INK, 6, left=_LABEL_MM)
        pdf.set_draw_color(*_ACCENT)
        pdf.line(pdf.l_margin, pdf.get_y() + 2, pdf.w - pdf.r_margin, pdf.get_y() + 2)
        pdf.ln(4)

    def heading(self, text: str) -> None:
        self.pdf.ln(3)
        if self.pdf.will_page_break(25):
            self.pdf.add_page()
        self._write(text, 12, _ACCENT, 8, bold=True)

    def lines(self, section: Section) -> None:
        for n, row in enumerate(section.rows, 1):
            top, page = self.pdf.get_y(), self.pdf.page
            if self.pdf.will_page_break(12):
                self.pdf.add_page()
                top, page = self.pdf.get_y(), self.pdf.page
            self._write(f"{n}." if section.numbered else "•", 10, _SOFT, 6)
            self.pdf.page, _ = page, self.pdf.set_y(top)
            self._write(row.text, 10, _SOFT if row.over else _INK, 6, left=_INDENT_MM)
            if row.doubtful:
                self._write(f"［{self.paper.doubtful_label}］", 8.5, _WARN, 5, left=_INDENT_MM)
            if row.aside:
                self._write(row.aside, 8.5, _SOFT, 5, left=_INDENT_MM)
            if row.marks:
                self._write("  ".join(row.marks), 8.5, _ACCENT, 5, left=_INDENT_MM)
            self.pdf.ln(1)

    def table(self, section: Section) -> None:
        from fpdf.enums import TableBordersLayout, VAlign
        from fpdf.fonts import FontFace

        heads = [*(["#"] if section.numbered else []), *section.columns, self.paper.source_label]
        widths = _widths(section, self.pdf.epw)
        self._font(9.5, _INK)
        self.pdf.set_draw_color(*_LINE)
        lines = [[[head] for head in heads], *(self._cells(n, row, section) for n, row in enumerate(section.rows, 1))]
        source = FontFace(size_pt=8.5, color=_ACCENT)
        with self.pdf.table(
            col_widths=widths, width=self.pdf.epw, line_height=5.6, padding=(1.2, 1.5), text_align="LEFT",
            v_align=VAlign.T, borders_layout=TableBordersLayout.HORIZONTAL_LINES, first_row_as_headings=True,
            headings_style=FontFace(emphasis="BOLD", size_pt=9, color=_SOFT, fill_color=_SHADE),
        ) as table:
            for n, line in enumerate(lines):
                for part in self._fitting(line, widths):
                    drawn = table.row()
                    for column, words in enumerate(part):
                        drawn.cell(words, style=source if n and column == len(part) - 1 else None)
        self.pdf.ln(2)

    def _fitting(self, line: list[list[str]], widths: Sequence[float]) -> Iterator[list[str]]:
        """The cells of a row, broken into lines; a row too high for a page goes on in further rows."""
        cells = [[drawn for words in content if words for drawn in self._broken(words, width - 3.4).split("\n")]
                 for content, width in zip(line, widths, strict=True)]
        for at in range(0, max(1, *map(len, cells)), _MOST_LINES):
            yield ["\n".join(lines[at:at + _MOST_LINES]) for lines in cells]

    def small_print(self) -> None:
        self.pdf.ln(5)
        for line in self.paper.small_print:
            self._write(line, 8.5, _SOFT, 5)

    def _cells(self, n: int, row: Row, section: Section) -> list[list[str]]:
        doubt = f"［{self.paper.doubtful_label}］" if row.doubtful else ""
        words = [cell(row.text), doubt, clean(row.aside)]
        number = [[str(n)]] if section.numbered else []
        return [*number, words, *([cell(c)] for c in row.cells), [clean(m) for m in row.marks]]

    def _write(self, text: str, size: float, colour: tuple[int, int, int], line_mm: float, left: float = 0,
               bold: bool = False) -> None:
        self._font(size, colour, bold)
        self.pdf.set_x(self.pdf.l_margin + left)
        self.pdf.multi_cell(0, line_mm, self._broken(clean(text), self.pdf.epw - left), align="L",
                            new_x="LMARGIN", new_y="NEXT")

    def _font(self, size: float, colour: tuple[int, int, int], bold: bool = False) -> None:
        self.pdf.set_font(_FONT, "B" if bold else "", size)
        self.pdf.set_text_color(*colour)

    def _broken(self, text: str, width: float) -> str:
        drawable = "".join(c if ord(c) in self._glyphs else _LIKE.get(c, _MISSING) for c in text)
        return "\n".join(broken(drawable, width, self.pdf.get_string_width))


def _widths(section: Section, width: float) -> tuple[float, ...]:
    facts = [30.0, 23.0, 16.0][:len(section.columns) - 1]
    number = [8.0] if section.numbered else []
    source = 28.0
    return (*number, width - sum(number) - sum(facts) - source, *facts, source)


def _pages(paper: Paper) -> Any:
    from fpdf import FPDF

    class Pages(FPDF):
        def footer(self) -> None:
            self.set_y(-14)
            self.set_font(_FONT, "", 8)
            self.set_text_color(*_SOFT)
            self.cell(0, 6, f"{self.page_no()} / {{nb}}", align="C")

    pdf = Pages(format="A4")
    pdf.set_margins(20, 18, 20)
    pdf.set_auto_page_break(True, 20)
    pdf.c_margin = 0
    with as_file(files(__package__).joinpath("fonts")) as folder:
        pdf.add_font(_FONT, "", folder / "NotoSansJP-Regular.ttf")
        pdf.add_font(_FONT, "B", folder / "NotoSansJP-Bold.ttf")
    pdf.set_title(clean(f"{paper.title} {paper.kind}"))
    pdf.set_creator("Renkei")
    pdf.set_lang(paper.lang)
    pdf.add_page()
    return pdf
