"""Body and gait of a visitor, as far as skeletons in the pose logger's ``poses`` tell.

The attack knows where the camera stands, so it has every length in metres: how far away somebody is
follows from where their feet are.
"""

import warnings
from collections.abc import Sequence

import numpy as np

from apps.pose_logger.records import POSE_UNIT, PoseRecord
from engine.cameras.stage.view import EYE_HEIGHT
from engine.poses.skeleton import KeypointName as Name
from tools.reidentification.people import Array
from tools.reidentification.visits import VIEW

_ANKLE_HEIGHT = 0.09
_WALKS = 0.5
"""Metres a second from which on somebody walks."""
_CADENCES = np.linspace(0.5, 1.5, 41)
"""Strides a second that are tried."""

_SEGMENTS = {
    "thigh": ((Name.LEFT_HIP, Name.LEFT_KNEE), (Name.RIGHT_HIP, Name.RIGHT_KNEE)),
    "shin": ((Name.LEFT_KNEE, Name.LEFT_ANKLE), (Name.RIGHT_KNEE, Name.RIGHT_ANKLE)),
    "upper arm": ((Name.LEFT_SHOULDER, Name.LEFT_ELBOW), (Name.RIGHT_SHOULDER, Name.RIGHT_ELBOW)),
    "forearm": ((Name.LEFT_ELBOW, Name.LEFT_WRIST), (Name.RIGHT_ELBOW, Name.RIGHT_WRIST)),
    "side": ((Name.LEFT_SHOULDER, Name.LEFT_HIP), (Name.RIGHT_SHOULDER, Name.RIGHT_HIP)),
    "shoulders": ((Name.LEFT_SHOULDER, Name.RIGHT_SHOULDER),),
    "hips": ((Name.LEFT_HIP, Name.RIGHT_HIP),),
    "eyes": ((Name.LEFT_EYE, Name.RIGHT_EYE),),
    "ears": ((Name.LEFT_EAR, Name.RIGHT_EAR),),
    "neck": ((Name.LEFT_EAR, Name.LEFT_SHOULDER), (Name.RIGHT_EAR, Name.RIGHT_SHOULDER)),
}
_HEIGHTS = (Name.NOSE, Name.LEFT_EYE, Name.LEFT_EAR, Name.LEFT_SHOULDER, Name.RIGHT_SHOULDER,
            Name.LEFT_HIP, Name.RIGHT_HIP, Name.LEFT_KNEE, Name.RIGHT_KNEE)  # fmt: skip
_SWINGS = (Name.LEFT_WRIST, Name.RIGHT_WRIST, Name.LEFT_KNEE, Name.RIGHT_KNEE)
_JOINTS = (
    (Name.LEFT_HIP, Name.LEFT_KNEE, Name.LEFT_ANKLE),
    (Name.RIGHT_HIP, Name.RIGHT_KNEE, Name.RIGHT_ANKLE),
    (Name.LEFT_SHOULDER, Name.LEFT_ELBOW, Name.LEFT_WRIST),
    (Name.RIGHT_SHOULDER, Name.RIGHT_ELBOW, Name.RIGHT_WRIST),
)


