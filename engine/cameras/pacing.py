"""Playing frames at the pace they were taken, and for as long as is wanted."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator

from engine.cameras.frame import Frame


def paced(
    frames: Iterable[Frame],
    speed: float | None,
    *,
    stop: threading.Event | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Frame]:
    """Every one of ``frames``, each when it is due: at its time divided by ``speed``.

    The first is given at once and sets the start. Whoever takes frames too slowly gets the next
    without a wait, but none is left out. A ``speed`` of None gives them as fast as they are taken.
    Setting ``stop`` ends the frames, also in the middle of a wait.
    """
    stop = stop or threading.Event()
    start: float | None = None
    for frame in frames:
        if speed is not None:
            due = frame.time / speed
            if start is None:
                start = clock() - due
            stop.wait(max(0.0, start + due - clock()))
        if stop.is_set():
            return
        yield frame


def first_seconds(frames: Iterable[Frame], seconds: float | None) -> Iterator[Frame]:
    """Those of ``frames`` that come within ``seconds`` of the first; all where it is None."""
    start: float | None = None
    for frame in frames:
        start = frame.time if start is None else start
        if seconds is not None and frame.time - start >= seconds:
            return
        yield frame
