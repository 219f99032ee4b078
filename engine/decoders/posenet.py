"""PoseNet: from keypoint to keypoint along the limbs, beginning where one is seen most clearly.

The method is that of Papandreou et al., "PersonLab: Person Pose Estimation and Instance
Segmentation with a Bottom-Up, Part-Based, Geometric Embedding Model" (ECCV 2018), with the steps
and the defaults of Coral's PoseNet decoder. For each cell of a grid the network tells how likely
each keypoint is near (heatmaps, as logits), how far it is from there (short offsets), and how far
it is from each keypoint to the next along a tree of limbs (mid offsets).

Coral's decoder follows the limbs of one person after the other. The tree has one path between any
two keypoints, so that the order in which they are visited does not matter: here several candidates
grow together, one limb at each step, and which of them are the same person is settled afterwards.
"""

import math
from collections.abc import Mapping
from heapq import heappop, heappush
from typing import NamedTuple

import msgspec
import numpy as np

from engine.decoders import Shape, Tensors
from engine.decoders.fields import BoolArray, Field, IntArray
from engine.decoders.peaks import find_peaks
from engine.detections import Detections, FloatArray
from engine.poses.skeleton import KeypointName as K

TREE = (
    (K.NOSE, K.LEFT_EYE),
    (K.LEFT_EYE, K.LEFT_EAR),
    (K.NOSE, K.RIGHT_EYE),
    (K.RIGHT_EYE, K.RIGHT_EAR),
    (K.NOSE, K.LEFT_SHOULDER),
    (K.LEFT_SHOULDER, K.LEFT_ELBOW),
    (K.LEFT_ELBOW, K.LEFT_WRIST),
    (K.LEFT_SHOULDER, K.LEFT_HIP),
    (K.LEFT_HIP, K.LEFT_KNEE),
    (K.LEFT_KNEE, K.LEFT_ANKLE),
    (K.NOSE, K.RIGHT_SHOULDER),
    (K.RIGHT_SHOULDER, K.RIGHT_ELBOW),
    (K.RIGHT_ELBOW, K.RIGHT_WRIST),
    (K.RIGHT_SHOULDER, K.RIGHT_HIP),
    (K.RIGHT_HIP, K.RIGHT_KNEE),
    (K.RIGHT_KNEE, K.RIGHT_ANKLE),
)
"""The limbs in the order of the mid offsets' channels."""

_FROM = np.array([a for a, _ in TREE] + [b for _, b in TREE])
_TO = np.array([b for _, b in TREE] + [a for a, _ in TREE])
"""Where each directed limb begins and ends: all as they stand, then all backwards."""

_MID_CHANNEL = np.concatenate((np.arange(16), np.arange(32, 48)))
"""The channel of the y offset along each directed limb; that of the x offset is 16 further."""


def _steps_from_each_root() -> IntArray:
    """At which step each directed limb is followed from each root; 0 where it leads back."""
    steps = np.zeros((len(_FROM), len(K)), np.intp)
    for root in K:
        distance = {int(root): 0}
        while len(distance) < len(K):
            for limb, (a, b) in enumerate(zip(_FROM, _TO, strict=True)):
                if a in distance and b not in distance:
                    distance[b] = distance[a] + 1
                    steps[limb, root] = distance[b]
    return steps


_STEP = _steps_from_each_root()

_FEW = 64
"""So few may all grow at once: it takes no longer than to find out who has to."""

_AROUND = np.mgrid[-1:2, -1:2].reshape(2, 9, 1)
"""From a cell to itself and its eight neighbours, in y and x."""


