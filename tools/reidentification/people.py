"""People who differ in body and gait, as people do.

Statures and the lengths of segments vary as in Gordon and others, 2012 Anthropometric Survey of
U.S. Army Personnel (2014), walking speeds as in Bohannon, Comfortable and maximum walking speed of
adults aged 20-79 years (Age and Ageing, 1997), rounded. How much stride, vigour and stoop vary is
assumed.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.poses.skeleton import KeypointName as Name

Array = npt.NDArray[np.float64]

BONES = (
    "thigh", "shin", "torso", "neck", "head", "upper arm", "forearm", "shoulders", "hips",
)  # fmt: skip

_SEGMENT_SPREAD = 0.04
_VISIT_SPREAD = 0.015
_PACE_SPREAD_OF_VISITS = 0.07


class Person(NamedTuple):
    """Somebody's body and gait.

    ``height`` is in metres and ``pace`` in metres a second. ``bones`` are the lengths of segments,
    ``build``, ``stride``, ``vigour`` and ``sway`` compared with the usual. ``stoop`` is how far the
    shoulders are before the hips, in lengths of the torso.
    """

    height: float
    build: float
    bones: Mapping[str, float]
    pace: float
    stride: float
    vigour: float
    stoop: float
    sway: float

    def today(self, random: np.random.Generator) -> "Person":
        """The same person at another visit: other clothes and shoes, more or less in a hurry."""
        worn = np.exp(_VISIT_SPREAD * random.standard_normal(len(BONES)))
        haste = float(np.exp(_PACE_SPREAD_OF_VISITS * random.standard_normal()))
        bones = {bone: self.bones[bone] * float(w) for bone, w in zip(BONES, worn, strict=True)}
        return self._replace(bones=bones, pace=self.pace * haste, stride=self.stride * haste**0.5)


def people(count: int, random: np.random.Generator) -> list[Person]:
    """``count`` people, taken at random."""
    return [_person(random) for _ in range(count)]


def _person(random: np.random.Generator) -> Person:
    def about(mean: float, spread: float) -> float:
        return float(mean * np.exp(spread * random.standard_normal()))

    return Person(
        height=about(1.70, 0.055),
        build=about(1.0, 0.06),
        bones={bone: about(1.0, _SEGMENT_SPREAD) for bone in BONES},
        pace=about(1.25, 0.13),
        stride=about(1.0, 0.06),
        vigour=about(1.0, 0.12),
        stoop=0.05 * float(random.standard_normal()),
        sway=about(1.0, 0.3),
    )


def shaped(points: Array, person: Person) -> Array:
    """The keypoints (n x 17 x 3, on the stage) of a usual body as those of ``person``.

    Each segment keeps its direction and gets its own length, from the hips outwards; then the body
    is lifted so that its lower foot is where it was.
    """
    body, bones = np.array(points), person.bones
    hips, shoulders = (_middle(points, *pair) for pair in (_HIPS, _SHOULDERS))
    ahead = person.stoop * _ahead(points)
    chest = hips + bones["torso"] * (shoulders - hips + ahead)
    ears = _middle(points, *_EARS)
    head = chest + bones["neck"] * (ears - shoulders)
    for name in _HIPS:
        body[:, name] = hips + bones["hips"] * (points[:, name] - hips)
    for name in _SHOULDERS:
        body[:, name] = chest + bones["shoulders"] * (points[:, name] - shoulders)
    for name in _HEAD:
        body[:, name] = head + bones["head"] * (points[:, name] - ears)
    for bone, start, end in _LIMBS:
        body[:, end] = body[:, start] + bones[bone] * (points[:, end] - points[:, start])
    body[:, :, 1] += (_lower_foot(points) - _lower_foot(body))[:, None]
    return body


_HIPS = Name.LEFT_HIP, Name.RIGHT_HIP
_SHOULDERS = Name.LEFT_SHOULDER, Name.RIGHT_SHOULDER
_EARS = Name.LEFT_EAR, Name.RIGHT_EAR
_HEAD = Name.NOSE, Name.LEFT_EYE, Name.RIGHT_EYE, *_EARS
_LIMBS = (
    ("thigh", Name.LEFT_HIP, Name.LEFT_KNEE),
    ("thigh", Name.RIGHT_HIP, Name.RIGHT_KNEE),
    ("shin", Name.LEFT_KNEE, Name.LEFT_ANKLE),
    ("shin", Name.RIGHT_KNEE, Name.RIGHT_ANKLE),
    ("upper arm", Name.LEFT_SHOULDER, Name.LEFT_ELBOW),
    ("upper arm", Name.RIGHT_SHOULDER, Name.RIGHT_ELBOW),
    ("forearm", Name.LEFT_ELBOW, Name.LEFT_WRIST),
    ("forearm", Name.RIGHT_ELBOW, Name.RIGHT_WRIST),
)


def _middle(points: Array, one: Name, other: Name) -> Array:
    middle: Array = (points[:, one] + points[:, other]) / 2.0
    return middle


def _lower_foot(points: Array) -> Array:
    lower: Array = points[:, [Name.LEFT_ANKLE, Name.RIGHT_ANKLE], 1].min(axis=1)
    return lower


def _ahead(points: Array) -> Array:
    """As long as the torso, level, to where the body faces: across its left."""
    left = points[:, Name.LEFT_HIP] - points[:, Name.RIGHT_HIP]
    ahead = np.stack([left[:, 2], np.zeros(len(left)), -left[:, 0]], axis=-1)
    torso = _middle(points, *_SHOULDERS) - _middle(points, *_HIPS)
    length = np.linalg.norm(torso, axis=1) / np.maximum(np.linalg.norm(ahead, axis=1), 1e-9)
    level: Array = ahead * length[:, None]
    return level
