import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

import pytest

from engine.cameras.frame import Frame
from engine.cameras.live import MOST_STUCK, LiveCamera, Patience
from engine.detections import Pixels
from engine.poses.errors import CameraError
from tests.engine.cameras.media import number_in, picture

PATIENCE = Patience(opening=5.0, frame=0.1, pauses=(0.0, 0.01), closing=0.1)
"""Short enough for tests, which wait for what happens and never for how long it takes."""

Step = int | float | Callable[[], None]


class FakeCapture:
    """Gives the pictures of ``steps`` by number, then ends.

    A negative number is the picture and the time stamp of the one before again, as drivers do that
    have lost their camera; a function is called, and may block.
    """

    fps: float | None = 30.0

    def __init__(self, steps: Iterator[Step]) -> None:
        self._steps = steps
        self._number = 0
        self.released = threading.Event()

    def read(self) -> Pixels | None:
        for step in self._steps:
            if callable(step):
                step()
                continue
            self._number = int(step) if step >= 0 else self._number
            return picture(self._number)
        return None

    def stamp(self) -> float:
        return 40.0 * (self._number + 1)

    def release(self) -> None:
        self.released.set()


class Opener:
    """Opens one capture after the other; an error among them is raised, the last is repeated."""

    def __init__(self, *results: Sequence[Step] | CameraError | Callable[[], None]) -> None:
        self._results = list(results)
        self.opened: list[FakeCapture] = []
        self.attempts = 0

    def __call__(self) -> FakeCapture:
        result = self._results[min(self.attempts, len(self._results) - 1)]
        self.attempts += 1
        if isinstance(result, CameraError):
            raise result
        steps = iter(result) if isinstance(result, Sequence) else iter([result])
        self.opened.append(FakeCapture(steps))
        return self.opened[-1]


class Gate:
    """Blocks whoever comes until it is opened; knows how many have come."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self._arrived = threading.Semaphore(0)

    def __call__(self) -> None:
        self._arrived.release()
        self._open.wait()

    def wait_for_arrival(self) -> None:
        assert self._arrived.acquire(timeout=10.0)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open()


def open_live(opener: Opener, patience: Patience = PATIENCE) -> closing[LiveCamera]:
    return closing(LiveCamera("camera 0", opener, patience=patience, clock=_Clock()))


class _Clock:
    """The real clock from a beginning of its own, which shows in the frames' times."""

    def __call__(self) -> float:
        return time.monotonic() + 1e6


def take(camera: LiveCamera, count: int) -> list[Frame]:
    frames = camera.frames()
    return [next(frames) for _ in range(count)]


def test_who_reads_slowly_gets_the_newest_frame_and_the_others_are_counted(gate: Gate) -> None:
    with open_live(Opener([0, 1, 2, 3, gate])) as camera:
        gate.wait_for_arrival()
        (frame,) = take(camera, 1)
    assert (frame.number, number_in(frame.pixels)) == (3, 3)
    assert camera.live
    assert camera.dropped == 3
    assert camera.fps == 30.0


def test_frames_are_stamped_by_the_clock_when_they_are_read(gate: Gate) -> None:
    second = Gate()
    with open_live(Opener([0, gate, 1, second])) as camera:
        frames = camera.frames()
        first = next(frames)
        gate.open()
        assert 1e6 < first.time < next(frames).time
        second.open()


def test_no_frame_is_given_twice(gate: Gate) -> None:
    with open_live(Opener([0, gate]), Patience(closing=0.1)) as camera:
        frames = camera.frames()
        assert next(frames).number == 0
        threading.Timer(0.05, camera.close).start()
        assert list(frames) == []


