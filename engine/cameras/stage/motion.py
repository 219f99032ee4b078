"""Scripts into motion: where somebody is, which way they face and how they step, frame by frame."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.cameras.stage.scene import Actor, Reach, Waypoint

Array = npt.NDArray[np.float64]

STRIDE = 1.4
"""Metres that a person walks with two steps."""
_WALKING_SPEED = 0.5
_SOFTENING = 0.5
_TURNING = 0.6


class Motion(NamedTuple):
    """How somebody moves; each field has one row for each moment.

    ``ground`` is x and z in metres. ``facing`` is in radians, 0 straight out of the stage.
    ``phase`` is that of the left leg in radians: at 0 it swings forward past the other. ``gait``
    runs from 0 for standing to 1 for walking.
    """

    ground: Array
    facing: Array
    phase: Array
    gait: Array


class Arm(NamedTuple):
    """What one wrist does; each field has one row for each moment.

    ``target`` is in arm's lengths from the shoulder: out, up, ahead. ``grip`` runs from 0, where
    the arm hangs, to 1, where the wrist is at the target.
    """

    target: Array
    grip: Array


def motion(path: tuple[Waypoint, ...], times: Array) -> Motion:
    """The motion of somebody who follows ``path``, at evenly spaced ``times``."""
    step = float(times[1] - times[0]) if len(times) > 1 else 1.0
    keys = np.array([point.time for point in path])
    ground = np.stack(
        [
            _soften(np.interp(times, keys, [point.x for point in path]), _SOFTENING, step),
            _soften(np.interp(times, keys, [point.z for point in path]), _SOFTENING, step),
        ],
        axis=-1,
    )
    velocity = np.gradient(ground, step, axis=0) if len(times) > 1 else np.zeros_like(ground)
    speed = np.hypot(*velocity.T)
    gait = np.clip(speed / _WALKING_SPEED, 0.0, 1.0)
    phase = np.cumsum(speed) * step * 2.0 * np.pi / STRIDE
    return Motion(ground, _facing(path, times, ground, velocity, step), phase, gait)


def arm(script: tuple[Reach, ...], times: Array) -> Arm:
    """What the wrist that follows ``script`` does at ``times``."""
    if not script:
        return Arm(np.zeros((len(times), 3)), np.zeros(len(times)))
    keys = np.array([reach.time for reach in script])
    grip = _glide(times, keys, np.array([0.0 if reach.hangs else 1.0 for reach in script]))
    places = np.array([[reach.out, reach.up, reach.ahead] for reach in _without_gaps(script)])
    target = np.stack([_glide(times, keys, column) for column in places.T], axis=-1)
    return Arm(target, grip)


def sway(actor: Actor, times: Array, seed: tuple[int, ...]) -> Array:
    """Small slow movements, n x 4 between about -1 and 1: sideways, ahead, a nod, a glance."""
    random = np.random.default_rng(seed)
    rates = random.uniform(0.12, 0.75, (4, 3))
    phases = random.uniform(0.0, 2.0 * np.pi, (4, 3))
    waves = np.sin(2.0 * np.pi * rates * times[:, None, None] + phases)
    return np.asarray(actor.sway * waves.mean(axis=2) * 1.7)


def _facing(
    path: tuple[Waypoint, ...], times: Array, ground: Array, velocity: Array, step: float
) -> Array:
    """Where they look: ahead while walking, as the waypoint says while standing."""
    last = np.searchsorted([point.time for point in path], times + 1e-9, side="right") - 1
    turned = np.radians([point.facing for point in path])[np.clip(last, 0, None)]
    standing = turned + np.arctan2(-ground[:, 0], ground[:, 1])
    speed = np.hypot(*velocity.T)
    walks = np.clip(speed / 0.15, 0.0, 1.0)
    ahead = velocity / np.maximum(speed, 1e-6)[:, None]
    right = walks * ahead[:, 0] + (1.0 - walks) * np.sin(standing)
    towards = -walks * ahead[:, 1] + (1.0 - walks) * np.cos(standing)
    return np.arctan2(_soften(right, _TURNING, step), _soften(towards, _TURNING, step))


def _soften(values: Array, seconds: float, step: float) -> Array:
    """A moving average with a bell-shaped window ``seconds`` wide."""
    reach = max(round(seconds / step), 1)
    window = np.hanning(2 * reach + 1)
    padded = np.pad(values, reach, mode="edge")
    return np.convolve(padded, window / window.sum(), mode="valid")


def _glide(times: Array, keys: Array, values: Array) -> Array:
    """Interpolation that starts and stops softly at each key."""
    if len(keys) == 1:
        return np.full(len(times), values[0])
    index = np.clip(np.searchsorted(keys, times, side="right") - 1, 0, len(keys) - 2)
    part = np.clip((times - keys[index]) / (keys[index + 1] - keys[index]), 0.0, 1.0)
    part = part * part * (3.0 - 2.0 * part)
    glided: Array = values[index] + (values[index + 1] - values[index]) * part
    return glided


def _without_gaps(script: tuple[Reach, ...]) -> list[Reach]:
    """The script with each hanging arm aimed at the next place, so that it rises straight to it."""
    places: list[Reach] = []
    following = next((reach for reach in reversed(script) if not reach.hangs), script[-1])
    for reach in reversed(script):
        following = following if reach.hangs else reach
        places.append(following)
    return places[::-1]
