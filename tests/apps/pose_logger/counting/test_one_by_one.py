"""A real camera and a real model: six people come one by one, and six visits are recorded."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from apps.pose_logger.counting import Counting
from apps.pose_logger.records import MinuteRecord, Record, VisitRecord
from engine.commands import EngineSettings, PosesFrom, open_poses, override
from tests.apps.pose_logger.counting.walkers import START, only, settings

pytestmark = pytest.mark.shared


@contextmanager
def models_from(mirror: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setenv("SKELETON_CREW_MIRROR", str(mirror))
        patch.setenv("SKELETON_CREW_MODELS", folder)
        yield


@pytest.fixture(scope="module")
def records(shared: Path) -> list[Record]:
    """What is recorded of the film, every frame of it."""
    film = EngineSettings(source=str(shared / "media/one-by-one-person-detection.mp4"))
    engine = override(film, {"model": "human-pose-estimation-0001"})
    counting, found, time = Counting(settings()), list[Record](), START
    with models_from(shared / "models"), open_poses(PosesFrom(), settings=engine) as poses:
        for frame in poses:
            time = START + frame.time
            found += counting.update(frame, time)
    return found + counting.close(time)


@pytest.fixture(scope="module")
def truth(shared: Path) -> list[tuple[float, float]]:
    """When each was in the picture, in seconds."""
    reference = json.loads((shared / "reference/one_by_one_visits.json").read_text())
    ends = [(visit["first_frame"], visit["last_frame"] + 1) for visit in reference["visits"]]
    return [(first / reference["fps"], last / reference["fps"]) for first, last in ends]


def test_six_people_are_six_visits_in_time(
    records: list[Record], truth: list[tuple[float, float]]
) -> None:
    visits = only(VisitRecord, records, "everywhere")
    assert len(visits) == len(truth) == 6
    for visit, (came, went) in zip(visits, truth, strict=True):
        assert visit.entered - START == pytest.approx(came, abs=1.5)
        assert visit.left - START == pytest.approx(went, abs=1.5)
        assert visit.left - visit.entered == pytest.approx(went - came, rel=0.08)
        assert visit.confidence > 0.9


def test_nobody_is_lost_in_the_picture(records: list[Record]) -> None:
    assert not any(visit.lost_inside for visit in only(VisitRecord, records))


def test_the_minutes_tell_the_same(records: list[Record], truth: list[tuple[float, float]]) -> None:
    minutes = only(MinuteRecord, records)
    assert [minute.minute - START for minute in minutes] == [0, 60, 120]
    assert sum(minute.entries for minute in minutes) == 6
    assert sum(minute.exits for minute in minutes) == 6
    assert max(minute.max_people for minute in minutes) == 1
    assert sum(minute.frames for minute in minutes) == 1394
    assert sum(minute.observed_seconds for minute in minutes) == pytest.approx(139.3)
    seconds = sum(went - came for came, went in truth)
    assert sum(minute.person_seconds for minute in minutes) == pytest.approx(seconds, rel=0.08)
