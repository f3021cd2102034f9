"""Whatever a message and its points are, they come back as they went in and as they were."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from assistant.model.feedback import (
    Channel,
    Example,
    FeedbackPoint,
    Grounds,
    Message,
    PointState,
    ReadPoint,
    Routed,
    Why,
)
from assistant.records import SqlLedger
from tests.adapters.feedback_samples import message, stored

number = itertools.count()
examples = settings(max_examples=25, deadline=None, database=None,
                    suppress_health_check=[HealthCheck.function_scoped_fixture])
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
instants = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))
dates = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
routed = st.builds(Routed, name=words, confidence=st.floats(0, 1))


def several(of: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=most).map(tuple)


reads = st.builds(
    ReadPoint, text=words, start=st.integers(0, 99), end=st.integers(0, 99), departments=several(routed),
    review=st.booleans(), why=st.builds(Why, grounds=st.sampled_from(Grounds), words=several(words),
                                        examples=several(words)),
    sentiment=words, urgency=words)
points = st.builds(
    FeedbackPoint, id=st.just(""), message_id=st.just(""), read=reads, state=st.sampled_from(PointState), owner=words,
    due=st.none() | instants, paused=st.none() | instants, snoozed=st.none() | dates, first=st.none() | routed)
messages = st.builds(
    Message, id=st.just(""), key=st.just(""), text=words, date=dates, lang=words, customer=words,
    channel=st.sampled_from(Channel), subject=words, folded=words, batch=words, origin=words, story=st.just(""),
    story_why=st.just(""), meeting_id=st.just(""), utterances=several(st.integers(0, 99)),
    answered=st.none() | instants)


def fresh(told: Message, found: tuple[FeedbackPoint, ...]) -> tuple[Message, list[FeedbackPoint]]:
    own = f"m{next(number)}"
    named = [replace(p, id=f"p{next(number)}", message_id=own) for p in found]
    return replace(told, id=own, key=own, story=own), named


@examples
@given(messages, several(points))
def test_whatever_a_message_is_comes_back_as_it_went_in(ledger: SqlLedger, told: Message, found: Any) -> None:
    kept, named = fresh(told, found)
    ledger.add_messages([(kept, named)], "x")
    assert ledger.message(kept.id) == kept
    in_order = sorted(named, key=lambda p: (p.read.start, p.read.end, p.id))
    assert ledger.points(message_id=kept.id) == [(p, kept) for p in in_order]
    assert ledger.points_of([kept.id]).get(kept.id, []) == in_order


@examples
@given(st.lists(st.tuples(st.sampled_from(["save", "replace"]), several(points), st.booleans()), max_size=6),
       several(points))
def test_undoing_everything_leaves_exactly_what_was(ledger: SqlLedger, changes: Any, first: Any) -> None:
    kept, named = fresh(message(), first)
    ledger.add_messages([(kept, named)], "x")
    tables = ("feedback_points", "feedback_departments", "feedback_examples", "feedback_history")
    states = [stored(ledger, *tables)]
    touched: list[str] = []
    for kind, wanted, teaches in changes:
        here = [p.id for p in ledger.points_of([kept.id]).get(kept.id, [])]
        own = [replace(p, id=here[i] if i < len(here) else f"p{next(number)}", message_id=kept.id)
               for i, p in enumerate(wanted) if kind == "replace" or i < len(here)]
        learnt = [Example(p.id, p.read.text, ()) for p in own] if teaches else []
        if kind == "save":
            ledger.save_points(own, "x", "change", examples=learnt)
        else:
            ledger.replace_points(kept.id, own, "x", "change", examples=learnt)
        if (after := stored(ledger, *tables)) != states[-1]:
            states.append(after)
            with ledger.store.reading() as connection:
                touched.append(connection.execute(text("select point_id from feedback_history order by n desc limit 1"))
                               .scalar_one())
    for point_id, before in reversed(list(zip(touched, states[:-1], strict=True))):
        ledger.undo_points(point_id, "x")
        assert stored(ledger, *tables) == before
