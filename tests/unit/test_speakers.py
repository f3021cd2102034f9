"""Who spoke when: windows, pieces, people and the words they said, on made-up voices."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from assistant.model import Utterance, Word
from ingest.speakers.attribution import attribute
from ingest.speakers.clusters import find_people
from ingest.speakers.likeness import agreement, find_locals, owners
from ingest.speakers.pieces import lengths_s, make_pieces
from ingest.speakers.rebuild import Stretch, name_locals, rebuild
from ingest.speakers.timeline import make_timeline
from ingest.speakers.turns import crowded, fit_to_turns
from ingest.speakers.voices import unit
from ingest.speakers.windows import FIRST_S, FRAME_S, FRAMES, MEMBERS, STEP_S, window_count

SECONDS = 40.0
TICKS = int(SECONDS * 100) - 2


def windows_of(turns: list[tuple[float, float, int]]) -> NDArray[np.uint8]:
    """What a perfect segmentation model would give for these turns; local speakers in order of appearance."""
    classes = {tuple(np.flatnonzero(m)): i for i, m in enumerate(MEMBERS)}
    found = np.zeros((window_count(int(SECONDS * 16000)), FRAMES), np.uint8)
    for w in range(len(found)):
        times = w * STEP_S + FIRST_S + np.arange(FRAMES) * FRAME_S
        talking = [sorted({who for a, b, who in turns if a <= t < b}) for t in times]
        slots = {who: i for i, who in enumerate(dict.fromkeys(who for people in talking for who in people))}
        found[w] = [classes[tuple(sorted(slots[who] for who in people))] for people in talking]
    return found


def voices_of(people: list[int], spread: float = 0.05) -> NDArray[np.float32]:
    random = np.random.default_rng(7)
    centres = random.normal(size=(5, 192))
    return unit(centres[people] / np.linalg.norm(centres[people], axis=1, keepdims=True)
                + random.normal(size=(len(people), 192)) * spread / np.sqrt(192) * 10)


CONVERSATION = [(1.0, 6.0, 0), (6.3, 11.0, 1), (10.5, 16.0, 0), (17.0, 24.0, 1), (24.0, 30.0, 2), (31.0, 38.0, 0)]


def test_the_seven_classes_are_nobody_three_singles_and_three_pairs() -> None:
    assert MEMBERS.astype(int).tolist() == [
        [0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]]


def test_windows_cover_the_recording() -> None:
    assert window_count(16000) == 1
    assert window_count(160000) == 1
    assert window_count(160001) == 2
    assert window_count(int(12.5 * 16000)) == 2


def test_the_timeline_counts_speakers_and_sees_changes() -> None:
    timeline = make_timeline(windows_of(CONVERSATION), TICKS)
    assert timeline.count[300] == 1
    assert timeline.count[1075] == 2
    assert timeline.count[1650] == 0
    assert timeline.change[2400] > 0.9
    assert timeline.change[2000] == 0.0


def test_pieces_hold_one_voice_and_are_three_seconds_at_most() -> None:
    pieces = make_pieces(make_timeline(windows_of(CONVERSATION), TICKS))
    assert max(lengths_s(pieces)) <= 3.0
    for piece in pieces:
        middle = [t / 100 + 0.0125 for t in piece[3:-3]]
        assert len({who for t in middle for a, b, who in CONVERSATION if a + 0.1 <= t < b - 0.1}) == 1


def test_everybody_is_found_with_their_turns_and_overlaps() -> None:
    windows = windows_of(CONVERSATION)
    timeline = make_timeline(windows, TICKS)
    pieces = make_pieces(timeline)
    truth = [next(who for a, b, who in CONVERSATION if a - 0.05 <= p[len(p) // 2] / 100 + 0.0125 < b) for p in pieces]
    voices, local_speakers, owner = voices_of(truth), find_locals(timeline), owners(pieces, TICKS)
    people = find_people(voices, agreement(local_speakers, owner, len(pieces)), pieces, None)
    assert len(people.centroids) == 3
    named = name_locals(local_speakers, owner, people.labels, people.centroids, lambda p: people.centroids[:len(p)])
    turns = rebuild(windows, named, 3, SECONDS)
    assert len(turns) == len(CONVERSATION)
    for found, (start, end, _) in zip(turns, CONVERSATION, strict=True):
        assert abs(found.start_s - start) < 0.1
        assert abs(found.end_s - end) < 0.1
    same = {(turns[0].who, turns[2].who, turns[5].who), (turns[1].who, turns[3].who)}
    assert all(len(set(group)) == 1 for group in same)


@pytest.mark.parametrize(("most", "found"), [(None, 4), (6, 4), (4, 4), (2, 2), (1, 1)])
def test_the_number_given_is_an_upper_limit_and_never_invents_anybody(most: int | None, found: int) -> None:
    truth = [0, 1, 2, 3] * 8
    pieces = [np.arange(i * 260, i * 260 + 200) for i in range(len(truth))]
    people = find_people(voices_of(truth), csr_matrix((32, 32)), pieces, most)
    assert len(people.centroids) == found


def test_a_single_short_piece_is_one_person() -> None:
    people = find_people(voices_of([0]), csr_matrix((1, 1)), [np.arange(40)], None)
    assert people.labels.tolist() == [0]


def words(text: str, start: float, step: float = 0.3) -> list[Word]:
    return [Word(start + i * step, start + (i + 1) * step, f" {w}") for i, w in enumerate(text.split())]


def test_a_sentence_is_not_torn_by_a_turn_edge_that_is_a_little_off() -> None:
    said = words("we ship on Friday.", 0.0) + words("Who calls them then?", 1.3)
    turns = [Stretch(0.0, 1.0, 0), Stretch(1.0, 3.0, 1)]
    assert [s.who for s in attribute(said, turns, [])] == [0, 0, 0, 0, 1, 1, 1, 1]


def test_a_long_answer_within_a_sentence_is_its_speakers() -> None:
    said = words("so I would say that and then no never in all my life", 0.0)
    turns = [Stretch(0.0, 1.8, 0), Stretch(1.8, 4.0, 1)]
    assert [s.who for s in attribute(said, turns, [])] == [0] * 6 + [1] * 7


def test_a_word_outside_every_turn_goes_to_the_nearest_one() -> None:
    turns = [Stretch(0.0, 1.0, 0), Stretch(5.0, 6.0, 1)]
    assert [s.who for s in attribute([Word(1.2, 1.4, " yes."), Word(4.6, 4.8, " no.")], turns, [])] == [0, 1]


def test_without_turns_nobody_is_known() -> None:
    assert [s.who for s in attribute(words("we ship", 0.0), [], [])] == [None, None]


def test_voices_too_alike_are_told() -> None:
    (spoken,) = attribute([Word(1.0, 1.4, " yes")], [Stretch(0.0, 2.0, 0)], [(0.5, 1.9, 0.02)])
    assert not spoken.sure


def test_utterances_take_the_edges_of_their_turns() -> None:
    utterances = [Utterance(0, 1.2, 3.8, "A", "yes"), Utterance(1, 3.9, 6.5, "B", "no"),
                  Utterance(2, 6.5, 9.0, "B", "no")]
    fitted = fit_to_turns(utterances, {"A": [Stretch(1.0, 4.1, 0)], "B": [Stretch(4.2, 9.9, 1)]})
    assert [(u.start_s, u.end_s) for u in fitted] == [(1.0, 4.1), (4.2, 6.5), (6.5, 9.9)]


def test_where_several_speak_is_told() -> None:
    assert [(c.start_s, c.end_s) for c in crowded([Stretch(0, 5, 0), Stretch(4, 8, 1), Stretch(9, 10, 0)])] == [(4, 5)]
