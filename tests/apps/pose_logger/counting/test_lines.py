"""Who crosses a line is counted once, and who stands on it is not."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from apps.pose_logger.counting import Counting
from tests.apps.pose_logger.counting.walkers import (
    WELL,
    Path,
    Tracking,
    count_all,
    crossings,
    scene,
    settings,
    stand,
    then,
    walk,
)

DOOR = {"name": "door", "start": (0.5, 1.0), "end": (0.5, 0.0)}
"""Upwards in the picture, so that inwards is to the right."""

BADLY = Tracking(jitter=6.0, switched=0.03)


def counted(
    paths: Sequence[Path],
    seconds: float,
    tracking: Tracking = WELL,
    line: dict[str, Any] = DOOR,
    **choices: Any,
) -> tuple[int, int]:
    """How many of ``paths`` go in and out."""
    counting = Counting(settings(lines=[line], poses={"level": "off"}))
    return crossings(count_all(counting, scene(paths, seconds, tracking, **choices)), "door")


def one_by_one(walkers: int, seed: int) -> tuple[list[Path], int]:
    """Walkers at every height and pace, in both directions, and how many of them go in."""
    random, paths, inwards = Random(seed), list[Path](), 0
    for number in range(walkers):
        x, y, seconds = 0.02, random.uniform(0.5, 0.95), random.uniform(3.0, 5.0)
        ends = (x, y), (1.0 - x, min(0.97, y + random.uniform(-0.1, 0.1)))
        inwards += (goes_in := random.random() < 0.5)
        paths.append(walk(*(ends if goes_in else ends[::-1]), 6.0 * number, seconds))
    return paths, inwards


@pytest.mark.parametrize("rate", [10.0, 25.0])
def test_three_hundred_walkers_are_three_hundred_though_their_ids_change_and_they_jitter(
    rate: float,
) -> None:
    paths, inwards = one_by_one(300, seed=7)
    assert counted(paths, 1800.0, BADLY, rate=rate) == (inwards, 300 - inwards)


def test_walkers_side_by_side_are_all_counted() -> None:
    groups = [
        walk((0.02, y), (0.98, y), 7.0 * group + late, 4.0)
        for group in range(60)
        for y, late in ((0.5, 0.0), (0.64, 0.3), (0.78, 0.6), (0.92, 0.1))
    ]
    assert counted(groups, 420.0, BADLY) == (240, 0)


def test_those_who_meet_on_the_line_are_counted_in_both_directions() -> None:
    pairs = [
        walk(*ends, 7.0 * pair, 4.0)
        for pair in range(60)
        for ends in (((0.02, 0.7), (0.98, 0.7)), ((0.98, 0.8), (0.02, 0.8)))
    ]
    assert counted(pairs, 420.0, BADLY) == (60, 60)


@pytest.mark.parametrize("rate", [10.0, 30.0])
def test_standing_on_the_line_is_no_crossing(rate: float) -> None:
    standers = [
        then(
            walk((0.1, 0.8), (0.5, 0.8), 16.0 * number, 2.0),
            stand((0.5, 0.8), 16.0 * number + 2.0, 10.0),
            walk((0.5, 0.8), (0.1, 0.8), 16.0 * number + 12.0, 2.0),
        )
        for number in range(30)
    ]
    assert counted(standers, 480.0, BADLY, rate=rate) == (0, 0)


def test_who_stands_on_the_line_and_then_goes_on_has_crossed_once() -> None:
    path = then(
        walk((0.1, 0.8), (0.5, 0.8), 0.0, 2.0),
        stand((0.5, 0.8), 2.0, 10.0),
        walk((0.5, 0.8), (0.9, 0.8), 12.0, 2.0),
    )
    assert counted([path], 15.0, BADLY) == (1, 0)


def test_turning_back_within_the_band_is_no_crossing() -> None:
    path = then(walk((0.1, 0.8), (0.53, 0.8), 0.0, 3.0), walk((0.53, 0.8), (0.1, 0.8), 3.0, 3.0))
    assert counted([path], 7.0, line=DOOR | {"band": 0.04}) == (0, 0)
    assert counted([path], 7.0, line=DOOR | {"band": 0.005}) == (1, 1)


def test_who_goes_round_the_end_of_a_line_does_not_cross_it() -> None:
    line = {"name": "door", "start": (0.5, 1.0), "end": (0.5, 0.75)}
    round_it = walk((0.1, 0.65), (0.9, 0.65), 0.0, 4.0)
    through = walk((0.1, 0.85), (0.9, 0.85), 0.0, 4.0)
    assert counted([round_it], 5.0, line=line) == (0, 0)
    assert counted([through], 5.0, line=line) == (1, 0)


def test_who_is_hidden_for_a_moment_on_the_line_has_crossed_it() -> None:
    path = then(walk((0.1, 0.8), (0.45, 0.8), 0.0, 2.0), walk((0.6, 0.8), (0.9, 0.8), 3.0, 2.0))
    assert counted([path], 6.0) == (1, 0)


def test_who_first_appears_on_the_line_comes_from_neither_side() -> None:
    assert counted([walk((0.5, 0.8), (0.9, 0.8), 0.0, 3.0)], 4.0) == (0, 0)


def test_a_line_that_is_drawn_the_other_way_counts_the_other_way() -> None:
    backwards = {"name": "door", "start": (0.5, 0.0), "end": (0.5, 1.0)}
    path = walk((0.1, 0.8), (0.9, 0.8), 0.0, 4.0)
    assert counted([path], 5.0, line=backwards) == (0, 1)


def test_lines_across_the_room_count_who_comes_nearer() -> None:
    line = {"name": "door", "start": (0.0, 0.8), "end": (1.0, 0.8)}
    path = walk((0.5, 0.6), (0.5, 0.97), 0.0, 4.0)
    assert counted([path], 5.0, line=line) == (1, 0)
