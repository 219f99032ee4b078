"""Video files: every frame, at the times that the file gives them."""

import logging
import threading
from collections.abc import Iterator
from typing import cast

import cv2

from engine.cameras import opencv
from engine.cameras.frame import Frame
from engine.cameras.scaling import fitted
from engine.cameras.timeline import Timeline
from engine.detections import Pixels
from engine.poses.errors import CameraError

_RUN_IN = 2.0
_ROUNDING = 0.0005
_AGREEMENT = 0.1
_WHOLE = 0.95

_log = logging.getLogger(__name__)


class VideoFile:
    """The frames of the video file at the path or URL ``source``, from ``skip`` seconds on.

    Numbers and times count from the beginning of the file, whatever is skipped. Pictures are scaled
    to fit in ``resolution``; where a file changes its size, it stays that of the first picture.

    What can be decoded of a damaged file is given, and one line is logged if that is not all.
    :class:`CameraError` if not one frame can be.
    """

    live = False
    dropped = 0

    def __init__(
        self, source: str, *, resolution: tuple[int, int] | None = None, skip: float = 0.0
    ) -> None:
        self._source = source
        self._name = opencv.without_password(source)
        self._resolution = resolution
        self._access = threading.Lock()
        self._closed = False
        self._open()
        self.fps = opencv.nominal_fps(self._capture)
        self._next: Frame | None = self._first(skip)

    def frames(self) -> Iterator[Frame]:
        """Every frame that is left, until the file ends or is closed."""
        while self._next is not None and not self._closed:
            yield self._next
            self._next = self._advance()
        if not self._closed:
            self._report_missing_end()

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        self._closed = True
        with self._access:
            self._capture.release()

    def _open(self) -> None:
        self._capture = opencv.open_file(self._source)
        self._timeline = Timeline(opencv.nominal_fps(self._capture))
        self._number = -1
        self._time = 0.0

    def _first(self, skip: float) -> Frame:
        frame = self._sought(skip) or self._searched(skip)
        if frame is not None:
            return frame
        self.close()
        if self._number < 0:
            raise CameraError(f"{self._name} is not a video that can be read")
        raise CameraError(f"{self._name} has no frame after {skip:g} s: it ends at {self._time:g}")

    def _sought(self, skip: float) -> Frame | None:
        """The frame at ``skip`` by a jump shortly before it.

        None unless frames come at the nominal rate there, so that their times tell their numbers;
        at other rates OpenCV also jumps to wrong places.
        """
        if self.fps is None or skip <= _RUN_IN:
            return None
        self._capture.set(cv2.CAP_PROP_POS_MSEC, 1000.0 * (skip - _RUN_IN))
        if not self._grab() or self._time >= skip:
            return None
        self._number = round(self._time * self.fps)
        jumped_to = self._time * self.fps - self._number
        frame = self._advance(skip)
        if frame is None:
            return None
        reached = frame.time * self.fps - frame.number
        return frame if max(abs(jumped_to), abs(reached)) < _AGREEMENT else None

    def _searched(self, skip: float) -> Frame | None:
        """The frame at ``skip`` by going through all frames before it."""
        self._capture.release()
        self._open()
        return self._advance(skip)

    def _advance(self, until: float = 0.0) -> Frame | None:
        """The next frame that can be decoded and is not before ``until``; None at the end."""
        with self._access:
            while not self._closed and self._grab():
                if self._time < until - _ROUNDING:
                    continue
                decoded, pixels = self._capture.retrieve()
                if decoded:
                    picture = fitted(cast(Pixels, pixels), self._resolution)
                    return Frame(picture, self._number, self._time)
        return None

    def _grab(self) -> bool:
        if not self._capture.grab():
            return False
        self._number += 1
        self._time = self._timeline.update(self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0)
        return True

    def _report_missing_end(self) -> None:
        frames = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        promised = frames / (self._capture.get(cv2.CAP_PROP_FPS) or 1.0)
        if self._time + 1.0 < _WHOLE * promised:
            _log.warning(
                "%s is damaged or cut short: it ends at %.1f s of %.1f s",
                *(self._name, self._time, promised),
            )
