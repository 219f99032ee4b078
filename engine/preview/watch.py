"""Watching a camera in a thread of its own: the newest picture and who was found in it."""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple, Self

from engine.cameras.frame import Camera, Frame
from engine.cameras.pacing import paced
from engine.detections import Pixels, Tracks
from engine.estimators import Estimator
from engine.preview.colours import Colour, Colours
from engine.preview.statistics import Statistics
from engine.smoother import Smoother
from engine.tracker import Tracker


class Sight(NamedTuple):
    """A picture, who was found in it, in what ``colours`` to draw them, and how fast that went.

    ``number`` counts the sights from 1, ``time`` is when it was ready, on the watch's clock, and
    ``dropped`` counts the camera's frames that nobody looked at.
    """

    pixels: Pixels
    tracks: Tracks
    colours: tuple[Colour, ...]
    number: int
    time: float
    inference_seconds: float
    fps: float
    dropped: int


class Watch:
    """Estimates the poses in every frame that ``camera`` gives, and keeps the newest sight.

    Used with ``with``, which starts and ends it; the camera is closed at the end.
    """

    def __init__(
        self,
        camera: Camera,
        estimator: Estimator,
        tracker: Tracker,
        smoother: Smoother | None,
        *,
        speed: float | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.live = camera.live
        self.clock = clock
        self.sight: Sight | None = None
        self._camera = camera
        self._estimator = estimator
        self._tracker = tracker
        self._smoother = smoother
        self._speed = None if camera.live else speed
        self._statistics = Statistics()
        self._colours = Colours()
        self._failure: Exception | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="preview", daemon=True)

    @property
    def ended(self) -> bool:
        """Whether there will be no further sight. Raises what the camera or model failed with."""
        if self._thread.is_alive():
            return False
        if self._failure is not None:
            raise self._failure
        return True

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._camera.close()
        self._thread.join(timeout=5.0)

    def _run(self) -> None:
        try:
            frames = paced(self._camera.frames(), self._speed, stop=self._stop)
            for number, frame in enumerate(frames, 1):
                self.sight = self._look(frame, number)
        except Exception as error:  # noqa: BLE001 - raised in the thread that asks
            self._failure = error

    def _look(self, frame: Frame, number: int) -> Sight:
        detections = self._estimator.estimate(frame.pixels)
        height, width = frame.pixels.shape[:2]
        tracks = self._tracker.update(detections, frame.time, aspect=width / height)
        if self._smoother is not None:
            tracks = self._smoother.update(tracks, frame.time)
        now = self.clock()
        self._statistics.update(self._estimator.inference_seconds, now)
        return Sight(
            frame.pixels,
            tracks,
            self._colours.update(tracks.ids),
            number,
            now,
            self._statistics.inference_seconds,
            self._statistics.fps,
            self._camera.dropped,
        )
