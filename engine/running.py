"""An engine at work: a camera's frames through a pipeline, in their order."""

import threading
from collections.abc import Iterator

from engine.cameras.frame import Camera, Frame
from engine.cameras.pacing import first_seconds, paced
from engine.detections import Detections
from engine.estimating import estimated
from engine.pipeline import Pipeline
from engine.publisher import Listener, Publisher
from engine.rest import Rest


class Engine:
    """Runs ``pipeline`` on the frames of ``camera``; ``publisher`` is the pipeline's own.

    A camera that is not live gives every frame: in real time where ``speed`` is 1, as fast as they
    are taken where it is None. ``seconds`` is how much of the source is taken, all where it is
    None. ``at_once`` is how many frames are estimated side by side: more give more frames a second
    and keep each waiting longer. ``busy`` is whether a frame is being worked on; else one is waited
    for. With a ``rest``, a live camera's frames are passed over while nobody is there.
    """

    def __init__(
        self,
        camera: Camera,
        pipeline: Pipeline,
        publisher: Publisher,
        *,
        speed: float | None,
        seconds: float | None = None,
        at_once: int = 1,
        rest: Rest | None = None,
    ) -> None:
        self.live = camera.live
        self.busy = False
        self._camera = camera
        self._pipeline = pipeline
        self._publisher = publisher
        self._speed = None if camera.live else speed
        self._seconds = seconds
        self._at_once = at_once
        self._rest = rest if camera.live else None
        self._renew = threading.Event()
        self._stop = threading.Event()

    def run(self, listener: Listener) -> None:
        """Hand every message to ``listener``, until the source ends or the engine is closed.

        Raises what a camera, a model or the listener fails with.
        """
        self._publisher.subscribe(listener)
        try:
            for frame, detections in estimated(self._taken(), self._look, self._at_once):
                if self._renew.is_set():
                    self._renew.clear()
                    self._pipeline.renew_background()
                if detections is None:
                    self._pipeline.pass_over(frame, self._camera.dropped)
                else:
                    self._pipeline.follow(frame, detections, self._camera.dropped)
        finally:
            self._camera.close()

    def _look(self, frame: Frame) -> Detections | None:
        """The people in ``frame``; None where the engine rests and does not look."""
        if self._rest is None:
            return self._pipeline.estimate(frame)
        if not self._rest.needs_look(frame) and self._pipeline.may_rest:
            return None
        detections = self._pipeline.estimate(frame)
        self._rest.looked(frame, detections)
        return detections

    def renew_background(self) -> None:
        """Have a new background vetted, from the next frame on."""
        self._renew.set()

    def close(self) -> None:
        """Stop after the frame that is worked on, and release the camera."""
        self._stop.set()
        self._camera.close()

    def _taken(self) -> Iterator[Frame]:
        """The frames as they are taken from the camera, which is waited for meanwhile."""
        frames = first_seconds(self._camera.frames(), self._seconds)
        for frame in paced(frames, self._speed, stop=self._stop):
            self.busy = True
            yield frame
            self.busy = False
