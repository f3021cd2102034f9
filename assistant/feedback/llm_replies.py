"""A reply to a customer written by a chat model from the facts at hand, sentence by sentence checked.

The model reads masked words. A sentence stands only when every number, date, name and link in it is in the message or the
facts, and it commits the company to nothing that the facts do not hold. When hardly any stands, the built-in draft does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.errors import ModelUnavailable
from assistant.feedback.masking import Masker
from assistant.feedback.orders import speaks_to_the_machine
from assistant.feedback.replies import Draft, Sender, drafted, framed
from assistant.feedback.sensitive import Kind, spans
from assistant.language.numerals import numbers_in
from assistant.messages import text
from assistant.model.feedback import FeedbackPoint, Message
from assistant.ports.llm import ChatModel, Prompts

LEAST_SENTENCES = 2
LONGEST_MESSAGE = 4000

_COMMITS = re.compile(
    r"します|しました|しております|させていただ|進めて|でき(?:ます|る)|可能|です|ございます|予定|約束|"
    r"\b(?:we|i|you can|you will|will|shall|be)\b|'ll\b|\bon its way\b", re.IGNORECASE)
_PROMISES = (
    r"返金|払い戻|返却", r"交換|取り?替え|代わりの(?:品|商品)|代替", r"発送|お送り|送付|お届け", r"修理|お直し|点検",
    r"割り?引|値引|クーポン|無料|サービス券|ポイント", r"補償|賠償|弁償|お支払い|負担", r"再発|二度と|今後このような",
    r"訪問|うかが(?:い|わせ)ま|伺(?:い|わせ)ま", r"廃棄|回収|中止|販売停止", r"必ず|絶対|徹底|処分|指導",
    r"本日中|明日|今週|来週|今月|来月|までに|以内に|数日|すぐに|至急|速やか|早急",
    r"refund|reimburs|money back", r"replac|exchang|new one|substitut", r"\bsen[dt]\b|\bship|deliver|dispatch",
    r"discount|voucher|coupon|free\b|credit", r"compensat|liab|cover the cost|\bpay\b", r"never again|not happen again|prevent",
    r"repair|\bfix|collect|pick up|visit", r"guarantee|promise|assure|disciplin",
    r"today|tomorrow|this week|next week|within|soon|immediately|shortly|promptly",
    r"by (?:mon|tues|wednes|thurs|fri|satur|sun|the end)",
)
_PROMISE = [re.compile(words, re.IGNORECASE) for words in _PROMISES]
_LINK = re.compile(r"://|www\.|[\w.-]+@[\w.-]+\.\w|[<>]|\]\(")
_LEFT_MASKED = re.compile(r"[\[【][^\[\]【】\s]{1,12}[_ ]?\d{1,6}[\]】]")


class LlmReplies:
    """Drafts replies with a chat model; any failure gives the built-in draft and a note."""

    def __init__(self, model: ChatModel, prompts: Prompts) -> None:
        self._model = model
        self._prompts = prompts

    def draft(self, message: Message, points: Sequence[FeedbackPoint], facts: Sequence[str] = (),
              sender: Sender | None = None, lang: str = "ja") -> Draft:
        """See ``assistant.feedback.replies.drafted``."""
        builtin = drafted(message, points, facts, sender, lang)
        if speaks_to_the_machine(message.text):
            return builtin
        try:
            said = self._said(message, facts, sender or Sender())
        except ModelUnavailable as error:
            return Draft(builtin.text, notes=(*builtin.notes, text("desk.fell_back", lang, why=error.say(lang))))
        ground = "\n".join([message.text, message.subject, message.customer, *facts, sender.company if sender else ""])
        kept = [sentence for sentence in said if stands(sentence, ground, "\n".join(facts))]
        if len(kept) < LEAST_SENTENCES:
            return Draft(builtin.text, notes=(*builtin.notes, text("feedback_words.reply_fell_back", lang)))
        dropped = len(said) - len(kept)
        notes = (text("feedback_words.reply_dropped", lang, count=dropped),) if dropped else ()
        body = ("" if message.lang == "ja" else " ").join(kept)
        return Draft(framed(message, body, sender), "llm", (*builtin.notes, *notes))

    def _said(self, message: Message, facts: Sequence[str], sender: Sender) -> list[str]:
        masker = Masker(message.lang, (message.customer, sender.name))
        prompt = self._prompts.fill(
            "feedback.reply", message.lang, company=masker.mask(sender.company).text or "–",
            message=masker.mask(f"{message.subject}\n{message.text}"[:LONGEST_MESSAGE].strip()).text,
            facts="\n".join(f"- {masker.mask(fact).text}" for fact in facts) or "–")
        reply = self._model.reply(prompt)
        return [restored for sentence in reply["sentences"] if (restored := masker.restore(str(sentence)).strip())]


def stands(sentence: str, ground: str, facts: str) -> bool:
    """Whether a sentence says nothing beyond ``ground`` (the message and the facts) and promises nothing beyond the
    facts."""
    if numbers_in(sentence) - numbers_in(ground) or _LINK.search(sentence) or _LEFT_MASKED.search(sentence):
        return False
    if any(kind is Kind.NAME and sentence[start:end] not in ground for start, end, kind in spans(sentence)):
        return False
    return not _COMMITS.search(sentence) or all(p.search(facts) for p in _PROMISE if p.search(sentence))
