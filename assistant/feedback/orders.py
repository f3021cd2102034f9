"""Words in a customer's text that speak to the machine that sorts it: data like the rest, but no point to route."""

from __future__ import annotations

import re

_MACHINE = (
    r"(?:振り?分け|仕分け|分類|判定|要約|処理)(?:の?(?:システム|AI|エンジン|プログラム))(?:へ|に告|に対|の方|[:：、])"
    r"|システム(?:プロンプト|指示|メッセージ)|システム(?:へ|に告|に対)[^。]{0,3}[:：、]"
    r"|(?:AI|人工知能|ボット|アシスタント|言語モデル|LLM)(?:へ|に告|に対する(?:指示|命令)|の(?:方|皆)|[:：])"
)
_ORDERS_JA = (
    r"(?:これ|ここ|以前|上記|前|今)(?:まで)?の?(?:指示|命令|ルール|設定|内容)(?:を|は)(?:すべて|全て|全部)?(?:無視|忘れ|破棄|取り消)"
    r"|(?:分類|振り分け|仕分け|ラベル|タグ|フラグ|優先度|重要度|信頼度|確信度)[^。\n]{0,16}(?:して(?:ください|下さい)|せよ|しろ|すること|付ける|設定|変更|にする)"
    r"|(?:回す|回し|転送(?:する|し)|割り当てる?)[^。\n]{0,20}(?:こと(?![はがもを])|ように|札|タグ|出力)"
    r"|(?:全|すべての|全ての)(?:部門|部署)に[^。\n]{0,24}(?:報告|通知|送信)|(?:JSON|json)[^。\n]{0,12}(?:出力|返)|と(?:だけ)?出力(?:して|せよ|する)"
)
_ORDERS_EN = (
    r"\b(?:ignore|disregard|forget|override)\b[^.\n]{0,24}\b(?:instructions?|rules?|prompts?|above|previous|prior)\b"
    r"|\b(?:system prompt|system message|as an ai|you are (?:now )?(?:an?|the) (?:ai|assistant|router|classifier|model|system))\b"
    r"|\b(?:ai|assistant|bot|router|classifier|routing (?:system|engine|software|tool|agent)|language model|llm)\s*[:,]"
    r"|\b(?:to|note to|attention|dear|hey) (?:the )?(?:ai|llm|bot|router|(?:routing|sorting|ticket(?:ing)?|automated?|filing)"
    r" (?:system|engine|ai|bot|assistant|agent|software|tool))\b"
    r"|\b(?:classify|label|tag|categori[sz]e|mark|flag|set|treat)\b[^.\n]{0,40}\b(?:as|to|with)\b[^.\n]{0,24}"
    r"\b(?:resolved|priority|urgent|confidence|closed|positive|praise|department|spam|no action|done)\b"
    r"|\b(?:route|assign) (?:this|it|all)\b[^.\n]{0,24}\bto\b|\bsend (?:this|it) to (?:every|all)\b"
    r"|\b(?:output|respond|reply|return) (?:only|with|exactly)\b"
)
_SPEAKS_TO_MACHINE = re.compile(f"{_MACHINE}|{_ORDERS_JA}|{_ORDERS_EN}", re.IGNORECASE)
_TAG = re.compile(r"<!--|-->|</?(?:system|instructions?|prompt|admin)\b|\[(?:system|inst|admin)\]|```", re.IGNORECASE)


def speaks_to_the_machine(text: str) -> bool:
    """Whether a clause orders the sorting about instead of telling what the customer met with."""
    return bool(_SPEAKS_TO_MACHINE.search(text) or _TAG.search(text))
