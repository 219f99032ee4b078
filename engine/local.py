"""A stream of poses from an engine in this process."""

import threading

from engine.cameras.frame import Camera
from engine.cameras.pacing import first_seconds, paced
from engine.pipeline import Pipeline
from engine.poses.recording import Recorder
from engine.poses.stream import PoseStream
from engine.publisher import Publisher


class LocalStream(PoseStream):
    """Runs ``pipeline`` on the frames of ``camera`` in a thread of its own.

    Every frame goes through the wire's bytes, so that an app here sees exactly what one in another
    process sees. A camera that is not live gives every frame: in real time where ``speed`` is 1,
    as fast as the reader reads where it is None. ``seconds`` is how much of the source is taken,
    all where it is None.
    """

    def __init__(
        self,
        camera: Camera,
        pipeline: Pipeline,
        publisher: Publisher,
        *,
        speed: float | None,
        seconds: float | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        super().__init__(lossless=not camera.live, recorder=recorder)
        self._camera = camera
        self._pipeline = pipeline
        self._speed = None if camera.live else speed
        self._seconds = seconds
        self._renew = threading.Event()
        self._stop = threading.Event()
        publisher.subscribe(self.deliver)
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()

    def renew_background(self) -> None:
        """Have the engine vet a new background."""
        self._renew.set()

    def close(self) -> None:
        """Stop the engine and release the camera."""
        self._stop.set()
        self._camera.close()
        super().close()
        self._thread.join(timeout=5.0)

    def _run(self) -> None:
        failure: Exception | None = None
        try:
            frames = first_seconds(self._camera.frames(), self._seconds)
            for frame in paced(frames, self._speed, stop=self._stop):
                if self._renew.is_set():
                    self._renew.clear()
                    self._pipeline.renew_background()
                self._pipeline.process(frame, self._camera.dropped)
        except Exception as error:  # noqa: BLE001 - whoever reads the stream gets it raised
            failure = error
        finally:
            self._camera.close()
            self.finish(failure)
