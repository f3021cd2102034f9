"""The names that columns and keys go by, in Japanese and English, and the field each of them holds."""

from __future__ import annotations

import re
import unicodedata

from assistant.ports.feedback import MESSAGE_FIELDS

_OURS = re.compile(
    r"対応|回答|返信|返答|返事|処理|担当|社内|備考|部署|期限|完了|更新|ステータス|状態|カテゴリ|種別|分類|優先|reply|response|answer|assign|"
    r"agent|owner|status|categor|priorit|updated|closed|resolved|due|department|handled|internal|lang|tag|score|"
    r"性別|年代|年齢|電話番号|tel$|phonenumber|住所|郵便|address|url|星|点数|評価点|rating$|stars?$|件数|金額|商品|product")
"""What such columns hold is ours, or about the customer, and not what the customer said."""
_NAMES: dict[str, tuple[str, ...]] = {
    "reference": (
        r"messageid|(?:受付|受付け|管理|問い?合わ?せ|整理|案件|チケット|投稿|レビュー|id)(?:番号|no|id|コード)|ticket(?:id|no|number)?",
        r"id|no|番号|reference|ref|caseid|case|number|uid|uuid|連番|通番|項番|.+id"),
    "date": (
        r"(?:受付|受信|投稿|問い?合わ?せ|発生|入電|受電|登録|送信|回答受付|記入|申出|申し出)(?:年月)?(?:日時|日付|日|時刻)",
        r"日付|年月日|日時|受付|date|datetime|received(?:at|on|date)?|sent(?:at|on|date)?|posted(?:at|on)?|created(?:at|on|time)?|"
        r"submitted(?:at|on)?|timestamp|タイムスタンプ",
        r"日|.*(?:date|日時|日付|年月日)|.+日|time|when|.+at"),
    "channel": (
        r"チャネル|チャンネル|channel|受付(?:経路|方法|手段|媒体|チャネル|区分)|(?:問い?合わ?せ|入手|流入)?(?:経路|手段|方法|媒体)|"
        r"(?:contact|feedback|message)?(?:channel|method|medium)",
        r"source|via|medium|ソース|媒体名|種類|type|origin"),
    "subject": (
        r"件名|題名|タイトル|表題|subject|title|heading|(?:メール|レビュー|投稿)(?:の)?(?:件名|タイトル)|reviewtitle",
        r"要旨|summary|概要"),
    "customer": (
        r"(?:お客様|お客さま|顧客|得意先|取引先|会員|ユーザー?|利用者|購入者|申出者|申込者|投稿者|差出人|送信者|発信者|記入者)(?:の)?"
        r"(?:氏名|お名前|名前|名称|名)",
        r"customer(?:name)?|client(?:name)?|username|fullname|reviewer(?:name)?|author(?:name)?|contactname|sender(?:name)?|"
        r"お客様|お客さま|顧客|投稿者|差出人|送信者|申出者",
        r"お?名前|氏名|name|ニックネーム|nickname|ハンドルネーム",
        r"(?:貴社|御社|会社|企業|法人|団体|取引先|得意先)(?:名|名称)?|company(?:name)?|organi[sz]ation|account(?:name)?",
        r"from|user|email|mail|e?メールアドレス|guest"),
    "text": (
        r"本文|(?:お?問い?合わ?せ|ご?意見|ご?要望|苦情|クレーム|申出|申し出|受付|相談|メッセージ|投稿|レビュー|口コミ|電話|通話)(?:の)?"
        r"(?:内容|本文|詳細)|(?:ご?意見|ご?感想|ご?要望|コメント)(?:[・,、/]?(?:ご?意見|ご?感想|ご?要望|コメント))*|お客様の声|"
        r"message(?:text|body)?|text|body|comments?|feedback(?:text)?|review(?:text|body)?|verbatim|content",
        r"内容|詳細|コメント|自由記述|自由回答|自由記入|フリーコメント|メッセージ|お?問い?合わ?せ|苦情|クレーム|口コミ|レビュー|description|"
        r"details?|notes?|remarks?|memo|メモ|inquiry|enquiry|question|complaint|opinion|suggestions?|what.*(?:say|said|wrote)",
        r".*(?:内容|本文|ご?意見|コメント|感想|要望|の声|自由記述|自由回答).*|.*(?:comment|feedback|message|review|text|body).*"),
}
"""Field → patterns of names, the surest first."""
_RANKS = {field: tuple(re.compile(f"(?:{pattern})") for pattern in patterns) for field, patterns in _NAMES.items()}
_SIGNS = re.compile(r"[\s_\-.:：＊*※#()（）\[\]【】「」『』?？!！/]+")
_PARENTHESES = re.compile(r"[(（\[【].*?[)）\]】]")


def plain_name(name: str) -> str:
    """ "お問い合わせ内容（必須）" → "お問い合わせ内容", "Customer Name" → "customername"."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return _SIGNS.sub("", _PARENTHESES.sub("", plain)) or _SIGNS.sub("", plain)


def rank(name: str, field: str) -> int | None:
    """How surely a column of this name holds the field: 0 most, None not by its name."""
    plain = plain_name(name).removeprefix("ご") if field != "text" else plain_name(name)
    if not plain or len(plain) > 30:
        return None
    found = next((n for n, pattern in enumerate(_RANKS[field]) if pattern.fullmatch(plain)), None)
    return None if found is None or (_OURS.search(plain) and not (found == 0 and field in ("text", "date"))) else found


def fields_by_name(names: list[str] | tuple[str, ...]) -> dict[str, int]:
    """The field → the column that says it holds it; each column holds one."""
    claims = sorted((ranked, order, column, field)
                    for column, name in enumerate(names) for order, field in enumerate(MESSAGE_FIELDS)
                    if (ranked := rank(name, field)) is not None)
    found: dict[str, int] = {}
    for _, _, column, field in claims:
        if field not in found and column not in found.values():
            found[field] = column
    return found
