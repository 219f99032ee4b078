"""A stream of poses from an engine in this process."""

import threading

from engine.cameras.frame import Camera
from engine.pipeline import Pipeline
from engine.poses.recording import Recorder
from engine.poses.stream import PoseStream
from engine.publisher import Publisher
from engine.rest import Rest
from engine.running import Engine


class LocalStream(PoseStream):
    """Runs ``pipeline`` on the frames of ``camera`` in a thread of its own.

    Every frame goes through the wire's bytes, so that an app here sees exactly what one in another
    process sees. A camera that is not live gives every frame: in real time where ``speed`` is 1,
    as fast as the reader reads where it is None. ``seconds`` is how much of the source is taken,
    all where it is None. ``at_once`` and ``rest`` are those of :class:`engine.running.Engine`.
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
        recorder: Recorder | None = None,
    ) -> None:
        super().__init__(lossless=not camera.live, recorder=recorder)
        self._engine = Engine(
            camera,
            pipeline,
            publisher,
            speed=speed,
            seconds=seconds,
            at_once=at_once,
            rest=rest,
        )
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()

    def renew_background(self) -> None:
        """Have the engine vet a new background."""
        self._engine.renew_background()

    def close(self) -> None:
        """Stop the engine and release the camera."""
        self._engine.close()
        super().close()
        self._thread.join(timeout=5.0)

    def _run(self) -> None:
        failure: Exception | None = None
        try:
            self._engine.run(self.deliver)
        except Exception as error:  # noqa: BLE001 - whoever reads the stream gets it raised
            failure = error
        finally:
            self.finish(failure)
