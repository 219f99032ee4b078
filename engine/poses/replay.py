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
        self._playback = Playback(path, speed=speed, report=report)
        self._thread = threading.Thread(target=self._play, name="replay", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop playing."""
        self._playback.close()
        super().close()
        self._thread.join()

    def _play(self) -> None:
        failure: Exception | None = None
        try:
            self._playback.run(self.deliver)
        except Exception as error:  # noqa: BLE001 - whoever reads the stream gets it raised
            failure = error
        finally:
            self.finish(failure)


class Playback:
    """Plays the recording at ``path``, as :class:`ReplayStream`, to whoever takes its messages."""

    def __init__(
        self, path: Path, *, speed: float | None, report: Callable[[str], None] = print
    ) -> None:
        self._reading = Reading(path)
        self._path = path
        self._speed = speed
        self._report = report
        self._stop = threading.Event()

    def run(self, deliver: Callable[[bytes], object]) -> None:
        """Hand every message to ``deliver`` when it is due, until that says False or it is closed.

        :class:`RecordingError` where the recording holds what is no message.
        """
        try:
            self._deliver_all(deliver)
        except WireError as error:
            raise RecordingError(f"{self._path}: {error}") from error

    def close(self) -> None:
        """Stop playing."""
        self._stop.set()

    def _deliver_all(self, deliver: Callable[[bytes], object]) -> None:
        start: float | None = None
        for data in self._reading:
            message = wire.decode(data)
            if self._speed is not None and isinstance(message, PoseFrame):
                due = message.time / self._speed
                start = time.monotonic() - due if start is None else start
                self._stop.wait(max(0.0, start + due - time.monotonic()))
            if self._stop.is_set() or deliver(data) is False:
                return
        if self._reading.unread:
            self._report(
                f"{self._path} was cut short or damaged: {self._reading.messages} messages were "
                f"read, {self._reading.unread} bytes after them cannot be"
            )
