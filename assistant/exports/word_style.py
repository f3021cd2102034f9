"""How our Word documents look: fonts for both scripts, quiet headings, tables that break well over pages."""

from __future__ import annotations

import copy
from typing import Any

_LATIN, _JAPANESE = "Calibri", "游ゴシック"
_INK, _SOFT, _ACCENT, _WARN, _SHADE = "1C2430", "5B6675", "0B5C6B", "9A4B00", "EEF2F5"


def blank(title: str, lang: str) -> Any:
    """An empty A4 document with our styles."""
    import docx
    from docx.shared import Cm

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2)
    about = document.core_properties
    about.title, about.author, about.language, about.comments = title[:250], "Renkei", lang, ""
    _styles(document)
    return document


def styled(paragraph: Any, text: str, style: str) -> None:
    """Add ``text`` in a character style; nothing where it is empty."""
    if text:
        paragraph.add_run(text, style=style)


class Turn:
    """Adds turns of speech to a document, each a copy of one made beforehand: python-docx looks styles up again for
    every run, which takes minutes for a long meeting."""

    def __init__(self, document: Any) -> None:
        made = document.add_paragraph(style="Speech")
        for style in ("Mark", "Strong", None):
            made.add_run("x", style=style)
        made.runs[0].add_tab()
        self._pattern, self._end = made._p, document.element.body.sectPr
        self._pattern.getparent().remove(self._pattern)

    def add(self, *parts: str) -> None:
        """Time, speaker and words; empty parts are left out."""
        turn = copy.deepcopy(self._pattern)
        for run, part in zip(list(turn.r_lst), parts, strict=True):
            if part:
                run.t_lst[0].text = part
                run.t_lst[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            else:
                turn.remove(run)
        self._end.addprevious(turn)


def _styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    sheet = document.styles
    _font(sheet["Normal"], 10.5, _INK)
    sheet["Normal"].paragraph_format.space_after = Pt(0)
    _font(sheet["Title"], 18, _INK, bold=True)
    _without_rule(sheet["Title"])
    _font(sheet["Heading 1"], 12.5, _ACCENT, bold=True)
    sheet["Heading 1"].paragraph_format.space_before = Pt(16)
    sheet["Heading 1"].paragraph_format.space_after = Pt(4)
    for name, size, colour, left, hanging, after in (
        ("Kind", 9.5, _SOFT, 0, 0, 0), ("Fact", 10.5, _INK, 2.2, 2.2, 1), ("Line", 10.5, _INK, 0.7, 0.7, 4),
        ("Speech", 10.5, _INK, 1.6, 1.6, 5), ("Small Print", 8.5, _SOFT, 0, 0, 2),
    ):
        style = sheet.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = sheet["Normal"]
        _font(style, size, colour)
        shape = style.paragraph_format
        shape.left_indent, shape.first_line_indent, shape.space_after = Cm(left), Cm(-hanging), Pt(after)
        if hanging:
            shape.tab_stops.add_tab_stop(Cm(left))
    for name, size, colour in (("Mark", 8.5, _ACCENT), ("Aside", 9, _SOFT), ("Doubtful", 9, _WARN)):
        _font(sheet.add_style(name, WD_STYLE_TYPE.CHARACTER), size, colour)
    _font(sheet["Strong"], 10, _INK, bold=True)


def _font(style: Any, size: float, colour: str, bold: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    font = style.font
    font.name, font.size, font.color.rgb = _LATIN, Pt(size), RGBColor.from_string(colour)
    font.bold = True if bold else None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), _JAPANESE)


def _without_rule(style: Any) -> None:
    from docx.oxml.ns import qn

    shape = style.element.pPr
    for rule in shape.findall(qn("w:pBdr")):
        shape.remove(rule)


def page_numbers(document: Any) -> None:
    """The page's number at its foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    foot = document.sections[0].footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.style = document.styles["Small Print"]
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = foot.add_run()._r
        run.append(_element("w:fldChar", fldCharType=kind) if kind else _instruction(text))


def _instruction(text: str) -> Any:
    element = _element("w:instrText")
    element.text = text
    return element


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def shade(place: Any) -> None:
    """The background of a heading cell."""
    place._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=_SHADE))


def repeat_heading(table: Any) -> None:
    """The first row again on each page; no row is torn apart."""
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit", val="true"))


def borders(table: Any) -> None:
    """Thin lines between rows, none between columns, a little air in the cells."""
    from docx.oxml.ns import qn

    look = table._tbl.tblPr.find(qn("w:tblLook"))  # what follows must stand before it, in this order
    lines = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        lines.append(_element(f"w:{side}", val="single", sz="4", space="0", color="C5CDD6"))
    look.addprevious(lines)
    air = _element("w:tblCellMar")
    for side, width in (("top", "60"), ("left", "80"), ("bottom", "60"), ("right", "80")):
        air.append(_element(f"w:{side}", w=width, type="dxa"))
    look.addprevious(air)


def column_widths(table: Any, widths_cm: list[float]) -> None:
    """Fixed widths, which Word takes from every cell and others from the columns."""
    from docx.shared import Cm

    table.autofit = False
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
        for place in column.cells:
            place.width = Cm(width)
