"""Bodies: from how somebody moves to where each point of the body is.

A body is built from its height with the mean proportions of grown-ups (Drillis and Contini, Body
Segment Parameters, 1964). Legs are moved by the angles of a walk, arms by where the wrist goes.
Within a body, points are to its left, up, and ahead, in metres from the floor below the hips.
"""

import numpy as np

from engine.cameras.stage.anatomy import LEFT, RIGHT, Point, Sides
from engine.cameras.stage.motion import Arm, Array, Motion
from engine.cameras.stage.scene import Look
from engine.detections import FloatArray

_THIGH, _SHIN, _ANKLE = 0.226, 0.234, 0.054
_UPPER_ARM, _FOREARM = 0.172, 0.150
ARM = _UPPER_ARM + _FOREARM
"""An arm's length from shoulder to wrist, as a part of the height."""
_SOLE = 0.018
_SHOULDERS, _NECK = 0.293, 0.321
_STRETCH = 0.985

_HEAD: dict[Point, tuple[float, float, float]] = {
    Point.HEAD: (0.0, 0.0, 0.0),
    Point.NOSE: (0.0, -0.014, 0.108),
    Point.NOSE_BRIDGE: (0.0, 0.014, 0.090),
    Point.LEFT_EYE: (0.032, 0.020, 0.079),
    Point.RIGHT_EYE: (-0.032, 0.020, 0.079),
    Point.LEFT_EYEBROW_IN: (0.018, 0.044, 0.090),
    Point.LEFT_EYEBROW_OUT: (0.047, 0.045, 0.076),
    Point.RIGHT_EYEBROW_IN: (-0.018, 0.044, 0.090),
    Point.RIGHT_EYEBROW_OUT: (-0.047, 0.045, 0.076),
    Point.LEFT_MOUTH: (0.021, -0.058, 0.084),
    Point.RIGHT_MOUTH: (-0.021, -0.058, 0.084),
    Point.LEFT_EAR: (0.078, -0.002, 0.002),
    Point.RIGHT_EAR: (-0.078, -0.002, 0.002),
    Point.BROW: (0.0, 0.030, 0.020),
    Point.CHIN: (0.0, -0.072, 0.038),
    Point.CROWN: (0.0, 0.042, -0.014),
    Point.NAPE: (0.0, -0.020, -0.038),
    Point.LOCKS: (0.0, -0.130, -0.040),
    Point.CAP: (0.0, 0.030, -0.036),
    Point.FRINGE: (0.0, 0.092, 0.016),
    Point.LEFT_TEMPLE: (0.050, 0.082, 0.034),
    Point.RIGHT_TEMPLE: (-0.050, 0.082, 0.034),
    Point.THROAT: (0.0, -0.110, -0.012),
}
"""Points of the head from its middle, in metres for somebody 1.74 tall."""

_HAND = {
    "forefinger": (0.052, 0.016),
    "little_finger": (0.050, -0.018),
    "fingertips": (0.096, 0.0),
    "thumb": (0.048, 0.038),
}
"""Where the fingers begin and the tips are: along the forearm from the wrist, and to the thumb's
side, as parts of the height."""

_TORSO: dict[Point, tuple[float, float, float]] = {
    Point.LEFT_CHEST: (0.060, 0.226, 0.012),
    Point.RIGHT_CHEST: (-0.060, 0.226, 0.012),
    Point.LEFT_WAIST: (0.031, 0.121, 0.004),
    Point.RIGHT_WAIST: (-0.031, 0.121, 0.004),
    Point.LEFT_HEM: (0.044, 0.026, 0.0),
    Point.RIGHT_HEM: (-0.044, 0.026, 0.0),
    Point.LEFT_NECK: (0.026, 0.317, -0.004),
    Point.RIGHT_NECK: (-0.026, 0.317, -0.004),
    Point.NECK: (0.0, _NECK, 0.0),
}
"""Points along the spine from the hips, as parts of the height."""


