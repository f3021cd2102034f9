"""How far a job is and how long it will take, from how long each step took before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.model import Step

Speeds = Mapping[str, float]
"""Seconds a step takes: a second of sound ("decode/sound"), or a text file ("store/text")."""

FIRST_SPEEDS: Speeds = {
    "decode/sound": 0.01, "transcribe/sound": 0.12, "speakers/sound": 0.03, "store/sound": 0.0005,
    "embed/sound": 0.003, "minutes/sound": 0.003, "store/text": 0.5, "embed/text": 2.0, "minutes/text": 2.0,
}
"""What to expect before anything was measured, on two cores."""

UNKNOWN_SOUND_S = 600.0
LEAST_SOUND_S = 0.001
_LEARNING = 0.5
_SURE_AFTER_S = 3.0


@dataclass(frozen=True)
class Estimate:
    """What to expect of one job. ``sound_s`` is the recording's length in seconds: 0 while it is not known, None for
    a text."""

    steps: Sequence[Step]
    sound_s: float | None
    speeds: Speeds

    def seconds(self, step: Step) -> float:
        """How long a step should take."""
        each = self.speeds.get(self.name(step), FIRST_SPEEDS.get(self.name(step), 1.0))
        if self.sound_s is None:
            return each
        return each * (max(self.sound_s, LEAST_SOUND_S) if self.sound_s else UNKNOWN_SOUND_S)

    def name(self, step: Step) -> str:
        """Under which name the step's speed is kept."""
        return f"{step}/{'text' if self.sound_s is None else 'sound'}"

    def overall(self, step: Step, share: float) -> float:
        """Progress 0..1 over all steps when ``share`` (0..1) of ``step`` is done."""
        if step not in self.steps:  # the meeting has a file of another kind by now
            return 0.0
        expected = [self.seconds(s) for s in self.steps]
        place = self.steps.index(step)
        return (sum(expected[:place]) + expected[place] * share) / sum(expected)

    def left_s(self, step: Step, pace: Pace) -> float | None:
        """Seconds left of the job, or None while the length of the recording is unknown."""
        if self.sound_s == 0 or step not in self.steps:
            return None
        later = sum(self.seconds(s) for s in self.steps[self.steps.index(step) + 1:])
        return pace.left_s(self.seconds(step)) + later


@dataclass
class Pace:
    """How a step that is running gets on: from ``first`` (0..1, where it took up the work) to ``share`` in
    ``elapsed_s``."""

    first: float = 0.0
    share: float = 0.0
    elapsed_s: float = 0.0

    def left_s(self, expected_s: float) -> float:
        """Seconds left of the step: as expected at first, by its own pace once that can be told."""
        rest, done = 1.0 - self.share, self.share - self.first
        if done <= 0 or self.elapsed_s < _SURE_AFTER_S:
            return expected_s * rest
        own = self.elapsed_s / done * rest
        trust = min(1.0, done * 4)
        return own * trust + expected_s * rest * (1 - trust)


def learnt(speeds: Speeds, estimate: Estimate, step: Step, took_s: float) -> dict[str, float]:
    """The speeds after a step took ``took_s`` seconds from its beginning to its end."""
    if estimate.sound_s == 0:
        return dict(speeds)
    name, measured = estimate.name(step), took_s / (estimate.sound_s or 1.0)
    before = speeds.get(name, FIRST_SPEEDS.get(name, measured))
    return {**speeds, name: round(before + _LEARNING * (measured - before), 6)}
