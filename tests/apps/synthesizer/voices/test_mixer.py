import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pygame
import pytest

from apps.synthesizer import midi
from apps.synthesizer.settings import SoundSettings
from apps.synthesizer.voices.drivers import sounding_synth
from apps.synthesizer.voices.mixer import MixerFeed
from apps.synthesizer.voices.synth import RATE
from tests.apps.synthesizer.voices.sounds import samples, setup


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], bytes]:
    """What SDL's stand-in for a sound card was given."""
    path = tmp_path / "sound.raw"
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(path))
    monkeypatch.setenv("SDL_DISKAUDIODELAY", "10")
    return path.read_bytes


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_synth_is_heard_through_the_mixer_and_lets_go_of_it(
    heard: Callable[[], bytes], soundfont: Path
) -> None:
    synth = sounding_synth(SoundSettings(driver="mixer"), soundfont)
    for data in (*setup(), midi.note_on(0, 60, 100)):
        synth.send(data)
    until(lambda: synth.milliseconds > 200)
    synth.close()
    assert pygame.mixer.get_init() is None
    assert np.abs(samples(heard())).max() > 0.01


def counting() -> Callable[[int], bytes]:
    """Frames that are numbered, from 1."""
    made = 0

    def render(frames: int) -> bytes:
        nonlocal made
        numbers = np.arange(made, made + frames) % 30_000 + 1
        made += frames
        return np.repeat(numbers, 2).astype("<i2").tobytes()

    return render


def test_chunks_follow_one_another_without_a_gap(heard: Callable[[], bytes]) -> None:
    feed = MixerFeed.open(counting(), RATE, "")
    assert feed is not None
    until(lambda: len(heard()) > 4 * 10_000)
    feed.close()
    left = np.frombuffer(heard(), "<i2")[::2]
    played = left[left > 0]
    assert len(played) > 8_000
    assert set(np.diff(played)) == {1}
    assert np.ptp(np.flatnonzero(left)) == len(played) - 1


def test_two_are_heard_together(heard: Callable[[], bytes]) -> None:
    def tone(value: int) -> Callable[[int], bytes]:
        return lambda frames: np.full(2 * frames, value, "<i2").tobytes()

    feeds = [MixerFeed.open(tone(value), RATE, "") for value in (1000, 300)]
    until(lambda: 1300 in np.frombuffer(heard()[: len(heard()) // 2 * 2], "<i2"))
    for feed in feeds:
        assert feed is not None
        assert pygame.mixer.get_init() is not None
        feed.close()
    assert pygame.mixer.get_init() is None


def test_no_sound_device_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    assert MixerFeed.open(counting(), RATE, "") is None
