"""Counting as a whole: what holds whatever comes, and what happens when time or settings jump."""

import time as clock
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.pose_logger.counting import Counting
from apps.pose_logger.records import DwellRecord, MinuteRecord, PoseRecord, Record, VisitRecord
from engine.poses import Keypoint, Pose, PoseFrame
from tests.apps.pose_logger.counting.walkers import (
    START,
    count_all,
    frame,
    only,
    scene,
    settings,
    stand,
    standing,
    stays,
    walk,
)

HALVES = [
    {"name": "left", "polygon": [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]},
    {"name": "right", "polygon": [[0.5, 0], [1, 0], [1, 1], [0.5, 1]]},
]
DOOR = {"name": "door", "start": (0.5, 1.0), "end": (0.5, 0.0)}
THERE = [stand((0.3, 0.9), 0.0, 1000.0)]

Step = tuple[float, list[tuple[int, float]]]

_PERSON = st.tuples(st.integers(1, 4), st.floats(0.0, 1.0))
_STEPS = st.lists(
    st.tuples(
        st.sampled_from((0.0, 0.1, 0.1, 0.1, 0.4, 1.9, 2.1, 30.0, 70.0)),
        st.lists(_PERSON, max_size=4, unique_by=lambda person: person[0]),
    ),
    min_size=1,
    max_size=60,
)

_FAR = st.floats(allow_nan=False, allow_infinity=False)
_WILD = st.builds(Keypoint, _FAR | st.floats(0, 1), _FAR | st.floats(0, 1), st.floats(0, 1))


def poses(people: Sequence[tuple[int, float]]) -> list[Pose]:
    return [standing(x, 0.9, id_) for id_, x in people]


def counted(steps: Sequence[Step], counting: Counting) -> list[Record]:
    records, time = [], START + 17.0
    for number, (elapsed, people) in enumerate(steps):
        time += elapsed
        records += counting.update(frame(poses(people), number), time)
    return records + counting.close(time)


@given(_STEPS)
def test_whatever_comes_minutes_are_consistent(steps: Sequence[Step]) -> None:
    records = counted(steps, Counting(settings(zones=HALVES, lines=[DOOR])))
    for minute in only(MinuteRecord, records):
        assert min(minute.person_seconds, minute.entries, minute.exits, minute.lost_frames) >= 0
        assert 0.0 <= minute.mean_people <= minute.max_people
        assert 0.0 <= minute.observed_seconds <= 60.0
        assert minute.person_seconds <= minute.max_people * minute.observed_seconds + 0.002
    for zone in ("left", "right", "door"):
        starts = [minute.minute for minute in only(MinuteRecord, records, zone)]
        assert all(after - before == 60 for before, after in pairwise(starts))
    assert sum(m.frames for m in only(MinuteRecord, records, "left")) == len(steps)


@given(_STEPS)
def test_visits_minutes_and_dwell_tell_the_same(steps: Sequence[Step]) -> None:
    records = counted(steps, Counting(settings(zones=HALVES, blind_after=1000.0)))
    for zone in ("left", "right"):
        minutes = only(MinuteRecord, records, zone)
        visits = only(VisitRecord, records, zone)
        latest = max((m.minute for m in minutes), default=0) + 60
        within = [visit for visit in visits if visit.left < latest]
        assert sum(minute.entries for minute in minutes) == len(visits)
        assert sum(minute.exits for minute in minutes) == len(within)
        assert sum(d.visits for d in only(DwellRecord, records, zone)) == len(within)
        assert all(visit.left - visit.entered >= 0.5 for visit in visits)


@given(_STEPS)
def test_person_seconds_are_those_of_the_stays(steps: Sequence[Step]) -> None:
    last = [(0.1, list[tuple[int, float]]())] * 60
    records = counted([*steps, *last], Counting(settings(zones=HALVES, blind_after=1000.0)))
    for zone in ("left", "right"):
        minutes, visits = only(MinuteRecord, records, zone), only(VisitRecord, records, zone)
        seconds = sum(visit.left - visit.entered for visit in visits)
        rounding = 2.501 * len(minutes)
        assert sum(m.person_seconds for m in minutes) == pytest.approx(seconds, abs=rounding)


@given(_STEPS)
def test_entries_less_exits_are_those_who_are_there(steps: Sequence[Step]) -> None:
    counting, time = Counting(settings(zones=HALVES)), START
    records: list[Record] = []
    for number, (elapsed, people) in enumerate(steps):
        time += elapsed
        records += counting.update(frame(poses(people), number), time)
    there = counting.occupancy
    for zone, number in there.items():
        entries = [v.entered for v in only(VisitRecord, [*records, *counting.unfinished()], zone)]
        exits = [visit.left for visit in only(VisitRecord, records, zone)]
        assert len(entries) - len(exits) == number
        for minute in only(MinuteRecord, records, zone):
            assert minute.entries == sum(_within(minute, entered) for entered in entries)
            assert minute.exits == sum(_within(minute, left) for left in exits)


def _within(minute: MinuteRecord, time: float) -> bool:
    return minute.minute <= time < minute.minute + 60


@given(st.lists(st.lists(_WILD, min_size=17, max_size=17), max_size=12))
def test_poses_that_nobody_can_take_are_survived(wild: Sequence[Sequence[Keypoint]]) -> None:
    frames = [frame([Pose(1, 0.5, tuple(points))], n) for n, points in enumerate(wild)]
    records = count_all(Counting(settings(zones=HALVES, lines=[DOOR])), frames)
    assert sum(m.frames for m in only(MinuteRecord, records, "left")) == len(wild)
    for pose in only(PoseRecord, records):
        assert all(-(1 << 15) <= value < 1 << 15 for value in (*pose.xs, *pose.ys))


