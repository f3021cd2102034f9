"""Titles and the series they belong to."""

from __future__ import annotations

import re

_GENERIC = re.compile(
    r"(?i)^(?:the\s+)?(?:meeting\s*)?(?:minutes?|notes?|memo|transcripts?|transcription|recordings?|rec|audio|video|vid|"
    r"movie|sound|voice\s*\d*|zoom|teams|meet|gmt|download|file|document|untitled|new|img|mov|mvi|dsc|original|final|copy|"
    r"agenda|closed\s*captions?|cc|subtitles?|captions?|output|test|data|slide\s*\d*|presentation|powerpoint.*|"
    r"double\s*click\s*to\s*convert|meeting\s*in\s*general|"
    r"議事録|議事メモ|議事|打ち?合わ?せ?(?:議事録|メモ)?|会議|会議録|会議メモ|ミーティング|メモ|録音|録画|新規録音|文字起こし|音声|"
    r"動画|記録|資料|無題.*|会議の(?:録音|録画|トランスクリプト)|ミーティングの録画|アジェンダ|議題|内容|目次|概要|はじめに|日時.*)$")
_TAIL = re.compile(
    r"(?i)[\s_\-–—~・:：|]*[(（\[【]?(?:(?:meeting\s+)?(?:minutes|notes|transcript(?:ion)?|recording|captions?|closed\s*caption|"
    r"memo)|議事録|議事メモ|会議メモ|打ち合わせメモ|会議の録音|会議の録画|のトランスクリプト|録音|録画|文字起こし|final|draft|copy|"
    r"コピー|最終版?|確定版?|agenda|アジェンダ|v\d+)(?:[\s_\-]+(?:en|jp|ja))?[)）\]】]?$")
_NUMBER = re.compile(
    r"(?i)[\s_\-–—・,、]*(?:第\s*[0-9０-９一二三四五六七八九十百]+\s*回(?:目)?|[0-9０-９]+\s*回目|[#＃♯]\s*[0-9０-９]+|"
    r"(?<![A-Za-z])(?:no|vol|ver|session|part|week|meeting)[.\-_\s]*[0-9０-９]+|[(（][0-9０-９]{1,3}[)）]|"
    r"(?<=[\s_\-–—])[0-9０-９]{1,3}$|(?<=[ぁ-んァ-ヶー一-龠々])[0-9０-９]{1,3}$|(?<=[A-Za-z])[0-9]{1,3}$)")
_MODE = re.compile(r"(?i)\s*[(（](?:オンライン|リモート|臨時|対面|ハイブリッド|online|remote|virtual|zoom|teams)[)）]")
_REGULAR = re.compile(
    r"(?i)定例|週次|月次|隔週|会議|会合|ミーティング|MTG|meeting|weekly|monthly|bi-?weekly|sync|stand-?up|scrum|朝会|夕会|委員会|"
    r"役員会|理事会|部会|分科会|連絡会|検討会|報告会|review|committee|board|all-?hands|1\s*on\s*1|1on1|retro")
_EDGES = " \t　_-–—~・:：|,、.。/\\()（）[]【】「」"
_UNPAIRED = (("（", "）"), ("(", ")"), ("「", "」"), ("【", "】"), ("[", "]"))


def clean_title(text: str) -> str:
    """A title without what hangs at its end (議事録, transcript, final …); "" where nothing telling is left."""
    title = _trimmed(" ".join(text.split()))
    while (shorter := _trimmed(_TAIL.sub("", title))) != title and shorter:
        title = shorter
    return "" if not title or _GENERIC.match(title) or not re.search(r"[^\W\d_]", title) else title[:150]


def series_of(title: str, dated: bool) -> str:
    """The series a title belongs to: the title without its number. "" where nothing says that the meeting is one of
    several: no number, no date in the name (``dated``), no word such as 定例 or weekly."""
    title = _MODE.sub("", title)
    counted = bool(_NUMBER.search(title))
    name = title
    while (shorter := clean_title(_trimmed(" ".join(_NUMBER.sub(" ", name).split())))) != name:
        name = shorter
    return name if name and (counted or dated or _REGULAR.search(name)) else ""


def _trimmed(text: str) -> str:
    """Without separators at its ends; a bracket stays where its partner does."""
    kept = text.strip(" \t　_-–—~・:：|,、/\\")
    for opening, closing in _UNPAIRED:
        if kept.startswith(opening) and kept.endswith(closing) and kept.count(opening) == 1:
            kept = kept[1:-1].strip(_EDGES)
        if kept.endswith(closing) and kept.count(closing) > kept.count(opening):
            kept = kept[:-1].strip()
        if kept.endswith(opening):
            kept = kept[:-1].strip()
    return kept.replace("()", "").replace("（）", "").strip(" \t　_-–—")
