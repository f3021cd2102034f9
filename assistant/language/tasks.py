"""Promises as tasks: 「…を出しときますわ」→「…を出しておく」, "I'll book the engineers" → "Book the engineers".

Rewritten only where the form is plain; otherwise the words stay as they were said.
"""

from __future__ import annotations

import re

from assistant.language.sentences import tidy

_END_JA = re.compile(r"(?:ね|よ|わ|な|のよ|んで|ので|から|けど|けん|が|かな|し)*[。!!…、]*$")
_OKU_JA = re.compile(r"(?:とき|ておき|でおき|どき)ます$")
_POLITE = re.compile(r"(?P<stem>.*?)(?P<last>[ぁ-んァ-ヶ一-龠々])(?:ます|ましょう)$", re.DOTALL)
_I_TO_U = dict(zip("きぎしちにびみりい", "くぐすつぬぶむるう", strict=True))
_E_ROW = "えけげせぜてでねべめれ"
_ICHIDAN_I = re.compile(r"(?:^|[^一-龠])(?:見|借り|起き|降り|足り|でき|出来|信じ|感じ|生き|過ぎ|落ち|伸び|用い)$"
                        r"|(?:て|で)[いみ]$")
# 確認し, メールし, 電話をし, 私からし are する; 出し, 渡し, ずらし are す.
_NOUN_BEFORE_SURU = re.compile(r"(?:[一-龠々]{2,}|[ァ-ヶー]{2,}|[をにはでがもてと、]|から|まで|ご[一-龠]+|お[一-龠]+)$")
_HUMBLE = re.compile(r"(?:させていただき|いたし|させてもらい)ます$")
_LEADING_EN = re.compile(
    r"^(?:(?:I|we|you)(?:'ll| will| can| shall|'m going to|'re going to| am going to| are going to|'m gonna|'d better)"
    r"|let me|let us|I've got to|I have to|I need to|I could|I'd)\s+(?:just |also |then |gladly "
    r"|happily )*", re.IGNORECASE)


def as_task(sentence: str, lang: str) -> str:
    """The sentence of a promise as the line of a task list."""
    clean = tidy(sentence, lang)
    return _task_ja(clean) if lang == "ja" else _task_en(clean)


def _task_ja(clean: str) -> str:
    body = _END_JA.sub("", clean)
    body = _HUMBLE.sub("します", body)
    if _OKU_JA.search(body):
        return re.sub(r"どきます$|でおきます$", "でおく", re.sub(r"(?:とき|ておき)ます$", "ておく", body))
    plain = _plain(body)
    return re.sub(r"^(?:私|僕|俺|わたし|自分|うち)(?:が|は|のほうで|の方で|、)、?", "", plain or body)


def _plain(body: str) -> str | None:
    """〜ます as dictionary form, None where the body does not end so."""
    match = _POLITE.match(body)
    if not match:
        return None
    stem, last = match["stem"], match["last"]
    if last == "し":
        suru = not stem or _NOUN_BEFORE_SURU.search(stem)
        return stem + ("する" if suru else "す")
    if last in _E_ROW or _ICHIDAN_I.search(stem + last):
        return f"{stem}{last}る"
    if last == "き" and stem.endswith(("て", "で", "行", "い", "持って")):
        return f"{stem}く" if not stem.endswith(("て", "で")) else f"{stem}くる"
    return stem + _I_TO_U[last] if last in _I_TO_U else None


def _task_en(clean: str) -> str:
    body = re.sub(r"^(?:and|so|then|but)\s+", "", clean, flags=re.IGNORECASE)
    bare = _LEADING_EN.sub("", body)
    if bare == body or re.match(r"(?:be|have|had|been|not|never|get it|do it|do that)\b", bare, re.IGNORECASE):
        return body.rstrip()
    return (bare[:1].upper() + bare[1:]).rstrip(" .")
