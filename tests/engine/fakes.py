"""Stand-ins with known behaviour for the parts of an engine."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from engine.cameras.frame import Frame
from engine.detections import Detections, Pixels


class ScriptedCamera:
    """Gives ``frames`` one after the other."""

    def __init__(self, frames: Sequence[Frame], *, live: bool = False) -> None:
        self._frames = frames
        self.live = live
        self.fps: float | None = 30.0
        self.dropped = 0
        self.closed = False

    def frames(self) -> Iterator[Frame]:
        for frame in self._frames:
            if self.closed:
                return
            yield frame

    def close(self) -> None:
        self.closed = True


class ScriptedEstimator:
    """Finds what the script says for each call, whatever the picture shows."""

    def __init__(self, script: Iterable[Detections]) -> None:
        self._script = iter(script)
        self.inference_seconds = self.decoding_seconds = 0.0

    def estimate(self, pixels: Pixels) -> Detections:
        return next(self._script, Detections.none())


def person(x: float = 0.5, y: float = 0.5, height: float = 0.6, score: float = 0.9) -> Detections:
    """One upright person around ``x``, ``y``, all keypoints found."""
    shape = np.array(
        [0, -0.45, 0.02, -0.47, -0.02, -0.47, 0.04, -0.46, -0.04, -0.46, 0.1, -0.3, -0.1, -0.3]
        + [0.14, -0.12, -0.14, -0.12, 0.15, 0.04, -0.15, 0.04, 0.07, 0.02, -0.07, 0.02]
        + [0.07, 0.26, -0.07, 0.26, 0.07, 0.48, -0.07, 0.48],
        np.float32,
    ).reshape(17, 2)
    keypoints = np.full((1, 17, 3), score, np.float32)
    keypoints[0, :, :2] = shape * height + (x, y)
    return Detections(keypoints, np.array([score], np.float32), keypoints[0, :, :2])


def flat_frames(count: int, size: tuple[int, int] = (64, 48), fps: float = 30.0) -> list[Frame]:
    """``count`` grey pictures of width, height ``size``."""
    width, height = size
    grey = np.full((height, width, 3), 128, np.uint8)
    return [Frame(grey, number, number / fps) for number in range(count)]
