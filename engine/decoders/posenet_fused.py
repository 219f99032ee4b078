"""PoseNet whose network has Coral's decoder inside: what it puts out are poses already.

The method is that of :mod:`engine.decoders.posenet`, and so are the tree of limbs and the order of
the keypoints.
"""

from collections.abc import Mapping

import msgspec
import numpy as np

from engine.decoders import Shape, Tensors
from engine.detections import Detections, FloatArray


class FusedPoseNetDecoder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Decodes ``poses``, ``keypoint_scores``, ``pose_scores``, ``count``; its fields are options.

    ``size`` is the width and height of the network's input, in whose pixels the network tells
    places. A pose scores at least ``score_threshold``, and a keypoint that scores
    ``evidence_threshold`` is evidence of a person. What is too faint for a pose never leaves the
    network, so that there is less evidence here than where :class:`PoseNetDecoder` sees all.
    """

    size: tuple[int, int]
    score_threshold: float = 0.2
    evidence_threshold: float = 0.1

    def shapes(self, size: tuple[int, int]) -> Mapping[str, Shape]:  # noqa: ARG002
        """What :meth:`decode` needs: room for any number of people."""
        return {
            "poses": (None, 17, 2),
            "keypoint_scores": (None, 17),
            "pose_scores": (None,),
            "count": (),
        }

    def decode(self, tensors: Tensors) -> Detections:
        """The people; each has all 17 keypoints, those that are not seen with scores near 0.

        ``poses`` (n x 17 x 2) are y and x in pixels of the input; only the first ``count`` of
        the n people are meant.
        """
        found = slice(max(0, int(tensors["count"])))
        points = np.asarray(tensors["poses"][found, :, ::-1] / np.array(self.size), np.float32)
        scores, pose_scores = tensors["keypoint_scores"][found], tensors["pose_scores"][found]
        keypoints: FloatArray = np.concatenate((points, scores[..., np.newaxis]), axis=-1)
        kept = pose_scores >= self.score_threshold
        evidence = points[scores >= self.evidence_threshold]
        return Detections(keypoints[kept], pose_scores[kept].copy(), evidence)
