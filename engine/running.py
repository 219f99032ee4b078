"""An engine at work: a camera's frames through a pipeline, one after the other."""

import threading

from engine.cameras.frame import Camera
from engine.cameras.pacing import first_seconds, paced
from engine.pipeline import Pipeline
from engine.publisher import Listener, Publisher


class Engine:
    """Runs ``pipeline`` on the frames of ``camera``; ``publisher`` is the pipeline's own.

    A camera that is not live gives every frame: in real time where ``speed`` is 1, as fast as they
    are taken where it is None. ``seconds`` is how much of the source is taken, all where it is
    None. ``busy`` is whether a frame is being worked on; else one is waited for.
    """

    def __init__(
        self,
        camera: Camera,
        pipeline: Pipeline,
        publisher: Publisher,
        *,
        speed: float | None,
        seconds: float | None = None,
    ) -> None:
        self.live = camera.live
        self.busy = False
        self._camera = camera
        self._pipeline = pipeline
        self._publisher = publisher
        self._speed = None if camera.live else speed
        self._seconds = seconds
        self._renew = threading.Event()
        self._stop = threading.Event()

    def run(self, listener: Listener) -> None:
        """Hand every message to ``listener``, until the source ends or the engine is closed.

        Raises what a camera, a model or the listener fails with.
        """
        self._publisher.subscribe(listener)
        try:
            frames = first_seconds(self._camera.frames(), self._seconds)
            for frame in paced(frames, self._speed, stop=self._stop):
                self.busy = True
                if self._renew.is_set():
                    self._renew.clear()
                    self._pipeline.renew_background()
                self._pipeline.process(frame, self._camera.dropped)
                self.busy = False
        finally:
            self._camera.close()

    def renew_background(self) -> None:
        """Have a new background vetted, from the next frame on."""
        self._renew.set()

    def close(self) -> None:
        """Stop after the frame that is worked on, and release the camera."""
        self._stop.set()
        self._camera.close()
