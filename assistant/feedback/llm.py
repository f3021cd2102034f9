"""Customers' words read by a chat model, beside the built-in engine that reads them first.

The model sees masked texts, the cards the built-in engine finds nearest, and the corrected examples it leaned on; it may
name existing departments or none. What it returns is material: points must be verbatim parts of their text and must
cover what the built-in engine found, hard rules stay rules, confidence is not the model's own
(``assistant.feedback.joint``), and a text that speaks to machines is never shown to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.feedback.joint import Said, merged, weighed
from assistant.feedback.masking import Masked, Masker
from assistant.feedback.orders import speaks_to_the_machine
from assistant.language.terms import is_japanese
from assistant.model import Department, Organisation
from assistant.model.feedback import Example, ReadPoint, Rule
from assistant.ports.feedback import FeedbackEngine
from assistant.ports.llm import ChatModel, Prompt, Prompts

MOST_TEXTS = 12
LONGEST_TEXT = 3000
"""Characters of a text a model is shown; longer ones stay with the built-in engine."""
MOST_CARDS, MOST_EXAMPLES, MOST_DUTIES = 12, 12, 6
REPLY_SHARE = 3


@dataclass(frozen=True, slots=True)
class _Asked:
    """A text as the model knows it."""

    key: str
    n: int
    text: str
    masked: Masked


class LlmFeedback:
    """Implements ``assistant.ports.feedback.FeedbackEngine`` over a chat model. ModelUnavailable when the model reads
    nothing at all; when it fails later, the texts that are left keep the built-in engine's points."""

    name = "llm"

    def __init__(self, model: ChatModel, prompts: Prompts, builtin: FeedbackEngine) -> None:
        self._model = model
        self._prompts = prompts
        self._builtin = builtin

    def read(self, texts: Sequence[str], organisation: Organisation, examples: Sequence[Example] = (),
             rules: Sequence[Rule] = (), customers: Sequence[str] = ()) -> list[list[ReadPoint]]:
        """See ``FeedbackEngine.read``. ``customers``: names to mask beside those that are recognised as names."""
        found = self._builtin.read(texts, organisation, examples, rules)
        for asked, points in self._said(texts, found, organisation, examples, customers):
            found[asked.n] = merged(asked.text, points, found[asked.n], organisation)
        return found

    def route(self, points: Sequence[str], organisation: Organisation, examples: Sequence[Example] = (),
              rules: Sequence[Rule] = ()) -> list[ReadPoint]:
        """See ``FeedbackEngine.route``."""
        found = self._builtin.route(points, organisation, examples, rules)
        for asked, said in self._said(points, [[p] for p in found], organisation, examples, ()):
            if said:
                found[asked.n] = weighed(found[asked.n], said[0], found[asked.n], organisation)
        return found

    def _said(self, texts: Sequence[str], found: Sequence[Sequence[ReadPoint]], organisation: Organisation,
              examples: Sequence[Example], customers: Sequence[str]) -> Iterator[tuple[_Asked, list[Said]]]:
        """What the model says of each text it could read."""
        if not organisation.departments:
            return
        heard = False
        for lang in ("ja", "en"):
            masker = Masker(lang, (*customers, *(p.name for p in organisation.people),
                                   *(d.head for d in organisation.departments)))
            asked = [_Asked(f"T{n + 1}", n, text, masker.mask(text)) for n, text in enumerate(texts)
                     if text.strip() and is_japanese(text) == (lang == "ja") and len(text) <= LONGEST_TEXT
                     and not speaks_to_the_machine(text)]
            for prompt, batch in self._batches(asked, found, organisation, examples, masker):
                try:
                    reply = self._model.reply(prompt)
                except ModelUnavailable:
                    if not heard:
                        raise
                    return
                heard = True
                yield from _answers(reply, batch)

    def _batches(self, asked: Sequence[_Asked], found: Sequence[Sequence[ReadPoint]], organisation: Organisation,
                 examples: Sequence[Example], masker: Masker) -> Iterator[tuple[Prompt, list[_Asked]]]:
        """As many texts at a time as the model can read and answer."""
        batch: list[_Asked] = []
        for one in asked:
            if batch and (len(batch) == MOST_TEXTS or not self._fits(
                    self._prompt([*batch, one], found, organisation, examples, masker))):
                yield self._prompt(batch, found, organisation, examples, masker), batch
                batch = []
            batch.append(one)
        if batch:
            yield self._prompt(batch, found, organisation, examples, masker), batch

    def _fits(self, prompt: Prompt) -> bool:
        return self._model.count(prompt.system + prompt.user) <= self._model.context_tokens * (REPLY_SHARE - 1) // REPLY_SHARE

    def _prompt(self, batch: Sequence[_Asked], found: Sequence[Sequence[ReadPoint]], organisation: Organisation,
                examples: Sequence[Example], masker: Masker) -> Prompt:
        points = [point for one in batch for point in found[one.n]]
        near = list(dict.fromkeys(routed.name for point in points for routed in point.departments))
        cards = sorted(organisation.departments, key=lambda d: near.index(d.name) if d.name in near else len(near))
        wanted = {id_ for point in points for id_ in point.why.examples}
        shown = [e for e in examples if e.point_id in wanted][:MOST_EXAMPLES]
        prompt = self._prompts.fill(
            "feedback.route", masker.lang, cards="\n".join(map(_card, cards[:MOST_CARDS])) or "–",
            examples="\n".join(f"{_quoted(masker.mask(e.text).text)} → {', '.join(e.departments) or '–'}"
                               for e in shown) or "–",
            texts="\n".join(_line(one, found[one.n]) for one in batch))
        return replace(prompt, schema=_among(prompt.schema, [d.name for d in organisation.departments], batch))


def _answers(reply: Mapping[str, Any], batch: Sequence[_Asked]) -> Iterator[tuple[_Asked, list[Said]]]:
    """The reply's items by text, the originals put back into what was masked."""
    items = {str(item["id"]): item["points"] for item in reply["items"]}
    for one in batch:
        if points := items.get(one.key):
            yield one, [{**point, "text": one.masked.restore(str(point["text"]))} for point in points]


def _line(one: _Asked, found: Sequence[ReadPoint]) -> str:
    near = list(dict.fromkeys(routed.name for point in found for routed in point.departments[:3]))
    return f"{one.key} ({', '.join(near) or '–'}): {_quoted(one.masked.text)}"


def _quoted(text: str) -> str:
    """On one line, so that no text can look like the beginning of another."""
    return json.dumps(text, ensure_ascii=False)


def _card(department: Department) -> str:
    aliases = f" ({', '.join(department.aliases)})" if department.aliases else ""
    duties = filter(None, (department.mission, *department.responsibilities[:MOST_DUTIES]))
    return f"{department.name}{aliases}: {'; '.join(duties)}"


def _among(schema: Mapping[str, Any], departments: Sequence[str], batch: Sequence[_Asked]) -> dict[str, Any]:
    """The schema with departments and texts limited to those there are."""
    allowed = {"departments": departments, "id": [one.key for one in batch]}
    limited: dict[str, Any] = {}
    for name, part in schema.items():
        if name == "departments":
            limited[name] = {**part, "items": {"type": "string", "enum": list(allowed[name])}}
        elif name == "id":
            limited[name] = {"type": "string", "enum": list(allowed[name])}
        else:
            limited[name] = _among(part, departments, batch) if isinstance(part, Mapping) else part
    return limited
