"""A stream of poses from a recording."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from engine.poses import wire
from engine.poses.errors import RecordingError, WireError
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
        failure: Exception | None = None
        try:
            self._deliver_all()
        except WireError as error:
            failure = RecordingError(f"{self._path}: {error}")
        except Exception as error:  # noqa: BLE001 - whoever reads the stream gets it raised
            failure = error
        finally:
            self.finish(failure)

    def _deliver_all(self) -> None:
        start: float | None = None
        for data in self._reading:
            message = wire.decode(data)
            if self._speed is not None and isinstance(message, PoseFrame):
                due = message.time / self._speed
                start = time.monotonic() - due if start is None else start
                if self._stop.wait(max(0.0, start + due - time.monotonic())):
                    return
            if not self.deliver(data):
                return
        if self._reading.unread:
            self._report(
                f"{self._path} was cut short or damaged: {self._reading.messages} messages were "
                f"read, {self._reading.unread} bytes after them cannot be"
            )
