import threading

import numpy as np
import pytest

from engine.cameras.frame import Frame
from engine.cameras.pacing import paced


class Time(threading.Event):
    """A clock that a wait on this event moves on, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        if not self.is_set():
            self.waits.append(timeout)
            self.now += timeout
        return self.is_set()


def frames(*times: float) -> list[Frame]:
    pixels = np.zeros((1, 1, 3), np.uint8)
    return [Frame(pixels, number, time) for number, time in enumerate(times)]


def test_frames_come_when_they_are_due() -> None:
    time = Time()
    given = frames(0.0, 0.5, 0.6, 2.0)
    due = [(frame.number, time.now) for frame in paced(given, 1.0, stop=time, clock=time)]
    assert due == [(0, 1000.0), (1, 1000.5), (2, 1000.6), (3, 1002.0)]


def test_twice_the_speed_takes_half_the_time() -> None:
    time = Time()
    due = [time.now for _ in paced(frames(0.0, 1.0, 3.0), 2.0, stop=time, clock=time)]
    assert due == [1000.0, 1000.5, 1001.5]


def test_skipped_seconds_are_not_waited_for() -> None:
    time = Time()
    due = [time.now for _ in paced(frames(20.0, 20.1), 1.0, stop=time, clock=time)]
    assert due == pytest.approx([1000.0, 1000.1])


def test_who_is_late_gets_every_frame_and_is_on_time_again() -> None:
    time = Time()
    due = []
    for frame in paced(frames(0.0, 1.0, 2.0, 5.0), 1.0, stop=time, clock=time):
        due.append((frame.number, time.now))
        if frame.number == 0:
            time.now += 3.0
    assert due == [(0, 1000.0), (1, 1003.0), (2, 1003.0), (3, 1005.0)]


def test_without_a_speed_nothing_is_waited_for() -> None:
    time = Time()
    assert len(list(paced(frames(0.0, 60.0), None, stop=time, clock=time))) == 2
    assert time.waits == []


def test_stopping_ends_the_frames_even_where_one_is_due_in_an_hour() -> None:
    stop = threading.Event()
    given = []
    for frame in paced(frames(0.0, 3600.0), 1.0, stop=stop):
        given.append(frame.number)
        threading.Timer(0.01, stop.set).start()
    assert given == [0]