def test_a_camera_that_fails_is_opened_again_after_it_was_released(
    gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    opener = Opener([0, gate], CameraError("camera 0 is not there"), [1, 2, 3, gate])
    with open_live(opener) as camera:
        frames = camera.frames()
        assert next(frames).number == 0
        gate.open()
        assert number_in(next(frames).pixels) in {1, 2, 3}
    assert opener.attempts >= 3
    assert opener.opened[0].released.is_set()
    assert caplog.messages[:2] == [
        "camera 0 gives no picture; it is waited for",
        "camera 0 gives pictures again",
    ]


def test_numbers_go_on_after_a_loss(gate: Gate) -> None:
    opener = Opener([0], [1], [2, gate])
    with open_live(opener) as camera:
        frames = take(camera, 3)
    assert [frame.number for frame in frames] == [0, 1, 2]
    assert [number_in(frame.pixels) for frame in frames] == [0, 1, 2]
    assert frames[0].time <= frames[1].time <= frames[2].time


def test_a_camera_that_repeats_its_last_frame_is_lost(gate: Gate) -> None:
    opener = Opener([0] + [-1.0] * 10_000, [7, gate])
    with open_live(opener) as camera:
        assert [number_in(frame.pixels) for frame in take(camera, 2)] == [0, 7]
        assert opener.opened[0].released.wait(timeout=10.0)
    assert camera.dropped == 0


def test_a_scene_that_stands_still_is_no_loss(gate: Gate) -> None:
    class NoStamps(FakeCapture):
        def stamp(self) -> float:
            return 0.0

    def opener() -> FakeCapture:
        return NoStamps(iter([5, 5, 5, gate]))

    with closing(LiveCamera("camera 0", opener, patience=PATIENCE)) as camera:
        gate.wait_for_arrival()
        assert take(camera, 1)[0].number == 2


def test_a_camera_whose_driver_never_returns_is_opened_again(gate: Gate) -> None:
    opener = Opener([0, gate], [7, 8, gate])
    with open_live(opener) as camera:
        frames = camera.frames()
        assert number_in(next(frames).pixels) == 0
        assert number_in(next(frames).pixels) in {7, 8}
        assert not opener.opened[0].released.is_set()
        gate.open()
        assert opener.opened[0].released.wait(timeout=10.0)


def test_what_a_driver_gives_long_after_it_was_left_is_no_frame(gate: Gate) -> None:
    second, end = Gate(), Gate()
    opener = Opener([0, gate, 9, 9, 9], [7, second, 8, end])
    with open_live(opener) as camera:
        frames = camera.frames()
        seen = [number_in(next(frames).pixels) for _ in range(2)]
        gate.open()
        assert opener.opened[0].released.wait(timeout=10.0)
        second.open()
        while seen[-1] != 8:
            seen.append(number_in(next(frames).pixels))
        end.open()
    assert 9 not in seen


def test_not_ever_more_threads_wait_for_a_driver_that_never_returns(gate: Gate) -> None:
    opener = Opener([0, gate])
    patience = Patience(frame=0.01, pauses=(0.01,), closing=0.1)
    with open_live(opener, patience) as camera:
        take(camera, MOST_STUCK)
        threading.Timer(0.3, camera.close).start()
        assert list(camera.frames()) == []
    assert opener.attempts == MOST_STUCK


def test_closing_does_not_wait_for_a_driver_that_never_returns(gate: Gate) -> None:
    opener = Opener([0, gate])
    with open_live(opener) as camera:
        take(camera, 1)
        gate.wait_for_arrival()
    camera.close()
    assert not opener.opened[0].released.is_set()


def test_closing_ends_the_wait_for_a_camera_that_is_gone() -> None:
    opener = Opener([0], CameraError("camera 0 is not there"))
    with open_live(opener, PATIENCE._replace(pauses=(3600.0,))) as camera:
        frames = camera.frames()
        next(frames)
        threading.Timer(0.05, camera.close).start()
        assert list(frames) == []


def test_a_camera_that_cannot_be_opened_at_first_is_an_error() -> None:
    with pytest.raises(CameraError, match="camera 0 is busy"):
        LiveCamera("camera 0", Opener(CameraError("camera 0 is busy")), patience=PATIENCE)


def test_a_camera_that_opens_but_gives_nothing_is_an_error(gate: Gate) -> None:
    for nothing in (Opener([]), Opener(gate)):
        with pytest.raises(CameraError, match="camera 0 gives no picture"):
            LiveCamera("camera 0", nothing, patience=PATIENCE._replace(opening=0.05))
