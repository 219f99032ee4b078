"""OpenPose: keypoints from heatmaps, joined to people along part affinity fields.

The method is that of Cao et al., "Realtime Multi-Person 2D Pose Estimation using Part Affinity
Fields" (CVPR 2017), with the steps and the thresholds of Open Model Zoo's decoder: peaks of the
heatmaps are keypoints; a pair of them may be a limb if the field between them points from one to
the other; of the pairs that contend for a keypoint the best one gets it; limbs that share a
keypoint are a person.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

import msgspec
import numpy as np

from engine.decoders import Shape, Tensors
from engine.decoders.fields import IntArray
from engine.decoders.peaks import Peaks, find_peaks
from engine.detections import Detections, FloatArray
from engine.poses.skeleton import KeypointName as K

NECK = len(K)
"""The network finds a neck as well, which joins the shoulders to the hips and is then dropped."""

KINDS = (
    *(K.NOSE, NECK),
    *(K.RIGHT_SHOULDER, K.RIGHT_ELBOW, K.RIGHT_WRIST),
    *(K.LEFT_SHOULDER, K.LEFT_ELBOW, K.LEFT_WRIST),
    *(K.RIGHT_HIP, K.RIGHT_KNEE, K.RIGHT_ANKLE),
    *(K.LEFT_HIP, K.LEFT_KNEE, K.LEFT_ANKLE),
    *(K.RIGHT_EYE, K.LEFT_EYE, K.RIGHT_EAR, K.LEFT_EAR),
)
"""The kinds of keypoint in the order of the heatmaps' channels; a channel of background follows."""

LIMBS = (
    (NECK, K.RIGHT_SHOULDER, 12),
    (NECK, K.LEFT_SHOULDER, 20),
    (K.RIGHT_SHOULDER, K.RIGHT_ELBOW, 14),
    (K.RIGHT_ELBOW, K.RIGHT_WRIST, 16),
    (K.LEFT_SHOULDER, K.LEFT_ELBOW, 22),
    (K.LEFT_ELBOW, K.LEFT_WRIST, 24),
    (NECK, K.RIGHT_HIP, 0),
    (K.RIGHT_HIP, K.RIGHT_KNEE, 2),
    (K.RIGHT_KNEE, K.RIGHT_ANKLE, 4),
    (NECK, K.LEFT_HIP, 6),
    (K.LEFT_HIP, K.LEFT_KNEE, 8),
    (K.LEFT_KNEE, K.LEFT_ANKLE, 10),
    (NECK, K.NOSE, 28),
    (K.NOSE, K.RIGHT_EYE, 30),
    (K.RIGHT_EYE, K.RIGHT_EAR, 34),
    (K.NOSE, K.LEFT_EYE, 32),
    (K.LEFT_EYE, K.LEFT_EAR, 36),
    (K.RIGHT_SHOULDER, K.RIGHT_EAR, 18),
    (K.LEFT_SHOULDER, K.LEFT_EAR, 26),
)
"""The limbs in the order in which people are put together, and the channel of each one's field.

That is the channel of the field's x; y follows. Fields point from the first to the second.
"""

_KINDS = np.array(KINDS, np.intp)
_CHANNEL = np.array([channel for _, _, channel in LIMBS], np.intp)
_BEGIN = np.array([begin for begin, _, _ in LIMBS], np.intp)
_END = np.array([end for _, end, _ in LIMBS], np.intp)

_MANY = 500
"""So many pairs that it pays to rule out most of them first."""

_FAINTEST = 1e-3
"""Heatmaps are taken to be nowhere below this, where nothing is told from noise."""

Refinement = Literal["gaussian", "quarter"]
"""How a keypoint is found more precisely than to a cell of the heatmap."""

Offset = Callable[[FloatArray, FloatArray, FloatArray], FloatArray]

Person = dict[int, int]
"""The keypoints of one person: kind to number."""

Owners = dict[int, Person]
"""Whose a keypoint is, by its number."""


