"""Half an hour of visitors, hurried through: the engine keeps nothing that grows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.cameras.frame import Frame
from engine.cameras.stage import open_stage
from engine.detections import Detections
from engine.local import LocalStream
from engine.pipeline import Pipeline
from engine.publisher import Publisher
from engine.smoother import Smoother
from engine.tracker import Tracker
from engine.vetting import Vetting
from tests.engine.fakes import ScriptedCamera, ScriptedEstimator, person

RATE = 10
MINUTE = 60 * RATE
STATUS = Path("/proc/self/status")


def visitors() -> Iterator[Detections]:
    """Every eight seconds somebody else comes, walks through the picture and is gone."""
    while True:
        for step in range(5 * RATE):
            yield person(x=0.1 + 0.016 * step)
        for _ in range(3 * RATE):
            yield Detections.none()


class LongCamera(ScriptedCamera):
    """Half an hour of an empty room with its noise."""

    def __init__(self) -> None:
        super().__init__([])
        stage = open_stage("visit", resolution=(256, 144))
        self._pictures = [stage.empty(number) for number in range(50)]

    def frames(self) -> Iterator[Frame]:
        for number in range(30 * MINUTE):
            yield Frame(self._pictures[number % 50], number, number / RATE)


def resident_kilobytes() -> int:
    (line,) = [line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1])


@pytest.mark.skipif(not STATUS.exists(), reason="memory is read from /proc, as on Linux")
def test_half_an_hour_takes_no_more_memory_than_its_first_minute() -> None:
    publisher = Publisher("scripted")
    estimator = ScriptedEstimator(visitors())
    vetting = Vetting(lambda _: Detections.none())
    pipeline = Pipeline(estimator, Tracker(), Smoother(), vetting, publisher)
    people: set[int] = set()
    with LocalStream(LongCamera(), pipeline, publisher, speed=None) as poses:
        for frame in poses:
            people.update(pose.id for pose in frame.poses)
            if frame.frame == MINUTE:
                after_a_minute = resident_kilobytes()
    assert len(people) == 225
    assert resident_kilobytes() < 1.05 * after_a_minute
