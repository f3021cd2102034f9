"""A reply to a customer, drafted without any model: what they told in their own words, how it stands, what was done.

It is written in the customer's language and says nothing that is not at hand: what was done comes as ``facts``, sentences
a person wrote; without them the reply only says that the matter is being looked into. No date, refund or replacement is
ever promised here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.feedback.callers import caller
from assistant.messages import text
from assistant.model.feedback import Channel, FeedbackPoint, Message, PointState

MOST_QUOTED = 3
LONGEST_QUOTE = {"ja": 42, "en": 110}
CLOSED = frozenset({PointState.DONE, PointState.NOT_NEEDED})

_FIRM = re.compile(r"株式会社|有限会社|合同会社|㈱|㈲|\(株\)|\(有\)|(?:店|院|会|所|校|園|館|社)$")
_TITLE = re.compile(r"(?:様方|様|さま|さん|殿|御中)$|\s*(?:\u3000)?(?:ご担当者?)$")
_HURT = re.compile(
    r"けが|怪我|ケガ|骨折|捻挫|ひび|やけど|火傷|腫れ|出血|救急|入院|病院|診断|かぶれ|発疹|湿疹|嘔吐|"
    r"アレルギー|転[びん倒]|"
    r"\b(?:injur|hurt|burn(?:t|ed)|bleed|blood|stitches|hospital|ambulance|fracture|broke (?:my|his|her)|swollen|rash|"
    r"allerg|A&E|vomit)", re.IGNORECASE)
_CUT = re.compile(r"[、,。;:\s]")
_EDGE = " \u3000\n。.、,!!??…;"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who answers: the company, and the name that stands below the reply (may be empty)."""

    company: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply for a person to read and approve; ``notes`` in ``lang`` of the reader."""

    text: str
    engine: str = "builtin"
    notes: tuple[str, ...] = ()


def drafted(message: Message, points: Sequence[FeedbackPoint], facts: Sequence[str] = (), sender: Sender | None = None,
            lang: str = "ja") -> Draft:
    """The reply to ``message``. ``facts``: sentences on how it stands, in the customer's language; ``lang`` is that of
    whoever reads the notes."""
    told = [p for p in points if p.state is not PointState.NOT_NEEDED] or list(points)
    body = [_opening(message, told, sender or Sender()), _quotes(message, told), _state(message, told, facts)]
    notes = () if facts else (text("feedback_words.reply_to_check", lang),)
    return Draft(framed(message, "\n\n".join(part for part in [*body, _closing(message, told)] if part), sender), notes=notes)


def framed(message: Message, body: str, sender: Sender | None) -> str:
    """The body of a reply between the customer's name and the sender's."""
    sender = sender or Sender()
    closing = [_say("close", message)] if message.lang == "en" else []
    signed = "\n".join(part for part in (*closing, sender.name, sender.company) if part)
    return "\n\n".join(part for part in (salutation(message), body, signed) if part) + "\n"


def salutation(message: Message) -> str:
    """The customer by name, with what politeness asks; nobody's name, and none that was made up for a post."""
    name = _TITLE.sub("", message.customer.strip()).strip()
    if not name or caller(message.customer, message.channel).hidden or name.startswith("@"):
        return _say("to_nobody", message)
    firm = message.lang == "ja" and _FIRM.search(name) and not re.search(r"\s", name)
    return _say("to_firm" if firm else "to", message, name=name)


def quoted(words: str, lang: str) -> str:
    """A few of the customer's own words: whole where they are short, else up to a pause."""
    clean = " ".join(words.split()).strip(_EDGE)
    longest = LONGEST_QUOTE.get(lang, LONGEST_QUOTE["en"])
    if len(clean) <= longest:
        return _unquoted(clean, lang)
    pauses = [m.start() for m in _CUT.finditer(clean[:longest])]
    end = pauses[-1] if pauses and pauses[-1] >= longest // 2 else longest
    return _unquoted(clean[:end].rstrip(_EDGE), lang) + "…"


def _opening(message: Message, points: Sequence[FeedbackPoint], sender: Sender) -> str:
    moods = {p.read.sentiment for p in points}
    if "negative" in moods:
        grave = any(p.read.sentiment == "negative" and p.read.urgency == "high" for p in points)
        sentences = [_say("grave" if grave else "sorry", message)]
        if message.story and message.story != message.id:
            sentences.append(_say("again", message))
        if any(p.read.sentiment == "negative" and _HURT.search(p.read.text) for p in points):
            sentences.append(_say("health", message))
    else:
        sentences = [_say("kind" if moods == {"positive"} else "thanks", message)]
    we = [_say("we", message, company=sender.company)] if sender.company and message.lang == "ja" else []
    return _joined([*we, *sentences], message)


def _quotes(message: Message, points: Sequence[FeedbackPoint]) -> str:
    """What they told: complaints first, then questions, then praise."""
    sentences: list[str] = []
    for kind, mood in (("complaint", "negative"), ("question", "neutral"), ("praise", "positive")):
        own = [p.read.text for p in points if p.read.sentiment == mood][:MOST_QUOTED]
        first = f"{kind}_phone" if message.channel is Channel.PHONE else kind
        for words in own:
            key = f"{kind}_more" if sentences else first
            sentences.append(_say(key, message, words=quoted(words, message.lang)))
    return "\n".join(sentences)


def _state(message: Message, points: Sequence[FeedbackPoint], facts: Sequence[str]) -> str:
    """How it stands; nothing for praise alone."""
    asked = [p for p in points if p.read.sentiment != "positive"]
    lines: list[str] = []
    if facts:
        done = bool(points) and all(p.state in CLOSED for p in points)
        lines = [_say("done" if done else "known", message), *(_say("fact", message, fact=f.strip()) for f in facts)]
    if any(p.paused for p in asked):
        lines.append(_say("waiting", message))
    elif not facts and any(p.state not in CLOSED for p in asked):
        lines.append(_say("looking", message))
    return "\n".join(lines)


def _closing(message: Message, points: Sequence[FeedbackPoint]) -> str:
    negative = [p for p in points if p.read.sentiment == "negative"]
    sentences = [_say("close_sorry", message)] if any(p.state not in CLOSED for p in negative) else []
    if negative and not sentences:
        sentences = [_say("close_told", message)]
    if message.lang != "en":
        sentences.append(_say("close", message))
    return "".join(sentences)


def _say(key: str, message: Message, **values: str) -> str:
    return text(f"feedback_words.reply_{key}", message.lang, **values)


def _joined(sentences: Sequence[str], message: Message) -> str:
    return ("" if message.lang == "ja" else " ").join(filter(None, sentences))


def _unquoted(words: str, lang: str) -> str:
    """Without the marks we quote with."""
    return words.replace("「", "『").replace("」", "』") if lang == "ja" else words.replace('"', "'")
