"""How fast frames become poses, measured against the bare networks in the same run.

For each frame the whole way (fit, infer, decode, track, smooth) is timed, and then the bare
networks alone on the very pictures that they were given, so that both see the same machine in the
same mood. What is compared are medians of one run, never milliseconds of different runs.

Then the engine as apps have it, with its thread and its messages, is run flat out on some of the
frames, which are in memory already: that is the most that a camera could give it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import cycle, islice
from time import perf_counter
from typing import NamedTuple

import msgspec
import numpy as np

from engine import assembly, estimators
from engine.cameras.frame import Frame
from engine.detections import FloatArray, Pixels
from engine.models import ModelSpec
from engine.poses.errors import UsageError
from engine.runtimes import Runtime
from engine.smoother import Smoother
from engine.tracker import Tracker

WARM_UP = 10
MOST_IN_MEMORY = 32
"""How many pictures are shown over and over to the engine that is run flat out."""

STEPS = ("fit", "infer", "decode", "track", "smooth")


class Timing(msgspec.Struct, frozen=True):
    """Milliseconds a frame: the median, and what one frame in 20 and one in 100 exceed."""

    p50: float
    p95: float
    p99: float


class Measurement(msgspec.Struct, frozen=True):
    """The speed of one model on one source.

    ``bare`` is the networks alone, ``whole`` is frame to smoothed tracks, ``steps`` are its parts
    and ``ratio`` is that of the medians of ``whole`` and ``bare``. ``frames_per_second`` are those
    of the engine as apps have it, run flat out.
    """

    model: str
    size: tuple[int, int]
    frames: int
    people: float
    bare: Timing
    whole: Timing
    ratio: float
    frames_per_second: float
    steps: dict[str, Timing]


class _InMemory:
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


class _Observed:
    """A network that can be told to keep a copy of each picture it is given."""

    def __init__(self, network: Runtime, seen: list[tuple[Runtime, Pixels]]) -> None:
        self._network = network
        self._seen = seen
        self.keeping = False

    def infer(self, picture: Pixels) -> Mapping[str, FloatArray]:
        if self.keeping:
            self._seen.append((self._network, picture.copy()))
        return self._network.infer(picture)


class _Sample(NamedTuple):
    steps: tuple[float, ...]
    bare: float
    people: int


def measure(spec: ModelSpec, networks: Sequence[Runtime], frames: Iterable[Frame]) -> Measurement:
    """Time ``frames`` on the ``networks`` of ``spec``, but for the first :data:`WARM_UP`.

    :class:`UsageError` if there are no more.
    """
    seen: list[tuple[Runtime, Pixels]] = []
    observed = [_Observed(network, seen) for network in networks]
    estimator = estimators.assemble(spec, observed)
    whole_way = _WholeWay(estimator)
    samples: list[_Sample] = []
    pictures: list[Frame] = []
    size = (0, 0)
    for frame in frames:
        if len(pictures) < MOST_IN_MEMORY:
            pictures.append(frame._replace(pixels=frame.pixels.copy()))
        height, width = frame.pixels.shape[:2]
        size = width, height
        steps, people = whole_way.time(frame)
        samples.append(_Sample(steps, _bare(observed, seen, frame, estimator), people))
    if len(samples) <= WARM_UP:
        raise UsageError(f"the source has too few pictures to tell a speed by: {len(samples)}")
    frames_per_second = _flat_out(spec.name, estimator, pictures, len(samples) // 2)
    return _summary(spec.name, size, samples[WARM_UP:], frames_per_second)


class _WholeWay:
    """From a frame to smoothed tracks, timed step by step."""

    def __init__(self, estimator: estimators.Estimator) -> None:
        self._estimator = estimator
        self._tracker = Tracker()
        self._smoother = Smoother()

    def time(self, frame: Frame) -> tuple[tuple[float, ...], int]:
        """The seconds of each of :data:`STEPS`, and how many people were followed."""
        height, width = frame.pixels.shape[:2]
        start = perf_counter()
        detections = self._estimator.estimate(frame.pixels)
        estimated = perf_counter()
        tracks = self._tracker.update(detections, frame.time, aspect=width / height)
        tracked = perf_counter()
        self._smoother.update(tracks, frame.time)
        smoothed = perf_counter()
        infer, decode = self._estimator.inference_seconds, self._estimator.decoding_seconds
        fit = estimated - start - infer - decode
        return (fit, infer, decode, tracked - estimated, smoothed - tracked), len(tracks.ids)


def _flat_out(
    name: str, estimator: estimators.Estimator, pictures: Sequence[Frame], count: int
) -> float:
    """The frames a second that the engine makes of ``pictures`` where it never has to wait."""
    camera = _InMemory(pictures, WARM_UP + count)
    with assembly.stream_of(camera, assembly.NamedEstimator(name, estimator)) as stream:
        arrivals = [perf_counter() for _ in stream]
    return (len(arrivals) - 1 - WARM_UP) / (arrivals[-1] - arrivals[WARM_UP])


def _bare(
    observed: Sequence[_Observed],
    seen: list[tuple[Runtime, Pixels]],
    frame: Frame,
    estimator: estimators.Estimator,
) -> float:
    """The seconds that the networks take for what ``frame`` makes the estimator ask of them."""
    seen.clear()
    for network in observed:
        network.keeping = True
    estimator.estimate(frame.pixels)
    for network in observed:
        network.keeping = False
    started = perf_counter()
    for runtime, picture in seen:
        runtime.infer(picture)
    return perf_counter() - started


def _summary(
    model: str, size: tuple[int, int], samples: Sequence[_Sample], frames_per_second: float
) -> Measurement:
    steps = np.array([sample.steps for sample in samples])
    bare, whole = _timing([sample.bare for sample in samples]), _timing(steps.sum(axis=1))
    return Measurement(
        model=model,
        size=size,
        frames=len(samples),
        people=round(float(np.mean([sample.people for sample in samples])), 2),
        bare=bare,
        whole=whole,
        ratio=round(whole.p50 / bare.p50, 3),
        frames_per_second=round(frames_per_second, 2),
        steps={name: _timing(steps[:, index]) for index, name in enumerate(STEPS)},
    )


def _timing(seconds: Sequence[float] | np.ndarray[tuple[int], np.dtype[np.float64]]) -> Timing:
    percentiles = np.percentile(np.asarray(seconds) * 1000, [50, 95, 99])
    return Timing(*(round(float(value), 3) for value in percentiles))