def body(look: Look, moves: Motion, left: Arm, right: Arm, sways: Array) -> FloatArray:
    """Every :class:`Point` on the stage, n x points x 3 (x, height, z in metres), moment by moment.

    ``sways`` is what :func:`engine.cameras.stage.motion.sway` gives.
    """
    points = np.zeros((len(moves.gait), len(Point), 3))
    _place_legs(points, look, moves)
    _shift_weight(points, sways)
    _place_torso(points, look, moves, sways)
    _place_head(points, look, sways)
    for side, does in ((LEFT, left), (RIGHT, right)):
        _place_arm(points, side, look, moves, does)
    return _on_stage(points, moves)


def _place_legs(points: Array, look: Look, moves: Motion) -> None:
    """Swing the legs, then lift the body so that the lower foot is on the floor."""
    _place_leg(points, LEFT, look, moves.phase, moves.gait)
    _place_leg(points, RIGHT, look, moves.phase + np.pi, moves.gait)
    feet = [LEFT.heel, LEFT.toe, RIGHT.heel, RIGHT.toe]
    points[:, :, 1] -= points[:, feet, 1].min(axis=1)[:, None] - _SOLE * look.height


def _place_leg(points: Array, side: Sides, look: Look, phase: Array, gait: Array) -> None:
    """Swing one leg from the hip, bend its knee, and set the foot."""
    height = look.height
    thigh = gait * (0.37 * np.sin(phase) + 0.08) + 0.02
    bend = gait * (0.85 * np.clip(np.cos(phase + 0.25), 0.0, None) ** 3 + 0.10) + 0.04
    shin = thigh - bend
    pitch = gait * 0.25 * np.clip(np.sin(phase), 0.0, None) + np.minimum(shin + 0.38, 0.0)
    apart = side.sign * (0.036 - 0.006 * gait)
    hip = _vector(side.sign * 0.052 * look.build, 0.0, 0.0)
    knee = hip + _THIGH * _vector(apart, -np.cos(thigh), np.sin(thigh))
    ankle = knee + _SHIN * _vector(apart, -np.cos(shin), np.sin(shin))
    sole = ankle + (_ANKLE - _SOLE) * _vector(0.0, -np.cos(pitch), np.sin(pitch))
    tread = _vector(0.0, np.sin(pitch), np.cos(pitch))
    points[:, side.hip], points[:, side.knee] = height * hip, height * knee
    points[:, side.ankle] = height * ankle
    points[:, side.heel] = height * (sole - 0.020 * tread)
    points[:, side.toe] = height * (sole + 0.085 * tread + _vector(side.sign * 0.018, 0.0, 0.0))


def _shift_weight(points: Array, sways: Array) -> None:
    """Sway the hips over the feet, and the knees half as much."""
    shift = _vector(0.004 * sways[:, 0], 0.0, 0.004 * sways[:, 1])
    for side in (LEFT, RIGHT):
        points[:, side.hip] += shift
        points[:, side.knee] += 0.5 * shift


def _place_torso(points: Array, look: Look, moves: Motion, sways: Array) -> None:
    """Stack the torso on the hips; it leans into a walk and the shoulders turn against the legs."""
    height = look.height
    hips = points[:, [LEFT.hip, RIGHT.hip]].mean(axis=1)
    lean = 0.035 * moves.gait + 0.006 * sways[:, 1]
    tilt = 0.007 * sways[:, 0]
    along = _vector(tilt, np.cos(lean), np.sin(lean))
    for point, (left, up, ahead) in _TORSO.items():
        across = _vector(left * look.build * height, 0.0, ahead * height)
        points[:, point] = hips + along * up * height + across
    for side in (LEFT, RIGHT):
        turn = -0.16 * moves.gait * np.sin(moves.phase) * side.sign
        out = side.sign * 0.104 * look.build * height
        shoulder = _vector(out, 0.0, turn * 0.104 * height)
        points[:, side.shoulder] = hips + along * _SHOULDERS * height + shoulder


