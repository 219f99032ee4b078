"""Epochs: short runs of samples, and which blocks kept quiet around them."""

from collections import deque
from typing import NamedTuple

import cv2
import numpy as np

from engine.detections import FloatArray, Pixels
from engine.vetting.exposure import Tone
from engine.vetting.grid import BlockMask, Grid, regions, widened
from engine.vetting.noise import exceeding
from engine.vetting.settings import VettingSettings


class Sample(NamedTuple):
    """One look at the scene: the frame's ``pixels`` and what exposure made of them.

    ``reduced`` is the reduced picture with that ``tone`` undone, as the scene is remembered.
    """

    pixels: Pixels
    tone: Tone
    reduced: FloatArray


class Epoch(NamedTuple):
    """A few samples in a row: the ``last`` one, their ``mean``, and when they ended.

    ``quiet`` are the blocks near which nobody was seen and nothing stirred, during the epoch and
    for a while before and after it.
    """

    last: Sample
    mean: FloatArray
    time: float
    quiet: BlockMask


class Epochs:
    """Gathers samples into epochs and judges each block of them.

    A block is spoiled by signs of a person nearby, by restlessness (deviation in time beyond the
    noise), and by a creeping change since the epochs before. An epoch is handed out only after as
    much quiet as its blocks had before it, so that whoever is about to enter is noticed.
    ``spoiled`` are the blocks near which somebody was or something stirred in the latest epoch.
    """

    def __init__(self, grid: Grid, settings: VettingSettings) -> None:
        self._grid = grid
        self._settings = settings
        self._length = settings.epoch_seconds
        self.watch()

    def watch(self, *, idle: bool = False) -> None:
        """Start afresh, at the unhurried pace if ``idle``."""
        settings = self._settings
        self._length = settings.idle_epoch_seconds if idle else settings.epoch_seconds
        self._flank = int(np.ceil(settings.quiet_seconds / self._length))
        self._run = np.zeros((self._grid.rows, self._grid.columns), np.int32)
        self._recent: deque[Epoch] = deque(maxlen=self._flank + 1)
        self.spoiled = np.zeros_like(self._run, np.bool_)
        self._begin()

    @property
    def latest(self) -> Epoch | None:
        """The epoch that has just ended, about which it is too early to say what was quiet."""
        return self._recent[-1] if self._recent and self._count == 0 else None

    def see(self, points: FloatArray) -> None:
        """Take note of people at ``points``, n x 2 in units of the picture."""
        self._grid.mark(self._people, points)

    def update(self, sample: Sample, time: float) -> Epoch | None:
        """Take the sample of this time; an epoch whose blocks are known to be quiet, or not."""
        if self._count == 0:
            self._start = time
        self._count += 1
        cv2.accumulate(sample.reduced, self._sum)
        cv2.accumulateSquare(sample.reduced, self._squares)
        # The last sample of an epoch is taken a little before the epoch's time is up.
        if self._count < self._settings.epoch_samples or time - self._start < 0.75 * self._length:
            return None
        return self._end(sample, time)

    def _begin(self) -> None:
        width, height = self._grid.size
        self._count = 0
        self._start = 0.0
        self._sum = np.zeros((height, width, 3), np.float32)
        self._squares = np.zeros_like(self._sum)
        self._people = np.zeros((self._grid.rows, self._grid.columns), np.bool_)

    def _end(self, sample: Sample, time: float) -> Epoch | None:
        mean = self._sum / np.float32(self._count)
        variance = self._squares / np.float32(self._count) - mean * mean
        people = widened(self._people, self._settings.person_radius)
        stirred = people | self._restless(mean, variance)
        self.spoiled = regions(stirred, self._settings.margin)
        self._run = np.where(self.spoiled, 0, self._run + 1)
        kept = sample._replace(pixels=sample.pixels.copy())  # cameras may reuse their memory
        self._recent.append(Epoch(kept, mean, time, ~stirred))
        self._begin()
        if len(self._recent) <= self._flank:
            return None
        epoch = self._recent[0]
        return epoch._replace(quiet=epoch.quiet & (self._run > 2 * self._flank))

    def _restless(self, mean: FloatArray, variance: FloatArray) -> BlockMask:
        deviation = self._grid.worst(np.sqrt(np.maximum(variance, 0.0)))
        restless = exceeding(deviation, self._settings.restless)
        if self._recent:
            change = self._grid.worst(np.abs(mean - self._recent[0].mean))
            steady = self._run >= len(self._recent)
            restless |= steady & exceeding(change, self._settings.creeping)
        return restless
