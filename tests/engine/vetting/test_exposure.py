"""Exposure: undone where it can be, and waited for where it moves."""

import numpy as np
import pytest

from engine.detections import Pixels
from engine.vetting.exposure import SettleGate, Tone, apply


@pytest.fixture(scope="module")
def scene() -> Pixels:
    across = np.linspace(20, 200, 96, dtype=np.float32)
    random = np.random.default_rng(2)
    picture = across[np.newaxis, :, np.newaxis] + random.normal(0, 6, (64, 96, 3))
    return np.clip(picture, 0, 255).astype(np.uint8)


def tone(picture: Pixels, scene: Pixels) -> Tone:
    return Tone.between(picture, scene.astype(np.float32), np.ones(scene.shape[:2], np.bool_))


@pytest.mark.parametrize("gains", [(1.0, 1.0, 1.0), (0.7, 0.8, 0.9), (1.2, 1.1, 1.0)])
def test_a_change_of_exposure_and_white_balance_is_undone(
    scene: Pixels, gains: tuple[float, float, float]
) -> None:
    picture = np.clip(np.rint(scene * np.array(gains)), 0, 255).astype(np.uint8)
    restored = apply(tone(picture, scene).to_scene(), picture)
    assert np.abs(restored.astype(float) - scene).max() <= 4
    again = apply(tone(picture, scene).to_picture(), scene)
    assert np.abs(again.astype(float) - picture).max() <= 4


def test_a_camera_that_compresses_what_is_bright_is_undone(scene: Pixels) -> None:
    levels = scene.astype(np.float32)
    picture = np.where(levels < 120, levels * 1.3, 156 + (levels - 120) * 0.7).astype(np.uint8)
    restored = apply(tone(picture, scene).to_scene(), picture)
    assert np.abs(restored.astype(float) - scene).mean() < 3


def test_somebody_who_hides_a_third_of_the_scene_does_not_count_as_exposure(scene: Pixels) -> None:
    picture = scene.copy()
    picture[40:62] = 10
    restored = apply(tone(picture, scene).to_scene(), picture)
    assert np.abs(restored.astype(float) - scene)[:40].mean() < 10
    assert restored[40:62].mean() < 25


def test_the_gate_opens_once_brightness_rests_and_stays_open(scene: Pixels) -> None:
    gate = SettleGate(seconds=1.0, change=0.02)
    brightening = [(scene * level).astype(np.uint8) for level in np.linspace(0.5, 1.0, 11)]
    assert not any(gate.update(picture, 0.1 * n) for n, picture in enumerate(brightening))
    assert not gate.update(scene, 1.5)
    assert gate.update(scene, 2.1)
    assert gate.update(brightening[0], 2.2)


def test_people_who_move_do_not_keep_the_gate_shut(scene: Pixels) -> None:
    gate = SettleGate(seconds=1.0, change=0.02)
    for n in range(12):
        picture = scene.copy()
        picture[:, 7 * n : 7 * n + 20] = 0
        opened = gate.update(picture, 0.1 * n)
    assert opened
