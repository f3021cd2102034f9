"""Minutes by the built-in engine against the gold of scripted companies, in this process and with cached embeddings.

    python -m benchmarks.minutes_eval COMPANY_DIR... [--words] [--show KIND]

The figures mean what those of the project's scorer mean: an item found is right when it shares an utterance with the
gold's and at least half of its evidence lies within two utterances of it. Earlier actions are those this engine itself
found in earlier meetings of the company.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.minutes.brief import MinutesBrief
from assistant.minutes.builtin import BuiltinMinutes
from assistant.model import (
    ActionStatus,
    Attendee,
    Department,
    Line,
    Meeting,
    Minutes,
    Organisation,
    Person,
    Transcript,
    Utterance,
)
from assistant.ports.records import FiledAction, FiledLine
from training.cached import CachedEmbedder
from training.matching import pairs

Tally = dict[str, list[float]]
KINDS = ("decisions", "actions", "open_questions", "feedback")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("companies", nargs="+", type=Path)
    parser.add_argument("--words", action="store_true", help="without an embedder")
    parser.add_argument("--show", default="", help="print the items of this kind: decisions, actions, due, owner …")
    options = parser.parse_args()
    embedder = None if options.words else _embedder()
    for company in options.companies:
        print(company.name, json.dumps(evaluate(company, BuiltinMinutes(embedder), options.show), ensure_ascii=False))
    if embedder:
        embedder.save()


def evaluate(company: Path, engine: BuiltinMinutes, show: str = "") -> dict[str, Any]:
    """Every figure over the meetings of one company, in order of date."""
    organisation = read_organisation(company)
    tally: Tally = defaultdict(lambda: [0.0, 0.0])
    meetings = sorted((json.loads(f.read_text("utf-8")) for f in company.glob("[0-9][0-9].json")),
                      key=lambda m: (m["date"], m["start"]))
    earlier: list[FiledAction] = []
    decided: list[FiledLine] = []
    for gold in meetings:
        meeting, transcript = read_meeting(gold)
        mine = [f for f in earlier if f.action.status == ActionStatus.OPEN]
        drafted = engine.draft(MinutesBrief(meeting=meeting, transcript=transcript, organisation=organisation,
                                            open_actions=tuple(mine), decisions=tuple(decided)))
        _score(tally, drafted, gold, show)
        closed = {c.action_id for c in drafted.closed_actions}
        earlier = [f for f in earlier if f.action.id not in closed] + [FiledAction(a, meeting) for a in drafted.actions]
        decided += [FiledLine(d, meeting) for d in drafted.decisions]
    return _figures(tally)


def read_organisation(company: Path) -> Organisation:
    """departments.json as the product's organisation."""
    departments = []
    for row in json.loads((company / "departments.json").read_text("utf-8")):
        people = tuple(Person(p["name"], p.get("reading", ""), p.get("role", ""), row["name"]) for p in row["people"])
        departments.append(Department(row["name"], tuple(row["aliases"]), row["mission"], tuple(row["responsibilities"]),
                                      tuple(row["goals_this_quarter"]), row["head"], people))
    return Organisation(company.name, tuple(departments))


def read_meeting(gold: dict[str, Any]) -> tuple[Meeting, Transcript]:
    """A scripted meeting, utterances four seconds apart."""
    meeting = Meeting(id=gold["id"], title=gold["title"], date=dt.date.fromisoformat(gold["date"]), series=gold["series"],
                      start=dt.time.fromisoformat(gold["start"]), lang=gold["lang"],
                      attendees=tuple(Attendee(a["name"], a["department"]) for a in gold["attendees"]))
    said = tuple(Utterance(u["i"], 4.0 * u["i"], 4.0 * u["i"] + 3, u["speaker"], u["text"]) for u in gold["utterances"])
    return meeting, Transcript(gold["id"], said)


