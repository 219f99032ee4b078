"""Scaling pictures to the resolution that is asked for."""

from typing import cast

import cv2

from engine.detections import Pixels


def fitted(pixels: Pixels, resolution: tuple[int, int] | None) -> Pixels:
    """``pixels`` as large as fits in ``resolution``, a width and height; the same shape of picture.

    Without a resolution the picture is returned as it is.
    """
    if resolution is None:
        return pixels
    height, width = pixels.shape[:2]
    scale = min(resolution[0] / width, resolution[1] / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if size == (width, height):
        return pixels
    method = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR
    return cast(Pixels, cv2.resize(pixels, size, interpolation=method))
