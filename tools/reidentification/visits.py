"""Visits to the stage: true joints seen by the stage's camera, with the noise of a pose model.

No model is in the loop: noise stands for it. Joints hidden behind the own body are seen too, which
is to the attack's advantage.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from engine.cameras.stage import figure, motion
from engine.cameras.stage.camera import RESOLUTION
from engine.cameras.stage.scene import WING, Actor, Look, Waypoint
from engine.cameras.stage.view import View
from engine.poses import BackgroundState, BackgroundStatus, Keypoint, Pose, PoseFrame
from engine.poses.skeleton import KeypointName
from tools.reidentification.people import Array, Person, shaped

RATE = 10.0
"""Frames a second, as many as the logger takes."""
VIEW = View(*RESOLUTION)

_NOISE = 3.0
"""Standard deviation of a keypoint's place, in pixels."""
_MEMORY = 0.5
"""How much of a keypoint's error is still there a frame later."""
_SCORE = 0.9
_FEWEST = 6
"""Keypoints in the picture below which nobody is found."""
_USUAL_HEIGHT = 1.74
_BACKGROUND = BackgroundStatus(BackgroundState.OFF)


class Visit(NamedTuple):
    """What the camera sees of a visit: keypoints, n x 17 x 2 in units of the picture.

    There are :data:`RATE` of them in a second.
    """

    keypoints: Array

    def frames(self, id_: int, *, before: float = 0.1, after: float = 0.1) -> list[PoseFrame]:
        """The frames that an engine would give; the room is empty for so many seconds around."""
        seen = [self._poses(id_, keypoints) for keypoints in self.keypoints]
        empty = ((),) * round(before * RATE), ((),) * round(after * RATE)
        return [
            PoseFrame(number, number / RATE, *RESOLUTION, poses, _BACKGROUND, "stage")
            for number, poses in enumerate((*empty[0], *seen, *empty[1]))
        ]

    @staticmethod
    def _poses(id_: int, keypoints: Array) -> tuple[Pose, ...]:
        inside = np.all((keypoints >= 0.0) & (keypoints <= 1.0), axis=1)
        return (_pose(id_, keypoints, inside),) if inside.sum() >= _FEWEST else ()


def visit(person: Person, random: np.random.Generator, *, stops: bool = True) -> Visit:
    """Somebody comes, stops as often and as long as they like, and leaves by either side.

    Without ``stops`` they walk straight through.
    """
    path = _path(person, int(random.integers(0, 3)) if stops else 0, random)
    look = Look(height=person.height, build=person.build)
    actor = Actor("visitor", path, look, sway=person.sway)
    times = np.arange(0.0, actor.path[-1].time, 1.0 / RATE)
    moves = motion.motion(actor.path, times)
    stride = person.stride * person.height / _USUAL_HEIGHT
    begin = random.uniform(0.0, 2.0 * np.pi)
    moves = moves._replace(phase=moves.phase / stride + begin, gait=moves.gait * person.vigour)
    sways = motion.sway(actor, times, (int(random.integers(1 << 31)),))
    hang = motion.arm((), times)
    points = figure.body(actor.look, moves, hang, hang, sways)[:, : len(KeypointName)]
    seen = VIEW.project(shaped(points.astype(np.float64), person).astype(np.float32))[..., :2]
    noisy = seen + _errors(seen.shape, random)
    return Visit((noisy / RESOLUTION).astype(np.float64))


def _path(person: Person, stops: int, random: np.random.Generator) -> tuple[Waypoint, ...]:
    """From a wing by some places to a wing; how long they stop there does not depend on who."""
    x, z, time = float(random.choice([-WING, WING])), random.uniform(3.6, 4.8), 0.0
    path = [Waypoint(time, x, z)]
    for _ in range(stops):
        to_x, to_z = random.uniform(-1.8, 1.8), random.uniform(3.6, 4.8)
        time += np.hypot(to_x - x, to_z - z) / person.pace
        stays = 4.0 * np.exp(0.7 * random.standard_normal())
        facing = random.uniform(-60.0, 60.0)
        path += [Waypoint(float(time), to_x, to_z, facing)]
        path += [Waypoint(float(time + stays), to_x, to_z, facing)]
        x, z, time = to_x, to_z, time + stays
    out = float(random.choice([-WING, WING])) if stops else -x
    time += abs(out - x) / person.pace
    return (*path, Waypoint(float(time), out, z))


def _errors(shape: tuple[int, ...], random: np.random.Generator) -> Array:
    """Errors in pixels that go on for some frames, as those of a model do."""
    fresh = _NOISE * np.sqrt(1.0 - _MEMORY**2) * random.standard_normal(shape)
    fresh[0] /= np.sqrt(1.0 - _MEMORY**2)
    errors: Array = lfilter([1.0], [1.0, -_MEMORY], fresh, axis=0)
    return errors


def _pose(id_: int, keypoints: Array, inside: npt.NDArray[np.bool_]) -> Pose:
    points = (
        Keypoint(x, y, _SCORE) if found else Keypoint(0.0, 0.0, 0.0)
        for (x, y), found in zip(keypoints.tolist(), inside.tolist(), strict=True)
    )
    return Pose(id_, _SCORE, tuple(points))
