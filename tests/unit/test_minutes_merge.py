"""A new draft never undoes what a person did."""

from __future__ import annotations

from dataclasses import replace

from assistant.minutes.merge import merge
from assistant.model import Coverage, Decision, LineState, Minutes


def minutes(*decisions: Decision) -> Minutes:
    return Minutes(meeting_id="m1", engine="builtin", coverage=Coverage(0, 60, 20), decisions=decisions)


def line(name: str, *evidence: int, state: LineState = LineState.DRAFT) -> Decision:
    return Decision(id=name, text=name, evidence=evidence, state=state)


def test_an_accepted_an_edited_and_a_persons_own_line_stay() -> None:
    old = minutes(line("a", 1, state=LineState.ACCEPTED), line("b", 4, state=LineState.EDITED))
    assert [d.id for d in merge(old, minutes(line("c", 9))).decisions] == ["a", "b", "c"]


def test_a_rejected_line_does_not_come_back_under_another_id() -> None:
    old = minutes(line("a", 1, 2, state=LineState.REJECTED))
    merged = merge(old, minutes(line("again", 2, 3)))
    assert [(d.id, d.state) for d in merged.decisions] == [("a", LineState.REJECTED)]


def test_a_drafted_line_is_replaced_by_the_new_draft() -> None:
    assert [d.text for d in merge(minutes(line("old", 1)), minutes(line("new", 1))).decisions] == ["new"]


def test_a_drafted_line_that_covers_an_edited_one_is_left_out() -> None:
    edited = replace(line("a", 5, 6, state=LineState.EDITED), text="別の言い方")
    merged = merge(minutes(edited), minutes(line("a2", 6)))
    assert [d.text for d in merged.decisions] == ["別の言い方"]