class PoseNetDecoder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Decodes ``heatmaps``, ``short_offsets`` and ``mid_offsets``; its fields are its options.

    ``stride`` is the distance of the grid's cells in pixels of the network's input, in which the
    offsets are told too, and so is ``suppression_radius``: two keypoints of a kind that are nearer
    are one. A pose, and the keypoint that it grows from, score at least ``score_threshold``. A
    keypoint that scores ``evidence_threshold`` is evidence of a person: an empty room was seen to
    score up to 0.09.
    """

    stride: int = 16
    max_poses: int = 10
    score_threshold: float = 0.2
    suppression_radius: float = 10.0
    refinement_steps: int = 5
    evidence_threshold: float = 0.1

    def shapes(self, size: tuple[int, int]) -> Mapping[str, Shape]:
        """What :meth:`decode` needs: on a grid with a cell at each end of the picture."""
        columns, rows = ((length - 1) // self.stride + 1 for length in size)
        channels = {"heatmaps": 17, "short_offsets": 34, "mid_offsets": 64}
        return {role: (rows, columns, count) for role, count in channels.items()}

    def decode(self, tensors: Tensors) -> Detections:
        """The people; each has all 17 keypoints, those that are not seen with scores near 0."""
        heatmaps = tensors["heatmaps"]
        peaks = find_peaks(heatmaps, _logit(min(self.score_threshold, self.evidence_threshold)))
        short = Field(tensors["short_offsets"], (0, len(K)), unit=1 / self.stride)
        mid = Field(tensors["mid_offsets"], (0, len(TREE)), unit=1 / self.stride)
        places = short.follow(np.array((peaks.y, peaks.x), np.float32), peaks.kinds)
        evidence = peaks.values >= _logit(self.evidence_threshold)

        roots = _best_first(peaks.values, _logit(self.score_threshold))
        fields = _Fields(Field(heatmaps), short, mid)
        people, scores = self._distinct(places[:, roots], peaks.kinds[roots], fields)

        pose_scores = self._pose_scores(people, scores)
        kept = pose_scores >= self.score_threshold
        points = self._in_units_of_input(people[:, kept], heatmaps.shape)
        return Detections(
            np.concatenate((points, scores[kept, :, np.newaxis]), axis=-1),
            pose_scores[kept],
            self._in_units_of_input(places[:, evidence], heatmaps.shape),
        )

    def _distinct(
        self, roots: FloatArray, kinds: IntArray, fields: "_Fields"
    ) -> tuple[FloatArray, FloatArray]:
        """People, 2 x n x 17, and their keypoints' scores, n x 17; best first.

        Of the ``roots``, whose best are first, those grow who are no keypoint of somebody before.
        Who that is shows only when those before have grown. So those who likely will grow together,
        and if there are more, so do all that are left.
        """
        people = np.empty((2, len(kinds), len(K)), np.float32)
        scores = np.zeros((len(kinds), len(K)), np.float32)
        means = np.zeros(len(kinds), np.float32)
        grown, free = np.zeros(len(kinds), np.bool_), np.ones(len(kinds), np.bool_)
        few = len(kinds) <= _FEW
        due = np.arange(len(kinds)) if few else _likely_people(roots, kinds, fields)
        chosen: list[int] = []
        while free.any() and len(chosen) < self.max_poses:
            person = int(free.argmax())
            if not grown[person]:
                due = np.flatnonzero(free & ~grown) if grown.any() else due
                people[:, due] = self._grow(roots[:, due], kinds[due], fields)
                scores[due] = _scores(people[:, due], fields.heatmaps)
                means[due] = scores[due].mean(axis=1)
                grown[due] = True
            if means[person] >= self.score_threshold:
                chosen.append(person)
                free &= ~self._near(roots, people[:, person, kinds])
            free[person] = False
        chosen.sort(key=lambda person: -float(means[person]))
        return people[:, chosen], scores[chosen]

    def _grow(self, roots: FloatArray, kinds: IntArray, fields: "_Fields") -> FloatArray:
        """The keypoints, 2 x n x 17, of people of whom one of ``kinds`` is known, at ``roots``."""
        people = np.zeros((2, len(kinds), len(K)), np.float32)
        people[:, np.arange(len(kinds)), kinds] = roots
        steps = _STEP[:, kinds]
        for step in range(1, steps.max(initial=0) + 1):
            limbs, who = np.nonzero(steps == step)
            end = _TO[limbs]
            places = fields.mid.follow(people[:, who, _FROM[limbs]], _MID_CHANNEL[limbs])
            people[:, who, end] = fields.short.follow(places, end, self.refinement_steps)
        return people

    def _pose_scores(self, people: FloatArray, scores: FloatArray) -> FloatArray:
        """The mean score of each one's keypoints, without those that somebody before has too."""
        before = np.tri(len(scores), k=-1, dtype=bool)
        shared = self._near(people[:, :, np.newaxis], people[:, np.newaxis])
        hidden = (shared & before[..., np.newaxis]).any(axis=1)
        pose_scores: FloatArray = (scores * ~hidden).mean(axis=1)
        return pose_scores

    def _near(self, a: FloatArray, b: FloatArray) -> BoolArray:
        """Whether places are near enough, in pixels of the input, to be the same keypoint."""
        dy, dx = a - b
        near: BoolArray = dy * dy + dx * dx <= (self.suppression_radius / self.stride) ** 2
        return near

    def _in_units_of_input(self, places: FloatArray, grid: tuple[int, ...]) -> FloatArray:
        """Places on the grid, 2 x ..., as x and y in units of the input's size, ... x 2."""
        height, width = ((cells - 1) * self.stride + 1 for cells in grid[:2])
        y, x = places * self.stride
        return np.stack((x / width, y / height), axis=-1)


