"""People that a detector proposes: where each head is, and which part of the picture to look at."""

from typing import NamedTuple, Self

import numpy as np

from engine.detections import FloatArray


class Candidates(NamedTuple):
    """What a detector makes of one square picture, or an estimator of all of them.

    ``boxes`` is n x 2 x 2: the top left and the bottom right corner of the head. ``regions`` is
    n x 2 x 2: a square that holds the whole person, turned so that the person stands upright in
    it, as its centre and the vector from there to the middle of its top edge. ``scores`` is n,
    0 to 1. Positions are in the units of the function that returns them.
    """

    boxes: FloatArray
    regions: FloatArray
    scores: FloatArray

    def best_first(self) -> Self:
        """The same candidates in the order of their scores."""
        order = np.argsort(-self.scores, kind="stable")
        return self._replace(
            boxes=self.boxes[order], regions=self.regions[order], scores=self.scores[order]
        )


def joined(parts: list[Candidates]) -> Candidates:
    """The candidates of all ``parts``, which are in the same units."""
    return Candidates(*(np.concatenate(fields) for fields in zip(*parts, strict=True)))


def suppressed(candidates: Candidates, overlap: float) -> Candidates:
    """One candidate for each head, best first, by weighted non-maximum suppression.

    Candidates whose boxes overlap the best one's by more than ``overlap`` (intersection over union)
    become one: their mean, weighted by their scores, with the best one's score. That is steadier
    from frame to frame than the best alone (Bazarevsky et al., BlazeFace, 2019, section 4).
    """
    boxes, regions, scores = candidates.best_first()
    overlaps = intersection_over_union(boxes)
    kept, weights = [], []
    left = np.ones(len(scores), np.bool_)
    for best in range(len(scores)):
        if left[best]:
            group = left & (overlaps[best] > overlap)
            group[best] = True
            left &= ~group
            kept.append(best)
            weights.append(np.where(group, scores, 0.0) / scores[group].sum())
    if not kept:
        return candidates
    mean = np.array(weights, np.float32)
    return Candidates(np.tensordot(mean, boxes, 1), np.tensordot(mean, regions, 1), scores[kept])


def intersection_over_union(boxes: FloatArray) -> FloatArray:
    """How far each box overlaps each other: n x 2 x 2 to n x n."""
    upper = np.maximum(boxes[:, np.newaxis, 0], boxes[np.newaxis, :, 0])
    lower = np.minimum(boxes[:, np.newaxis, 1], boxes[np.newaxis, :, 1])
    shared = np.prod(np.maximum(lower - upper, 0.0), axis=2)
    areas = np.prod(boxes[:, 1] - boxes[:, 0], axis=1)
    union = np.maximum(areas[:, np.newaxis] + areas - shared, np.finfo(np.float32).tiny)
    return np.asarray(shared / union, np.float32)
