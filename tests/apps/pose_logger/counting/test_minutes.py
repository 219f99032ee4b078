"""Minutes: what is known of each, and the difference between nobody and nothing seen."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import pytest

from apps.pose_logger.counting import Counting
from apps.pose_logger.records import DWELL_CLASSES, DwellRecord, MinuteRecord, Record, VisitRecord
from engine.poses import PoseFrame
from tests.apps.pose_logger.counting.walkers import (
    START,
    Path,
    count_all,
    frame,
    only,
    scene,
    settings,
    stand,
    standing,
    walk,
)

DAY = 86400.0


def minutes(
    frames: Iterable[PoseFrame], zone: str = "everywhere", **changes: Any
) -> list[MinuteRecord]:
    return only(MinuteRecord, count_all(Counting(settings(**changes)), frames), zone)


def empty(start: float, seconds: float) -> list[PoseFrame]:
    """Frames in which nobody is."""
    return [frame([], round(start * 10) + number) for number in range(round(seconds * 10))]


def test_minutes_in_which_nobody_came_are_recorded_as_seen() -> None:
    told = minutes(empty(0.0, 180.0))
    assert [(m.minute - START, m.observed_seconds, m.max_people) for m in told] == [
        (0, 60.0, 0),
        (60, 60.0, 0),
        (120, pytest.approx(59.9), 0),
    ]


def test_minutes_in_which_the_camera_was_blind_are_recorded_as_not_seen() -> None:
    told = minutes([*empty(0.0, 90.0), *empty(300.0, 60.0)])
    observed = [(m.minute - START, round(m.observed_seconds)) for m in told]
    assert observed == [(0, 60), (60, 30), (120, 0), (180, 0), (240, 0), (300, 60)]
    assert [m.frames for m in told] == [600, 300, 0, 0, 0, 600]


def test_a_short_pause_is_seen_and_a_long_one_is_not() -> None:
    frames = [*empty(0.0, 10.0), *empty(11.5, 10.0), *empty(25.0, 10.0)]
    assert minutes(frames)[0].observed_seconds == pytest.approx(21.4 + 9.9)
    assert minutes(frames, blind_after=5.0)[0].observed_seconds == pytest.approx(34.9)


@pytest.mark.parametrize(("gap", "expected"), [(DAY - 60.0, 1440), (DAY + 60.0, 2)])
def test_gaps_are_told_of_up_to_a_day(gap: float, expected: int) -> None:
    told = minutes([*empty(0.0, 10.0), *empty(gap, 10.0)])
    assert len(told) == expected


def test_occupancy_is_of_the_time_that_was_seen() -> None:
    paths = [stand((0.3, 0.9), 0.0, 30.0), stand((0.7, 0.9), 10.0, 10.0)]
    (told,) = minutes([each for each in scene(paths, 60.0) if each.time < 40.0])
    assert told.person_seconds == pytest.approx(40.0, abs=0.3)
    assert told.mean_people == pytest.approx(told.person_seconds / told.observed_seconds, abs=0.01)
    assert (told.max_people, told.entries, told.exits) == (2, 2, 2)


def test_nobody_is_counted_while_nothing_is_seen() -> None:
    path = [stand((0.5, 0.9), 0.0, 60.0)]
    frames = [each for each in scene(path, 60.0) if not 10.0 < each.time < 50.0]
    (told,) = minutes(frames, visits={"patience": 100.0})
    assert told.person_seconds == pytest.approx(told.observed_seconds)
    assert told.mean_people == 1.0


def test_a_stay_over_the_hour_is_in_both_minutes() -> None:
    told = minutes(scene([stand((0.5, 0.9), 50.0, 30.0)], 120.0))
    assert [(m.entries, m.exits, m.max_people) for m in told] == [(1, 0, 1), (0, 1, 1)]
    assert [m.person_seconds for m in told] == pytest.approx([10.0, 20.0], abs=0.3)


def test_a_minute_is_recorded_when_it_is_sure_who_was_there() -> None:
    counting, recorded = Counting(settings()), {}
    for each in scene([stand((0.5, 0.9), 55.0, 10.0)], 70.0):
        for record in only(MinuteRecord, counting.update(each, START + each.time)):
            recorded[record.minute - START] = each.time
    assert recorded == {0.0: pytest.approx(62.5, abs=0.11)}


def test_drops_and_losses_are_told_of_in_their_minute() -> None:
    frames = empty(0.0, 90.0)
    frames = [
        msgspec.structs.replace(each, frame=each.frame + 8 * late, dropped=5 * late)
        for each in frames
        for late in [each.time >= 70.0]
    ]
    counting = Counting(settings())
    records = [r for n, each in enumerate(frames) for r in counting.update(each, START + n / 10)]
    told = only(MinuteRecord, records + counting.close(START + 90.0))
    assert [(m.dropped_frames, m.lost_frames) for m in told] == [(0, 0), (5, 3)]


def test_a_line_has_crossings_and_seconds_that_were_seen_and_nothing_else() -> None:
    line = {"name": "door", "start": (0.5, 1.0), "end": (0.5, 0.0)}
    (told,) = minutes(scene([walk((0.1, 0.9), (0.9, 0.9), 1.0, 4.0)], 10.0), "door", lines=[line])
    assert told == told._replace(
        mean_people=0.0, max_people=0, person_seconds=0.0, frames=0, dropped_frames=0
    )
    assert (told.entries, told.exits, told.model) == (1, 0, "test")
    assert told.observed_seconds == pytest.approx(9.9)


def test_the_digest_is_of_what_decides_the_counts() -> None:
    def digest(**changes: Any) -> str:
        return minutes(empty(0.0, 1.0), zone="hall", **changes)[0].config

    hall = {"name": "hall", "polygon": [[0, 0], [1, 0], [1, 1]]}
    usual = digest(zones=[hall])
    assert len(usual) == 12
    assert digest(zones=[hall], poses={"level": "off"}) == usual
    assert digest(zones=[hall], visits={"patience": 3.0}) != usual
    assert digest(zones=[hall | {"polygon": [[0, 0], [1, 0], [1, 0.9]]}]) != usual


def dwell(paths: Sequence[Path], seconds: float) -> list[DwellRecord]:
    return only(DwellRecord, count_all(Counting(settings()), scene(paths, seconds)))


def test_dwell_is_counted_in_the_hour_and_the_class_in_which_it_ended() -> None:
    paths = [
        walk((0.02, 0.9), (0.98, 0.9), 3595.0 - 20.0, 7.0),
        walk((0.98, 0.9), (0.02, 0.9), 3595.0, 8.0),
        stand((0.5, 0.7), 3610.0, 35.0),
    ]
    frames = [each for each in scene(paths, 3660.0) if each.time > 3560.0]
    told = only(DwellRecord, count_all(Counting(settings()), frames))
    assert [(d.hour - START, d.seconds, d.visits, d.censored) for d in told] == [
        (0, 5, 1, 0),
        (3600, 5, 1, 0),
        (3600, 30, 1, 1),
    ]
    assert {d.seconds for d in told} <= set(DWELL_CLASSES)


def test_without_visits_there_is_no_dwell() -> None:
    assert dwell([], 120.0) == []


def test_who_has_not_left_is_in_no_dwell_until_the_end() -> None:
    counting = Counting(settings())
    records: list[Record] = []
    for each in scene([stand((0.5, 0.9), 0.0, 150.0)], 150.0):
        records += counting.update(each, START + each.time)
    assert only(DwellRecord, records) == []
    (last,) = only(DwellRecord, counting.close(START + 150.0))
    assert (last.seconds, last.visits, last.censored) == (120, 1, 1)


def test_visits_and_dwell_agree() -> None:
    paths = [stand((0.5, 0.9), 10.0 * n, 0.7 + 0.3 * n) for n in range(20)]
    records = count_all(Counting(settings()), scene(paths, 210.0))
    visits = only(VisitRecord, records)
    assert sum(d.visits for d in only(DwellRecord, records)) == len(visits) > 10
    assert sum(m.entries for m in only(MinuteRecord, records)) == len(visits)


def test_frames_without_anybody_cost_no_person_seconds() -> None:
    told = minutes([frame([standing(0.5, 0.9)], 0), *empty(0.1, 20.0)])
    assert told[0].person_seconds == 0.0
