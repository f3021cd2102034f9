"""What the opening lines of minutes tell: title, date and time, who was there, when the next meeting is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from assistant.language.dates import Anchor, Grain, find_dates
from assistant.language.dates import normalise as normalised_speech
from assistant.model import Attendee
from assistant.ports.documents import Guess
from ingest.notes.blocks import Block, Sort, Written
from ingest.telling.dates import first_time, normalised, written_dates
from ingest.telling.people import attendees
from ingest.telling.titles import clean_title, series_of

OPENING = 40
"""How many blocks from its start tell about the meeting itself."""
_WHEN = re.compile(
    r"(?i)^\W*(?:(?:開催|実施|会議)?(?:日時|日付|日)|いつ|日程|"
    r"date(?:\s*(?:/|and|&)\s*time)?|time|when|meeting\s+date|held(?:\s+on)?)(?:\s*[:：]\s*|\s+|$)(.*)$")
_LABEL = re.compile(r"^[^\s:：]{1,20}\s*[:：]")
_NEXT = re.compile(r"(?i)次回|次の(?:会議|打ち?合わ?せ|ミーティング|定例)|next\s+(?:meeting|session|call|time)")
_FOREIGN = re.compile(r"://|転載|引用|^[©(]|社外秘|confidential", re.IGNORECASE)
_KANA = re.compile(r"[\u3041-\u30fe]")
_LETTERS = re.compile(r"[^\W\d_]")
_SUBJECT = re.compile(r"(?i)^\W*(?:会議名?|件名|題名|タイトル|title|subject|meeting(?:\s+name)?)\s*[:：]\s*(\S.*)$")
_PROGRAM = re.compile(r"^Microsoft (?:Office )?(?:Word|PowerPoint|Excel) - |\.(?:docx?|pptx?|xlsx?)$")
_LAST_WORD = re.compile(r"(?:[\u30a1-\u30fe\u4e00-\u9fff\u3005]+|[A-Za-z]+)$")
_NEXT_LINES, _LONGEST_TITLE = 8, 80


def guess_from_content(written: Written) -> Guess:
    """What the document says about its meeting; a date without a year is left to the file's name."""
    opening = written.blocks[:OPENING]
    language = language_of([b.text for b in written.blocks[:300]])
    heading = _title_line([b for b in opening if not _FOREIGN.search(b.text)], written.title)
    date, start = _when(opening, heading)
    date = date or next((w.date for w in written_dates(written.date)), None)
    title = clean_title(_undated(heading))
    series = series_of(title, date is not None)
    after = _next(written.blocks, language, date, series) if date else None
    return Guess(title, date, start, language, series, _people(opening), after)


def language_of(texts: Sequence[str]) -> str:
    """ "ja" where kana make up a tenth of the letters or more, "en" else, "" for no letters at all."""
    joined = "".join(texts)
    letters = len(_LETTERS.findall(joined))
    if not letters:
        return ""
    return "ja" if len(_KANA.findall(joined)) * 12 >= letters else "en"


def _title_line(opening: Sequence[Block], own: str) -> str:
    """The line that names the meeting: one that says so, the first heading near the top, else the first line."""
    for block in opening[:12]:
        if named := _SUBJECT.match(block.text):
            return named[1]
    labelled = next((n for n, b in enumerate(opening) if _WHEN.match(b.text) or (n and _LABEL.match(b.text))), len(opening))
    candidates = [b for b in opening[:min(labelled, 4)] if _may_be_title(b)]
    headings = [b for b in candidates if b.sort is Sort.HEADING and clean_title(_undated(b.text))]
    first = candidates[:1] if opening and candidates and candidates[0] is opening[0] else []
    telling = [b.text for b in [*headings, *first] if clean_title(_undated(b.text))]
    if telling or not _may_be_title(Block(Sort.HEADING, own)):
        return telling[0] if telling else ""
    return _PROGRAM.sub("", own)


def _may_be_title(block: Block) -> bool:
    text = block.text
    if block.sort not in (Sort.HEADING, Sort.TEXT) or not 0 < len(text) <= _LONGEST_TITLE:
        return False
    sentence = text.endswith((".", "、", "？", "?")) or "。" in text
    return not sentence and not _LABEL.match(text)


def _undated(text: str) -> str:
    plain = normalised(text)
    dates = written_dates(plain)
    for found in reversed(dates):
        plain = f"{plain[:found.start]} {plain[found.end:]}"
    text = plain if dates else text
    return re.sub(r"\s*\d{1,2}:\d{2}\s*(?:[-~〜–]\s*\d{1,2}:\d{2})?", " ", text)


def _when(opening: Sequence[Block], heading: str) -> tuple[dt.date | None, dt.time | None]:
    """The date of the title, of a line that is labelled so, or of a short line that begins with one, and the time."""
    titled, start = written_dates(normalised(heading))[:1], None
    for n, block in enumerate(opening):
        if found := _WHEN.match(normalised(block.text)):
            value = found[1] or (normalised(opening[n + 1].text) if n + 1 < len(opening) else "")
            dates = written_dates(value)
            start = start or first_time(value)
            if dates and not titled:
                return dates[0].date, first_time(value[dates[0].end:]) or start
    for text in () if titled else (b.text for b in opening[:8] if len(b.text) <= 60 and not _NEXT.search(b.text)):
        titled = [d for d in written_dates(normalised(text)) if d.start <= 12][:1] or titled
    return (titled[0].date, start or titled[0].time) if titled else (None, start)


def _people(opening: Sequence[Block]) -> tuple[Attendee, ...]:
    return attendees([(b.text, b.sort is Sort.HEADING) for b in opening])


def _next(blocks: Sequence[Block], language: str, date: dt.date, series: str) -> dt.date | None:
    """The next meeting's date: the first day after this one in lines that speak of the next meeting, last lines first;
    among these, lines that name the series first."""
    last_word = _LAST_WORD.search(series)
    word = last_word[0] if last_word else ""
    for n in reversed([n for n, b in enumerate(blocks) if _NEXT.search(b.text)]):
        lines = list(_around(blocks, n))
        named = next((at for at, line in enumerate(lines) if at and len(word) > 2 and word in line), 0)
        for text in lines[named:] + lines[:named]:
            if later := _later(text, language or "ja", date):
                return later
    return None


def _later(text: str, language: str, date: dt.date) -> dt.date | None:
    """The first day after ``date`` that a line names; "mid December" names none."""
    written = [w.date for w in written_dates(normalised(text)) if w.date > date]
    said = find_dates(normalised_speech(text), language, Anchor(date)) if not written else []
    days = [m.date for m in said if not m.past and m.grain in (Grain.DAY, Grain.WEEKDAY) and m.date > date]
    return next((d for d in [*written, *days] if d <= date + dt.timedelta(days=400)), None)


def _around(blocks: Sequence[Block], n: int) -> Iterator[str]:
    """The line from where it speaks of the next meeting; below a heading or a bare label, the lines that follow."""
    text = blocks[n].text
    spoken = _NEXT.search(text)
    yield text[spoken.start():] if spoken else text
    level = blocks[n].level if blocks[n].sort is Sort.HEADING else 0
    for below in blocks[n + 1:n + 1 + _NEXT_LINES] if level or len(text) <= 20 else ():
        if below.sort is Sort.HEADING and below.level <= (level or below.level):
            return
        yield below.text
