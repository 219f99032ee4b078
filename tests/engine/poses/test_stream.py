from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.poses import (
    CameraError,
    CameraState,
    Health,
    OutputError,
    PoseStream,
    Recorder,
    WireError,
    wire,
)
from engine.poses.recording import Reading
from tests.engine.poses.values import background, frame

HEALTH = Health("lobby", ("lobby",), CameraState.SEEING, 30.0, 0.01, frames=7, dropped=0)

PATIENCE = 30.0
"""Seconds after which a thread that should have returned is taken to hang."""


@pytest.fixture
def another_thread() -> Iterator[Callable[..., Future[object]]]:
    """Runs a function in a thread of its own."""
    with ThreadPoolExecutor() as threads:
        yield threads.submit


def stream_of(*messages: wire.Message, lossless: bool = False, capacity: int = 64) -> PoseStream:
    stream = PoseStream(lossless=lossless, capacity=capacity)
    for message in messages:
        assert stream.deliver(wire.encode(message))
    return stream


def numbers(stream: PoseStream) -> list[int]:
    return [frame.frame for frame in stream]


def test_iteration_gives_every_frame_in_order() -> None:
    stream = stream_of(*(frame(number) for number in range(10)))
    stream.finish()
    assert numbers(stream) == list(range(10))


def test_the_next_frame_is_waited_for_only_so_long() -> None:
    poses = stream_of(*(frame(number) for number in range(3)))
    assert [poses.next_frame(timeout=0.0) for _ in range(3)] == [frame(n) for n in range(3)]
    assert poses.next_frame(timeout=0.01) is None
    assert not poses.ended
    poses.finish()
    assert poses.next_frame() is None
    assert poses.ended


def test_the_latest_frame_skips_those_before() -> None:
    stream = stream_of(frame(0), frame(1), frame(2))
    assert stream.latest() == frame(2)
    stream.deliver(wire.encode(frame(3)))
    assert stream.latest() == frame(3)


def test_the_latest_frame_stays_until_there_is_a_newer_one() -> None:
    stream = stream_of(frame(0))
    assert stream.latest() == stream.latest() == frame(0)


def test_there_is_no_latest_frame_before_the_first() -> None:
    assert stream_of().latest() is None
    assert stream_of().latest(timeout=0.01) is None


def test_the_first_frame_can_be_waited_for(another_thread: Callable[..., Future[object]]) -> None:
    stream = stream_of()
    waiting = another_thread(stream.latest, timeout=PATIENCE)
    stream.deliver(wire.encode(frame(0)))
    assert waiting.result(PATIENCE) == frame(0)


def test_a_lossless_stream_makes_the_producer_wait(
    another_thread: Callable[..., Future[object]],
) -> None:
    stream = stream_of(frame(0), frame(1), lossless=True, capacity=2)
    waiting = another_thread(stream.deliver, wire.encode(frame(2)))
    frames = iter(stream)
    assert next(frames) == frame(0)
    assert waiting.result(PATIENCE) is True
    assert [next(frames), next(frames)] == [frame(1), frame(2)]
    assert stream.lost == 0


def test_another_stream_drops_its_oldest_frames_and_counts_them() -> None:
    stream = stream_of(*(frame(number) for number in range(10)), capacity=4)
    stream.finish()
    assert numbers(stream) == [6, 7, 8, 9]
    assert stream.lost == 6


def test_a_background_is_never_dropped() -> None:
    stream = stream_of(background(1), *(frame(n, revision=1) for n in range(10)), capacity=4)
    assert stream.latest() == frame(9, revision=1)
    assert stream.background() == background(1)


def test_a_background_is_there_for_the_frames_that_ask_for_it_only() -> None:
    stream = stream_of(frame(0), background(1), frame(1, revision=1), frame(2))
    stream.finish()
    assert [stream.background() for _ in stream] == [None, background(1), None]


def test_a_new_background_takes_the_place_of_the_old_with_its_first_frame() -> None:
    stream = stream_of(
        background(1), frame(0, revision=1), background(2), frame(1, revision=1),
        frame(2, revision=2),
    )  # fmt: skip
    stream.finish()
    assert [stream.background() for _ in stream] == [background(1), None, background(2)]


def test_health_is_told_at_once_and_is_no_frame() -> None:
    stream = stream_of(frame(0))
    assert stream.health is None
    stream.deliver(wire.encode(HEALTH))
    stream.finish()
    assert stream.health == HEALTH
    assert numbers(stream) == [0]


def test_when_the_engine_begins_anew_there_is_no_background_until_it_sends_one() -> None:
    stream = stream_of(background(1), frame(0, revision=1), HEALTH)
    stream.restart()
    for message in (frame(0, revision=1), background(1), frame(1, revision=1)):
        stream.deliver(wire.encode(message))
    stream.finish()
    assert stream.health is None
    shown = [(stream.background(), stream.restarts) for _ in stream]
    assert shown == [(background(1), 0), (None, 1), (background(1), 1)]


