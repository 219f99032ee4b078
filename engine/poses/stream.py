"""A stream of poses: one type whether the engine is near, far, or long gone."""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

from engine.poses import wire
from engine.poses.background import Background
from engine.poses.health import Health
from engine.poses.pose import PoseFrame
from engine.poses.recording import Recorder


class _Restart:
    """Stands in the queue where another run of the engine begins."""


class PoseStream:
    """Poses as they are found, and the vetted background once there is one.

    An app either iterates, and gets every frame in order, or asks for :meth:`latest` whenever it
    draws. Whoever produces the messages calls :meth:`deliver` and at last :meth:`finish`, from any
    thread. The queue is bounded: when it is full, a ``lossless`` stream makes the producer wait,
    another drops its oldest frame and counts it in ``lost``, as those that were lost on the way. A
    ``recorder`` is given every frame and background that is delivered, and is closed with the
    stream. ``restarts`` counts how often the engine has begun anew before the frame last handed
    out: its frames' numbers, times and people then go on from nothing.
    """

    def __init__(
        self, *, lossless: bool, capacity: int = 64, recorder: Recorder | None = None
    ) -> None:
        self._lossless = lossless
        self._capacity = capacity
        self._queue: deque[PoseFrame | Background | _Restart] = deque()
        self._changed = threading.Condition()
        self._finished = False
        self._closed = False
        self._error: Exception | None = None
        self._background: Background | None = None
        self._latest: PoseFrame | None = None
        self._health: Health | None = None
        self._recorder = recorder
        self.lost = 0
        self.restarts = 0

    # What an app calls

    def __iter__(self) -> Iterator[PoseFrame]:
        """Every frame in order, until the source ends or the stream is closed.

        Raises what the producer failed with, after the last frame before the failure.
        """
        while (frame := self.next_frame()) is not None:
            yield frame

    def next_frame(self, timeout: float | None = None) -> PoseFrame | None:
        """The next frame in order; None where none has come for ``timeout`` seconds, or will come.

        Raises what the producer failed with, after the last frame before the failure.
        """
        return self._next(timeout)

    def latest(self, timeout: float | None = 0.0) -> PoseFrame | None:
        """The newest frame, skipping those before; waits up to ``timeout`` seconds for the first.

        The same frame again while there is no newer one, and None before the first. Raises what the
        producer failed with.
        """
        if self._latest is None and timeout != 0.0:
            self._next(timeout)
        with self._changed:
            while self._queue:
                self._take()
            self._changed.notify_all()
            self._raise_failure()
            return self._latest

    def background(self) -> Background | None:
        """The vetted background that belongs under the frame last handed out, if there is one."""
        frame, background = self._latest, self._background
        if frame is None or background is None:
            return None
        return background if background.revision == frame.background.revision else None

    @property
    def live(self) -> bool:
        """Whether frames are of this moment, their times being those of the monotonic clock."""
        return not self._lossless

    @property
    def health(self) -> Health | None:
        """What an engine in another process last told of its camera; None where none has."""
        return self._health

    @property
    def stale(self) -> bool:
        """Whether the engine has not been heard of for a second, so that nothing is of now."""
        return False

    @property
    def ended(self) -> bool:
        """Whether no further frame will come; not while a failure has yet to be raised."""
        with self._changed:
            finished = self._finished and self._error is None and not self._queue
            return self._closed or finished

    def renew_background(self) -> None:
        """Ask for a new background; ignored where nobody can make one, as in a recording."""

    def close(self) -> None:
        """Stop the stream; waiting readers and producers return. Closing twice is harmless."""
        with self._changed:
            self._closed = True
            self._queue.clear()
            self._changed.notify_all()
        if self._recorder is not None:
            self._recorder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    # What a producer calls

    def deliver(self, data: bytes) -> bool:
        """Queue one encoded message; False once the stream is closed and nobody listens.

        Health is not queued: the newest counts.
        """
        return self._accept(wire.decode(data), data)

    def _accept(self, message: wire.Message, data: bytes) -> bool:
        """Queue ``message``, whose bytes are ``data``."""
        if isinstance(message, Health):
            self._health = message
            return not self._closed
        with self._changed:
            while self._lossless and len(self._queue) >= self._capacity and not self._closed:
                self._changed.wait()
            if self._closed:
                return False
            if self._recorder is not None:
                self._recorder.write(data)
            self._append(message)
        return True

    def restart(self) -> None:
        """Say that what follows is from another run of the engine: nothing is known of it yet."""
        with self._changed:
            self._health = None
            self._append(_Restart())

    def finish(self, error: Exception | None = None) -> None:
        """Say that no further message will come, and why if it is a failure.

        A reader is given the frames before it, and then has ``error`` raised.
        """
        with self._changed:
            self._finished = True
            self._error = error
            self._changed.notify_all()

    def _next(self, timeout: float | None) -> PoseFrame | None:
        with self._changed:
            while True:
                while self._queue:
                    frame = self._take()
                    self._changed.notify_all()
                    if frame is not None:
                        return frame
                if self._finished or self._closed:
                    self._raise_failure()
                    return None
                if not self._changed.wait(timeout):
                    return None

    def _take(self) -> PoseFrame | None:
        message = self._queue.popleft()
        match message:
            case PoseFrame():
                self._latest = message
                return message
            case Background():
                self._background = message
            case _Restart():
                self._background = None
                self.restarts += 1
        return None

    def _append(self, message: PoseFrame | Background | _Restart) -> None:
        self._queue.append(message)
        if len(self._queue) > self._capacity:
            self._drop_oldest()
        self._changed.notify_all()

    def _drop_oldest(self) -> None:
        """Drop the oldest frame, and of what stands before it what the next ones do not need."""
        before: list[Background | _Restart] = []
        while self._queue and not isinstance(self._queue[0], PoseFrame):
            before.append(self._queue.popleft())  # type: ignore[arg-type]
        if self._queue:
            self._queue.popleft()
            self.lost += 1
        self._queue.extendleft(reversed(_needed(before)))

    def _raise_failure(self) -> None:
        if self._error is not None and not self._closed:
            raise self._error


def _needed(messages: Sequence[Background | _Restart]) -> list[Background | _Restart]:
    """The newest background of the newest run, and that there was another run, if there was."""
    needed: list[Background | _Restart] = []
    for message in messages:
        needed = [message] if isinstance(message, _Restart) else [*needed[:1], message]
        if isinstance(needed[0], Background):
            needed = needed[-1:]
    return needed
