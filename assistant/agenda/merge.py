"""A new draft of an agenda and what people did to the one before."""

from __future__ import annotations

from dataclasses import replace

from assistant.model import Agenda, AgendaItem


def merge(kept: Agenda, drafted: Agenda) -> Agenda:
    """``drafted`` with everything a person edited, added, arranged or left out in ``kept`` still so.

    A new item about moments that an edited one covers already is dropped. Where a person arranged the items, their
    order stays and new ones follow.
    """
    ours = {i.id: i for i in kept.items if i.edited}
    covered = {m for i in ours.values() for m in i.moments}
    fresh = [ours.get(i.id, i) for i in drafted.items if i.id in ours or not covered.intersection(i.moments)]
    present = {i.id for i in fresh}
    items = [*fresh, *(i for i in ours.values() if i.id not in present)]
    if kept.order_by_hand:
        items = _arranged(items, [i.id for i in kept.items])
    return replace(drafted, items=tuple(items), length_minutes=kept.length_minutes, time=kept.time or drafted.time,
                   order_by_hand=kept.order_by_hand)


def _arranged(items: list[AgendaItem], order: list[str]) -> list[AgendaItem]:
    place = {id_: n for n, id_ in enumerate(order)}
    return sorted(items, key=lambda i: place.get(i.id, len(place)))
