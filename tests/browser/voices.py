"""Customers' voices in the records, and a reader of them that goes by plain words, so that pages can be tested without
what a trained one happens to think."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from assistant.bootstrap import House
from assistant.model import Organisation
from assistant.model.feedback import (
    Channel,
    Example,
    FeedbackPoint,
    Grounds,
    Message,
    PointState,
    ReadPoint,
    Routed,
    Rule,
    Why,
)

WHO = "local"
DEPARTMENTS = ("物流部", "経理部", "サポート部", "商品開発部", "営業部")
KNOWN = {"届": "物流部", "配送": "物流部", "請求": "経理部", "電話": "サポート部", "組み立て": "商品開発部"}
ALIKE = 0.3


class ByWords:
    """Each sentence is a point. Rules first, then what was corrected and shares a third of its letter pairs, then the
    words above; everything else goes to a person."""

    name = "builtin"

    def read(self, texts: Sequence[str], organisation: Organisation, examples: Sequence[Example] = (),
             rules: Sequence[Rule] = ()) -> list[list[ReadPoint]]:
        return [[self._at(m, organisation, examples, rules) for m in re.finditer(r"[^。!?\s][^。!?\n]*[。!?]?", text)]
                for text in texts]

    def route(self, points: Sequence[str], organisation: Organisation, examples: Sequence[Example] = (),
              rules: Sequence[Rule] = ()) -> list[ReadPoint]:
        return [self._route(text, 0, examples, rules) for text in points]

    def _at(self, found: re.Match[str], _organisation: Organisation, examples: Sequence[Example],
            rules: Sequence[Rule]) -> ReadPoint:
        return self._route(found[0], found.start(), examples, rules)

    def _route(self, text: str, start: int, examples: Sequence[Example], rules: Sequence[Rule]) -> ReadPoint:
        end = start + len(text)
        for rule in rules:
            if any(word in text for word in rule.words):
                return ReadPoint(text, start, end, (Routed(rule.department, 1.0),), False, Why(Grounds.RULE, rule.words))
        alike = [e for e in examples if _shared(e.text, text) >= ALIKE]
        if alike:
            claims = tuple(Routed(name, 0.9) for name in alike[-1].departments)
            return ReadPoint(text, start, end, claims, not claims, Why(Grounds.EXAMPLES, examples=(alike[-1].point_id,)))
        word = next((word for word in KNOWN if word in text), "")
        if word:
            return ReadPoint(text, start, end, (Routed(KNOWN[word], 0.92),), False, Why(Grounds.CARD, (word,)), "negative")
        guesses = (Routed("営業部", 0.4), Routed("サポート部", 0.3))
        return ReadPoint(text, start, end, guesses, True, Why(Grounds.UNSURE))


def _shared(one: str, other: str) -> float:
    a, b = ({text[i:i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return len(a & b) / max(1, len(a | b))


def prepare(house: House) -> None:
    """Departments to sort to, and the reader that goes by words."""
    house.__dict__["feedback_engines"] = (ByWords(), None)
    house.desk.organisation.load([{"name": name, "mission": f"{name}の仕事をする。"} for name in DEPARTMENTS], WHO)


def voice(house: House, text: str, customer: str = "", channel: Channel = Channel.EMAIL, days_ago: int = 1, due_in_h: int = 30,
          state: PointState = PointState.NEW, folded: str = "", subject: str = "") -> str:
    """A message as the reader by words understands it; its id."""
    day = dt.date.today() - dt.timedelta(days=days_ago)
    id_ = secrets.token_hex(6)
    message = Message(id_, secrets.token_hex(16), text, day, customer=customer or secrets.token_hex(4), channel=channel,
                      subject=subject, folded=folded, batch="put", story=id_)
    due = dt.datetime.now(dt.UTC) + dt.timedelta(hours=due_in_h)
    points = [FeedbackPoint(secrets.token_hex(6), id_, read, state, due=due)
              for [*found] in ByWords().read([text], Organisation()) for read in found]
    house.feedback_ledger.add_messages([(message, points)], WHO)
    return id_


def sweep(house: House) -> None:
    """Take all voices out again, with what was learned from them."""
    ledger = house.feedback_ledger
    for batch in ("put", ""):  # those put here, and those pasted
        ledger.save_batch(batch, {"batch": batch, "name": batch}, WHO)
    for batch in ledger.batches(1000):
        ledger.undo_batch(batch["batch"], WHO)
    for example in ledger.examples():
        ledger.forget_example(example.point_id, WHO)
    ledger.save_feedback_rules([], WHO)


def messy_sheet(folder: Path) -> Path:
    """A table as people keep them: a title row's worth of odd columns, empty cells, a repeated row."""
    rows = [["受付", "会社", "担当メモ", "内容"],
            ["2026/11/02", "川口商店", "鈴木", "請求書の宛名が間違っています。"],
            ["2026/11/03", "山本", "", "棚がまだ届きません。色も注文と違います。"],
            ["2026/11/03", "山本", "", "棚がまだ届きません。色も注文と違います。"],
            ["", "", "空", ""],
            ["11月4日", "林", "", "駐車場の入口が分かりにくい。"]]
    path = folder / "お問い合わせ.csv"
    path.write_bytes("\r\n".join(",".join(row) for row in rows).encode("cp932"))
    return path
