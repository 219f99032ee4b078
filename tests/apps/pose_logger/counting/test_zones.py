"""Stays: who is in a zone from when to when, and what of that was seen."""

from collections.abc import Sequence
from typing import Any

import pytest

from apps.pose_logger.counting import Counting
from apps.pose_logger.records import Record, VisitRecord
from engine.poses import KeypointName as K
from tests.apps.people import with_only
from tests.apps.pose_logger.counting.walkers import (
    START,
    WELL,
    Path,
    Tracking,
    count_all,
    frame,
    only,
    scene,
    settings,
    stand,
    standing,
    stays,
    then,
    walk,
)

TILL = {"name": "till", "polygon": [[0.4, 0.5], [0.6, 0.5], [0.6, 1.0], [0.4, 1.0]]}
EMPTY = 1.0
"""Seconds for which nobody is there at first, so that the camera sees them come."""


def records(
    paths: Sequence[Path],
    seconds: float,
    tracking: Tracking = WELL,
    **changes: Any,
) -> list[Record]:
    counting = Counting(settings(poses={"level": "off"}, **changes))
    return count_all(counting, scene(paths, seconds, tracking))


def visit(paths: Sequence[Path], seconds: float, **changes: Any) -> VisitRecord:
    """The only visit that there is."""
    visits = only(VisitRecord, records(paths, seconds, **changes))
    assert len(visits) == 1
    return visits[0]


def test_without_zones_the_whole_picture_is_one() -> None:
    seen = visit([walk((0.02, 0.9), (0.98, 0.9), EMPTY, 4.0)], 9.0)
    assert seen.zone == "everywhere"
    assert seen.entered - START == pytest.approx(1.0, abs=0.11)
    assert seen.left - START == pytest.approx(5.1, abs=0.4)
    assert (seen.born_inside, seen.lost_inside) == (False, False)
    assert seen.confidence == 1.0


def test_a_stay_begins_and_ends_where_the_zone_does() -> None:
    seen = visit([walk((0.1, 0.9), (0.9, 0.9), EMPTY, 8.0)], 12.0, zones=[TILL])
    assert seen.entered - START == pytest.approx(4.0, abs=0.3)
    assert seen.left - START == pytest.approx(6.0, abs=0.3)
    assert (seen.born_inside, seen.lost_inside) == (False, False)


def test_zones_may_overlap() -> None:
    other = TILL | {"name": "queue", "polygon": [[0.5, 0.5], [0.8, 0.5], [0.8, 1.0], [0.5, 1.0]]}
    found = records([walk((0.1, 0.9), (0.9, 0.9), EMPTY, 8.0)], 12.0, zones=[TILL, other])
    assert stays(found, "till") == [pytest.approx((4.0, 6.0), abs=0.3)]
    assert stays(found, "queue") == [pytest.approx((5.0, 8.0), abs=0.3)]


def test_who_is_only_found_now_and_then_stays_all_the_time() -> None:
    path = [walk((0.02, 0.9), (0.98, 0.9), EMPTY, 20.0)]
    found = only(VisitRecord, records(path, 25.0, Tracking(missed=0.6, switched=0.1)))
    assert len(found) == 1
    assert found[0].left - found[0].entered == pytest.approx(20.0, abs=1.5)
    assert found[0].confidence == pytest.approx(0.4, abs=0.1)


def test_who_is_hidden_for_longer_than_patience_has_left() -> None:
    path = then(stand((0.5, 0.9), EMPTY, 4.0), stand((0.5, 0.9), 8.0, 4.0))
    assert stays(records([path], 15.0)) == [pytest.approx((1.0, 5.0)), pytest.approx((8.0, 12.0))]
    patient = records([path], 18.0, visits={"patience": 4.0})
    assert stays(patient) == [pytest.approx((1.0, 12.0))]


def test_who_reappears_with_another_id_near_where_they_were_goes_on() -> None:
    path = then(walk((0.3, 0.9), (0.5, 0.9), EMPTY, 2.0), walk((0.55, 0.9), (0.7, 0.9), 4.0, 2.0))
    switching = Tracking(switched=0.3)
    assert len(stays(records([path], 10.0, switching))) == 1


def test_another_who_comes_elsewhere_meanwhile_is_another() -> None:
    paths = [stand((0.2, 0.9), EMPTY, 4.0), stand((0.8, 0.9), 6.0, 4.0)]
    assert stays(records(paths, 14.0)) == [pytest.approx((1.0, 5.0)), pytest.approx((6.0, 10.0))]


def test_who_comes_in_where_another_has_just_gone_out_is_another() -> None:
    paths = [
        walk((0.4, 0.9), (0.99, 0.9), EMPTY, 3.0),
        walk((0.99, 0.9), (0.4, 0.9), 5.0, 3.0),
    ]
    assert len(stays(records(paths, 12.0))) == 2


