"""The engine run flat out, against the most that OpenVINO could do with the same networks.

The engine as apps have it, with its threads and its messages, and OpenVINO's own queue of
asynchronous requests, with pictures that need nothing done to them, take turns: rounds of a second
or so, so that both see the same machine in the same mood. What is compared are medians of rounds.
"""

import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from time import perf_counter, process_time
from typing import NamedTuple

import msgspec
import numpy as np

from engine import assembly
from engine.cameras.frame import Camera, Frame
from engine.models import ModelSpec
from engine.runtimes import Network

START = 5
"""So many frames of each round are not counted, in which threads and memory are set up."""


class Throughput(msgspec.Struct, frozen=True):
    """Frames a second of the whole engine, in ``rounds`` rounds.

    ``limit`` is what OpenVINO's queue would do with the bare networks, and ``share`` the median of
    how much of that the engine reaches in each round, of which there are ``worst`` and ``best``;
    None where a runtime has no such queue. ``cpu_ms`` is the processor time that a frame takes,
    over all threads, and ``peak_mb`` the most memory that the process has had so far.
    """

    frames_per_second: float
    limit: float | None
    share: float | None
    worst: float | None
    best: float | None
    cpu_ms: float
    peak_mb: float
    rounds: int


class InMemory:
    """A camera that shows ``pictures`` over and over, ``count`` frames in all, as fast as asked."""

    live = False
    fps: float | None = None
    dropped = 0

    def __init__(self, pictures: Sequence[Frame], count: int) -> None:
        self._pictures = pictures
        self._count = count

    def frames(self) -> Iterator[Frame]:
        """The frames, each with a time of its own; see :class:`engine.cameras.Camera`."""
        for number, frame in enumerate(islice(cycle(self._pictures), self._count)):
            yield Frame(frame.pixels, number, number / 30.0)

    def close(self) -> None:
        """There is nothing to release."""


class FlatOut(NamedTuple):
    """What is run flat out: ``networks`` of ``spec`` that were loaded for several frames at once.

    ``open_camera`` opens anew, for each round, what is played; where it is None, that is pictures
    in memory, as a camera that is never waited for would give them.
    """

    spec: ModelSpec
    networks: Sequence[Network]
    open_camera: Callable[[], Camera] | None = None
    rounds: int = 5

    def measure(self, pictures: Sequence[Frame], looks: Sequence[float], count: int) -> Throughput:
        """Run ``count`` frames, or ``pictures`` over and over, in each round.

        ``looks`` is how often a frame makes each network run.
        """
        model = assembly.side_by_side(self.spec, self.networks)
        rounds = []
        for _ in range(self.rounds):
            camera = self.open_camera() if self.open_camera else InMemory(pictures, count)
            rounds.append((*_run(camera, model, count), self._limit(looks, count)))
        rates, cpu, limits = zip(*rounds, strict=True)
        limit = None if None in limits else float(np.median(limits))
        shares = [rate / top for rate, top in zip(rates, limits, strict=True) if top]
        return Throughput(
            frames_per_second=round(float(np.median(rates)), 2),
            limit=None if limit is None else round(limit, 2),
            share=round(float(np.median(shares)), 3) if shares else None,
            worst=round(min(shares), 3) if shares else None,
            best=round(max(shares), 3) if shares else None,
            cpu_ms=round(1000 * float(np.median(cpu)), 2),
            peak_mb=round(peak_memory() / 1e6, 1),
            rounds=self.rounds,
        )

    def _limit(self, looks: Sequence[float], count: int) -> float | None:
        """The frames a second that OpenVINO's queue would do; None where a runtime has none."""
        seconds = 0.0
        for network, often in zip(self.networks, looks, strict=True):
            queue = getattr(network, "seconds_in_queue", None)
            if queue is None:
                return None
            seconds += often * queue(assembly.AT_ONCE, count) / count
        return 1.0 / seconds


def _run(camera: Camera, model: assembly.NamedEstimator, count: int) -> tuple[float, float]:
    """Frames a second, and seconds of processor time a frame, over the first ``count`` frames."""
    with assembly.stream_of(camera, model) as stream:
        frames = islice(stream, count)
        for _ in islice(frames, START):
            pass
        started, busy = perf_counter(), process_time()
        done = sum(1 for _ in frames)
        return done / (perf_counter() - started), (process_time() - busy) / max(done, 1)


def peak_memory() -> float:
    """The most bytes that this process has had in memory."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak if sys.platform == "darwin" else 1024 * peak)
