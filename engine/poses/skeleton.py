"""The skeleton: the 17 keypoints of COCO and the limbs that join them."""

from enum import IntEnum


class KeypointName(IntEnum):
    """The 17 keypoints of the COCO keypoint task, in its order; left and right are the person's."""

    NOSE = 0
    LEFT_EYE = 1
    RIGHT_EYE = 2
    LEFT_EAR = 3
    RIGHT_EAR = 4
    LEFT_SHOULDER = 5
    RIGHT_SHOULDER = 6
    LEFT_ELBOW = 7
    RIGHT_ELBOW = 8
    LEFT_WRIST = 9
    RIGHT_WRIST = 10
    LEFT_HIP = 11
    RIGHT_HIP = 12
    LEFT_KNEE = 13
    RIGHT_KNEE = 14
    LEFT_ANKLE = 15
    RIGHT_ANKLE = 16

    @property
    def label(self) -> str:
        """The name as it is written in output: ``left_wrist``."""
        return self.name.lower()


_K = KeypointName

LIMBS: tuple[tuple[KeypointName, KeypointName], ...] = (
    (_K.NOSE, _K.LEFT_EYE),
    (_K.NOSE, _K.RIGHT_EYE),
    (_K.LEFT_EYE, _K.LEFT_EAR),
    (_K.RIGHT_EYE, _K.RIGHT_EAR),
    (_K.LEFT_EAR, _K.LEFT_SHOULDER),
    (_K.RIGHT_EAR, _K.RIGHT_SHOULDER),
    (_K.LEFT_SHOULDER, _K.RIGHT_SHOULDER),
    (_K.LEFT_SHOULDER, _K.LEFT_ELBOW),
    (_K.RIGHT_SHOULDER, _K.RIGHT_ELBOW),
    (_K.LEFT_ELBOW, _K.LEFT_WRIST),
    (_K.RIGHT_ELBOW, _K.RIGHT_WRIST),
    (_K.LEFT_SHOULDER, _K.LEFT_HIP),
    (_K.RIGHT_SHOULDER, _K.RIGHT_HIP),
    (_K.LEFT_HIP, _K.RIGHT_HIP),
    (_K.LEFT_HIP, _K.LEFT_KNEE),
    (_K.RIGHT_HIP, _K.RIGHT_KNEE),
    (_K.LEFT_KNEE, _K.LEFT_ANKLE),
    (_K.RIGHT_KNEE, _K.RIGHT_ANKLE),
)
"""The lines of a drawn skeleton, those of the COCO keypoint task."""
