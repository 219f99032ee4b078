"""What is looked at while nobody is there, by a model that sees whoever is really there."""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
import pytest

from engine.cameras.frame import Frame
from engine.cameras.stage import StageCamera, open_stage
from engine.detections import Detections, Pixels
from engine.pipeline import Pipeline
from engine.poses import wire
from engine.poses.background import BackgroundState, BackgroundStatus
from engine.poses.pose import PoseFrame
from engine.publisher import Publisher
from engine.rest import Rest
from engine.running import Engine
from engine.tracker import Tracker
from tests.engine.fakes import ScriptedCamera, ScriptedEstimator, person

FPS = 30
SIZE = (320, 180)
IDLE = 14 * FPS
"""Frames of the empty room that are shown first."""


class Watched(ScriptedEstimator):
    """Finds somebody in the frames from ``entry`` on, and remembers which it was shown."""

    def __init__(self, frames: list[Frame], entry: int) -> None:
        super().__init__([])
        self._numbers = {id(frame.pixels): frame.number for frame in frames}
        self._entry = entry
        self.looks: list[int] = []

    def estimate(self, pixels: Pixels) -> Detections:
        number = self._numbers[id(pixels)]
        self.looks.append(number)
        return person() if number >= self._entry else Detections.none()


def as_frames(pictures: Iterable[Pixels]) -> list[Frame]:
    return [Frame(picture, number, number / FPS) for number, picture in enumerate(pictures)]


def run(
    frames: list[Frame], entry: int = 10**9, *, live: bool = True, vetting: object = None
) -> tuple[list[int], list[PoseFrame]]:
    """The numbers of the frames that were looked at, and what was published of all."""
    publisher = Publisher("watched")
    watched = Watched(frames, entry)
    pipeline = Pipeline(watched, Tracker(), None, vetting, publisher)  # type: ignore[arg-type]
    engine = Engine(ScriptedCamera(frames, live=live), pipeline, publisher, speed=None, rest=Rest())
    heard: list[bytes] = []
    engine.run(heard.append)
    return watched.looks, [
        frame for frame in map(wire.decode, heard) if isinstance(frame, PoseFrame)
    ]


@pytest.fixture(scope="module")
def stage() -> StageCamera:
    return open_stage("visit", resolution=SIZE)


@pytest.fixture(scope="module")
def empty(stage: StageCamera) -> list[Frame]:
    return as_frames(stage.empty(number) for number in range(IDLE))


def entry_of(stage: StageCamera) -> int:
    """The number of the first frame in which anything of the visitor is in the picture."""
    return next(number for number in range(150, 400) if stage.truth(number).labels.any())


def test_an_empty_room_is_looked_at_a_few_times_a_second(empty: list[Frame]) -> None:
    looks, told = run(empty)
    resting = [number for number in looks if number >= 11 * FPS]
    assert 2 * 3 <= len(resting) <= 4 * 3
    assert looks[: 10 * FPS] == list(range(10 * FPS))
    assert [frame.frame for frame in told] == list(range(IDLE))
    assert [frame.time for frame in told] == [frame.time for frame in empty]


def test_who_comes_in_is_looked_at_within_a_fifth_of_a_second_and_from_then_on(
    stage: StageCamera, empty: list[Frame]
) -> None:
    entry = entry_of(stage)
    entering = [stage.picture(number) for number in range(entry - 5, entry + 45)]
    frames = as_frames([frame.pixels for frame in empty] + entering)
    came = IDLE + 5
    looks, told = run(frames, came)
    found = next(frame.frame for frame in told if frame.poses)
    assert found - came <= 0.2 * FPS + 1
    assert [number for number in looks if number >= found] == list(range(found, len(frames)))


def test_who_stands_still_and_is_seen_is_looked_at_in_every_frame(empty: list[Frame]) -> None:
    looks, _ = run(empty, entry=0)
    assert looks == list(range(IDLE))


def test_a_light_that_fades_wakes_nobody(empty: list[Frame]) -> None:
    def fading() -> Iterator[Pixels]:
        for number, frame in enumerate(empty):
            factor = 1.0 - 0.3 * number / IDLE
            yield np.asarray(frame.pixels * factor, np.uint8)

    looks, _ = run(as_frames(fading()))
    assert len([number for number in looks if number >= 11 * FPS]) <= 4 * 3


def test_nothing_is_passed_over_before_there_is_a_background(empty: list[Frame]) -> None:
    class Collecting:
        status = BackgroundStatus(BackgroundState.COLLECTING, 0.5)

        def update(self, frame: Frame, detections: Detections) -> None:
            """There is none yet."""

    looks, _ = run(empty, vetting=Collecting())
    assert looks == list(range(IDLE))


def test_files_are_looked_at_in_full(empty: list[Frame]) -> None:
    looks, _ = run(list(islice(empty, IDLE)), live=False)
    assert looks == list(range(IDLE))
