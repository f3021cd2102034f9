"""Recordings are cut where nobody speaks, and what came back without words is found."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model import Utterance, Word
from ingest.speech.again import overheard, without_words
from ingest.speech.clips import Cutting, make_chunks, make_clips
from ingest.speech.gaps import find_gaps
from ingest.speech.segment import Segment
from ingest.speech.vad import FRAME_S, Span, speech_spans


def spans_of(rows: list[tuple[float, float]]) -> list[Span]:
    at, spans = 0.0, []
    for pause, length in rows:
        spans.append(Span(at + pause, at + pause + length))
        at += pause + length
    return spans


rows = st.lists(st.tuples(st.floats(0.2, 6.0), st.floats(0.2, 80.0)), max_size=30)


@settings(deadline=None)
@given(rows)
def test_clips_hold_all_speech_in_order_and_fit_the_recogniser(parts: list[tuple[float, float]]) -> None:
    spans = spans_of(parts)
    duration = spans[-1].end_s + 1.0 if spans else 1.0
    clips = make_clips(spans, duration)
    assert all(c.length_s <= Cutting().longest_s + 1e-6 for c in clips)
    assert all(a.end_s <= b.start_s + 1e-6 for a, b in pairwise(clips))
    spoken = sum(s.length_s for s in spans)
    held = sum(max(0.0, min(s.end_s, c.end_s) - max(s.start_s, c.start_s)) for s in spans for c in clips)
    assert abs(spoken - held) < 1e-3 * max(1, len(spans))


def test_a_long_silence_is_left_out() -> None:
    clips = make_clips([Span(1.0, 5.0), Span(20.0, 24.0)], 30.0)
    assert [(c.start_s, c.end_s) for c in clips] == [(0.7, 5.3), (19.7, 24.3)]


def test_a_clip_ends_at_a_long_pause_rather_than_at_the_last_word_that_fits() -> None:
    clips = make_clips([Span(0.5, 23.0), Span(24.5, 26.0), Span(26.1, 40.0)], 41.0)
    assert clips[0].end_s < 24.5


def test_chunks_hold_all_clips() -> None:
    clips = [Span(i * 30.0, i * 30.0 + 25.0) for i in range(30)]
    chunks = make_chunks(clips, 300.0)
    assert [c for chunk in chunks for c in chunk] == clips
    assert len(chunks) == 3


def test_speech_needs_a_sure_moment_and_a_voice() -> None:
    probabilities = np.array([0.1] * 10 + [0.4] * 10 + [0.9] * 10 + [0.4] * 10 + [0.05] * 20, np.float32)
    (span,) = speech_spans(probabilities)
    assert span == Span(round(10 * FRAME_S, 3), round(40 * FRAME_S, 3))
    assert speech_spans(np.full(50, 0.45, np.float32)) == []
    assert speech_spans(probabilities, np.zeros(60, bool)) == []


def test_a_soft_voice_goes_on_as_long_as_the_other_model_hears_it() -> None:
    probabilities = np.array([0.9] * 10 + [0.05] * 30 + [0.001] * 20, np.float32)
    (span,) = speech_spans(probabilities, np.array([True] * 60))
    assert span.end_s == round(40 * FRAME_S, 3)


def test_speech_without_words_is_found() -> None:
    heard = [Segment((Word(1.0, 1.4, " yes"), Word(1.4, 2.0, " we")))]
    assert overheard([Span(0.9, 5.0)], heard, 0.0, 10.0) == [Span(2.15, 5.0)]


def test_a_word_stretched_over_what_was_skipped_counts_at_its_ends_alone() -> None:
    (missed,) = overheard([Span(1.0, 9.0)], [Segment((Word(1.0, 8.9, " yes"),))], 0.0, 10.0)
    assert 1.2 < missed.start_s < 2.0
    assert 7.5 < missed.end_s < 8.9


@settings(deadline=None)
@given(rows, st.lists(st.tuples(st.floats(0, 200), st.floats(0.05, 3)), max_size=40))
def test_what_is_left_touches_no_word(parts: list[tuple[float, float]], words: list[tuple[float, float]]) -> None:
    said = [(start, start + length) for start, length in words]
    for left in without_words(spans_of(parts), said, 0.7):
        assert left.length_s >= 0.7 - 1e-9
        assert all(end <= left.start_s + 1e-9 or start >= left.end_s - 1e-9 for start, end in said)


def test_gaps_name_speech_that_nobody_understood() -> None:
    utterances = [Utterance(0, 1.0, 4.0, "", "yes")]
    spans, crowd = [Span(1.0, 4.0), Span(6.0, 9.0), Span(10.0, 10.5), Span(20.0, 23.0)], [Span(20.0, 23.0)]
    assert [(g.start_s, g.end_s, g.reason) for g in find_gaps(spans, utterances, crowd)] == [
        (6.0, 9.0, "no words"), (20.0, 23.0, "overlap")]
