"""Estimating several frames at once, in order: while one is inferred, others are read and decoded.

Frames do not depend on each other until the tracker, so each of a few threads takes one all the way
through an estimator of its own. The networks are shared, and run side by side.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

from engine.cameras.frame import Frame
from engine.detections import Detections, Pixels
from engine.estimators import Estimator

Found = TypeVar("Found")


class Team:
    """Several estimators of one model as one that several threads may ask at once.

    Whoever asks while all are at work waits for the first that is free. ``inference_seconds`` and
    ``decoding_seconds`` are those of the member that was last done.
    """

    def __init__(self, members: Sequence[Estimator]) -> None:
        self._free: SimpleQueue[Estimator] = SimpleQueue()
        for member in members:
            self._free.put(member)
        self.inference_seconds = 0.0
        self.decoding_seconds = 0.0

    def estimate(self, pixels: Pixels) -> Detections:
        """The people in ``pixels``; see :class:`engine.estimators.Estimator`."""
        member = self._free.get()
        try:
            detections = member.estimate(pixels)
            self.inference_seconds = member.inference_seconds
            self.decoding_seconds = member.decoding_seconds
            return detections
        finally:
            self._free.put(member)


def estimated(
    frames: Iterable[Frame], estimate: Callable[[Frame], Found], at_once: int
) -> Iterator[tuple[Frame, Found]]:
    """Each of ``frames`` with what ``estimate`` finds in it, in their order.

    Where ``at_once`` is 1, a frame is taken when the one before has been handed on. Else as many
    are worked on in threads, and a frame is handed on as soon as it and those before it are done.
    What ``estimate`` fails with is raised in its frame's place.
    """
    if at_once == 1:
        for frame in frames:
            yield frame, estimate(frame)
        return
    threads = ThreadPoolExecutor(at_once, thread_name_prefix="estimator")
    try:
        yield from _ahead(frames, lambda frame: threads.submit(estimate, frame), at_once)
    finally:
        threads.shutdown(cancel_futures=True)


def _ahead(
    frames: Iterable[Frame], begin: Callable[[Frame], Future[Found]], at_once: int
) -> Iterator[tuple[Frame, Found]]:
    """``begin`` each frame early, so that one more than are worked on has been read already."""
    begun: deque[tuple[Frame, Future[Found]]] = deque()
    for frame in frames:
        begun.append((frame, begin(frame)))
        while begun and (len(begun) > at_once or begun[0][1].done()):
            yield _done(begun)
    while begun:
        yield _done(begun)


def _done(begun: deque[tuple[Frame, Future[Found]]]) -> tuple[Frame, Found]:
    frame, future = begun.popleft()
    return frame, future.result()
