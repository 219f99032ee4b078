"""How speed goes with the number of people and of cameras, and with the size of pictures."""

import gc
import resource
import threading
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

import cv2
import msgspec
import numpy as np

from engine import assembly
from engine.benchmark.crowds import crowd
from engine.benchmark.flat_out import FlatOut, InMemory, peak_memory
from engine.benchmark.frames import WARM_UP, Measurement, measure
from engine.cameras.frame import Frame
from engine.cameras.stage import open_stage
from engine.models import ModelSpec
from engine.runtimes import Network

PEOPLE = (1, 2, 3, 5, 10, 20)
SIZES = ((640, 480), (1280, 720), (1920, 1080), (3840, 2160))
MOST_CAMERAS = 4

_PICTURES = 12


class Cameras(msgspec.Struct, frozen=True):
    """``count`` engines at work in one process, each with a camera and networks of its own."""

    count: int
    frames_per_second: float
    """Of all together."""
    cpu_ms: float
    """Processor time a frame."""
    megabytes: float
    """Memory that they take, networks and all, besides what the process had before the first."""


class Scale(msgspec.Struct, frozen=True):
    """What was measured of one model; ``people`` and ``sizes`` each by :data:`PEOPLE` and so on."""

    model: str
    people: list[tuple[int, Measurement]]
    sizes: list[tuple[tuple[int, int], Measurement]]
    cameras: list[Cameras]


def measure_scale(
    load: Callable[[int], tuple[ModelSpec, list[Network]]], count: int, rounds: int
) -> Scale:
    """Measure the model that ``load`` loads for so many pictures at once, on ``count`` frames."""
    cameras = _cameras(load, count)
    spec, networks = load(1)
    _, several = load(assembly.AT_ONCE)
    flat_out = FlatOut(spec, several, None, rounds)

    def measured(pictures: Sequence[Frame]) -> Measurement:
        shown = InMemory(pictures, count + WARM_UP).frames()
        return measure(spec, networks, shown, flat_out)

    people = [(number, measured(list(islice(crowd(number), _PICTURES)))) for number in PEOPLE]
    sizes = [(size, measured(_trio(size))) for size in SIZES]
    return Scale(spec.called, people, sizes, cameras)


def _trio(size: tuple[int, int]) -> list[Frame]:
    """Three people in pictures of ``size``, as far as those of the usual size can be enlarged."""
    frames = islice(open_stage("trio", resolution=(1280, 720), skip=8.0).frames(), _PICTURES)
    return [
        frame._replace(pixels=np.asarray(cv2.resize(frame.pixels, size), np.uint8))
        for frame in frames
    ]


def _cameras(load: Callable[[int], tuple[ModelSpec, list[Network]]], frames: int) -> list[Cameras]:
    """Engines for least latency, one more each time, which take ``frames`` as fast as they can."""
    pictures = _trio((1280, 720))
    before = _resident()
    engines: list[assembly.NamedEstimator] = []
    measured = []
    while len(engines) < MOST_CAMERAS:
        engines.append(assembly.one_by_one(*load(1)))
        measured.append(_together(engines, pictures, frames, before))
    return measured


def _together(
    engines: Sequence[assembly.NamedEstimator],
    pictures: Sequence[Frame],
    frames: int,
    before: float,
) -> Cameras:
    """What ``engines`` do side by side; ``before`` is the memory without them."""
    started, busy = perf_counter(), process_time()
    readers = [
        threading.Thread(target=_read, args=(InMemory(pictures, frames), engine))
        for engine in engines
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    passed, used = perf_counter() - started, process_time() - busy
    total = len(engines) * frames
    return Cameras(
        len(engines),
        round(total / passed, 2),
        round(1000 * used / total, 2),
        round((_resident() - before) / 1e6, 1),
    )


def _resident() -> float:
    """The bytes that this process has in memory now; where the system does not tell, at most."""
    gc.collect()
    try:
        return resource.getpagesize() * float(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return peak_memory()


def _read(camera: InMemory, model: assembly.NamedEstimator) -> None:
    with assembly.stream_of(camera, model) as stream:
        for _ in stream:
            pass