def body_and_gait(records: Sequence[PoseRecord]) -> Array:
    """What one visit's skeletons tell, as a row of numbers; NaN for what they do not tell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # means of nothing are NaN, as they should
        return _told(records) if len(records) >= 3 else np.full_like(_told(_NOTHING), np.nan)


def _told(records: Sequence[PoseRecord]) -> Array:
    times = np.array([record.time for record in records])
    pixels = _pixels(records)
    scale = _scale(pixels)
    metres = pixels / scale[:, None, None]
    walks, speed = _walking(times, metres)
    return np.concatenate(
        [
            _lengths(metres),
            _heights(metres),
            _angles(metres[walks]),
            _swings(metres[walks]),
            _steps(times[walks], metres[walks], speed[walks]),
        ]
    )


def _pixels(records: Sequence[PoseRecord]) -> Array:
    """Places n x 17 x 2 in pixels, NaN where nothing was kept."""
    places = np.array([(record.xs, record.ys) for record in records], float).transpose(0, 2, 1)
    places *= np.array([VIEW.width, VIEW.height]) / POSE_UNIT
    places[np.array([record.scores for record in records]) == 0] = np.nan
    return places


def _scale(pixels: Array) -> Array:
    """Pixels to a metre where somebody stands: the lower foot is on the floor."""
    feet = np.nanmax(pixels[:, [Name.LEFT_ANKLE, Name.RIGHT_ANKLE], 1], axis=1)
    scale: Array = np.maximum(feet - VIEW.horizon, 20.0) / (EYE_HEIGHT - _ANKLE_HEIGHT)
    return _smooth(scale)


def _smooth(values: Array, reach: int = 2) -> Array:
    """A running median."""
    padded = np.pad(values, reach, mode="edge")
    smooth: Array = np.nanmedian(
        np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1), axis=1
    )
    return smooth


def _walking(times: Array, metres: Array) -> tuple[Array, Array]:
    """When they walk, and how fast, across the picture."""
    feet = np.nanmean(metres[:, [Name.LEFT_ANKLE, Name.RIGHT_ANKLE], 0], axis=1)
    speed = np.abs(np.gradient(_smooth(feet), times))
    return np.asarray(speed > _WALKS), speed


def _lengths(metres: Array) -> Array:
    """The logarithms of segments' lengths, so that ratios are differences: usual and greatest."""
    told = []
    for pairs in _SEGMENTS.values():
        seen = np.concatenate(
            [np.linalg.norm(metres[:, one] - metres[:, other], axis=1) for one, other in pairs]
        )
        told += [np.log(np.nanquantile(seen, share) + 1e-3) for share in (0.5, 0.85)]
    return np.array(told)


def _heights(metres: Array) -> Array:
    """The logarithms of how high joints are over the lower foot."""
    floor = np.nanmax(metres[:, [Name.LEFT_ANKLE, Name.RIGHT_ANKLE], 1], axis=1)
    heights = floor[:, None] - metres[:, list(_HEIGHTS), 1]
    return np.asarray(np.log(np.maximum(np.nanmedian(heights, axis=0), 1e-3)))


def _angles(metres: Array) -> Array:
    """How far knees and elbows are bent while walking, usually and at most, and the stoop."""
    told = []
    for a, b, c in _JOINTS:
        one, other = metres[:, a] - metres[:, b], metres[:, c] - metres[:, b]
        lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
        bend = np.arccos(np.clip((one * other).sum(axis=1) / lengths, -1.0, 1.0))
        told += [_quantile(bend, 0.1), _quantile(bend, 0.5)]
    ahead = np.sign(np.gradient(metres[:, Name.LEFT_HIP, 0])) if len(metres) > 1 else np.nan
    shoulders = metres[:, [Name.LEFT_SHOULDER, Name.RIGHT_SHOULDER]].mean(axis=1)
    hips = metres[:, [Name.LEFT_HIP, Name.RIGHT_HIP]].mean(axis=1)
    return np.array([*told, _quantile((shoulders - hips)[:, 0] * ahead, 0.5)])


def _swings(metres: Array) -> Array:
    """How far wrists and knees swing about the hips while walking."""
    hips = metres[:, [Name.LEFT_HIP, Name.RIGHT_HIP]].mean(axis=1)
    swings = (metres[:, name, 0] - hips[:, 0] for name in _SWINGS)
    return np.array([_quantile(swing, 0.9) - _quantile(swing, 0.1) for swing in swings])


def _steps(times: Array, metres: Array, speed: Array) -> Array:
    """Pace, width of the stance, cadence, and the length of a stride."""
    apart = metres[:, Name.LEFT_ANKLE, 0] - metres[:, Name.RIGHT_ANKLE, 0]
    pace = _quantile(speed, 0.5)
    cadence = _cadence(times, apart)
    wide = [_quantile(np.abs(apart), share) for share in (0.5, 0.9)]
    return np.array([pace, *wide, cadence, pace / cadence, len(times)])


def _cadence(times: Array, apart: Array) -> float:
    """The frequency at which the feet pass one another, by the greatest of a few sinusoids."""
    told = np.isfinite(apart)
    if told.sum() < 5:
        return float("nan")
    waves = np.exp(-2j * np.pi * _CADENCES[:, None] * times[told])
    return float(_CADENCES[np.abs(waves @ (apart[told] - apart[told].mean())).argmax()])


def _quantile(values: Array, share: float) -> float:
    return float(np.nanquantile(values, share)) if np.isfinite(values).any() else float("nan")


_NOTHING = [PoseRecord("", 0, float(time), (0,) * 17, (0,) * 17, (0,) * 17) for time in range(3)]
