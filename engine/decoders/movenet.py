"""MoveNet, for one person: the network itself tells where each keypoint is.

Bajpai et al., Next-Generation Pose Detection with MoveNet and TensorFlow.js, 2021
(https://blog.tensorflow.org/2021/05/next-generation-pose-detection-with-movenet-and-tensorflowjs.html).
"""

from collections.abc import Mapping

import msgspec

from engine.decoders import Shape, Tensors
from engine.detections import Detections


class MoveNetDecoder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Decodes ``keypoints``; its fields are its options.

    The network always tells of a person. There is one if the keypoints score at least
    ``score_threshold`` on average: empty rooms were seen to score up to 0.15, and people from 0.3
    on. A keypoint that scores ``evidence_threshold`` is evidence of a person: in an empty room one
    was seen to score up to 0.43.
    """

    score_threshold: float = 0.25
    evidence_threshold: float = 0.45

    def shapes(self, size: tuple[int, int]) -> Mapping[str, Shape]:  # noqa: ARG002
        """What :meth:`decode` needs."""
        return {"keypoints": (1, 17, 3)}

    def decode(self, tensors: Tensors) -> Detections:
        """One person or nobody.

        ``keypoints`` (1 x 17 x 3) are y, x and score, in units of the picture.
        """
        keypoints = tensors["keypoints"][..., [1, 0, 2]]
        keypoints[keypoints[..., 2] <= 0.0] = 0.0
        evidence = keypoints[keypoints[..., 2] >= self.evidence_threshold, :2]
        scores = keypoints[..., 2].mean(axis=1)
        found = scores >= self.score_threshold
        return Detections(keypoints[found], scores[found], evidence)
