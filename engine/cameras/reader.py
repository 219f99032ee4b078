"""Reading one live capture in a thread of its own."""

import threading
import time
from collections.abc import Callable
from typing import Protocol

import numpy as np

from engine.detections import Pixels
from engine.poses.errors import CameraError

_STALE_PAUSE = 0.01


class Capture(Protocol):
    """A device or stream that is open. ``fps`` is its nominal rate, None where it is unknown."""

    fps: float | None

    def read(self) -> Pixels | None:
        """The next picture, waiting for it; None if there is none. The wait may never end."""
        ...

    def stamp(self) -> float:
        """The driver's time stamp of the last picture; 0 or less where it gives none."""
        ...

    def release(self) -> None:
        """Let go of the device."""
        ...


class Listener(Protocol):
    """Who is told what a reader reads, in the reader's thread."""

    def picture_read(self, reader: "Reader", pixels: Pixels) -> None:
        """A new picture."""
        ...

    def reading_failed(self, reader: "Reader", error: CameraError) -> None:
        """The last word of a reader: it has released the device and ends."""
        ...


class Reader(threading.Thread):
    """Opens a capture once and reads every picture, until that fails or it is ``abandoned``.

    A picture with the time stamp and the pixels of the one before is no new one: a driver that has
    lost its camera may repeat the last. ``fps`` is None until the capture is open.
    """

    def __init__(self, name: str, open_capture: Callable[[], Capture], listener: Listener) -> None:
        super().__init__(name=f"reader of {name}", daemon=True)
        self.abandoned = False
        self.fps: float | None = None
        self._camera = name
        self._open_capture = open_capture
        self._listener = listener

    def run(self) -> None:
        """Read; the listener hears of the end."""
        try:
            self._read_all(self._open_capture())
            error = CameraError(f"{self._camera} gives no picture")
        except CameraError as failure:
            error = failure
        self._listener.reading_failed(self, error)

    def _read_all(self, capture: Capture) -> None:
        self.fps = capture.fps
        last: tuple[float, Pixels] | None = None
        try:
            while not self.abandoned and (pixels := capture.read()) is not None:
                stamp = capture.stamp()
                if last is not None and _is_repeated(last, (stamp, pixels)):
                    time.sleep(_STALE_PAUSE)
                    continue
                last = stamp, pixels
                self._listener.picture_read(self, pixels)
        finally:
            capture.release()


def _is_repeated(last: tuple[float, Pixels], now: tuple[float, Pixels]) -> bool:
    stamp, pixels = now
    return 0.0 < stamp == last[0] and np.array_equal(pixels, last[1])
