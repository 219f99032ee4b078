"""A person's pose, and all poses of one camera frame: numbers and names, never pixels."""

import math

import msgspec

from engine.poses.background import BackgroundStatus
from engine.poses.skeleton import KeypointName

FOUND_SCORE = 0.2
"""A keypoint that scores at least this is taken as found; Coral's default for drawing."""


class Keypoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True, gc=False):
    """One joint of one person.

    ``x`` runs to the right and ``y`` down, both in units of the camera picture's width and height:
    0 to 1 inside the picture, beyond for a joint that the model places outside it. ``score`` runs
    from 0 to 1; a keypoint that was not found at all has score 0 and no meaningful position.
    """

    x: float
    y: float
    score: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.x) and math.isfinite(self.y) and 0.0 <= self.score <= 1.0):
            raise ValueError("a keypoint needs a finite position and a score from 0 to 1")

    @property
    def found(self) -> bool:
        """Whether the score is high enough to draw or to act upon."""
        return self.score >= FOUND_SCORE


class Pose(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One person in one frame.

    ``id`` stays the same while the tracker follows a person; it is a random 31-bit number, so that
    it links neither runs nor visits. ``score`` runs from 0 to 1. ``keypoints`` has one entry for
    each :class:`KeypointName`, in its order: ``pose.keypoints[KeypointName.NOSE]`` is the nose.
    """

    id: int
    score: float
    keypoints: tuple[Keypoint, ...]

    def __post_init__(self) -> None:
        if len(self.keypoints) != len(KeypointName):
            raise ValueError(f"a pose has {len(KeypointName)} keypoints")
        if not 0 <= self.id < 1 << 31:
            raise ValueError("a pose's id is a number of 31 bits")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError("a pose's score runs from 0 to 1")


class PoseFrame(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="poses"):
    """All poses of one camera frame.

    ``frame`` counts the source's frames from 0. ``time`` is in seconds on the camera's own clock: a
    live camera's is monotonic and stamped at capture, a file's is the position in the file.
    ``width`` and ``height`` are the camera picture's size in pixels. ``model`` names the pose model
    and ``dropped`` counts the frames that the engine has skipped so far to stay with the newest.
    """

    frame: int
    time: float
    width: int
    height: int
    poses: tuple[Pose, ...]
    background: BackgroundStatus
    model: str
    dropped: int = 0

    def __post_init__(self) -> None:
        if self.frame < 0 or self.width < 1 or self.height < 1 or self.dropped < 0:
            raise ValueError("a frame's number, size and drops are counts")
        if not math.isfinite(self.time):
            raise ValueError("a frame's time is finite")

    def mirrored(self) -> "PoseFrame":
        """The frame as in a mirror; left and right keypoints keep their names.

        A person's right wrist stays the right wrist, it only appears on the other side.
        """
        return msgspec.structs.replace(self, poses=tuple(_mirrored(pose) for pose in self.poses))


def _mirrored(pose: Pose) -> Pose:
    return Pose(
        pose.id,
        pose.score,
        tuple(
            Keypoint(1.0 - point.x, point.y, point.score) if point.score else point
            for point in pose.keypoints
        ),
    )
