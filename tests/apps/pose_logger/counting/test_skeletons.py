"""Skeletons are recorded as finely and as often as their level says, and under random numbers."""

from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.pose_logger.counting import Counting
from apps.pose_logger.records import POSE_UNIT, PoseRecord
from apps.pose_logger.settings import Level
from engine.poses import Keypoint, KeypointName, Pose, PoseFrame
from tests.apps.people import with_only
from tests.apps.pose_logger.counting.walkers import (
    START,
    Tracking,
    count_all,
    frame,
    only,
    scene,
    settings,
    stand,
    standing,
    walk,
)

TEN_MINUTES = 600.0


def recorded(frames: Iterable[PoseFrame], level: Level = "full") -> list[PoseRecord]:
    counting = Counting(settings(poses={"level": level}))
    return only(PoseRecord, count_all(counting, frames))


def ten_seconds(rate: float) -> list[PoseFrame]:
    return [frame([standing(0.5, 0.9)], number, rate) for number in range(round(10 * rate))]


@pytest.mark.parametrize(
    ("level", "rate", "expected"),
    [
        ("full", 10.0, 100),
        ("full", 30.0, 100),
        ("full", 12.0, 100),
        ("full", 5.0, 50),
        ("coarse", 10.0, 10),
        ("feet", 25.0, 10),
        ("off", 10.0, 0),
    ],
)
def test_skeletons_are_recorded_as_often_as_their_level_says(
    level: Level, rate: float, expected: int
) -> None:
    assert len(recorded(ten_seconds(rate), level)) == pytest.approx(expected, abs=1)


def test_a_camera_that_is_a_little_uneven_loses_no_frame() -> None:
    random = Random(3)
    counting, kept = Counting(settings()), 0
    for number in range(100):
        time = START + (number + random.uniform(-0.3, 0.3)) / 10
        kept += len(only(PoseRecord, counting.update(frame([standing(0.5, 0.9)], number), time)))
    assert kept >= 99


def test_after_a_pause_and_after_a_jump_back_skeletons_are_recorded_at_once() -> None:
    counting = Counting(settings())
    for start in (0.0, 100.0, -7200.0):
        found = [
            record
            for each in ten_seconds(30.0)
            for record in only(PoseRecord, counting.update(each, START + start + each.time))
        ]
        assert len(found) == pytest.approx(100, abs=1)
        assert found[0].time == START + start


@given(
    st.floats(-10.0, 10.0),
    st.floats(-10.0, 10.0),
    st.floats(0.2, 1.0),
    st.sampled_from(("full", "coarse")),
)
def test_places_are_within_half_a_step_and_sixteen_bits(
    x: float, y: float, score: float, level: Level
) -> None:
    pose = Pose(1, 0.9, (Keypoint(x, y, score),) * 17)
    (record,) = recorded([frame([pose], 0)], level)
    step = 1 / POSE_UNIT if level == "full" else 1 / 64
    for whole, told in ((x, record.xs[0]), (y, record.ys[0])):
        assert -(1 << 15) <= told < 1 << 15
        assert told / POSE_UNIT == pytest.approx(max(-3.99, min(3.99, whole)), abs=step / 2 + 1e-9)
    assert record.scores[0] == (round(score * 255) if level == "full" else 255)


def test_what_is_not_found_has_neither_place_nor_score() -> None:
    pose = with_only(standing(0.5, 0.9), KeypointName.NOSE)
    (record,) = recorded([frame([pose], 0)])
    assert record.xs[1:] == record.ys[1:] == record.scores[1:] == (0,) * 16
    assert record.scores[0] > 0


def test_feet_are_ankles_and_nothing_else() -> None:
    (record,) = recorded([frame([standing(0.5, 0.9)], 0)], "feet")
    assert {name for name in KeypointName if record.scores[name]} == {15, 16}
    assert all(x % (POSE_UNIT // 128) == 0 for x in record.xs)
    assert not any((*record.xs[:15], *record.ys[:15]))


def test_a_track_is_never_the_trackers_and_never_longer_than_ten_minutes() -> None:
    frames = [frame([standing(0.5, 0.9, 7)], number, 1.0) for number in range(1500)]
    records = recorded(frames)
    tracks = {record.track for record in records}
    assert len(tracks) == 3
    assert 7 not in tracks
    for track in tracks:
        times = [record.time for record in records if record.track == track]
        assert max(times) - min(times) < TEN_MINUTES


def test_a_track_goes_on_where_the_tracker_has_lost_them() -> None:
    path = [walk((0.02, 0.9), (0.98, 0.9), 0.0, 10.0)]
    assert len({r.track for r in recorded(scene(path, 12.0, Tracking(switched=0.2)))}) == 1


def test_who_comes_again_has_another_track() -> None:
    paths = [stand((0.5, 0.9), 0.0, 3.0), stand((0.5, 0.9), 8.0, 3.0)]
    assert len({record.track for record in recorded(scene(paths, 12.0))}) == 2


def test_tracks_are_random_numbers_of_31_bits() -> None:
    seeded = [Counting(settings(), random=Random(seed)) for seed in (1, 1, 2)]
    tracks = [only(PoseRecord, count_all(each, ten_seconds(10.0)))[0].track for each in seeded]
    assert tracks[0] == tracks[1] != tracks[2]
    assert all(0 <= track < 1 << 31 for track in tracks)
