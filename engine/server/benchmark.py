"""What the hop to another process costs: delay, and the engine's time by how many apps listen.

Each frame goes to a stream in this process and across the socket to a listener in one of its own,
within the same run, so that both see the same machine in the same mood.
"""

import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from engine.poses import (
    BackgroundStatus,
    Keypoint,
    KeypointName,
    Pose,
    PoseFrame,
    PoseStream,
    wire,
)
from engine.poses.remote import Dial, Kind, RemoteStream, read_address, topic
from engine.server.feeds import Listener
from engine.server.outlet import Outlet
from engine.server.server import Server

RATE = 30.0
PEOPLE = 3
WARM_UP = 15

_CAMERA = "camera"
_PAUSE = 0.004
"""Seconds between the two ways of a frame, so that neither disturbs the other."""


class Delay(msgspec.Struct, frozen=True):
    """Milliseconds from the engine's hand to the app's: the median, and what 1 in 100 exceed."""

    p50: float
    p99: float


class Hop(msgspec.Struct, frozen=True):
    """Delays of the same ``frames`` in this process and to another, and what the latter adds."""

    frames: int
    near: Delay
    far: Delay
    adds: Delay


class Load(msgspec.Struct, frozen=True):
    """Seconds of processor time that an engine takes with one app and with ``apps``: medians."""

    apps: int
    one: float
    several: float
    ratio: float


def measure_hop(count: int) -> Hop:
    """The delay of ``count`` frames with :data:`PEOPLE`, at :data:`RATE` a second."""
    with _address() as url, PoseStream(lossless=False) as near:
        feed = _BothWays(count + WARM_UP, near)
        came_near: dict[int, float] = {}
        reading = threading.Thread(target=note_arrivals, args=(near, came_near))
        reading.start()
        with (
            closing(Outlet(read_address(url), [topic(Kind.POSES, _CAMERA)])) as outlet,
            closing(Server({_CAMERA: lambda: feed}, outlet)) as server,
            _listener(url) as listener,
        ):
            server.run(wait_for=1)
            told, _ = listener.communicate()
        near.finish()
        reading.join()
    came_far = msgspec.json.decode(told, type=dict[int, float])
    near_delay, far_delay = _delay(feed.sent_near, came_near), _delay(feed.sent_far, came_far)
    adds = Delay(round(far_delay.p50 - near_delay.p50, 3), round(far_delay.p99 - near_delay.p99, 3))
    return Hop(len(came_far), near_delay, far_delay, adds)


def measure_load(source: str, seconds: float, apps: int, rounds: int) -> Load:
    """The time that an engine takes for ``source`` with one app and with ``apps``, in turns."""
    taken: dict[int, list[float]] = {1: [], apps: []}
    for _ in range(rounds):
        for number, of_number in taken.items():
            of_number.append(_engine_seconds(source, seconds, number))
    one, several = (statistics.median(of_number) for of_number in taken.values())
    return Load(apps, round(one, 3), round(several, 3), round(several / one, 3))


def note_arrivals(poses: PoseStream, came: dict[int, float]) -> None:
    """Note when each frame of ``poses`` came, until they end."""
    for frame in poses:
        came[frame.frame] = time.monotonic()


class _BothWays:
    """Frames at a steady pace, each to the stream ``near`` and to the server's listener."""

    busy = False

    def __init__(self, count: int, near: PoseStream) -> None:
        self.sent_near: dict[int, float] = {}
        self.sent_far: dict[int, float] = {}
        self._count = count
        self._near = near

    def run(self, listener: Listener) -> None:
        random_ = random.Random(1)
        start = time.monotonic()
        for number in range(self._count):
            data = wire.encode(_frame(number, random_))
            time.sleep(max(0.0, start + number / RATE - time.monotonic()))
            ways: list[tuple[dict[int, float], Callable[[bytes], object]]] = [
                (self.sent_near, self._near.deliver),
                (self.sent_far, listener),
            ]
            for sent, send in ways if number % 2 else reversed(ways):
                sent[number] = time.monotonic()
                send(data)
                time.sleep(_PAUSE)

    def renew_background(self) -> None:
        """There is none."""

    def close(self) -> None:
        """The frames end by themselves."""


def _frame(number: int, random_: random.Random) -> PoseFrame:
    def point() -> Keypoint:
        return Keypoint(random_.random(), random_.random(), 0.8)

    people = [Pose(id_, 0.9, tuple(point() for _ in KeypointName)) for id_ in range(PEOPLE)]
    return PoseFrame(number, number / RATE, 1280, 720, tuple(people), BackgroundStatus(), "bench")


def _delay(sent: dict[int, float], came: dict[int, float]) -> Delay:
    delays = sorted(1000 * (came[number] - sent[number]) for number in came if number >= WARM_UP)
    return Delay(round(statistics.median(delays), 3), round(delays[len(delays) * 99 // 100], 3))


@contextmanager
def _address() -> Iterator[str]:
    with TemporaryDirectory(prefix="crew") as folder:
        yield f"ipc://{Path(folder, 'engine.sock')}"


@contextmanager
def _listener(url: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that listens at ``url`` and at the end prints when which frame came, as JSON."""
    command = [sys.executable, "-m", "engine.server.benchmark", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def _engine_seconds(source: str, seconds: float, apps: int) -> float:
    """The processor time of an engine in a process of its own to which ``apps`` listen."""
    with _address() as url:
        command = [sys.executable, "-m", "apps", "serve", "--address", url, "--source", source]
        engine = subprocess.Popen(
            [*command, "--seconds", str(seconds)], stderr=subprocess.DEVNULL, env=os.environ
        )
        listeners = [
            subprocess.Popen(
                [sys.executable, "-m", "engine.server.benchmark", url], stdout=subprocess.DEVNULL
            )
            for _ in range(apps)
        ]
        _, _, usage = os.wait4(engine.pid, 0)
        engine.returncode = 0
        for listener in listeners:
            listener.kill()
            listener.wait()
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    arrivals: dict[int, float] = {}
    with RemoteStream(Dial(sys.argv[1]), camera="".join(sys.argv[2:])) as stream:
        note_arrivals(stream, arrivals)
    sys.stdout.buffer.write(msgspec.json.encode(arrivals))
