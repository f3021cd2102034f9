"""What parts the cells of a table, told by its first lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.customers.headers import fields_by_name
from ingest.customers.lines import Line
from ingest.customers.records import NO_DELIMITER, read_records

_HEADER_WITHIN = 12
_CANDIDATES = ",\t;|"


def delimiter_of(lines: Sequence[Line], preferred: str = ",") -> str:
    """The sign that gives most lines the same number of cells, more than one; ``preferred`` where two do as well.
    A header that it parts into known names says it at once."""
    named = {sign: _named(lines, sign) for sign in _CANDIDATES}
    most = max(_CANDIDATES, key=lambda sign: (named[sign], sign == preferred))
    if named[most] > 1:
        return most
    scores = {sign: _evenness(lines, sign) for sign in _CANDIDATES}
    best = max(_CANDIDATES, key=lambda sign: (scores[sign], sign == preferred))
    return best if scores[best][0] >= 0.5 else NO_DELIMITER


def width_of(lines: Sequence[Line], delimiter: str) -> int:
    """The number of cells that most records have."""
    counts = Counter(len(r.cells) for r in read_records(iter(lines), delimiter) if any(c.strip() for c in r.cells))
    return max(counts, key=lambda n: (counts[n], n), default=0)


def declared(line: str) -> str:
    """Excel's own first line "sep=;" names the delimiter."""
    bare = line.strip().strip('"')
    return bare[4:] if bare[:4].lower() == "sep=" and len(bare) == 5 else ""


def _named(lines: Sequence[Line], sign: str) -> int:
    """How many fields the likeliest header among the first lines names."""
    heads = [line.text for line in lines[:_HEADER_WITHIN] if line.text and len(line.text) < 1000]
    return max((len(fields_by_name([c.strip().strip('"') for c in head.split(sign)])) for head in heads if sign in head), default=0)


def _evenness(lines: Sequence[Line], sign: str) -> tuple[float, int]:
    counts = Counter(len(r.cells) for r in read_records(iter(lines), sign) if any(c.strip() for c in r.cells))
    wide = {n: count for n, count in counts.items() if n > 1}
    if not wide:
        return 0.0, 0
    width = max(wide, key=lambda n: (wide[n], n))
    return round(wide[width] / counts.total(), 1), width
