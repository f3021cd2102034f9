"""Conversations as a recogniser would have heard them: fillers and punctuation gone, letters lost, turns run together or
cut apart, sometimes no speakers. Labels move along. The same conversation always becomes the same noisy one."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from assistant.language.sentences import sentences
from training.conversation import Conversation, Label, Said

MERGES, SPLITS, LOSES, UNSPOKEN = 0.12, 0.12, 0.02, 0.25
SHORT = {"ja": 30, "en": 70}
_FILLERS = re.compile(r"えー?と、?|あの[ー、]*|えー、|まあ、?|うーん、?|んー、?|\b(?:um|uh|er|erm|you know),?\s*", re.IGNORECASE)


def heard(conversation: Conversation) -> Conversation:
    """A noisy copy of ``conversation``."""
    dice = random.Random(conversation.name)
    nameless = dice.random() < UNSPOKEN
    pieces = _recut(conversation, dice)
    place: dict[int, list[int]] = {}
    said = []
    for n, (numbers, speaker, text) in enumerate(pieces):
        for i in numbers:
            place.setdefault(i, []).append(n)
        said.append(Said(n, "" if nameless else speaker, _misheard(text, conversation.lang, dice)))
    moved = {name: [_move(label, place) for label in getattr(conversation, name)] for name in
             ("decisions", "not_decided", "actions", "questions", "remarks", "done", "parked")}
    following = conversation.next_meeting
    return replace(conversation, utterances=said, next_meeting=_move(following, place) if following else None, **moved)


def _move(label: Label, place: dict[int, list[int]]) -> Label:
    return replace(label, utterances=tuple(sorted({n for i in label.utterances for n in place[i]})))


def _recut(conversation: Conversation, dice: random.Random) -> list[tuple[list[int], str, str]]:
    """(numbers of the utterances in it, speaker, text) of each piece."""
    pieces: list[tuple[list[int], str, str]] = []
    short = SHORT[conversation.lang]
    for said in conversation.utterances:
        parts = sentences(said.text, conversation.lang)
        if pieces and len(said.text) < short and len(pieces[-1][2]) < short and dice.random() < MERGES:
            numbers, speaker, text = pieces[-1]
            pieces[-1] = ([*numbers, said.i], speaker, f"{text} {said.text}")
        elif len(parts) > 1 and dice.random() < SPLITS:
            cut = dice.randrange(1, len(parts))
            pieces += [([said.i], said.speaker, " ".join(some)) for some in (parts[:cut], parts[cut:])]
        else:
            pieces.append(([said.i], said.speaker, said.text))
    return pieces


def _misheard(text: str, lang: str, dice: random.Random) -> str:
    text = _FILLERS.sub("", text)
    if dice.random() < 0.5:
        text = re.sub(r"[、,「」\"…]", "", text)
    if dice.random() < 0.4:
        text = re.sub(r"[。.??!!]+", " ", text)
    if lang == "en" and dice.random() < 0.3:
        text = text.lower()
    units = list(text) if lang == "ja" else text.split(" ")
    kept = [unit for unit in units if dice.random() >= LOSES]
    return ("" if lang == "ja" else " ").join(kept).strip() or text
