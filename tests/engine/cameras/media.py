"""Small pictures and videos that say which frame they are."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from engine.detections import Pixels

SIZE = (160, 120)


def picture(number: int, size: tuple[int, int] = SIZE) -> Pixels:
    """A grey picture, 8 levels brighter than the one before."""
    width, height = size
    return np.full((height, width, 3), 8 * number % 256, np.uint8)


def number_in(pixels: Pixels) -> int:
    """The number of a :func:`picture` that was encoded and decoded."""
    return round(float(pixels.mean()) / 8)


def write_video(
    path: Path,
    frames: int,
    *,
    times: Iterable[float] | None = None,
    fps: int = 10,
    size: tuple[int, int] = SIZE,
) -> Path:
    """A video of ``frames`` pictures at ``times`` in seconds, at ``fps`` where there are none."""
    stamps = list(times or (number / fps for number in range(frames)))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=fps)
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj444p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for number, stamp in enumerate(stamps):
            frame = av.VideoFrame.from_ndarray(picture(number, size), format="bgr24")
            frame.pts, frame.time_base = round(1000 * stamp), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def write_picture(path: Path, pixels: Pixels) -> Path:
    """``pixels`` in the format that the suffix of ``path`` names."""
    assert cv2.imwrite(str(path), pixels)
    return path
