"""Noise: what a difference must exceed to mean something."""

import numpy as np

from engine.detections import FloatArray
from engine.vetting.grid import BlockMask
from engine.vetting.settings import Limit


def exceeding(differences: FloatArray, limit: Limit) -> BlockMask:
    """Which blocks' ``differences`` are beyond the noise, which is measured on all of them.

    The quartiles do not mind people, as long as they fill less than a quarter of the picture.
    """
    low, middle, high = np.quantile(differences, (0.25, 0.5, 0.75))
    noise = middle + limit.factor * (high - low)
    return np.asarray(differences > min(max(noise, limit.floor), limit.ceiling))
