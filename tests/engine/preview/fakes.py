"""A camera, an estimator and a file that do as they are told, and one person to be found."""

from collections.abc import Iterator

import numpy as np

from engine.cameras.frame import Frame
from engine.detections import Detections, FloatArray, Pixels
from engine.poses.errors import OutputError
from engine.poses.skeleton import KeypointName
from engine.preview.zones.shapes import Plan


def person(x: float = 0.25) -> FloatArray:
    """One person's keypoints, 17 x 3: found, on a line from the top to the bottom at ``x``."""
    keypoints = np.full((len(KeypointName), 3), x, np.float32)
    keypoints[:, 1] = np.linspace(0.1, 0.9, len(KeypointName))
    keypoints[:, 2] = 0.9
    return keypoints


class FakeCamera:
    """Gives ``count`` frames; the left half is dark, the right half is bright."""

    fps: float | None = None
    dropped = 3

    def __init__(self, count: int = 3, *, live: bool = False) -> None:
        self.live = live
        self.closed = False
        self._count = count

    def frames(self) -> Iterator[Frame]:
        pixels = np.full((120, 160, 3), 40, np.uint8)
        pixels[:, 80:] = 220
        for number in range(self._count):
            if self.closed:
                return
            yield Frame(pixels, number, number / 10)

    def close(self) -> None:
        self.closed = True


class FakeEstimator:
    """Finds the person of :func:`person` in every picture, in 20 ms."""

    inference_seconds = 0.02
    decoding_seconds = 0.001

    def estimate(self, pixels: Pixels) -> Detections:
        assert pixels.dtype == np.uint8
        return Detections(person()[None], np.ones(1, np.float32), np.zeros((0, 2), np.float32))


class FailingEstimator(FakeEstimator):
    """Fails on every picture."""

    def estimate(self, pixels: Pixels) -> Detections:
        raise RuntimeError(f"no model for {pixels.shape}")


class FakePlanFile:
    """Keeps a plan, until ``full``."""

    name = "logger.toml"

    def __init__(self, plan: Plan | None = None) -> None:
        self.plan = plan or Plan()
        self.full = False

    def read(self) -> Plan:
        return self.plan

    def write(self, plan: Plan) -> None:
        if self.full:
            raise OutputError("cannot write logger.toml: no space left")
        self.plan = plan
