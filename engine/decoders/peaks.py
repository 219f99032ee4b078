"""Peaks of heatmaps: where a network sees each kind of keypoint most clearly."""

from typing import NamedTuple

import numpy as np

from engine.decoders.fields import IntArray
from engine.detections import FloatArray


class Peaks(NamedTuple):
    """Peaks in order of row, column and kind: four arrays of one length.

    ``y`` and ``x`` count the heatmaps' cells, ``kinds`` their channels; ``values`` are the
    heatmaps' own.
    """

    y: IntArray
    x: IntArray
    kinds: IntArray
    values: FloatArray


def find_peaks(heatmaps: FloatArray, threshold: float) -> Peaks:
    """Cells of ``heatmaps``, height x width x kinds, that none of their eight neighbours exceeds.

    Only those that reach ``threshold``; of a plateau each cell is a peak.
    """
    height, width, kinds = heatmaps.shape
    padded = np.full((height + 2, width + 2, kinds), -np.inf, np.float32)
    padded[1:-1, 1:-1] = heatmaps
    flat = padded.reshape(-1)
    cells = np.flatnonzero(flat >= threshold)
    row, column = (width + 2) * kinds, kinds
    around = np.add.outer((-row, 0, row), (-column, 0, column)).reshape(-1, 1)
    cells = cells[flat[cells] >= flat[cells + around].max(axis=0)]
    places, found_kinds = np.divmod(cells, kinds)
    y, x = np.divmod(places, width + 2)
    return Peaks(y - 1, x - 1, found_kinds, flat[cells])
