"""Small meetings for tests, as the files people bring."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.bootstrap import House

ORGANISATION: dict[str, Any] = {
    "company": "あさひ製菓",
    "departments": [
        {"name": "営業部", "aliases": ["営業"], "head": "佐藤", "people": [{"name": "佐藤"}],
         "goals_this_quarter": ["新しい取引先を五件増やす"]},
        {"name": "物流部", "aliases": ["物流", "倉庫"], "head": "鈴木", "responsibilities": ["出荷", "配送遅延"],
         "people": [{"name": "鈴木", "reading": "すずき"}]},
    ],
    "glossary": [{"term": "先出し", "reading": "さきだし", "meaning": "古い箱から出すこと"}],
}

FIRST = [
    ("佐藤", "では始めましょう。最近、納品が遅いというお客様の声が増えています。"),
    ("鈴木", "すみません、朝の便に間に合わない日がありまして。"),
    ("佐藤", "出荷の締めを十五時に早めるのはどうでしょう。"),
    ("鈴木", "それでいきましょう。異議ありません。"),
    ("鈴木", "倉庫の全員には私から来週の火曜までに知らせておきます。"),
    ("佐藤", "運送会社を変えるかどうかは、まだ分からないですね。"),
    ("鈴木", "そうですね、見積もりを見ないと何とも。"),
    ("佐藤", "次は九月十六日の水曜、同じ十四時で。お疲れさまでした。"),
]


def vtt(lines: Sequence[tuple[str, str]]) -> str:
    """Lines of (speaker, words) as WebVTT, one cue each."""
    out = ["WEBVTT", ""]
    for n, (speaker, words) in enumerate(lines):
        out += [f"00:{n // 6:02d}:{n % 6 * 10:02d}.000 --> 00:{n // 6:02d}:{n % 6 * 10 + 8:02d}.000",
                f"<v {speaker}>{words}</v>", ""]
    return "\n".join(out)


def add(house: House, folder: Path, lines: Sequence[tuple[str, str]] = FIRST, name: str = "first.vtt",
        **told: Any) -> str:
    """Bring a transcript in, wait until it is processed, return the meeting's id."""
    file = folder / name
    file.write_text(vtt(lines), "utf-8")
    given = {"series": "定例", "title": "定例 第1回", "date": "2026-09-02", "start": "14:00", "lang": "ja"} | told
    added = house.desk.intake.add([str(file)], "test", **given)
    [done] = house.work.wait([added["files"][0]["job"]])
    assert done.state == "done", done.error
    return str(added["files"][0]["meeting"])
