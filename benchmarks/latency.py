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
WORDS = "出荷 納期 見積もり 倉庫 検査 請求書 返品 展示会 工場 価格 在庫 配送 修理 広告 採用 予算 契約 研修 設備 品質".split()


def run(root: Path, table: Table) -> None:  # noqa: ARG001 - every part is called alike
    with tempfile.TemporaryDirectory() as data:
        house = open_house(load(Path(data)))
        try:
            made = 0
            for size in SIZES:
                for n in range(made, size):
                    _add(house, n)
                made = size
                desk = house.desk
                where = f"{size} meetings"
                table.add(where, "search, ms", _median_ms(lambda: desk.ask.search("見積もりの納期はいつですか")))
                table.add(where, "ask, ms", _median_ms(lambda: desk.ask.answer("見積もりの納期はいつですか")))
                table.add(where, "agenda, ms", _median_ms(lambda: desk.agendas.draft("定例", "benchmark")))
                table.add(where, "home, ms", _median_ms(lambda: desk.home.show("ja")))
        finally:
            house.stop()


def _add(house: Any, n: int) -> None:
    chosen = random.Random(n)  # noqa: S311 - the same meetings at every run
    meeting = Meeting(id=f"m{n:05d}", title=f"定例 第{n}回", series="定例", source=f"{n}.vtt",
                      date=dt.date(2024, 1, 1) + dt.timedelta(days=n))
    house.ledger.add_meeting(meeting, f"{n}", "benchmark")
    spoken = tuple(Utterance(i, i * 5.0, i * 5.0 + 4, chosen.choice(["佐藤", "鈴木", "高橋"]),
                             "えーと、" + "の".join(chosen.sample(WORDS, 4)) + "について確認します。") for i in range(UTTERANCES))
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
