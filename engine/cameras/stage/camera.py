"""The stage as a camera."""

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np

from engine.cameras.frame import Frame
from engine.cameras.stage import room, shadow
from engine.cameras.stage.anatomy import KEYPOINTS
from engine.cameras.stage.player import Player
from engine.cameras.stage.scene import Scene
from engine.cameras.stage.sensor import Sensor
from engine.cameras.stage.truth import ActorTruth, Joint, Sight, Truth
from engine.cameras.stage.view import View
from engine.detections import FloatArray, Pixels
from engine.poses.errors import CameraError

FPS = 30.0
RESOLUTION = (768, 432)

Cast = list[tuple[Player, FloatArray]]


class StageCamera:
    """Plays a scene: every frame, as fast as asked, and the truth about each.

    A frame's time is its place in the play, in seconds. An outage leaves a gap in the times; the
    numbers go on. Any frame can be had at any time, and is always the same, byte for byte.
    ``resolution`` is width, height in pixels. ``skip`` leaves out the first seconds; numbers and
    times still count from the start of the play. :class:`CameraError` if nothing is left of it.
    """

    live = False
    fps: float | None = FPS
    dropped = 0

    def __init__(
        self, scene: Scene, *, resolution: tuple[int, int] = RESOLUTION, skip: float = 0.0
    ) -> None:
        times = np.arange(round(scene.seconds * FPS)) / FPS
        self._view = View(*resolution)
        self._moments = _moments(scene)
        self._first = bisect_left(self._moments, skip * FPS)
        if self._first == len(self):
            raise CameraError(f"no frame after {skip:g} s: the play ends at {scene.seconds:g} s")
        self._room = room.draw(self._view, scene.seed)
        self._sensor = Sensor(self._view, scene.light, scene.noise, scene.seed)
        self._players = [
            Player(actor, label, times, (scene.seed, 2, label))
            for label, actor in enumerate(scene.actors, start=1)
        ]
        self._closed = False

    def __len__(self) -> int:
        """How many frames the play has."""
        return len(self._moments)

    def frames(self) -> Iterator[Frame]:
        """The frames to the end of the play, or until the camera is closed."""
        for number in range(self._first, len(self)):
            if self._closed:
                return
            yield Frame(self.picture(number), number, self.time(number))

    def close(self) -> None:
        """Stop the play; closing twice is harmless."""
        self._closed = True

    def time(self, number: int) -> float:
        """When frame ``number`` is, in seconds from the start of the play."""
        return self._moments[number] / FPS

    def picture(self, number: int) -> Pixels:
        """The pixels of frame ``number``."""
        pixels = self._room.copy()
        cast = self._cast(number)
        for _, body in cast:
            shadow.cast(pixels, self._view, body)
        for player, body in cast:
            player.painter.paint(pixels, self._view, body)
        return self._sensor.develop(pixels, self.time(number), number)

    def empty(self, number: int) -> Pixels:
        """Frame ``number`` as it would be with nobody there: same room, same light, same noise."""
        return self._sensor.develop(self._room.copy(), self.time(number), number)

    def truth(self, number: int) -> Truth:
        """What is really there in frame ``number``."""
        cast = self._cast(number)
        labels = np.zeros((self._view.height, self._view.width), np.uint8)
        floor = np.full_like(self._room, 255)
        for player, body in cast:
            np.copyto(labels, player.label, where=player.painter.cover(self._view, body))
            shadow.cast(floor, self._view, body)
        actors = [self._actor(player, body, labels) for player, body in cast]
        actors.sort(key=lambda actor: actor.label)
        return Truth(tuple(actors), labels, np.asarray(floor[:, :, 0] < 255))

    def _cast(self, number: int) -> Cast:
        """Who is on the stage, the farthest first, so that the nearer cover them."""
        moment = self._moments[number]
        bodies = [(player, player.body(moment)) for player in self._players]
        cast = [(player, body) for player, body in bodies if body is not None]
        return sorted(cast, key=lambda one: -_distance(one[1]))

    def _actor(self, player: Player, body: FloatArray, labels: Pixels) -> ActorTruth:
        places = self._view.project(body[:KEYPOINTS])[:, :2].tolist()
        joints = tuple(self._joint(x, y, player.label, labels) for x, y in places)
        return ActorTruth(player.name, player.label, joints, _distance(body))

    def _joint(self, x: float, y: float, label: int, labels: Pixels) -> Joint:
        width, height = self._view
        if not (0.0 <= x < width and 0.0 <= y < height):
            sight = Sight.OUTSIDE
        elif labels[int(y), int(x)] in (label, 0):
            sight = Sight.VISIBLE
        else:
            sight = Sight.OCCLUDED
        return Joint(x / width, y / height, sight)


def _moments(scene: Scene) -> list[int]:
    """For each frame, how many frames' time after the start of the play it is."""
    moments = range(round(scene.seconds * FPS))
    if scene.outage is None:
        return list(moments)
    start, end = scene.outage.start * FPS, scene.outage.end * FPS
    return [moment for moment in moments if not start <= moment < end]


def _distance(body: FloatArray) -> float:
    return float(body[:, 2].mean())
