import pytest

from apps.bridge.frames import frames_and_nobody, frames_and_silence
from engine.poses import CameraError, PoseStream, wire
from tests.apps.people import frame, person, stream

SILENCE = 0.02
SEEN = frame(person(), number=3)


def test_every_frame_comes_in_order_until_the_stream_ends() -> None:
    frames = [frame(person(), number=number) for number in range(5)]
    assert list(frames_and_nobody(stream(frames))) == frames


def test_when_frames_stay_away_the_last_comes_once_more_without_people() -> None:
    poses = stream([SEEN], ended=False)
    told = frames_and_nobody(poses, SILENCE)
    assert [next(told), next(told)] == [SEEN, frame(number=3)]
    poses.deliver(wire.encode(SEEN))
    assert next(told) == SEEN


def test_nothing_is_said_of_a_room_that_was_empty_already() -> None:
    poses = stream([frame(number=1)], ended=False)
    told = frames_and_nobody(poses, SILENCE)
    next(told)
    poses.finish()
    assert list(told) == []


def test_silence_is_told_again_and_again() -> None:
    silent = frames_and_silence(PoseStream(lossless=False), SILENCE)
    assert [next(silent), next(silent)] == [None, None]


def test_what_the_stream_failed_with_is_raised_after_the_last_frame() -> None:
    poses = stream([SEEN], ended=False)
    poses.finish(CameraError("the cable is out"))
    told = frames_and_nobody(poses)
    assert next(told) == SEEN
    with pytest.raises(CameraError):
        next(told)