class OpenPoseDecoder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Decodes ``heatmaps`` and ``pafs`` (part affinity fields); its fields are its options.

    A keypoint scores at least ``score_threshold``. Between two keypoints of a limb the field is
    looked at in ``samples`` places; in more than ``aligned_samples`` of them, a part of 1, it must
    point along the limb by more than ``alignment_threshold``. A person has ``fewest_keypoints``,
    of which the neck is one. A keypoint that scores ``evidence_threshold`` is evidence of a person,
    also on its own; of an empty wall, keypoints score up to 0.15. A ``refinement`` by ``quarter``
    is Open Model Zoo's: a keypoint is moved a quarter of a cell towards the higher neighbour. By
    ``gaussian`` it is put where the heatmap around it has its middle.
    """

    score_threshold: float = 0.1
    samples: int = 10
    alignment_threshold: float = 0.05
    aligned_samples: float = 0.8
    fewest_keypoints: int = 3
    evidence_threshold: float = 0.2
    refinement: Refinement = "gaussian"

    def shapes(self, size: tuple[int, int]) -> Mapping[str, Shape]:  # noqa: ARG002
        """What :meth:`decode` needs; the last heatmap, the background's, is not looked at."""
        return {"heatmaps": (None, None, 19), "pafs": (None, None, 38)}

    def decode(self, tensors: Tensors) -> Detections:
        """The people; a pose scores the mean of its 17 keypoints, 0 for those not found."""
        heatmaps = tensors["heatmaps"][..., : len(KINDS)]
        size = np.array(heatmaps.shape[1::-1], np.float32)
        peaks = find_peaks(heatmaps, min(self.score_threshold, self.evidence_threshold))
        places = _refined(peaks, heatmaps, _OFFSETS[self.refinement])
        found = peaks.values >= self.score_threshold
        kinds = _KINDS[peaks.kinds[found]]
        limbs = self._limbs(places[found], kinds, tensors["pafs"])
        people = _people(limbs, kinds.tolist())
        keypoints = self._keypoints(people, places[found] / size, peaks.values[found])
        evidence = places[peaks.values >= self.evidence_threshold] / size
        return Detections(keypoints, keypoints[..., 2].mean(axis=1), evidence)

    def _limbs(
        self, places: FloatArray, kinds: IntArray, pafs: FloatArray
    ) -> Iterator[tuple[int, int, int]]:
        """Limb, first and second keypoint of all pairs that the fields join; best first of each."""
        part = np.linspace(0.0, 1.0, self.samples, dtype=np.float32)
        pairs = _pairs(places, kinds)
        if len(pairs.limbs) > _MANY:
            pairs = pairs.select(self._possible(pairs, pafs, part))
        alignment = pairs.alignment(pafs, part)
        aligned = alignment > self.alignment_threshold
        count = aligned.sum(axis=1)
        strength = (alignment * aligned).sum(axis=1) / np.maximum(count, 1)
        joined = np.flatnonzero(count > self.aligned_samples * self.samples)
        order = joined[np.lexsort((-strength[joined], pairs.limbs[joined]))]
        rows = (pairs.limbs[order], pairs.a[order], pairs.b[order])
        return zip(*(row.tolist() for row in rows), strict=True)

    def _possible(self, pairs: "_Pairs", pafs: FloatArray, part: FloatArray) -> IntArray:
        """Which of ``pairs`` can be limbs: a few places along the middle already rule most out."""
        failing = self.samples - math.floor(self.aligned_samples * self.samples)
        first = (self.samples - failing) // 2
        alignment = pairs.alignment(pafs, part[first : first + failing])
        return np.flatnonzero((alignment > self.alignment_threshold).any(axis=1))

    def _keypoints(
        self, people: list[Person], points: FloatArray, scores: FloatArray
    ) -> FloatArray:
        """The keypoints, n x 17 x 3, of those ``people`` of whom there is enough."""
        people = [person for person in people if len(person) >= self.fewest_keypoints]
        keypoints = np.zeros((len(people), NECK + 1, 3), np.float32)
        for keypoint, person in zip(keypoints, people, strict=True):
            kinds, numbers = list(person), list(person.values())
            keypoint[kinds, :2] = points[numbers]
            keypoint[kinds, 2] = np.minimum(scores[numbers], 1.0)
        return keypoints[:, :NECK]


class _Pairs(NamedTuple):
    """Pairs of keypoints, numbered ``a`` and ``b``, that a limb may join, sorted by limb.

    ``begin`` and ``way`` (n x 2, in cells) are where ``a`` is and how ``b`` is reached from there.
    """

    limbs: IntArray
    a: IntArray
    b: IntArray
    begin: FloatArray
    way: FloatArray

    def select(self, rows: IntArray) -> "_Pairs":
        """Those in ``rows``."""
        return _Pairs._make(field[rows] for field in self)

    def alignment(self, pafs: FloatArray, part: FloatArray) -> FloatArray:
        """How far the field points along the limb, each ``part`` of the way, 0 to 1: n x parts."""
        _, width, channels = pafs.shape
        begin, way = self.begin.T[..., np.newaxis], self.way.T[..., np.newaxis]
        x, y = np.rint(begin + way * part).astype(np.intp)
        first = (y * width + x) * channels + _CHANNEL[self.limbs, np.newaxis]
        along = self.way / (np.linalg.norm(self.way, axis=1, keepdims=True) + 1e-6)
        alignment: FloatArray = (
            pafs.take(first) * along[:, :1] + pafs.take(first + 1) * along[:, 1:]
        )
        return alignment


