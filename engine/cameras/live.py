"""Live cameras: the newest frame, whatever the driver has queued, and cameras that come back.

A driver queues frames, so that whoever reads slowly sees the past: a thread reads every frame and
the newest is kept. A camera that goes away may fail to give frames, repeat its last one for ever,
or never return from a read. All of it shows as a time without a new frame. The thread is then left
behind, and another one opens the camera again, unless too many already wait for a driver that never
returns.
"""

import atexit
import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from engine.cameras.frame import Frame
from engine.cameras.reader import Capture, Reader
from engine.detections import Pixels
from engine.poses.errors import CameraError

_log = logging.getLogger(__name__)


class Patience(NamedTuple):
    """How long a camera is waited for, in seconds.

    ``opening`` for the first frame after an attempt to open it, ``frame`` for each further one,
    ``pauses`` before each new attempt, the last of them for all that follow, and ``closing`` for
    the driver to let go of it at the end.
    """

    opening: float = 15.0
    frame: float = 5.0
    pauses: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0)
    closing: float = 1.0


PATIENCE = Patience()
MOST_STUCK = 5


class LiveCamera:
    """The newest frames of what ``open_capture`` opens, again and again if need be.

    Frames are stamped by ``clock`` when they have been read. Their numbers count those that nobody
    took as well, and so does ``dropped``. The loss of a camera and its return are logged, with
    ``name``. :class:`CameraError` if there is no frame to begin with.
    """

    live = True

    def __init__(
        self,
        name: str,
        open_capture: Callable[[], Capture],
        *,
        patience: Patience = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.dropped = 0
        self._name = name
        self._open_capture = open_capture
        self._patience = patience
        self._clock = clock
        self._changed = threading.Condition()
        self._closed = False
        self._newest: Frame | None = None
        self._count = 0
        self._losses = 0
        self._stuck: set[Reader] = set()
        self._failure: CameraError | None = None
        # A thread that comes back from OpenCV while Python shuts down would abort the process.
        atexit.register(self.close)
        with self._changed:
            self._start_reader()
            failure = self._wait_for_frame()
        if failure is not None:
            self.close()
            raise failure
        self.fps = self._reader.fps

    def frames(self) -> Iterator[Frame]:
        """The newest frame whenever there is one that was not given before, until closed."""
        while (frame := self._take()) is not None:
            yield frame

    def close(self) -> None:
        """Release the device, unless its driver never returns; closing twice is harmless."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            self._reader.abandoned = True
            self._changed.notify_all()
        self._reader.join(self._patience.closing)
        atexit.unregister(self.close)

    # What the reader calls

    def picture_read(self, reader: Reader, pixels: Pixels) -> None:
        """Keep the picture as the newest frame."""
        with self._changed:
            if reader.abandoned:
                return
            if self._newest is not None:
                self.dropped += 1
            self._newest = Frame(pixels, self._count, self._clock())
            self._count += 1
            self._deadline = self._clock() + self._patience.frame
            self._changed.notify_all()

    def reading_failed(self, reader: Reader, error: CameraError) -> None:
        """Take the camera for lost."""
        with self._changed:
            if not reader.abandoned:
                self._failure = error
                self._changed.notify_all()

    # What happens in the thread that takes the frames, with the lock held

    def _take(self) -> Frame | None:
        """The newest frame, once there is one; None when the camera is closed."""
        with self._changed:
            while (failure := self._wait_for_frame()) is not None:
                self._try_again(failure)
            if self._closed:
                return None
            self._report_return()
            frame, self._newest = self._newest, None
            return frame

    def _wait_for_frame(self) -> CameraError | None:
        """Wait until there is a frame, or the camera is closed, or lost: then why."""
        while self._newest is None and not self._closed:
            left = self._deadline - self._clock()
            if self._failure is not None or left <= 0.0:
                return self._failure or CameraError(f"{self._name} gives no picture")
            self._changed.wait(left)
        return None

    def _try_again(self, failure: CameraError) -> None:
        """Leave the reader behind and, after a pause, start another."""
        if self._losses == 0:
            _log.warning("%s; it is waited for", failure)
        pauses = self._patience.pauses
        pause = pauses[min(self._losses, len(pauses) - 1)]
        self._losses += 1
        self._reader.abandoned = True
        self._changed.wait_for(lambda: self._closed, pause)
        self._stuck = {reader for reader in self._stuck | {self._reader} if reader.is_alive()}
        if len(self._stuck) < MOST_STUCK and not self._closed:
            self._start_reader()

    def _report_return(self) -> None:
        if self._losses > 0:
            _log.warning("%s gives pictures again", self._name)
        self._losses = 0

    def _start_reader(self) -> None:
        self._failure = None
        self._deadline = self._clock() + self._patience.opening
        self._reader = Reader(self._name, self._open_capture, self)
        self._reader.start()
