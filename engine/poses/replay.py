"""A stream of poses from a recording."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from engine.poses import wire
from engine.poses.errors import SkeletonCrewError
from engine.poses.pose import PoseFrame
from engine.poses.recording import Reading, Recorder
from engine.poses.stream import PoseStream


class ReplayStream(PoseStream):
    """The messages of the recording at ``path``, at ``speed`` times the pace they were made.

    A ``speed`` of None plays as fast as the reader reads. ``report`` is told in one line when the
    recording ends before its last message does.
    """

    def __init__(
        self,
        path: Path,
        *,
        speed: float | None,
        report: Callable[[str], None] = print,
        recorder: Recorder | None = None,
    ) -> None:
        super().__init__(lossless=True, recorder=recorder)
        self._reading = Reading(path)
        self._path = path
        self._speed = speed
        self._report = report
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._play, name="replay", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop playing."""
        self._stop.set()
        super().close()
        self._thread.join()

    def _play(self) -> None:
        failure: SkeletonCrewError | None = None
        first: tuple[float, float] | None = None
        try:
            for data in self._reading:
                message = wire.decode(data)
                if self._speed is not None and isinstance(message, PoseFrame):
                    now = time.monotonic()
                    first = first or (message.time, now)
                    due = first[1] + (message.time - first[0]) / self._speed
                    if self._stop.wait(max(0.0, due - now)):
                        return
                if not self.deliver(data):
                    return
            if self._reading.unread:
                self._report(
                    f"{self._path} was cut short: {self._reading.messages} messages were read, "
                    f"the last {self._reading.unread} bytes are not a whole one"
                )
        except SkeletonCrewError as error:
            failure = error
        finally:
            self.finish(failure)