def _pairs(places: FloatArray, kinds: IntArray) -> _Pairs:
    """All pairs of keypoints of kinds that a limb joins."""
    by_kind = np.argsort(kinds, kind="stable")
    counts = np.bincount(kinds, minlength=len(KINDS))
    starts = np.cumsum(counts) - counts
    sizes = counts[_BEGIN] * counts[_END]
    limbs = np.repeat(np.arange(len(LIMBS)), sizes)
    number = np.arange(len(limbs)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    row, column = np.divmod(number, counts[_END][limbs])
    a, b = by_kind[starts[_BEGIN][limbs] + row], by_kind[starts[_END][limbs] + column]
    return _Pairs(limbs, a, b, places[a], places[b] - places[a])


def _refined(peaks: Peaks, heatmaps: FloatArray, offset: Offset) -> FloatArray:
    """Where the keypoints are, x and y in cells: n x 2, from the upper left corner of the grid.

    ``offset`` tells from three neighbours how far the keypoint is from the middle of its cell.
    """
    height, width, _ = heatmaps.shape
    y, x, kinds, values = peaks
    left, right = np.maximum(x - 1, 0), np.minimum(x + 1, width - 1)
    above, below = np.maximum(y - 1, 0), np.minimum(y + 1, height - 1)
    inside = (left < x) & (x < right) & (above < y) & (y < below)
    dx = offset(heatmaps[y, left, kinds], values, heatmaps[y, right, kinds])
    dy = offset(heatmaps[above, x, kinds], values, heatmaps[below, x, kinds])
    places = np.stack((x + dx * inside, y + dy * inside), axis=-1) + 0.5
    return np.minimum(places, (width - 1, height - 1)).astype(np.float32)


def _quarter(before: FloatArray, _peak: FloatArray, after: FloatArray) -> FloatArray:
    """A quarter of a cell towards the higher neighbour."""
    offset: FloatArray = np.float32(0.25) * np.sign(after - before)
    return offset


def _gaussian(before: FloatArray, peak: FloatArray, after: FloatArray) -> FloatArray:
    """Where a Gaussian through the three values is highest.

    Zhang et al., "Distribution-Aware Coordinate Representation for Human Pose Estimation" (CVPR
    2020), in each direction by itself.
    """
    before, peak, after = (np.log(np.maximum(it, _FAINTEST)) for it in (before, peak, after))
    bend = np.maximum(2.0 * peak - before - after, _FAINTEST)
    offset: FloatArray = ((after - before) / (2.0 * bend)).clip(-0.5, 0.5)
    return offset


_OFFSETS: dict[Refinement, Offset] = {"quarter": _quarter, "gaussian": _gaussian}


def _people(limbs: Iterator[tuple[int, int, int]], kinds: list[int]) -> list[Person]:
    """Put people together from ``limbs``; each keypoint has one limb of a sort at most."""
    people: list[Person] = []
    owner: Owners = {}
    taken: set[tuple[int, int]] = set()
    for limb, a, b in limbs:
        if (limb, a) in taken or (limb, b) in taken:
            continue
        taken |= {(limb, a), (limb, b)}
        first, second = owner.get(a), owner.get(b)
        if first is None or second is None:
            _give(first or second or _newcomer(people), (a, b), kinds, owner)
        elif first is not second and _compatible(first, second):
            people.remove(second)
            _give(first, second.values(), kinds, owner)
    return people


def _newcomer(people: list[Person]) -> Person:
    """A person of whom nothing is known yet, added to ``people``."""
    people.append({})
    return people[-1]


def _give(person: Person, keypoints: Iterable[int], kinds: list[int], owner: Owners) -> None:
    """Add ``keypoints`` to ``person``, in place of those of the same kinds."""
    for keypoint in keypoints:
        replaced = person.get(kinds[keypoint], keypoint)
        if replaced != keypoint:
            del owner[replaced]
        person[kinds[keypoint]] = keypoint
        owner[keypoint] = person


def _compatible(first: Person, second: Person) -> bool:
    """Whether the two can be one: no kind of keypoint is at two places."""
    return all(first.get(kind, keypoint) == keypoint for kind, keypoint in second.items())
