import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.poses import Keypoint
from tests.tools.accuracy.people import AREA, found, person, picture
from tools.accuracy.evaluation import evaluate, without_a_quarter

PERFECT = pytest.approx((1.0, 1.0, 1.0, 1.0))

SIGMAS = np.array([26, 25, 25, 35, 35, 79, 79, 72, 72, 62, 62, 107, 107, 87, 87, 89, 89]) / 1000
"""How far people are apart who annotate a keypoint, as COCO has measured it."""

THRESHOLDS = np.arange(50, 100, 5) / 100


def similarity(shift: float) -> float:
    """What object keypoint similarity is defined to be."""
    return float(np.exp(-(shift**2) / (2 * AREA * (2 * SIGMAS) ** 2)).mean())


def test_perfect_poses_are_perfectly_precise() -> None:
    ada, ben = person(50), person(300)
    assert evaluate([picture(ada, ben)], [[found(ada), found(ben)]]) == PERFECT


@settings(deadline=None, max_examples=20)
@given(st.floats(0.0, 60.0))
def test_a_shifted_pose_counts_where_its_similarity_reaches_the_threshold(shift: float) -> None:
    ada = person(50)
    reached = (similarity(shift) >= THRESHOLDS).mean()
    told = evaluate([picture(ada)], [[found(ada, shift=shift)]])
    assert (told.precision, told.recall) == pytest.approx((reached, reached))
    assert told.precision_at_50 == pytest.approx(float(similarity(shift) >= 0.5))
    assert told.precision_at_75 == pytest.approx(float(similarity(shift) >= 0.75))


def test_who_is_not_found_lowers_recall_and_precision() -> None:
    ada, ben = person(50), person(300)
    told = evaluate([picture(ada, ben)], [[found(ada)]])
    assert told.recall == 0.5
    assert told.precision == pytest.approx(0.5, abs=0.01)


def test_a_false_pose_costs_precision_only_where_it_scores_higher_than_a_right_one() -> None:
    ada = person(50)
    right, low, high = found(ada), *(found(person(400), score=score) for score in (0.1, 0.99))
    assert evaluate([picture(ada)], [[right, low]]).precision == pytest.approx(1.0)
    assert evaluate([picture(ada)], [[right, high]]).precision == pytest.approx(0.5)


def test_whoever_is_found_twice_is_found_once() -> None:
    ada = person(50)
    twice = evaluate([picture(ada)], [[found(ada), found(ada, score=0.95)]])
    assert twice.recall == 1.0
    both = evaluate([picture(ada, person(300))], [[found(ada), found(ada, score=0.95)]])
    assert both.recall == 0.5


def test_poses_in_an_empty_picture_are_false() -> None:
    ada = person(50)
    told = evaluate([picture(ada), picture()], [[found(ada)], [found(ada, score=0.99)]])
    assert told.precision == pytest.approx(0.5)


def test_a_keypoint_that_was_not_found_is_missed_even_in_the_corner() -> None:
    ada = person(-50, -100, area=1e6)
    whole = found(ada)
    lost = (Keypoint(0.0, 0.0, 0.0),) * 9
    half = type(whole)(1, 0.9, lost + whole.keypoints[9:])
    told = evaluate([picture(ada)], [[half]])
    assert told.precision_at_50 == 0.0


def test_keypoints_without_a_truth_do_not_count() -> None:
    ada = person(50)
    keypoints = np.array(ada["keypoints"]).reshape(17, 3)
    keypoints[9:] = 0
    partly = person(50, keypoints=keypoints.ravel().tolist(), num_keypoints=9)
    assert evaluate([picture(partly)], [[found(ada)]]).precision == pytest.approx(1.0)


@pytest.mark.parametrize("more", [[], [found(person(400))]])
def test_people_without_keypoints_are_neither_demanded_nor_held_against_anybody(
    more: list[object],
) -> None:
    ada = person(50)
    ben = person(400, keypoints=[0] * 51, num_keypoints=0)
    told = evaluate([picture(ada, ben)], [[found(ada, score=0.5), *more]])  # type: ignore[list-item]
    assert told == PERFECT


def test_where_nobody_is_nothing_can_be_told() -> None:
    assert all(math.isnan(figure) for figure in evaluate([picture()], [[]]))
    assert evaluate([picture(person(50))], [[]]).precision == 0.0


def test_what_is_left_without_a_quarter_of_the_pictures_tells_how_sure_it_is() -> None:
    ada = person(50)
    pictures = [picture(ada)] * 4
    assert without_a_quarter(pictures, [[found(ada)]] * 4) == pytest.approx((1.0, 1.0))
    low, high = without_a_quarter(pictures, [[found(ada)]] * 3 + [[]])
    assert low == pytest.approx(2 / 3, abs=0.01)
    assert high == pytest.approx(1.0)
