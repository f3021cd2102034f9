"""How far a job is, and how long it will take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.jobs.progress import FIRST_SPEEDS, Estimate, Pace, learnt
from assistant.model import Step

STEPS = list(Step)
TEXT = [Step.STORE, Step.EMBED, Step.MINUTES]
share = st.floats(0, 1)


@given(st.lists(share, min_size=1, max_size=20), st.floats(0, 20000))
def test_progress_only_grows_from_nothing_to_all(shares: list[float], sound_s: float) -> None:
    estimate = Estimate(STEPS, sound_s, {})
    seen = [estimate.overall(step, s) for step in STEPS for s in sorted(shares)]
    assert seen == sorted(seen)
    assert estimate.overall(Step.DECODE, 0) == 0
    assert estimate.overall(Step.MINUTES, 1) == pytest.approx(1)


def test_a_recording_of_next_to_no_length_has_progress() -> None:
    assert Estimate(STEPS, 5e-324, {}).overall(Step.DECODE, 0) == 0


def test_the_long_steps_take_the_long_part_of_the_bar() -> None:
    estimate = Estimate(STEPS, 3600.0, {})
    assert estimate.overall(Step.TRANSCRIBE, 1) - estimate.overall(Step.TRANSCRIBE, 0) > 0.6


def test_a_recording_of_unknown_length_has_progress_and_no_time_left() -> None:
    estimate = Estimate(STEPS, 0, {})
    assert estimate.left_s(Step.DECODE, Pace(share=0.5)) is None
    assert 0 < estimate.overall(Step.DECODE, 0.5) < 1


def test_at_first_the_time_left_is_what_such_steps_took_before() -> None:
    estimate = Estimate(TEXT, None, {"store/text": 1.0, "embed/text": 3.0, "minutes/text": 4.0})
    assert estimate.left_s(Step.STORE, Pace()) == pytest.approx(8)
    assert estimate.left_s(Step.EMBED, Pace(share=0.5, elapsed_s=1)) == pytest.approx(5.5)


def test_later_the_step_itself_tells_its_pace() -> None:
    assert Pace(share=0.5, elapsed_s=100).left_s(expected_s=10) == pytest.approx(100)


def test_a_step_taken_up_in_the_middle_is_not_thought_fast() -> None:
    # A quarter of the work in 25 s leaves another quarter, however much was there before.
    assert Pace(first=0.5, share=0.75, elapsed_s=25).left_s(expected_s=0) == pytest.approx(25)


def test_a_step_of_a_file_that_is_no_longer_there_is_no_progress() -> None:
    assert Estimate(TEXT, None, {}).overall(Step.DECODE, 0.5) == 0
    assert Estimate(TEXT, None, {}).left_s(Step.DECODE, Pace()) is None


def test_speeds_are_learnt_by_and_by() -> None:
    estimate = Estimate(STEPS, 100.0, {})
    once = learnt({}, estimate, Step.TRANSCRIBE, took_s=32)
    assert once["transcribe/sound"] == pytest.approx((FIRST_SPEEDS["transcribe/sound"] + 0.32) / 2)
    again = learnt(once, estimate, Step.TRANSCRIBE, took_s=32)
    assert once["transcribe/sound"] < again["transcribe/sound"] < 0.32
    assert learnt(once, Estimate(STEPS, 0, {}), Step.DECODE, took_s=5) == once
