"""The way of one frame, step by step, against the bare networks.

For each frame the whole way (capture, fit, infer, decode, track, smooth, wire) is timed, and then
the bare networks alone on the very pictures that they were given, so that both see the same machine
in the same mood. What is compared are medians of one run, never milliseconds of different runs.
"""

from collections.abc import Iterable, Mapping, Sequence
from time import perf_counter
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from engine import estimators
from engine.benchmark.flat_out import FlatOut, Throughput
from engine.cameras.frame import Frame
from engine.detections import FloatArray, Pixels
from engine.models import ModelSpec
from engine.poses import wire
from engine.poses.background import BackgroundStatus
from engine.poses.errors import UsageError
from engine.publisher import Publisher
from engine.runtimes import Runtime
from engine.smoother import Smoother
from engine.tracker import Tracker

WARM_UP = 10
MOST_IN_MEMORY = 32
"""How many pictures are shown over and over to the engine that is run flat out."""

STEPS = ("capture", "fit", "infer", "decode", "track", "smooth", "wire")

WHOLE = slice(1, 6)
"""The steps that a frame takes when it is there, until its tracks are smoothed."""


class Timing(msgspec.Struct, frozen=True):
    """Milliseconds a frame: the median, and what one frame in 20 and one in 100 exceed."""

    p50: float
    p95: float
    p99: float


class Measurement(msgspec.Struct, frozen=True):
    """The speed of one model on one source.

    ``bare`` is the networks alone, ``whole`` is frame to smoothed tracks, and ``ratio`` the median
    of how the two compare frame by frame. ``steps`` are the parts of ``whole``, and besides them
    the capture before it and the message after it. ``frames_per_second`` are those of the engine as
    apps have it, run flat out; ``throughput`` tells more of that, and ``pace`` is how long it takes
    for a frame then, compared with ``bare``.
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
    pace: float | None = None
    throughput: Throughput | None = None


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


def measure(
    spec: ModelSpec, networks: Sequence[Runtime], frames: Iterable[Frame], flat_out: FlatOut
) -> Measurement:
    """Time ``frames`` on the ``networks`` of ``spec``, but for the first :data:`WARM_UP`.

    Then the engine is run ``flat_out`` on half as many. :class:`UsageError` if there are no more.
    """
    seen: list[tuple[Runtime, Pixels]] = []
    observed = [_Observed(network, seen) for network in networks]
    estimator = estimators.assemble(spec, observed)
    whole_way = _WholeWay(estimator)
    samples: list[_Sample] = []
    pictures: list[Frame] = []
    looks = np.zeros(len(networks))
    taken = perf_counter()
    for frame in frames:
        capture = perf_counter() - taken
        if len(pictures) < MOST_IN_MEMORY:
            pictures.append(frame._replace(pixels=frame.pixels.copy()))
        steps, people = whole_way.time(frame)
        samples.append(_Sample((capture, *steps), _bare(observed, seen, frame, estimator), people))
        looks += [sum(1 for network, _ in seen if network is one) for one in networks]
        taken = perf_counter()
    if len(samples) <= WARM_UP:
        raise UsageError(f"the source has too few pictures to tell a speed by: {len(samples)}")
    often = (looks / len(samples)).tolist()
    throughput = flat_out.measure(pictures, often, max(len(samples) // 2, 2 * WARM_UP))
    height, width = pictures[0].pixels.shape[:2]
    return _summary(spec.name, (width, height), samples[WARM_UP:], throughput)


class _WholeWay:
    """From a frame to its message, timed step by step."""

    def __init__(self, estimator: estimators.Estimator) -> None:
        self._estimator = estimator
        self._tracker = Tracker()
        self._smoother = Smoother()
        self._publisher = Publisher("")
        self._publisher.subscribe(wire.decode)

    def time(self, frame: Frame) -> tuple[tuple[float, ...], int]:
        """The seconds of each of :data:`STEPS` after the capture, and how many were followed."""
        height, width = frame.pixels.shape[:2]
        start = perf_counter()
        detections = self._estimator.estimate(frame.pixels)
        estimated = perf_counter()
        tracks = self._tracker.update(detections, frame.time, aspect=width / height)
        tracked = perf_counter()
        tracks = self._smoother.update(tracks, frame.time)
        smoothed = perf_counter()
        self._publisher.publish_poses(frame, tracks, BackgroundStatus(), 0)
        sent = perf_counter()
        infer, decode = self._estimator.inference_seconds, self._estimator.decoding_seconds
        fit = estimated - start - infer - decode
        after = (tracked - estimated, smoothed - tracked, sent - smoothed)
        return (fit, infer, decode, *after), len(tracks.ids)


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
    model: str, size: tuple[int, int], samples: Sequence[_Sample], throughput: Throughput
) -> Measurement:
    steps = np.array([sample.steps for sample in samples])
    bare_seconds = np.array([sample.bare for sample in samples])
    whole_seconds = steps[:, WHOLE].sum(axis=1)
    bare, whole = _timing(bare_seconds), _timing(whole_seconds)
    return Measurement(
        model=model,
        size=size,
        frames=len(samples),
        people=round(float(np.mean([sample.people for sample in samples])), 2),
        bare=bare,
        whole=whole,
        ratio=round(float(np.median(whole_seconds / bare_seconds)), 3),
        frames_per_second=throughput.frames_per_second,
        steps={name: _timing(steps[:, index]) for index, name in enumerate(STEPS)},
        pace=round(1000.0 / throughput.frames_per_second / bare.p50, 3),
        throughput=throughput,
    )


def _timing(seconds: npt.NDArray[np.float64]) -> Timing:
    percentiles = np.percentile(seconds * 1000, [50, 95, 99])
    return Timing(*(round(float(value), 3) for value in percentiles))
