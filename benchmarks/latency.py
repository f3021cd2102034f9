"""What a question and an agenda cost as the number of meetings grows: it must not grow with it."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.bootstrap import open_house
from assistant.model import Meeting, Transcript, Utterance
from assistant.settings import load
from benchmarks.table import Table

SIZES = (20, 200)
UTTERANCES = 40
WORDS = "出荷 納期 見積もり 倉庫 検査 請求書 返品 展示会 工場 価格 在庫 配送 修理 広告 採用 予算 契約 研修".split()


def run(root: Path, table: Table) -> None:  # noqa: ARG001 - every part is called alike
    with tempfile.TemporaryDirectory() as data:
        house = open_house(load(Path(data)))
        try:
            made = 0
            for size in SIZES:
                for n in range(made, size):
                    _add(house, n)
                made = size
                _measure(house.desk, f"{size} meetings", table)
        finally:
            house.stop()


def _measure(desk: Any, where: str, table: Table) -> None:
    question = "見積もりの納期はいつですか"
    table.add(where, "search, ms", _median_ms(lambda: desk.ask.search(question)))
    table.add(where, "ask, ms", _median_ms(lambda: desk.ask.answer(question)))
    table.add(where, "agenda, ms", _median_ms(lambda: desk.agendas.draft("定例", "benchmark")))
    table.add(where, "home, ms", _median_ms(lambda: desk.home.show("ja")))


def _add(house: Any, n: int) -> None:
    chosen = random.Random(n)
    meeting = Meeting(id=f"m{n:05d}", title=f"定例 第{n}回", series="定例", source=f"{n}.vtt",
                      date=dt.date(2024, 1, 1) + dt.timedelta(days=n))
    house.ledger.add_meeting(meeting, f"{n}", "benchmark")
    said = ["えーと、" + "の".join(chosen.sample(WORDS, 4)) + "について確認します。" for _ in range(UTTERANCES)]
    spoken = tuple(Utterance(i, i * 5.0, i * 5.0 + 4, "佐藤", text) for i, text in enumerate(said))
    house.ledger.save_transcript(Transcript(meeting.id, spoken), "benchmark")
    house.processing.index_now(meeting.id)
    house.desk.minutes.write(meeting, "benchmark", "builtin")


def _median_ms(call: Callable[[], object], runs: int = 7) -> float:
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
