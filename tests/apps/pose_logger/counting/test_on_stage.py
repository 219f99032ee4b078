"""People as they really move: the puppet theatre's true joints, as far as a camera sees them."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from random import Random

import pytest

from apps.pose_logger.counting import Counting
from apps.pose_logger.records import VisitRecord
from engine.cameras.stage import StageCamera
from engine.cameras.stage.scene import Scene
from engine.cameras.stage.scenes import crowd, ghost, trio, unplug, visit
from engine.cameras.stage.truth import ActorTruth, Sight
from engine.poses import Keypoint, KeypointName, Pose, PoseFrame
from tests.apps.pose_logger.counting.walkers import count_all, crossings, frame, only, settings

MIDDLE = {"name": "middle", "start": (0.5, 1.0), "end": (0.5, 0.0)}
JITTER = 6.0 / 768
SWITCHED = 0.03
STRIDE = 3
"""Every so many of the camera's 30 frames a second are taken."""


def pose(actor: ActorTruth, id_: int, random: Random) -> Pose | None:
    """What a model would find of an actor; None if that is too little."""
    dx, dy = random.gauss(0.0, JITTER), random.gauss(0.0, JITTER * 16 / 9)
    points = tuple(
        Keypoint(joint.x + dx, joint.y + dy, 0.9 if joint.sight is Sight.VISIBLE else 0.0)
        for joint in actor.joints
    )
    return Pose(id_, 0.9, points) if sum(point.found for point in points) > 4 else None


def frames(scene: Scene) -> Iterator[tuple[float, list[ActorTruth]]]:
    camera = StageCamera(scene)
    for number in range(0, len(camera), STRIDE):
        yield camera.time(number), list(camera.truth(number).actors)


class Play:
    """A scene as it is tracked; how often its actors truly cross the middle, and come to be seen.

    Who is hidden or outside for longer than ``patience`` has left, as far as anybody can tell.
    """

    def __init__(self, scene: Scene, patience: float = 2.0) -> None:
        random, numbers = Random(5), count(1)
        ids: dict[str, int] = {}
        latest: dict[str, tuple[float, bool]] = {}
        self.frames: list[PoseFrame] = []
        self.crossed: Counter[bool] = Counter()
        self.visits = 0
        for time, actors in frames(scene):
            poses = []
            for actor in actors:
                if random.random() < SWITCHED or actor.name not in ids:
                    ids[actor.name] = next(numbers)
                found = pose(actor, ids[actor.name], random)
                if found is None:
                    continue
                poses.append(found)
                right = feet(actor) > 0.5
                seen, before = latest.get(actor.name, (-math.inf, right))
                if time - seen > patience:
                    self.visits += 1
                elif right != before:
                    self.crossed[right] += 1
                latest[actor.name] = time, right
            self.frames.append(frame(poses, round(time * 10)))


def feet(actor: ActorTruth) -> float:
    left, right = (
        actor.joints[name] for name in (KeypointName.LEFT_ANKLE, KeypointName.RIGHT_ANKLE)
    )
    return (left.x + right.x) / 2.0


@pytest.mark.parametrize("scene", [visit, trio, crowd, ghost, unplug])
def test_crossings_and_visits_on_stage_are_exact(scene: Callable[[], Scene]) -> None:
    play = Play(scene())
    records = count_all(Counting(settings(lines=[MIDDLE])), play.frames)
    assert crossings(records, "middle") == (play.crossed[True], play.crossed[False])
    assert len(only(VisitRecord, records, "everywhere")) == play.visits
