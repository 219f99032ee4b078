"""The publisher: tracks become values, values become bytes, and those go to whoever listens."""

from collections.abc import Callable

from engine.cameras.frame import Frame
from engine.detections import Tracks
from engine.poses import wire
from engine.poses.background import Background, BackgroundStatus
from engine.poses.pose import Keypoint, Pose, PoseFrame

Listener = Callable[[bytes], object]
"""Is handed each encoded message, in order, in the engine's thread."""


class Publisher:
    """Hands out every frame's poses, and each new background before the first frame that needs it.

    This is the only way out of the engine: what leaves is encoded by :mod:`engine.poses.wire`,
    which has no type that could hold a camera picture.
    """

    def __init__(self, model: str) -> None:
        self._model = model
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Hand all messages from now on to ``listener``."""
        self._listeners.append(listener)

    def publish_background(self, background: Background) -> None:
        """Send a background that vetting has accepted."""
        self._send(wire.encode(background))

    def publish_poses(
        self, frame: Frame, tracks: Tracks, status: BackgroundStatus, dropped: int
    ) -> None:
        """Send the poses found in ``frame``; of the frame itself, only number, time and size."""
        height, width = frame.pixels.shape[:2]
        message = PoseFrame(
            frame=frame.number,
            time=frame.time,
            width=width,
            height=height,
            poses=poses(tracks),
            background=status,
            model=self._model,
            dropped=dropped,
        )
        self._send(wire.encode(message))

    def _send(self, message: bytes) -> None:
        for listener in self._listeners:
            listener(message)


def poses(tracks: Tracks) -> tuple[Pose, ...]:
    """The people of ``tracks`` as values, the best found first."""
    people = [
        Pose(id_, score, tuple(Keypoint(*point) for point in keypoints))
        for id_, keypoints, score in zip(
            tracks.ids, tracks.keypoints.tolist(), tracks.scores.tolist(), strict=True
        )
    ]
    return tuple(sorted(people, key=lambda pose: -pose.score))
