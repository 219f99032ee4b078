import itertools

import numpy as np
import pytest

from engine.cameras.stage.truth import ActorTruth, Joint, Sight
from engine.poses import Keypoint, Pose
from tools.accuracy import theatre
from tools.accuracy.evaluation import evaluate
from tools.accuracy.pictures import Annotation

SEEN, HIDDEN, OUTSIDE = Sight.VISIBLE, Sight.OCCLUDED, Sight.OUTSIDE


def annotated(*sights: Sight) -> Annotation | None:
    """Somebody whose first joints are as ``sights`` say and the others outside, in 100 x 50."""
    seen = np.zeros((50, 100), bool)
    seen[10:30, 20:25] = True
    told = itertools.chain(sights, itertools.repeat(OUTSIDE))
    joints = tuple(Joint(0.2, 0.4, sight) for sight, _ in zip(told, range(17), strict=False))
    return theatre.annotation(ActorTruth("ada", 1, joints, 3.0), seen)


def test_joints_in_sight_and_hidden_ones_count_and_those_outside_do_not() -> None:
    told = annotated(SEEN, SEEN, SEEN, HIDDEN)
    assert told is not None
    assert told["num_keypoints"] == 4
    keypoints = np.array(told["keypoints"]).reshape(17, 3)
    assert keypoints[:5, 2].tolist() == [2, 2, 2, 1, 0]
    assert keypoints[3] == pytest.approx([20, 20, 1])
    assert not keypoints[4:].any()
    assert told["area"] == 100
    assert told["bbox"] == [20, 10, 5, 20]


def test_somebody_of_whom_hardly_a_joint_is_in_sight_does_not_count() -> None:
    told = annotated(SEEN, SEEN, *[HIDDEN] * 4)
    assert told is not None
    assert told["num_keypoints"] == 0
    assert told["keypoints"] == [0] * 51


def test_somebody_of_whom_nothing_is_in_the_picture_is_not_there() -> None:
    (begin, *_) = theatre.moments("crowd", 60.0)
    assert begin.people == ()


def test_the_truth_itself_is_perfectly_accurate_also_in_a_crowd() -> None:
    moments = list(theatre.moments("crowd", 8.0))
    assert sum(moment.to_find for moment in moments) > 15
    poses = [
        [
            Pose(1, 0.5, tuple(Keypoint(x / 768, y / 432, 1.0) for x, y, _ in points))
            for one in moment.people
            for points in [np.array(one["keypoints"]).reshape(17, 3).tolist()]
            if one["num_keypoints"]
        ]
        for moment in moments
    ]
    assert evaluate(moments, poses) == pytest.approx((1.0, 1.0, 1.0, 1.0))


def test_a_moment_has_its_picture_and_the_same_one_each_time() -> None:
    (moment, *_) = theatre.moments("trio", 30.0)
    assert (moment.name, moment.to_find) == ("trio 0.0 s", 3)
    assert moment.pixels().shape == (moment.height, moment.width, 3)
    assert np.array_equal(moment.pixels(), moment.pixels())
