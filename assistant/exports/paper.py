"""A document before it is written down in some format: title, facts, sections of lines or tables, small print.

The words in it are raw; each writer escapes them for its own format.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A line. ``cells`` stand under the columns of its section, ``marks`` say where it comes from, ``aside`` adds
    something in small print. ``over`` lines no longer hold (replaced, done, called off)."""

    text: str
    cells: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    aside: str = ""
    doubtful: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading. With ``columns`` (the first names the rows' text) it is a table, else a list."""

    heading: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """``kind`` is what the document is ("Minutes"), ``badge`` its state ("Draft"), ``facts`` label and value, ``words``
    the labels writers need: "doubtful", "source", "none"."""

    kind: str
    title: str
    lang: str
    badge: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    small_print: tuple[str, ...] = ()
    doubtful_label: str = ""
    source_label: str = ""
