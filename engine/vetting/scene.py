"""A scene as one camera sees it from one place: what is known of it, and how it is watched."""

import cv2
import numpy as np

from engine.cameras.frame import Frame
from engine.detections import FloatArray, Pixels
from engine.vetting.epochs import Epochs, Sample
from engine.vetting.exposure import Tone, apply
from engine.vetting.grid import BlockMask, Grid
from engine.vetting.memory import BlockMemory
from engine.vetting.moved import MovedCamera
from engine.vetting.settings import VettingSettings


class Scene:
    """Follows a scene from sample to sample, until all of it is known, and on from there."""

    def __init__(self, grid: Grid, settings: VettingSettings, first: Pixels) -> None:
        self._grid = grid
        self._settings = settings
        self._epochs = Epochs(grid, settings)
        self._memory = BlockMemory(grid, settings, first.astype(np.float32))
        self._moved = MovedCamera(settings)
        self._tone = Tone.identity()
        self._trusted = grid.reduced_mask(~self._epochs.spoiled)

    @property
    def occupied(self) -> bool:
        """Whether somebody was near in the last epoch."""
        return bool(self._epochs.spoiled.mean() > 0.01)

    @property
    def progress(self) -> float:
        """How much of the scene is known, 0 to 1."""
        return self._memory.progress

    @property
    def complete(self) -> bool:
        """Whether all of the scene is known."""
        return bool(self._memory.committed.all())

    def see(self, people: FloatArray) -> None:
        """Take note of people at these points, n x 2 in units of the picture."""
        self._epochs.see(people)

    def update(self, frame: Frame, reduced: Pixels) -> bool:
        """Take a frame and its reduced picture; whether the camera was moved."""
        tone = Tone.between(reduced, self._memory.mean, self._trusted)
        sample = Sample(frame.pixels, tone, _levels(reduced, tone))
        if self._moved.update(sample.reduced, self._memory.mean, frame.time):
            return True
        epoch = self._epochs.update(sample, frame.time)
        if self._epochs.latest is not None:
            self._memory.glance(self._epochs.latest.mean)
            self._trusted = self._grid.reduced_mask(~self._epochs.spoiled)
        if epoch is not None:
            self._memory.update(epoch)
            if epoch.quiet.mean() >= self._settings.empty_share:
                self._tone = epoch.last.tone
        return False

    def watch(self, *, idle: bool) -> None:
        """Start watching afresh, at the unhurried pace if ``idle``; what is known stays."""
        self._memory.vetted = idle
        self._epochs.watch(idle=idle)

    def forget(self, blocks: BlockMask) -> None:
        """Get to know these blocks afresh."""
        self._memory.forget(blocks)

    def picture(self) -> Pixels:
        """The scene as it is known, in full, at its present exposure."""
        return apply(self._tone.to_picture(), self._memory.picture())

    def reduced_picture(self) -> Pixels:
        """The same, reduced."""
        mean = np.clip(self._memory.mean, 0, 255).astype(np.uint8)
        return apply(self._tone.to_picture(), mean)


def _levels(reduced: Pixels, tone: Tone) -> FloatArray:
    return np.asarray(cv2.LUT(reduced, tone.to_scene()), np.float32)
