"""The memory of the scene: for each block, what several epochs apart in time agree on."""

import cv2
import numpy as np

from engine.detections import FloatArray, Pixels
from engine.vetting.epochs import Epoch
from engine.vetting.exposure import apply
from engine.vetting.grid import BlockMask, Grid, enlarged
from engine.vetting.noise import exceeding
from engine.vetting.settings import VettingSettings

_STRAGGLERS = 2


class BlockMemory:
    """What each block looks like when nobody is near, at the exposure of the first sample.

    Epochs that agree are counted; one that does not starts the block again or, once ``vetted`` is
    set, has to last before it does. ``mean`` is the scene reduced, as far as it is known.
    """

    def __init__(self, grid: Grid, settings: VettingSettings, first: FloatArray) -> None:
        self._grid = grid
        self._settings = settings
        self._blocks = (grid.rows, grid.columns)
        self.mean = first.copy()
        self.vetted = False
        self._agreed = np.zeros(self._blocks, np.int32)
        self._last = np.full(self._blocks, -np.inf)
        self._rival = first.copy()
        self._rival_since = np.full(self._blocks, np.inf)
        self._pictures: list[Pixels] = []

    @property
    def committed(self) -> BlockMask:
        """The blocks that enough epochs have agreed on.

        For a straggler, one that is at most in twos among the others, a single epoch is enough:
        nobody hides in it, and noise would make the whole picture wait.
        """
        missing = self._agreed < self._settings.epochs
        around = cv2.boxFilter(missing.astype(np.uint8), -1, (3, 3), normalize=False)
        return ~missing | ((around <= _STRAGGLERS) & (self._agreed > 0))

    @property
    def progress(self) -> float:
        """How much of what is needed is there, 0 to 1."""
        needed = self._settings.epochs
        return float(np.minimum(self._agreed, needed).mean() / needed)

    def update(self, epoch: Epoch) -> None:
        """Compare the epoch's quiet blocks with what is remembered of them."""
        due = epoch.quiet & (epoch.time - self._last >= self._settings.epochs_apart_seconds)
        if not due.any():
            return
        known = due & (self._agreed > 0)
        confirmed = known & self._agree(epoch.mean, self.mean)
        changed = known & ~confirmed
        if self.vetted:
            changed = self._lasted(changed, epoch)
        self._take(epoch, confirmed, (due & ~known) | changed)
        if self.vetted:
            self._agreed[changed] = self._settings.epochs

    def glance(self, mean: FloatArray) -> None:
        """Keep what is not known at all as it was last seen, so that exposure can be compared."""
        _copy(mean, self.mean, self._grid.reduced_mask(self._agreed == 0))

    def forget(self, blocks: BlockMask) -> None:
        """Start these blocks again."""
        self._agreed[blocks] = 0

    def picture(self) -> Pixels:
        """The scene in full, every pixel the median of three epochs; for committed blocks only."""
        a, b, c = self._pictures
        return np.maximum(np.minimum(a, b), np.minimum(np.maximum(a, b), c))

    def _agree(self, mean: FloatArray, other: FloatArray) -> BlockMask:
        differences = self._grid.worst(np.abs(mean - other))
        return ~exceeding(differences, self._settings.agreement)

    def _lasted(self, changed: BlockMask, epoch: Epoch) -> BlockMask:
        """Which of the changed blocks have been so, in the same way, for long enough."""
        self._rival_since[~changed] = np.inf
        same = self._agree(epoch.mean, self._rival) & (self._rival_since < np.inf)
        new = changed & ~same
        self._rival_since[new] = epoch.time
        _copy(epoch.mean, self._rival, self._grid.reduced_mask(new))
        return changed & (epoch.time - self._rival_since >= self._settings.lasting_seconds)

    def _take(self, epoch: Epoch, confirmed: BlockMask, replaced: BlockMask) -> None:
        pixels = apply(epoch.last.tone.to_scene(), epoch.last.pixels)
        if not self._pictures:
            self._pictures = [pixels.copy() for _ in range(3)]
        height, width = pixels.shape[:2]
        for index, picture in enumerate(self._pictures):
            turn = confirmed & (self._agreed % 3 == index)
            cv2.copyTo(pixels, enlarged(turn | replaced, width, height), picture)
        blend = np.where(self._grid.reduced_mask(confirmed), np.float32(1 / 3), np.float32(0))
        self.mean += (epoch.mean - self.mean) * blend[..., np.newaxis]
        _copy(epoch.mean, self.mean, self._grid.reduced_mask(replaced))
        self._agreed = np.where(replaced, 1, self._agreed + confirmed)
        self._last[confirmed | replaced] = epoch.time


def _copy(source: FloatArray, target: FloatArray, where: BlockMask) -> None:
    np.copyto(target, source, where=where[..., np.newaxis])
