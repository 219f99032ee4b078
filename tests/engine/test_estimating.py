import gc
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from engine import assembly
from engine.cameras.frame import Frame
from engine.cameras.stage import open_stage
from engine.detections import Detections, Pixels
from engine.estimating import Team, estimated
from engine.local import LocalStream
from engine.pipeline import Pipeline
from engine.poses import wire
from engine.poses.pose import PoseFrame
from engine.publisher import Publisher
from engine.settings import EngineSettings
from engine.tracker import Tracker
from tests.engine.fakes import ScriptedCamera, flat_frames, person


class Unsteady:
    """Finds a person whose place tells the frame, after a time of its own; counts who asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asking = 0
        self.most_at_once = 0

    def __call__(self, frame: Frame) -> Detections:
        with self._lock:
            self._asking += 1
            self.most_at_once = max(self.most_at_once, self._asking)
        time.sleep(0.001 * (7 * frame.number % 5))
        with self._lock:
            self._asking -= 1
        return person(x=frame.number / 100)


def places(found: Iterator[tuple[Frame, Detections]]) -> list[tuple[int, float]]:
    return [(frame.number, float(found.keypoints[0, 0, 0])) for frame, found in found]


def test_frames_and_what_is_found_in_them_keep_their_order() -> None:
    one, several = Unsteady(), Unsteady()
    expected = places(estimated(flat_frames(40), one, at_once=1))
    assert places(estimated(flat_frames(40), several, at_once=3)) == expected
    assert (one.most_at_once, several.most_at_once) == (1, 3)


@pytest.mark.parametrize(("at_once", "ahead"), [(1, 1), (2, 3)])
def test_no_more_frames_are_read_ahead_than_are_worked_on(at_once: int, ahead: int) -> None:
    read: list[int] = []

    def frames() -> Iterator[Frame]:
        for frame in flat_frames(20):
            read.append(frame.number)
            yield frame

    for frame, _ in estimated(frames(), Unsteady(), at_once):
        assert len(read) - frame.number <= ahead


def test_a_failure_is_raised_in_the_place_of_its_frame_and_ends_the_threads() -> None:
    def fail_at_three(frame: Frame) -> Detections:
        if frame.number == 3:
            raise ZeroDivisionError
        return Detections.none()

    found = estimated(flat_frames(20), fail_at_three, at_once=2)
    assert [frame.number for frame, _ in islice(found, 3)] == [0, 1, 2]
    with pytest.raises(ZeroDivisionError):
        next(found)
    assert not any(thread.name.startswith("estimator") for thread in threading.enumerate())


def test_who_stops_early_ends_the_threads() -> None:
    found = estimated(flat_frames(20), Unsteady(), at_once=2)
    assert len(list(islice(found, 3))) == 3
    del found
    gc.collect()
    assert not any(thread.name.startswith("estimator") for thread in threading.enumerate())


def test_a_member_of_a_team_is_asked_by_one_thread_at_a_time() -> None:
    class Member:
        inference_seconds = decoding_seconds = 0.0

        def __init__(self) -> None:
            self._lock = threading.Lock()

        def estimate(self, pixels: Pixels) -> Detections:
            assert self._lock.acquire(blocking=False)
            time.sleep(0.001)
            self._lock.release()
            return Detections.none()

    team = Team([Member(), Member()])
    found = estimated(flat_frames(30), lambda frame: team.estimate(frame.pixels), at_once=4)
    assert len(list(found)) == 30


def told(model: assembly.NamedEstimator, frames: list[Frame]) -> list[PoseFrame]:
    publisher = Publisher(model.name)
    pipeline = Pipeline(model.estimator, Tracker(random=Random(1)), None, None, publisher)
    camera = ScriptedCamera(frames)
    with LocalStream(camera, pipeline, publisher, speed=None, at_once=model.at_once) as poses:
        return list(poses)


@pytest.mark.parametrize("model", ["human-pose-estimation-0001", "posenet-641x481"])
def test_the_messages_are_the_same_byte_for_byte(
    model: str, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKELETON_CREW_MODELS", str(shared / "models"))
    stage = open_stage("trio", resolution=(320, 240), skip=8.0)
    frames = list(islice(stage.frames(), 8))
    settings = EngineSettings(model=model, device="CPU")
    one, two = (
        told(assembly.open_estimator(settings, print, at_once=at_once), frames)
        for at_once in (1, 2)
    )
    assert [wire.encode(frame) for frame in one] == [wire.encode(frame) for frame in two]
    assert any(frame.poses for frame in one)