def _score(tally: Tally, drafted: Minutes, meeting: dict[str, Any], show: str) -> None:
    gold = meeting["gold"]
    for kind in KINDS:
        lines: Sequence[Line] = getattr(drafted, kind)
        found, marked = [set(line.evidence) for line in lines], [set(item["utterances"]) for item in gold[kind]]
        matched = pairs(found, marked)
        _count(tally, kind, len(matched), len(found), len(marked))
        if show == kind:
            _show(meeting, lines, gold[kind], matched)
        _fields(tally, kind, drafted, meeting, matched, show)
        if kind == "decisions":
            free = [f for n, f in enumerate(found) if n not in {a for a, _ in matched}]
            for idea in gold["not_decisions"]:
                _add(tally, "not_decided", any(f & set(idea["utterances"]) for f in free))
    found, marked = [set(c.evidence) for c in drafted.closed_actions], [set(c["utterances"]) for c in gold["closes"]]
    _count(tally, "closes", len(pairs(found, marked)), len(found), len(marked))
    _whole(tally, drafted, gold)


def _fields(tally: Tally, kind: str, drafted: Minutes, meeting: dict[str, Any], matched: Iterable[tuple[int, int]],
            show: str) -> None:
    """Owner, department and due date of matched actions; the department of matched remarks."""
    for n, m in matched:
        want = meeting["gold"][kind][m]
        if kind == "feedback":
            _add(tally, "feedback_department", bool(set(drafted.feedback[n].departments[:1]) & set(want["departments"])))
        for field in ("owner", "department", "due") if kind == "actions" else ():
            got = getattr(drafted.actions[n], field)
            right = (str(got) if got else None) == want[field]
            _add(tally, field, right)
            if show == field and not right:
                said = [meeting["utterances"][i]["text"] for i in drafted.actions[n].evidence]
                print(meeting["id"], field, "got", got, "want", want[field], said)


def _whole(tally: Tally, drafted: Minutes, gold: dict[str, Any]) -> None:
    """The next meeting, and how many of the next agenda's topics some line reaches."""
    want, have = gold["next_meeting"] or {}, drafted.next_meeting
    _add(tally, "next_meeting", (str(have.date) if have else None) == want.get("date"))
    if want and have:
        _add(tally, "next_time", str(have.time)[:5] == want["time"])
    held: list[Line] = [*drafted.actions, *drafted.open_questions, *drafted.parked, *drafted.feedback]
    for topic in gold["agenda_next"]:
        if topic["from_utterances"]:
            _add(tally, "agenda_reach", any(set(line.evidence) & set(topic["from_utterances"]) for line in held))


def _show(meeting: dict[str, Any], lines: Sequence[Line], gold: list[dict[str, Any]],
          matched: Iterable[tuple[int, int]]) -> None:
    by_line = dict(matched)
    for n, line in enumerate(lines):
        mark = ("OK " if n in by_line else "-- ") + ("?" if line.doubtful else "")
        print(meeting["id"], mark, line.evidence, f"{line.confidence:.2f}", line.text)
    for m, item in enumerate(gold):
        if m not in by_line.values():
            print(meeting["id"], "MISSED", item["utterances"], item.get("text") or item.get("task"))


def _count(tally: Tally, kind: str, right: int, found: int, marked: int) -> None:
    for name, part, whole in ((f"{kind}.p", right, found), (f"{kind}.r", right, marked)):
        tally[name][0] += part
        tally[name][1] += whole


def _add(tally: Tally, key: str, right: bool) -> None:
    tally[key][0] += right
    tally[key][1] += 1


def _figures(tally: Tally) -> dict[str, Any]:
    share = {key: round(part / whole, 3) if whole else None for key, (part, whole) in tally.items()}
    out: dict[str, Any] = {}
    for kind in (*KINDS, "closes"):
        p, r = share.pop(f"{kind}.p") or 0.0, share.pop(f"{kind}.r") or 0.0
        out[kind] = {"precision": p, "recall": r, "f1": round(2 * p * r / (p + r), 3) if p + r else 0.0}
    return out | share


def _embedder() -> CachedEmbedder:
    from vectorstore.embedders import PackagedEmbedder

    return CachedEmbedder(PackagedEmbedder())


if __name__ == "__main__":
    main()
