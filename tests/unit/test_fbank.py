"""The features of a voice are those of Kaldi."""

from __future__ import annotations

import numpy as np

from ingest.speakers.fbank import BANDS, _mel_filters, _povey_window, fbank

FLOOR = float(np.log(np.finfo(np.float32).eps))


def test_a_second_gives_98_frames_of_80_bands() -> None:
    assert fbank(np.zeros(16000, np.float32)).shape == (98, BANDS)


def test_less_than_a_window_gives_one_frame() -> None:
    assert fbank(np.zeros(100, np.float32)).shape == (1, BANDS)


def test_silence_is_the_floor_everywhere() -> None:
    assert np.allclose(fbank(np.zeros(1600, np.float32)), FLOOR)


def test_a_constant_is_silence_because_the_mean_is_removed() -> None:
    assert np.allclose(fbank(np.full(1600, 0.5, np.float32)), FLOOR, atol=1e-3)


def test_a_tone_is_loudest_in_the_band_that_holds_it() -> None:
    times = np.arange(16000) / 16000
    for hertz in (250.0, 1000.0, 4000.0):
        loudest = fbank(np.sin(2 * np.pi * hertz * times).astype(np.float32)).mean(0).argmax()
        centre = np.linspace(1127 * np.log(1 + 20 / 700), 1127 * np.log(1 + 8000 / 700), BANDS + 2)[loudest + 1]
        assert abs(700 * (np.exp(centre / 1127) - 1) / hertz - 1) < 0.05


def test_twice_the_amplitude_adds_the_logarithm_of_four() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 8000).astype(np.float32)
    assert np.allclose(fbank(2 * noise) - fbank(noise), np.log(4), atol=1e-3)


def test_the_numbers_are_those_of_kaldi() -> None:
    """Five of them for a rising tone, as kaldi-native-fbank 1.23 gives them (dither 0, 80 bands, snipped edges)."""
    times = np.arange(4000) / 16000
    found = fbank((0.3 * np.sin(2 * np.pi * (200 * times + 3000 * times**2))).astype(np.float32))
    kaldi = {(0, 0): -8.415, (0, 5): -2.975, (7, 20): 3.911, (15, 40): -12.052, (22, 79): -15.942}
    assert found.shape == (23, BANDS)
    for at, value in kaldi.items():
        assert abs(found[at] - value) < 2e-3


def test_the_window_and_the_filters_are_kaldis() -> None:
    window, filters = _povey_window(), _mel_filters()
    assert window[0] == 0.0
    assert abs(window.max() - 1.0) < 1e-4
    assert filters.shape == (257, BANDS)
    assert not filters[-1].any()
    assert filters.max() <= 1.0
