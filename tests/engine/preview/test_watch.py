from collections.abc import Iterator

import pytest

from engine.cameras.frame import Frame
from engine.poses.errors import CameraError
from engine.preview.watch import Watch
from engine.smoother import Smoother
from engine.tracker import Tracker
from tests.engine.preview.fakes import FailingEstimator, FakeCamera, FakeEstimator


def watch(camera: FakeCamera, estimator: FakeEstimator) -> Watch:
    times = iter(range(1000))
    return Watch(
        camera, estimator, Tracker(), Smoother(), speed=None, clock=lambda: next(times) / 10
    )


def wait_for_the_end(watch: Watch) -> None:
    watch._thread.join(timeout=10.0)


def test_the_newest_sight_says_who_is_there_and_how_fast_they_were_found() -> None:
    with watch(FakeCamera(21), FakeEstimator()) as seen:
        wait_for_the_end(seen)
        sight = seen.sight
    assert seen.ended
    assert sight is not None
    assert sight.number == 21
    assert len(sight.tracks.ids) == len(sight.colours) == 1
    assert sight.inference_seconds == pytest.approx(0.02)
    assert sight.fps == pytest.approx(10.0)
    assert sight.dropped == 3


def test_the_camera_is_closed_at_the_end() -> None:
    camera = FakeCamera(1_000_000)
    with watch(camera, FakeEstimator()) as seen:
        assert not camera.closed
    assert camera.closed
    assert seen.ended


def test_what_the_model_fails_with_is_raised_to_who_watches() -> None:
    with watch(FakeCamera(), FailingEstimator()) as seen:
        wait_for_the_end(seen)
        with pytest.raises(RuntimeError, match="no model for"):
            _ = seen.ended


def test_what_the_camera_fails_with_is_raised_to_who_watches() -> None:
    class Failing(FakeCamera):
        def frames(self) -> Iterator[Frame]:
            yield from super().frames()
            raise CameraError("the camera burns")

    with watch(Failing(1), FakeEstimator()) as seen:
        wait_for_the_end(seen)
        with pytest.raises(CameraError, match="burns"):
            _ = seen.ended
        assert seen.sight is not None
