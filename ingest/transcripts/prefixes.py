"""Speakers written before the words: ``Name: text``, ``名前：発言``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.transcripts.cues import Cue, named

_PREFIX = re.compile(
    r"\s*(?:>>\s*|-\s+)?([^\s:：<>。、.!?！？「」/\\][^:：<>\n。!?！？「」/\\]{0,50}?)\s*[:：](?!//)\s*(?=\S)")
_LABELS = frozenset(
    "note notes todo action actions decision decisions ps re fw fwd http https ftp mailto date time place where "
    "when agenda topic topics attendees participants present absent next summary subject title 例 注 注意 補足 議題 "
    "日時 場所 参加者 出席者 欠席者 出席 参加 欠席 宿題 決定 決定事項 結論 目的 理由 次回 備考 資料 課題 "
    "対応 質問 回答 期限 担当 作成 作成日 作成者 記録 記録者 件名 会議名 定例 要約 アクション 未決事項".split())
_NO_NAME = re.compile(r"\d+$|\d+[時分]")


def split_prefix(text: str) -> tuple[str, str] | None:
    """``("Name", "text")`` where the text begins with what could be a speaker, else None."""
    found = _PREFIX.match(text)
    name = found[1].strip() if found else ""
    if not found or name.lower() in _LABELS or _NO_NAME.match(name):
        return None
    return name, text[found.end():]


def with_prefixed_speakers(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with ``Name:`` moved from the words to the speaker, where the file as a whole is written that way."""
    split = [None if c.speaker else split_prefix(c.text) for c in cues]
    labels = Counter(s[0] for s in split if s)
    open_cues = sum(not c.speaker for c in cues)
    everywhere = sum(labels.values()) * 2 >= open_cues
    names = {label for label, count in labels.items() if everywhere or (count > 1 and count * 10 >= open_cues)}
    return [_moved(c, s) if s and s[0] in names else c for c, s in zip(cues, split, strict=True)]


def _moved(cue: Cue, split: tuple[str, str]) -> Cue:
    name, department = named(split[0])
    return replace(cue, speaker=name, department=department, text=split[1])