def test_two_who_have_one_id_are_two() -> None:
    frames = [frame(poses([(1, 0.3), (1, 0.7)]), number) for number in range(30)]
    assert stays(count_all(Counting(settings()), frames)) == [pytest.approx((0.0, 2.9))] * 2


def test_somebody_who_is_found_in_one_point_is_somebody() -> None:
    frames = [
        frame([Pose(number, 0.5, (Keypoint(0.5, 0.5, 0.9),) * 17)], number) for number in range(30)
    ]
    assert len(stays(count_all(Counting(settings()), frames))) == 1


def test_what_is_open_is_what_closing_would_record() -> None:
    counting = Counting(settings(zones=HALVES, lines=[DOOR], poses={"level": "off"}))
    for each in scene([*THERE, walk((0.1, 0.9), (0.9, 0.9), 50.0, 30.0)], 75.0):
        counting.update(each, START + each.time)
        unfinished = counting.unfinished()
    assert unfinished == counting.unfinished()
    assert unfinished == counting.close(START + 74.9)
    assert {type(record) for record in unfinished} >= {MinuteRecord, VisitRecord}


def test_after_closing_nothing_is_left() -> None:
    counting = Counting(settings())
    count_all(counting, scene(THERE, 10.0))
    assert counting.unfinished() == []
    assert counting.close(START + 11.0) == []
    assert counting.occupancy == {"everywhere": 0}
    assert not counting.observed


def test_without_frames_stays_end_and_minutes_are_recorded_as_not_seen() -> None:
    counting = Counting(settings())
    for each in scene(THERE, 30.0):
        counting.update(each, START + each.time)
    assert counting.observed
    assert counting.tend(START + 31.0) == []
    assert counting.observed
    (visit,) = counting.tend(START + 32.0)
    assert isinstance(visit, VisitRecord)
    assert visit.lost_inside
    assert not counting.observed
    minutes = only(MinuteRecord, counting.tend(START + 190.0))
    assert [round(m.observed_seconds) for m in minutes] == [30, 0, 0]
    assert counting.occupancy == {"everywhere": 0}


def test_tending_changes_nothing_of_what_is_counted() -> None:
    frames = scene([walk((0.02, 0.9), (0.98, 0.9), 1.0 + 7.0 * n, 5.0) for n in range(20)], 150.0)
    calm, tended = (Counting(settings(poses={"level": "off"}, zones=HALVES)) for _ in range(2))
    records: list[Record] = []
    for each in frames:
        records += tended.tend(START + each.time - 0.05)
        records += tended.update(each, START + each.time)
    records += tended.close(START + frames[-1].time)
    assert sorted(map(repr, records)) == sorted(map(repr, count_all(calm, frames)))


@pytest.mark.parametrize("jump", [-7200.0, -30.0, 2 * 86400.0])
def test_when_time_jumps_all_that_is_open_ends_and_begins_anew(jump: float) -> None:
    counting = Counting(settings())
    records: list[Record] = []
    for each in scene(THERE, 60.0):
        time = START + each.time + (jump if each.time >= 30.0 else 0.0)
        records += counting.update(each, time)
    records += counting.close(time)
    assert len(only(VisitRecord, records)) == 2
    minutes = only(MinuteRecord, records)
    assert sum(m.entries for m in minutes) == sum(m.exits for m in minutes) == 2
    assert sum(m.observed_seconds for m in minutes) == pytest.approx(59.8)
    assert sum(m.person_seconds for m in minutes) == pytest.approx(59.8, abs=5.0)


def test_when_the_zones_change_minutes_are_split_and_stays_begin_anew() -> None:
    counting = Counting(settings())
    records: list[Record] = []
    for each in scene(THERE, 60.0):
        if each.time == 30.0:
            counting.change(settings(zones=HALVES))
        records += counting.update(each, START + each.time)
    records += counting.close(START + 60.0)
    assert stays(records, "everywhere") == [pytest.approx((0.0, 29.9))]
    assert stays(records, "left") == [pytest.approx((30.0, 59.9))]
    split = only(MinuteRecord, records, "everywhere") + only(MinuteRecord, records, "left")
    assert [m.observed_seconds for m in split] == pytest.approx([29.9, 29.9])
    assert len({m.config for m in split}) == 2


def test_when_only_the_level_of_poses_changes_stays_go_on() -> None:
    counting = Counting(settings())
    records: list[Record] = []
    for each in scene(THERE, 60.0):
        if each.time == 30.0:
            counting.change(settings(poses={"level": "off"}))
        records += counting.update(each, START + each.time)
    records += counting.close(START + 60.0)
    assert len(stays(records)) == 1
    assert max(record.time for record in only(PoseRecord, records)) < START + 30.0


def test_a_day_of_five_people_is_counted_hundreds_of_times_faster_than_it_takes() -> None:
    frames: list[PoseFrame] = [
        frame([standing(0.1 + 0.15 * n + 0.0001 * number, 0.9, n) for n in range(5)], number)
        for number in range(600)
    ]
    counting = Counting(settings(zones=HALVES, lines=[DOOR]))
    began = clock.process_time()
    count_all(counting, frames)
    assert 60.0 / (clock.process_time() - began) > 50.0
