"""Minutes of something written: notes already say what they are, by headings (決定事項, TODO, 宿題, 次回, Action items …) and
marks in the line ("TODO:", "→ 了承", "(小泉)"). Paragraphs are read by that structure, not by how people talk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from assistant.language.dates import Anchor, Grain, find_dates, normalise
from assistant.language.deadlines import due_date
from assistant.language.names import HONORIFIC
from assistant.language.times import find_times
from assistant.minutes.drafting import Draft
from assistant.minutes.summary import summary
from assistant.minutes.wording import line_id, shorten
from assistant.model import ActionItem, Decision, Minutes, NextMeeting, OpenQuestion, ParkedTopic

_HEADINGS = (
    ("past", re.compile(r"前回(?:の|からの)?(?:todo|宿題|アクション|議事|課題)|previous|last (?:meeting|time)", re.IGNORECASE)),
    ("next", re.compile(r"^(?:\W|\d)*(?:次回|次の(?:会議|打ち合わせ|ミーティング)|今後の予定|next (?:meeting|time"
                        r"|call))", re.IGNORECASE)),
    ("decision", re.compile(r"決定|決まった|決議|合意|承認事項|decision|resolution|agreed", re.IGNORECASE)),
    ("action", re.compile(r"to[ -]?do|宿題|アクション|やること|タスク|対応事項|action|\bAIs?\b|task", re.IGNORECASE)),
    ("question", re.compile(r"未決|懸案|検討事項|確認事項|質問|open (?:question|issue)|question", re.IGNORECASE)),
    ("parked", re.compile(r"持ち越し|継続審議|保留|parking|parked|次回(?:の)?議題", re.IGNORECASE)),
)
_MARKED = (
    ("action", re.compile(r"\*{0,2}\b(?:TODO|To-?Do|ToDo)\b\*{0,2}\s*[::]?|^(?:\W)*(?:AI|Action|アクション|宿題)\s*[::]"
                          r"|【(?:TODO|宿題|アクション)】|\[ \]", re.IGNORECASE)),
    ("decision", re.compile(r"(?:→|⇒|=>)[^→]*(?:決定|了承|承認|合意|採用)|(?:こと(?:に|で)(?:した|する|なった"
                            r"|決まった|決定|合意)|を(?:決定|承認"
                            r"|了承)(?:した|する)?|に決定(?:した)?|承認(?:された|した)|決定[::]|Decision:|Agreed:"
                            r"|it was (?:decided"
                            r"|agreed))", re.IGNORECASE)),
    ("question", re.compile(r"(?:未定|要検討|要確認|TBD)[。))]?$|^Q[::]", re.IGNORECASE)),
    ("next", re.compile(r"^(?:\W|\d)*次回(?:の(?:会議|定例|開催|日程|予定))?(?:は|:|:|\s|$)|^next meeting", re.IGNORECASE)),
)
_DONE = re.compile(r"(?:→|⇒|:|\s|^|[((【\[])(?:完了|済み?|done|終了|済)(?:[。)))】\]]|$)", re.IGNORECASE)
_TICK = re.compile(r"^\s*(?:[-*・●○■□◆◇→⇒>]|\d+[.)])\s*|^\s*\[x\]\s*", re.IGNORECASE)
_OWNER_AT_END = re.compile(r"[((](?P<name>[^()()0-9]{1,20}?)(?:さん|氏)?[))]?\s*$")
_OWNER_ARROW = re.compile(rf"(?:→|⇒|担当[::は]?|owner[::])\s*(?P<name>[^\s→、。,()()::]{{1,12}}?)(?:{HONORIFIC}|\s|$"
                          rf"|[((、])", re.IGNORECASE)
_OWNER_FIRST = re.compile(rf"^(?P<name>[^\s、。,::()()]{{1,12}}?)(?:{HONORIFIC})?\s*[::]")
_OWNER_SAYS = re.compile(rf"^(?P<name>[^\s、。,はがを]{{1,8}}){HONORIFIC}(?:が|は|に|の方で|のほうで|、)")
_NOT_A_NAME = re.compile(r"TODO|todo|済|完了|予定|案|月|日|時|https?|万|円|名|人|回|リモート|欠席|http|参照|決定|未定")
SURE, LIKELY = 0.9, 0.7


def minutes(draft: Draft, empty: Minutes) -> Minutes:
    """The record of written notes."""
    found = list(_found(draft))
    decided = tuple(Decision(id=line_id(draft.meeting_id, "decision", i), evidence=(i,), text=_text(draft, i), confidence=sure)
                    for kind, i, sure in found if kind == "decision")
    acts = tuple(_action(draft, i, sure) for kind, i, sure in found if kind == "action")
    return replace(
        empty, decisions=decided, actions=acts, next_meeting=_next(draft, [(sure, i) for kind, i, sure in found if kind == "next"]),
        open_questions=tuple(OpenQuestion(id=line_id(draft.meeting_id, "question", i), evidence=(i,), text=_text(draft, i),
                                          confidence=sure) for kind, i, sure in found if kind == "question"),
        parked=tuple(ParkedTopic(id=line_id(draft.meeting_id, "parked", i), evidence=(i,), text=_text(draft, i),
                                 confidence=sure) for kind, i, sure in found if kind == "parked"),
        summary=summary(draft.meeting_id, decided, acts, ()),
    )


def _found(draft: Draft) -> Iterator[tuple[str, int, float]]:
    """(kind, paragraph, how sure) of each paragraph that says what it is."""
    under = _kinds(draft)
    for i, text in enumerate(draft.talk.texts):
        clean = normalise(text).strip()
        if len(clean) < 4:
            continue
        marked = next((kind for kind, pattern in _MARKED if pattern.search(clean)), "")
        kind = marked if marked and under[i] in ("", marked) else under[i] or marked
        if kind in ("", "past") or (kind == "action" and _DONE.search(clean)) or _only_a_mark(clean):
            continue
        yield kind, i, SURE if under[i] == kind else LIKELY


def _kinds(draft: Draft) -> list[str]:
    """What the heading above each paragraph makes of it, "" where it says nothing."""
    kinds = [""] * len(draft.talk)
    starts = [*draft.brief.sections, (len(kinds), "")]
    for (start, heading), (end, _) in pairwise(starts):
        kind = next((kind for kind, pattern in _HEADINGS if pattern.search(normalise(heading))), "")
        kinds[start:end] = [kind] * (end - start)
    return kinds


def _only_a_mark(text: str) -> bool:
    return bool(re.fullmatch(r"\W*(?:TODO|なし|特になし|none|n/a|アクション|宿題)\W*", text, re.IGNORECASE))


def _action(draft: Draft, i: int, sure: float) -> ActionItem:
    text = draft.talk.texts[i]
    owner = _owner(normalise(text), draft)
    return ActionItem(
        id=line_id(draft.meeting_id, "action", i), evidence=(i,), text=_without(_text(draft, i), owner), confidence=sure,
        owner=owner,
        department=draft.talk.people.department.get(owner or "") or None,
        due=due_date([text], draft.talk.lang, draft.anchor),
    )


def _without(text: str, owner: str | None) -> str:
    """The task without its owner in brackets at the end."""
    match = _OWNER_AT_END.search(text)
    return text[:match.start()].strip() or text if match and owner and match["name"].strip() == owner else text


def _owner(text: str, draft: Draft) -> str | None:
    clean = _bare(text)
    for pattern in (_OWNER_AT_END, _OWNER_ARROW, _OWNER_FIRST, _OWNER_SAYS):
        match = pattern.search(clean)
        if match and match["name"].strip() and not _NOT_A_NAME.search(match["name"]):
            return match["name"].strip()
    known = draft.talk.people.find(clean)
    return known[0].name if len(known) == 1 else None


def _bare(text: str) -> str:
    return _MARKED[0][1].sub("", _TICK.sub("", text)).strip(" :*")


def _text(draft: Draft, i: int) -> str:
    text = _bare(draft.talk.texts[i]) or draft.talk.texts[i]
    return shorten(re.sub(r"\s+", " ", text), draft.talk.lang)


def _next(draft: Draft, places: list[tuple[float, int]]) -> NextMeeting | None:
    """The first date under the heading for it; where there is no such heading, of a paragraph that says so."""
    for _, i in sorted(places, key=lambda place: (-place[0], place[1])):
        text = draft.talk.texts[i]
        dates = [d for d in find_dates(text, draft.talk.lang, Anchor(draft.talk.today))
                 if not d.past and d.grain in (Grain.DAY, Grain.WEEKDAY) and d.date > draft.talk.today]
        if dates:
            times = find_times(text, draft.talk.lang, draft.brief.meeting.start)
            return NextMeeting(dates[0].date, times[0] if times else None, (i,))
    return None

