"""Vetting: deciding when a picture of the scene shows nobody."""

import cv2
import numpy as np

from engine.cameras.frame import Frame
from engine.detections import Detections, Pixels
from engine.poses.background import Background, BackgroundState, BackgroundStatus
from engine.vetting.exposure import SettleGate
from engine.vetting.grid import Grid
from engine.vetting.inspection import Find, inspect, signs
from engine.vetting.scene import Scene
from engine.vetting.settings import VettingSettings

_DEFAULT = VettingSettings()


class Vetting:
    """Watches a scene until it can say what it looks like with nobody in it.

    It fails closed: no background is handed out before every block of the picture was quiet in
    several epochs that agree, and the pose model ``find`` sees nobody in the picture made of them,
    whole, mirrored or in tiles. Afterwards the same rules keep the background up to date with the
    light, and a camera that was moved drops it. A picture of people on the wall keeps a scene from
    being accepted; a person who stands perfectly still and whom the model never sees does not.
    """

    def __init__(self, find: Find, settings: VettingSettings = _DEFAULT) -> None:
        self._find = find
        self._settings = settings
        self._revision = 0
        self._size = (1, 1)
        self._grid = Grid.covering(*self._size, settings.blocks)
        self._time = -np.inf
        self._next_sample = -np.inf
        self.renew()

    @property
    def status(self) -> BackgroundStatus:
        """What is known of the background as of the last update."""
        if self._shown is not None:
            return BackgroundStatus(BackgroundState.READY, 1.0, self._revision)
        if self._scene is None:
            return BackgroundStatus(BackgroundState.SETTLING)
        state = BackgroundState.WAITING if self._scene.occupied else BackgroundState.COLLECTING
        return BackgroundStatus(state, self._scene.progress)

    def renew(self) -> None:
        """Drop the background and start again."""
        self._shown: Pixels | None = None
        self._scene: Scene | None = None
        self._next_look = -np.inf
        self._settle()

    def update(self, frame: Frame, detections: Detections) -> Background | None:
        """Take a frame and the people found in it; a background if one is accepted with it.

        Call it for every frame, in order. A frame of another size starts everything again.
        """
        self._notice_breaks(frame)
        if self._scene is not None:
            self._scene.see(signs(detections))
        if frame.time < self._next_sample:
            return None
        self._next_sample = frame.time + self._pace()
        reduced = self._grid.reduce(frame.pixels)
        if not self._gate.update(reduced, frame.time):
            return None
        if self._scene is None:
            self._scene = Scene(self._grid, self._settings, reduced)
        if self._scene.update(frame, reduced):
            self.renew()
            return None
        return self._consider(self._scene, frame.time)

    def _notice_breaks(self, frame: Frame) -> None:
        height, width = frame.pixels.shape[:2]
        pause = not 0.0 <= frame.time - self._time <= self._settings.gap_seconds
        if (width, height) != self._size or (pause and self._shown is None):
            self._size = (width, height)
            self._grid = Grid.covering(*self._size, self._settings.blocks)
            self.renew()
        elif pause and self._scene is not None:
            self._scene.watch(idle=True)
            self._settle()
        self._time = frame.time

    def _settle(self) -> None:
        self._gate = SettleGate(self._settings.settle_seconds, self._settings.settle_change)
        self._next_sample = -np.inf

    def _pace(self) -> float:
        settings = self._settings
        idle = self._shown is not None and self._gate.open
        # Frames come a little early as often as late.
        return 0.9 * (settings.idle_sample_seconds if idle else settings.sample_seconds)

    def _consider(self, scene: Scene, time: float) -> Background | None:
        if time < self._next_look or not scene.complete:
            return None
        if self._shown is not None and not self._outdated(self._shown, scene):
            return None
        settings = self._settings
        self._next_look = time + settings.look_again_seconds
        picture = scene.picture()
        people = inspect(picture, self._find, self._grid, settings.person_radius)
        if people.any():
            scene.forget(people)
            return None
        self._next_look = time + settings.refresh_seconds
        if self._shown is None:
            scene.watch(idle=True)
        self._shown = scene.reduced_picture()
        self._revision += 1
        return _background(self._revision, picture)

    def _outdated(self, shown: Pixels, scene: Scene) -> bool:
        difference = cv2.absdiff(scene.reduced_picture(), shown)
        return bool(
            difference.mean() > self._settings.refresh_change
            or difference.max() > self._settings.refresh_detail
        )


def _background(revision: int, picture: Pixels) -> Background:
    height, width = picture.shape[:2]
    rgb = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    return Background(revision, width, height, rgb.tobytes())