def test_who_never_reads_keeps_no_more_than_the_newest_background() -> None:
    stream = stream_of(capacity=4)
    for _ in range(3):
        stream.restart()
        for number in range(20):
            stream.deliver(wire.encode(background(number + 1)))
            stream.deliver(wire.encode(frame(number, revision=number + 1)))
    assert len(stream._queue) <= 5
    assert stream.latest() == frame(19, revision=20)
    assert stream.background() == background(20)
    assert stream.lost >= 55
    assert stream.restarts >= 1


def test_a_failure_is_raised_after_the_last_frame_and_ever_after() -> None:
    stream = stream_of(frame(0), frame(1))
    stream.finish(CameraError("the camera is gone"))
    frames = iter(stream)
    assert [next(frames), next(frames)] == [frame(0), frame(1)]
    for ask in (lambda: next(frames), lambda: next(iter(stream)), stream.latest):
        with pytest.raises(CameraError, match="the camera is gone"):
            ask()


def test_a_stream_that_failed_has_not_simply_ended() -> None:
    stream = stream_of(frame(0))
    stream.finish(CameraError("the camera is gone"))
    assert not stream.ended
    with pytest.raises(CameraError):
        stream.latest()
    assert not stream.ended


def test_a_stream_has_ended_once_its_last_frame_was_taken() -> None:
    stream = stream_of(frame(0))
    assert not stream.ended
    stream.finish()
    assert not stream.ended
    assert stream.latest() == frame(0)
    assert stream.ended
    assert stream.latest() == frame(0)


def test_closing_wakes_a_waiting_reader(another_thread: Callable[..., Future[object]]) -> None:
    stream = stream_of()
    waiting = another_thread(numbers, stream)
    stream.close()
    assert waiting.result(PATIENCE) == []


def test_closing_wakes_a_waiting_producer(another_thread: Callable[..., Future[object]]) -> None:
    stream = stream_of(frame(0), lossless=True, capacity=1)
    waiting = another_thread(stream.deliver, wire.encode(frame(1)))
    stream.close()
    assert waiting.result(PATIENCE) is False


def test_a_closed_stream_takes_and_gives_nothing_and_raises_nothing() -> None:
    stream = stream_of(frame(0))
    with stream:
        pass
    stream.close()
    stream.finish(CameraError("closed"))
    assert stream.ended
    assert not stream.deliver(wire.encode(frame(1)))
    assert numbers(stream) == []


def test_what_is_no_message_is_refused_where_it_is_delivered() -> None:
    with pytest.raises(WireError):
        stream_of().deliver(b"picture")


@pytest.mark.parametrize("lossless", [True, False])
def test_two_threads_neither_mix_up_nor_repeat_frames(
    lossless: bool, another_thread: Callable[..., Future[object]]
) -> None:
    stream = PoseStream(lossless=lossless, capacity=3)
    count = 3000

    def produce() -> None:
        for number in range(count):
            stream.deliver(wire.encode(frame(number)))
        stream.finish()

    producing = another_thread(produce)
    seen = numbers(stream)
    producing.result(PATIENCE)
    assert seen == sorted(set(seen))
    assert len(seen) + stream.lost == count
    assert not (lossless and stream.lost)


def test_a_recorder_gets_every_message_also_those_that_are_skipped(tmp_path: Path) -> None:
    messages: list[wire.Message] = [background(1)]
    messages += [frame(number, revision=1) for number in range(9)]
    with PoseStream(lossless=False, capacity=2, recorder=Recorder(tmp_path / "poses")) as stream:
        for message in messages:
            stream.deliver(wire.encode(message))
    assert [wire.decode(data) for data in Reading(tmp_path / "poses")] == messages


def test_a_recording_that_fails_reaches_the_reader_after_the_frames_before(
    another_thread: Callable[..., Future[object]],
) -> None:
    class FullDisk(Recorder):
        def __init__(self) -> None:
            self.room = 3

        def write(self, message: bytes) -> None:
            self.room -= 1
            if self.room < 0:
                raise OutputError("cannot record to poses: No space left on device")

        def close(self) -> None:
            """There is no file."""

    stream = PoseStream(lossless=True, capacity=2, recorder=FullDisk())

    def produce() -> None:
        try:
            for number in range(10):
                stream.deliver(wire.encode(frame(number)))
        except OutputError as error:
            stream.finish(error)

    producing = another_thread(produce)
    frames = iter(stream)
    assert [next(frames).frame for _ in range(3)] == [0, 1, 2]
    with pytest.raises(OutputError, match="No space left"):
        next(frames)
    producing.result(PATIENCE)
