"""The words by which people name the way a message came."""

from __future__ import annotations

import re
import unicodedata

from assistant.model.feedback import Channel

_WORDS: tuple[tuple[Channel, re.Pattern[str]], ...] = tuple((channel, re.compile(words)) for channel, words in (
    (Channel.REVIEW, r"レビュー|口コミ|くちこみ|クチコミ|評価|\breviews?\b|\bratings?\b|app ?store|google ?(?:play|マップ|maps?)|"
                     r"食べログ|価格\.?com|\btrustpilot\b|\byelp\b"),
    (Channel.SOCIAL, r"\bsns\b|ツイ(?:ッター|ート)|twitter|\btweets?\b|\bx(?:\b|\()|インスタ|instagram|facebook|"
                     r"フェイスブック|\bline\b|tiktok|youtube|\bthreads\b|ソーシャル|\bsocial\b|linkedin|mastodon|bluesky|掲示板"),
    (Channel.PHONE, r"電話|でんわ|入電|架電|受電|留守電|コール|フリーダイヤル|\b(?:tele)?phone\b|\btel\b|\bcalls?\b|"
                    r"voicemail|hotline"),
    (Channel.FORM, r"フォーム|\bforms?\b|\bweb\b|ウェブ|ホームページ|\bhp\b|サイト|website|アンケート|survey|"
                   r"questionnaire|問い?合わ?せページ"),
    (Channel.EMAIL, r"メール|e-?mails?\b|\bmails?\b|電子郵便"),
    (Channel.MEETING, r"会議|商談|打ち?合わ?せ|面談|訪問|\bmeetings?\b|\bvisits?\b"),
))


def channel_of(words: str) -> Channel:
    """ "電話メモ" → PHONE, "X（旧Twitter）" → SOCIAL; OTHER for what is none of them."""
    plain = unicodedata.normalize("NFKC", words).casefold().replace("_", " ").strip()
    return next((channel for channel, pattern in _WORDS if pattern.search(plain)), Channel.OTHER)
