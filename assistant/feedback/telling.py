"""Why two messages are taken for the same happening, in words a person can check at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.feedback.callers import Same, relation
from assistant.feedback.happenings import Rarity, Told
from assistant.language.terms import index_terms, stem
from assistant.messages import text

MOST_WORDS = 3
LEAST_RARITY = 3.0
LONGEST_WORDS = 14

_NAMED = {Same.SAME: "story_same_customer", Same.PART: "story_same_name", Same.TOLD: "story_told_name"}
_EDGES = re.compile(r"^[\u3040-\u309f\s、。]+|[\u3040-\u309f\s、。]+$")
_PLAIN = re.compile(r"[\w\u30fc\u3005]+")


def why(new: Told, old: Told, rarity: Rarity, lang: str) -> str:
    """One sentence: the name they share, the words they share, that the later one speaks of an earlier contact."""
    same, name = relation(new.caller, new.written, old.caller, old.written)
    words = common_words(new, old, rarity)
    told = text("feedback_words.story_between", lang).join(words)
    details = [text("feedback_words.story_shared", lang, words=told) if words else text("feedback_words.story_alike", lang)]
    if new.again:
        details.append(text("feedback_words.story_again", lang))
    joined = text("feedback_words.story_and", lang).join(details)
    sentence = text(f"feedback_words.{_NAMED.get(same, 'story_details')}", lang, name=_shown(name, new), details=joined)
    return sentence[0].upper() + sentence[1:]


def common_words(new: Told, old: Told, rarity: Rarity) -> list[str]:
    """The most telling words both messages hold, as the newer one writes them."""
    shared = new.terms & old.terms
    weighed: dict[str, float] = {}
    for words in _common(new, old):
        terms = set(index_terms(words)) & shared
        weight = max((rarity(term) for term in terms), default=0.0)
        if weight >= LEAST_RARITY:
            weighed.setdefault(words, weight)
    return sorted(weighed, key=lambda words: (-weighed[words], words))[:MOST_WORDS]


def _common(new: Told, old: Told) -> Iterator[str]:
    known = {stem(word) for word in _PLAIN.findall(old.text)}
    for word in _PLAIN.findall(new.text):
        if word.isascii():
            if stem(word) in known:
                yield word
        else:
            yield from _pieces(word, old.text)


def _pieces(word: str, other: str) -> Iterator[str]:
    """The longest parts of a run of Japanese that the other text holds too."""
    at = 0
    while at < len(word) - 1:
        end = at + 1
        while end < len(word) and word[at:end + 1] in other:
            end += 1
        piece = _EDGES.sub("", word[at:end])
        if 2 <= len(piece) <= LONGEST_WORDS:
            yield piece
        at = max(end, at + 1)


def _shown(name: str, new: Told) -> str:
    """The name as the customer wrote it, where its letters are Latin."""
    found = re.search(re.escape(name), new.message.customer, re.IGNORECASE) if name else None
    return found.group() if found else name