def test_whose_ids_the_tracker_swaps_keep_their_stays() -> None:
    zones = [TILL, {"name": "sofa", "polygon": [[0.7, 0.5], [0.95, 0.5], [0.95, 1.0], [0.7, 1.0]]}]
    frames = [
        frame([standing(0.5, 0.9, 1 + odd), standing(0.8, 0.9, 2 - odd)], number)
        for number in range(60)
        for odd in [number // 10 % 2]
    ]
    found = count_all(Counting(settings(zones=zones)), frames)
    assert stays(found) == [pytest.approx((0.0, 5.9))] * 2


def test_a_moment_is_no_stay() -> None:
    ghost = [stand((0.5, 0.9), EMPTY, 0.35)]
    assert stays(records(ghost, 5.0)) == []
    assert len(stays(records(ghost, 5.0, visits={"shortest": 0.2}))) == 1


def test_standing_on_the_border_of_a_zone_is_one_stay() -> None:
    path = then(walk((0.5, 0.9), (0.4, 0.9), EMPTY, 2.0), stand((0.4, 0.9), 3.0, 20.0))
    assert len(stays(records([path], 28.0, Tracking(jitter=6.0), zones=[TILL]))) == 1


def test_who_appears_in_the_middle_was_born_inside_and_who_vanishes_there_is_lost() -> None:
    seen = visit([stand((0.5, 0.8), EMPTY, 4.0)], 9.0)
    assert (seen.born_inside, seen.lost_inside) == (True, True)


def test_who_walks_out_of_a_zone_before_they_vanish_is_not_lost_inside() -> None:
    path = walk((0.5, 0.8), (0.7, 0.8), EMPTY, 2.0)
    assert not visit([path], 9.0, zones=[TILL]).lost_inside


def test_who_is_there_from_the_first_frame_to_the_last_came_and_left_unseen() -> None:
    seen = visit([stand((0.03, 0.9), 0.0, 9.0)], 4.0)
    assert (seen.born_inside, seen.lost_inside) == (True, True)
    assert (seen.entered - START, seen.left - START) == pytest.approx((0.0, 3.9))


def test_a_camera_that_goes_blind_leaves_open_when_people_left() -> None:
    path = [walk((0.02, 0.9), (0.2, 0.9), EMPTY, 20.0)]
    frames = [each for each in scene(path, 30.0) if not 4.0 < each.time < 15.0]
    first, second = only(VisitRecord, count_all(Counting(settings()), frames))
    assert (first.born_inside, first.lost_inside) == (False, True)
    assert second.born_inside


def test_who_is_half_out_as_they_leave_stays_until_they_are_out() -> None:
    frames = scene([walk((0.5, 0.9), (0.999, 0.9), EMPTY, 2.5)], 9.0)
    frames = [each if each.time < 3.0 else frame([], each.frame) for each in frames]
    found = only(VisitRecord, count_all(Counting(settings()), frames))
    assert found[0].left - START == pytest.approx(3.5, abs=0.25)
    assert not found[0].lost_inside


def test_whose_feet_are_below_the_picture_is_in_it() -> None:
    trunk = (K.NOSE, K.LEFT_SHOULDER, K.RIGHT_SHOULDER, K.LEFT_HIP, K.RIGHT_HIP)
    near = with_only(standing(0.5, 1.4, height=1.2), *trunk)
    frames = [frame([near], number) for number in range(40)]
    found = count_all(Counting(settings(zones=[TILL])), frames)
    assert stays(found, "till") == [pytest.approx((0.0, 3.9))]


def test_hips_are_where_somebody_is_if_the_config_says_so() -> None:
    table = {"name": "table", "polygon": [[0.4, 0.6], [0.6, 0.6], [0.6, 0.8], [0.4, 0.8]]}
    sitting = [stand((0.5, 0.9), EMPTY, 4.0)]
    assert stays(records(sitting, 9.0, zones=[table])) == []
    assert len(stays(records(sitting, 9.0, zones=[table], visits={"anchor": "hips"}))) == 1


def test_a_camera_counts_in_its_own_zones_only() -> None:
    mine, other = TILL | {"camera": "east"}, TILL | {"name": "sofa", "camera": "west"}
    found = records([stand((0.5, 0.9), EMPTY, 4.0)], 9.0, zones=[mine, other], camera="east")
    assert {record.zone for record in only(VisitRecord, found)} == {"till"}


def test_occupancy_is_of_those_who_are_there_now() -> None:
    counting = Counting(settings(zones=[TILL]))
    assert counting.occupancy == {"till": 0}
    told = []
    for each in scene([stand((0.5, 0.9), 1.0, 2.0), stand((0.55, 0.7), 2.0, 4.0)], 12.0):
        counting.update(each, START + each.time)
        told.append(counting.occupancy["till"])
    assert [told[round(time * 10)] for time in (0.5, 1.9, 2.9, 5.5, 11.0)] == [0, 1, 2, 1, 0]