def _place_head(points: Array, look: Look, sways: Array) -> None:
    """Put the head on the neck, nodding and glancing about a little."""
    nod, glance = 0.03 * sways[:, 2], 0.10 * sways[:, 3]
    size = look.height / 1.74
    middle = points[:, Point.NECK] + _vector(0.004 * sways[:, 3], 0.152, 0.02) * size
    for point, (left, up, ahead) in _HEAD.items():
        turned = _vector(left + ahead * glance, up - ahead * nod, ahead - left * glance)
        points[:, point] = middle + turned * size


def _place_arm(points: Array, side: Sides, look: Look, moves: Motion, does: Arm) -> None:
    """Bring the wrist to where it goes, and bend the elbow to match."""
    shoulder, reach = points[:, side.shoulder], ARM * look.height
    swing = -0.38 * moves.gait * np.sin(moves.phase) * side.sign + 0.10 + 0.06 * moves.gait
    hanging = 0.965 * _vector(0.11 * side.sign, -np.cos(swing), np.sin(swing))
    aimed = does.target * (side.sign, 1.0, 1.0)
    grip = does.grip[:, None]
    wrist = shoulder + reach * _within(hanging * (1.0 - grip) + aimed * grip, _STRETCH)
    upper, fore = _UPPER_ARM * look.height, _FOREARM * look.height
    pole = _vector(0.45 * side.sign, -0.55 * grip[:, 0], -1.0 + 0.5 * grip[:, 0])
    elbow = _elbow(shoulder, wrist, upper, fore, pole)
    points[:, side.elbow], points[:, side.wrist] = elbow, wrist
    points[:, side.sleeve] = shoulder + 0.72 * (elbow - shoulder)
    _place_hand(points, side, look, grip)


def _place_hand(points: Array, side: Sides, look: Look, grip: Array) -> None:
    """Stretch the hand along the forearm; its palm looks ahead, or inwards where the arm hangs."""
    wrist = points[:, side.wrist]
    along = wrist - points[:, side.elbow]
    along /= np.linalg.norm(along, axis=1)[:, None]
    palm = grip * _vector(0.0, 0.0, 1.0) - (1.0 - grip) * _vector(side.sign, 0.0, 0.0)
    across = -side.sign * np.cross(along, palm)
    across /= np.maximum(np.linalg.norm(across, axis=1), 1e-6)[:, None]
    for point, (length, breadth) in _HAND.items():
        points[:, getattr(side, point)] = wrist + look.height * (length * along + breadth * across)


def _elbow(shoulder: Array, wrist: Array, upper: float, fore: float, pole: Array) -> Array:
    """The elbow of an arm with two bones of known length, bent towards ``pole``."""
    line = wrist - shoulder
    distance = np.linalg.norm(line, axis=1)
    along = (distance**2 + upper**2 - fore**2) / (2.0 * distance)
    away = np.sqrt(np.maximum(upper**2 - along**2, 0.0))
    line = line / distance[:, None]
    bent = pole - (pole * line).sum(axis=1)[:, None] * line
    bent /= np.linalg.norm(bent, axis=1)[:, None]
    elbow: Array = shoulder + along[:, None] * line + away[:, None] * bent
    return elbow


def _on_stage(points: Array, moves: Motion) -> FloatArray:
    """Turn the body to where it faces and stand it on its place."""
    left, up, ahead = np.moveaxis(points, -1, 0)
    cos, sin = np.cos(moves.facing)[:, None], np.sin(moves.facing)[:, None]
    x = moves.ground[:, :1] + left * cos + ahead * sin
    z = moves.ground[:, 1:] + left * sin - ahead * cos
    return np.stack([x, up, z], axis=-1).astype(np.float32)


def _vector(left: Array | float, up: Array | float, ahead: Array | float) -> Array:
    return np.stack(np.broadcast_arrays(left, up, ahead), axis=-1)


def _within(vectors: Array, length: float) -> Array:
    """The vectors, shortened to ``length`` where they are longer."""
    shortened: Array = (
        vectors
        * np.minimum(1.0, length / np.maximum(np.linalg.norm(vectors, axis=1), 1e-6))[:, None]
    )
    return shortened
