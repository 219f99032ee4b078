from collections.abc import Iterator

import pytest

from apps.bridge.osc import run
from apps.bridge.settings import OscSettings
from engine.poses import CameraError
from tests.apps.osc.listener import Listener
from tests.apps.people import frame, person, stream


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.socket.close()


def test_a_frame_is_one_bundle_and_a_person_keeps_the_id(listener: Listener) -> None:
    frames = [frame(person(7), person(2**31 - 1), number=number) for number in range(5)]
    run(stream(frames), OscSettings(listener.address))
    for number in range(5):
        (_, about), *poses = listener.hear()
        assert about == [number, 40 * number, 320, 240]
        assert [(address, values[0]) for address, values in poses] == [
            ("/skeleton-crew/pose", 7),
            ("/skeleton-crew/pose", 2**31 - 1),
        ]


def test_at_the_end_nobody_is_there(listener: Listener) -> None:
    run(stream([frame(person())]), OscSettings(listener.address))
    listener.hear()
    assert listener.hear() == [("/skeleton-crew/frame", [0, 0, 320, 240])]


def test_after_a_failure_nobody_is_there(listener: Listener) -> None:
    poses = stream([frame(person())], ended=False)
    poses.finish(CameraError("the cable is out"))
    with pytest.raises(CameraError):
        run(poses, OscSettings(listener.address))
    listener.hear()
    assert [address for address, _ in listener.hear()] == ["/skeleton-crew/frame"]


def test_a_stream_without_frames_sends_nothing(listener: Listener) -> None:
    run(stream([]), OscSettings(listener.address))
    listener.socket.setblocking(False)
    with pytest.raises(BlockingIOError):
        listener.hear()
