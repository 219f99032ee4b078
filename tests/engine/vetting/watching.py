"""What the tests of vetting share: scenes played to it, and how wrong a background is."""

from collections.abc import Callable, Iterable, Iterator

import cv2
import numpy as np

from engine.cameras.frame import Frame
from engine.cameras.stage import StageCamera
from engine.cameras.stage.truth import Sight, Truth
from engine.detections import Detections, FloatArray, Pixels
from engine.poses.background import Background
from engine.vetting import Vetting

Detect = Callable[[int], Detections]
"""What a pose model finds in a frame, by the frame's number."""


def blind(_: object) -> Detections:
    """A pose model that never sees anybody."""
    return Detections.none()


def sighted(truth: Truth, recall: float = 1.0, draw: float = 0.0) -> Detections:
    """All visible joints of everybody, or nobody if ``draw`` (0 to 1) is not below ``recall``."""
    people = [
        [(x, y, 0.9 if sight is Sight.VISIBLE else 0.0) for x, y, sight in actor.joints]
        for actor in truth.actors
        if any(joint.sight is Sight.VISIBLE for joint in actor.joints)
    ]
    if draw >= recall or not people:
        return Detections.none()
    keypoints = np.array(people, np.float32)
    return Detections(
        keypoints, np.full(len(people), 0.9, np.float32), np.zeros((0, 2), np.float32)
    )


def play(camera: StageCamera, *, step: int = 3, end: float = np.inf) -> Iterator[Frame]:
    """Every ``step``-th frame of a play up to ``end`` seconds."""
    for number in range(0, len(camera), step):
        if camera.time(number) <= end:
            yield Frame(camera.picture(number), number, camera.time(number))


def accepted(
    vetting: Vetting, frames: Iterable[Frame], detect: Detect = blind
) -> list[tuple[Frame, Background]]:
    """The backgrounds that come of these frames, each with the frame that it came with."""
    results = []
    for frame in frames:
        background = vetting.update(frame, detect(frame.number))
        if background is not None:
            results.append((frame, background))
    return results


def pixels(background: Background) -> Pixels:
    """A background's picture, BGR."""
    rgb = np.frombuffer(background.pixels, np.uint8)
    return rgb.reshape(background.height, background.width, 3)[..., ::-1]


def differing(background: Background, empty: Pixels | FloatArray, levels: float = 25) -> Pixels:
    """Where a background differs from the truly empty picture by more than ``levels``."""
    difference = np.abs(pixels(background).astype(np.float32) - empty)
    return np.asarray(difference.max(axis=2) > levels, np.uint8)


def largest_blob(mask: Pixels) -> int:
    """How many pixels hang together at most."""
    _, _, statistics, _ = cv2.connectedComponentsWithStats(mask)
    return int(statistics[1:, cv2.CC_STAT_AREA].max(initial=0))