class _Root(float):
    """The value of a keypoint from which somebody may grow, negative: in a heap the best is first.

    ``number`` says which it is.
    """

    __slots__ = ("number",)
    number: int


def _best_first(values: FloatArray, threshold: float) -> IntArray:
    """The numbers of those ``values`` that reach ``threshold``, by falling value.

    In 8 bits many are equal. Those come as they leave Coral's priority queue, a binary heap, so
    that people grow from the same keypoints.
    """
    heap: list[_Root] = []
    numbers = np.flatnonzero(values >= threshold)
    for number, value in zip(numbers.tolist(), values[numbers].tolist(), strict=True):
        root = _Root(-value)
        root.number = number
        heappush(heap, root)
    return np.array([heappop(heap).number for _ in range(len(heap))], np.intp)


class _Fields(NamedTuple):
    """What the network puts out, as fields."""

    heatmaps: Field
    short: Field
    mid: Field


def _likely_people(roots: FloatArray, kinds: IntArray, fields: _Fields) -> IntArray:
    """Those of ``roots``, best first, who may well be no keypoint of somebody before.

    That is a guess by the limbs that lead from one root to another: of each body the best root, and
    those of a kind that it has already.
    """
    had: dict[int, set[int]] = {}
    likely = []
    for root, body in enumerate(_bodies(roots, kinds, fields)):
        kind = int(kinds[root])
        if body == root or kind in had[body]:
            likely.append(root)
        had.setdefault(body, set()).add(kind)
    return np.array(likely, np.intp)


def _bodies(roots: FloatArray, kinds: IntArray, fields: _Fields) -> list[int]:
    """For each root the first that limbs, each from near one root to near another, join it to."""
    limbs, begin = np.nonzero(_FROM[: len(TREE), np.newaxis] == kinds)
    ends = fields.mid.follow(roots[:, begin], _MID_CHANNEL[limbs])
    height, width = fields.heatmaps.size
    root_near = np.full((len(K), height + 2, width + 2), -1, np.intp)
    y, x = (np.rint(roots[:, ::-1]).astype(np.intp) + 1)[:, np.newaxis] + _AROUND
    root_near[kinds[::-1], y, x] = np.arange(len(kinds))[::-1]
    y, x = np.rint(ends).astype(np.intp) + 1
    end = root_near[_TO[limbs], y, x]
    body = list(range(len(kinds)))
    for a, b in zip(begin[end >= 0].tolist(), end[end >= 0].tolist(), strict=True):
        first, second = sorted((_first(body, a), _first(body, b)))
        body[second] = first
    return [_first(body, root) for root in body]


def _first(body: list[int], root: int) -> int:
    """The first root of the body of ``root``."""
    while body[root] != root:
        root = body[root]
    return root


def _scores(people: FloatArray, heatmaps: Field) -> FloatArray:
    """The score of each keypoint, n x 17, from the heatmap of its kind."""
    kinds = np.tile(np.arange(len(K)), people.shape[1])
    logits = heatmaps.at(people.reshape(2, -1), kinds)
    scores: FloatArray = 0.5 + 0.5 * np.tanh(0.5 * logits)
    return scores.reshape(-1, len(K))


def _logit(score: float) -> float:
    return math.log(score / (1.0 - score))
