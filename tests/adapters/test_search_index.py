"""The search index over real Chroma and SQLite: filters, recall, and everything that can happen to Chroma."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexBroken, ModelUnavailable
from assistant.model import Passage, Scope
from tests.adapters.search_parts import HashedEmbedder, Kept, meeting_passages
from vectorstore.dense import Dense, Place
from vectorstore.exact import ExactSearch
from vectorstore.hybrid import HybridIndex
from vectorstore.lexical import WordSearch

WANTED = "部品003004"


@pytest.fixture
def records() -> Kept:
    return Kept()


@pytest.fixture
def index(tmp_path: Path, records: Kept) -> Iterator[HybridIndex]:
    opened = filled(tmp_path, records)
    yield opened
    opened.close()


def filled(folder: Path, records: Kept, meetings: int = 8) -> HybridIndex:
    opened = HybridIndex.open(folder, HashedEmbedder(), records)
    for n in range(meetings):
        opened.put(f"m{n}", meeting_passages(n))
    opened.settle()
    return opened


def first(index: HybridIndex, query: str = WANTED, scope: Scope | None = None) -> str:
    return index.search(query, 3, scope or Scope())[0].passage.id


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("chroma-g*"))


def test_a_part_number_is_found_by_chroma_and_words_together(index: HybridIndex) -> None:
    assert index.health().answering == "chroma"
    assert index.health().ok
    assert index.health().passages == 48
    assert first(index) == "m3:4-4"


@pytest.mark.parametrize(("scope", "holds"), [
    (Scope(meeting_id="m2"), lambda p: p.meeting_id == "m2"),
    (Scope(series="定例1"), lambda p: p.series == "定例1"),
    (Scope(speaker="鈴木"), lambda p: "鈴木" in p.speakers),
    (Scope(department="物流部"), lambda p: "物流部" in p.departments),
    (Scope(since=dt.date(2026, 4, 1), until=dt.date(2026, 6, 30)), lambda p: 4 <= p.date.month <= 6),
    (Scope(series="定例0", speaker="佐藤"), lambda p: p.series == "定例0" and "佐藤" in p.speakers),
])
def test_a_scope_limits_every_part(index: HybridIndex, records: Kept, scope: Scope, holds) -> None:
    found = {hit.passage.id for hit in index.search("部品の価格", 60, scope, repeats=True)}
    assert found == {passage.id for passage in records.passages() if holds(passage)}


def test_putting_a_meeting_again_replaces_it(index: HybridIndex) -> None:
    index.put("m3", meeting_passages(3, 2))
    assert {hit.passage.id for hit in index.search(WANTED, 20, Scope(meeting_id="m3"))} == {"m3:0-0", "m3:1-1"}


def test_a_removed_meeting_is_found_no_more_and_does_not_come_back(tmp_path: Path, records: Kept) -> None:
    index = filled(tmp_path, records)
    index.remove("m3")
    records.rows.pop("m3")
    assert not index.search(WANTED, 5, Scope(meeting_id="m3"))
    index.close()
    again = HybridIndex.open(tmp_path, HashedEmbedder(), records)
    again.settle()
    assert not again.search(WANTED, 5, Scope(meeting_id="m3"))
    assert again.health().passages == 42
    again.close()


def test_an_index_opened_again_answers_at_once_and_keeps_its_generation(tmp_path: Path, records: Kept) -> None:
    filled(tmp_path, records).close()
    before = generations(tmp_path)
    again = HybridIndex.open(tmp_path, HashedEmbedder(), records)
    assert first(again) == "m3:4-4"
    again.settle()
    assert again.health().answering == "chroma"
    assert generations(tmp_path) == before
    again.close()


def test_a_deleted_chroma_folder_is_answered_by_the_scan_and_built_anew(tmp_path: Path, records: Kept) -> None:
    index = filled(tmp_path, records)
    shutil.rmtree(tmp_path / generations(tmp_path)[0])
    assert first(index) == "m3:4-4"
    index.settle()
    assert index.health().answering == "chroma"
    assert first(index) == "m3:4-4"
    index.close()


def test_a_collection_that_fails_is_noticed_by_the_probe_and_replaced(index: HybridIndex, tmp_path: Path,
                                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    broken = index._meaning._dense
    monkeypatch.setattr(broken._collection, "query", _wedged)
    health = index.health()
    assert not health.ok
    assert health.answering == "exact"
    assert first(index) == "m3:4-4"
    index.settle()
    assert index.health().ok
    assert index._meaning._dense.generation == broken.generation + 1


def _wedged(**_: object) -> None:
    raise RuntimeError("Failed to apply logs to the hnsw segment writer")


def test_a_torn_chroma_folder_is_replaced_at_the_next_start(tmp_path: Path, records: Kept) -> None:
    filled(tmp_path, records).close()
    (tmp_path / generations(tmp_path)[0] / "chroma.sqlite3").write_bytes(b"torn")
    index = HybridIndex.open(tmp_path, HashedEmbedder(), records)
    assert first(index) == "m3:4-4"
    index.settle()
    assert index.health().ok
    index.close()


def test_a_killed_writer_leaves_an_index_that_answers_all_the_records_hold(tmp_path: Path, records: Kept) -> None:
    child = subprocess.Popen([sys.executable, "-m", "tests.adapters.search_parts", str(tmp_path)], text=True,
                             stdout=subprocess.PIPE)
    assert child.stdout.readline() == "ready\n"
    child.kill()
    child.wait()
    for n in range(8):
        records.save_passages(f"m{n}", meeting_passages(n), HashedEmbedder().embed(
            [p.text for p in meeting_passages(n)]), HashedEmbedder.name)
    index = HybridIndex.open(tmp_path, HashedEmbedder(), records)
    assert first(index) == "m3:4-4"
    index.settle()
    assert index.health().ok
    assert index.health().passages == 48
    assert first(index) == "m3:4-4"
    index.close()


def test_a_damaged_words_file_is_filled_again_from_the_records(tmp_path: Path, records: Kept) -> None:
    filled(tmp_path, records).close()
    for ending in ("-wal", "-shm"):
        (tmp_path / f"words.sqlite3{ending}").unlink(missing_ok=True)
    (tmp_path / "words.sqlite3").write_bytes(b"not a database" * 100)
    index = HybridIndex.open(tmp_path, HashedEmbedder(), records)
    assert first(index) == "m3:4-4"
    index.close()


def test_another_embedder_gets_a_generation_of_its_own(tmp_path: Path, records: Kept) -> None:
    filled(tmp_path, records).close()
    other = HashedEmbedder()
    other.name = "hashed-2"
    index = HybridIndex.open(tmp_path, other, records)
    index.settle()
    assert index.health().answering == "chroma"
    assert len(list(records.vectors("hashed-2"))) == 48
    index.close()


def test_without_an_embedder_words_alone_answer(tmp_path: Path, records: Kept) -> None:
    index = HybridIndex.open(tmp_path, None, records)
    index.put("m3", meeting_passages(3))
    assert first(index) == "m3:4-4"
    assert index.health().answering == "words"
    index.close()


def test_an_embedder_that_stops_answering_leaves_words(tmp_path: Path, records: Kept,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = HashedEmbedder()
    index = HybridIndex.open(tmp_path, embedder, records, warm=False)
    index.put("m3", meeting_passages(3))
    monkeypatch.setattr(embedder, "embed", _away)
    assert first(index) == "m3:4-4"
    index.put("m4", meeting_passages(4))
    assert first(index, "部品004001") == "m4:1-1"
    index.close()


def _away(*_: object) -> None:
    raise ModelUnavailable("search.endpoint_failed", model="m", reason="down")


def test_rebuilding_answers_the_same(index: HybridIndex, records: Kept) -> None:
    assert index.rebuild(list(records.passages())) == 48
    assert first(index) == "m3:4-4"
    assert index.health().answering == "chroma"


def test_questions_and_changes_at_once_do_not_disturb_each_other(index: HybridIndex) -> None:
    failures: list[Exception] = []

    def change() -> None:
        for _ in range(5):
            index.put("m7", meeting_passages(7))

    def ask() -> None:
        try:
            for _ in range(10):
                assert first(index) == "m3:4-4"
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for work in (change, ask, ask)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_chroma_finds_what_the_exact_scan_finds(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(600, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    passages = [Passage(f"p{n}", "m", n, n, 0.0, "") for n in range(600)]
    dense = Dense.create(Place(tmp_path, "random", 64), 1)
    dense.put(passages, vectors)
    exact = ExactSearch(lambda: zip(passages, vectors, strict=True), 64)
    shared = [len({i for i, _ in dense.search(v, 10, Scope())} & {i for i, _ in exact.search(v, 10, Scope())})
              for v in vectors[:40]]
    dense.close()
    assert np.mean(shared) > 9.5


def test_a_generation_that_does_not_exist_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexBroken):
        Dense.open(Place(tmp_path, "random", 64), 3)


@pytest.mark.parametrize("query", ["価", "価格", "部品003004", "ﾌﾞﾋﾝ003004", "０03004"])
def test_short_wide_and_joined_queries_are_answered_by_words(tmp_path: Path, query: str) -> None:
    words = WordSearch(tmp_path / "words.sqlite3")
    words.put("m3", meeting_passages(3))
    assert words.search(query, 5, Scope())
    words.close()


@pytest.mark.parametrize("query", ["", " ", '"', "AND", "NEAR(", "*", "'; DROP TABLE passage; --", "(価格", "部品 OR"])
def test_signs_of_the_query_language_are_words_like_others(index: HybridIndex, query: str) -> None:
    index.search(query, 3, Scope())
    assert index.health().passages == 48
