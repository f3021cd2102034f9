"""Themes whose cause is gone, and what was noted then."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from assistant.ports.records import Ledger

Plain = dict[str, Any]
Solved = Sequence[tuple[str, Plain]]
_SETTING = "feedback.themes_done"
_MOST = 200


def keep_solved(ledger: Ledger, theme_id: str, solved: Plain, who: str) -> None:
    """``solved``: {"note", "who", "at", "points"}, in place of what was noted of the theme before."""
    others = [(id_, told) for id_, told in solved_themes(ledger) if id_ != theme_id]
    ledger.save_setting(_SETTING, [[id_, told] for id_, told in [*others, (theme_id, solved)][-_MOST:]], who)


def solved_themes(ledger: Ledger) -> Solved:
    """Everything noted so far, oldest first."""
    return [(str(id_), dict(told)) for id_, told in ledger.setting(_SETTING, [])]


def solved_as(solved: Solved, theme_id: str, points: Collection[str]) -> Plain | None:
    """What was noted of the theme, or of one that held most of its points."""
    own = set(points)
    for id_, told in reversed(solved):
        if id_ == theme_id or len(own.intersection(told["points"])) * 2 > len(own):
            return {name: told[name] for name in ("note", "who", "at")}
    return None


def solved_notes(ledger: Ledger, points: Collection[str]) -> list[str]:
    """The notes of every theme that held one of the points."""
    return [told["note"] for _, told in solved_themes(ledger)
            if told["note"] and set(points).intersection(told["points"])]
