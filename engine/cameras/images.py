"""Pictures: a single one, or a folder of them."""

import logging
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import cv2

from engine.cameras.frame import Frame
from engine.cameras.quiet import quiet
from engine.cameras.scaling import fitted
from engine.detections import Pixels
from engine.poses.errors import CameraError

SUFFIXES = frozenset([".bmp", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp"])
"""What the names of pictures end with."""

_log = logging.getLogger(__name__)


class Pictures:
    """The picture at ``path``, or those in the folder ``path`` in the order of their names.

    Numbers in names count as numbers: ``2.jpg`` comes before ``10.jpg``. There is one picture a
    second, so that ``skip`` leaves out as many. Each is turned as its EXIF data say, brought to
    8 bits and three colours, and scaled to fit in ``resolution``.

    A picture that cannot be read is left out with a line in the log; :class:`CameraError` if there
    is no other.
    """

    live = False
    fps: float | None = 1.0
    dropped = 0

    def __init__(
        self, path: Path, *, resolution: tuple[int, int] | None = None, skip: float = 0.0
    ) -> None:
        self._folder = path.is_dir()
        paths = _pictures_in(path) if self._folder else [path]
        first = math.ceil(skip)
        if first >= len(paths):
            raise CameraError(f"{path} has no picture after {skip:g} s: it has {len(paths)}")
        self._resolution = resolution
        self._unread = iter(list(enumerate(paths))[first:])
        self._closed = False
        self._next = self._read()
        if self._next is None:
            what = "has no picture" if self._folder else "is not a picture"
            raise CameraError(f"{path} {what} that can be read")

    def frames(self) -> Iterator[Frame]:
        """Every picture that is left, until the last or until closed."""
        while self._next is not None and not self._closed:
            yield self._next
            self._next = self._read()

    def close(self) -> None:
        """Stop; closing twice is harmless."""
        self._closed = True

    def _read(self) -> Frame | None:
        """The next picture that can be read; None after the last."""
        for number, path in self._unread:
            pixels = _decode(path)
            if pixels is not None:
                return Frame(fitted(pixels, self._resolution), number, float(number))
            if self._folder:
                _log.warning("%s is not a picture that can be read; it is left out", path)
        return None


def is_picture(path: Path) -> bool:
    """Whether the file ``path`` is a still picture, by its suffix."""
    return path.suffix.lower() in SUFFIXES


def _decode(path: Path) -> Pixels | None:
    try:
        with quiet():
            return cast(Pixels | None, cv2.imread(str(path), cv2.IMREAD_COLOR_BGR))
    except cv2.error:
        return None


def _pictures_in(folder: Path) -> list[Path]:
    paths = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES]
    if not paths:
        known = ", ".join(sorted(SUFFIXES))
        raise CameraError(f"there is no picture in {folder}; their names end with {known}")
    return sorted(paths, key=_numerically)


def _numerically(path: Path) -> list[int | str]:
    parts = re.split(r"(\d+)", path.name)
    return [int(part) if part.isdecimal() else part for part in parts]
