import threading

import pytest

from engine.cameras.frame import Frame
from engine.detections import Detections, Pixels
from engine.local import LocalStream
from engine.pipeline import Pipeline
from engine.poses import CameraError
from engine.publisher import Publisher
from engine.tracker import Tracker
from tests.engine.fakes import ScriptedCamera, ScriptedEstimator, flat_frames, person


def stream(camera: ScriptedCamera, estimator: ScriptedEstimator) -> LocalStream:
    publisher = Publisher("scripted")
    pipeline = Pipeline(estimator, Tracker(), None, None, publisher)
    return LocalStream(camera, pipeline, publisher, speed=None)


def test_a_file_gives_every_frame_in_order() -> None:
    with stream(ScriptedCamera(flat_frames(300)), ScriptedEstimator([])) as poses:
        assert [frame.frame for frame in poses] == list(range(300))


def test_a_person_keeps_the_id_from_frame_to_frame() -> None:
    script = [person(x=0.3 + 0.01 * step) for step in range(20)]
    with stream(ScriptedCamera(flat_frames(20)), ScriptedEstimator(script)) as poses:
        ids = [pose.id for frame in poses for pose in frame.poses]
    assert len(ids) == 20
    assert len(set(ids)) == 1


def test_closing_stops_the_engine_and_releases_the_camera() -> None:
    camera = ScriptedCamera(flat_frames(100_000))
    poses = stream(camera, ScriptedEstimator([]))
    assert poses.latest(timeout=5.0) is not None
    poses.close()
    assert camera.closed
    assert "engine" not in {thread.name for thread in threading.enumerate()}


def test_what_a_camera_fails_with_reaches_whoever_reads() -> None:
    class Failing(ScriptedCamera):
        def frames(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
            yield from super().frames()
            raise CameraError("the camera is gone")

    with stream(Failing(flat_frames(3)), ScriptedEstimator([])) as poses:
        frames = iter(poses)
        assert [next(frames).frame for _ in range(3)] == [0, 1, 2]
        with pytest.raises(CameraError, match="the camera is gone"):
            next(frames)


def test_a_fault_in_the_engine_is_not_taken_for_the_end() -> None:
    class Broken(ScriptedEstimator):
        def estimate(self, pixels: Pixels) -> Detections:
            raise ZeroDivisionError

    with (
        stream(ScriptedCamera(flat_frames(3)), Broken([])) as poses,
        pytest.raises(ZeroDivisionError),
    ):
        list(poses)


def test_a_live_camera_is_never_held_up_by_a_reader_who_does_not_read() -> None:
    camera = ScriptedCamera(flat_frames(1000), live=True)
    with stream(camera, ScriptedEstimator([])) as poses:
        for thread in threading.enumerate():
            if thread.name == "engine":
                thread.join(timeout=10.0)
        newest = poses.latest()
        assert newest is not None
        assert newest.frame == 999
        assert poses.lost > 0


def test_frames_keep_their_own_times() -> None:
    frames = [Frame(flat_frames(1)[0].pixels, number, time) for number, time in enumerate([5.0, 9])]
    with stream(ScriptedCamera(frames), ScriptedEstimator([])) as poses:
        assert [frame.time for frame in poses] == [5.0, 9.0]
