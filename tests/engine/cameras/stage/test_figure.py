"""Bodies move like people."""

import numpy as np
import pytest

from engine.cameras.stage import StageCamera
from engine.cameras.stage.anatomy import LEFT, RIGHT, Point
from engine.cameras.stage.figure import body
from engine.cameras.stage.motion import Array, arm, motion, sway
from engine.cameras.stage.scene import Actor, Look, Reach, Scene, Waypoint
from engine.poses.skeleton import LIMBS, KeypointName

TIMES = np.arange(120) / 30
WALK = (Waypoint(0.0, -2.5, 4.0), Waypoint(4.0, 2.5, 4.0))
STAND = (Waypoint(0.0, 0.0, 4.0), Waypoint(4.0, 0.0, 4.0))


def _body(actor: Actor) -> Array:
    arms = arm(actor.left_wrist, TIMES), arm(actor.right_wrist, TIMES)
    moves, sways = motion(actor.path, TIMES), sway(actor, TIMES, (1,))
    return np.asarray(body(actor.look, moves, *arms, sways), np.float64)


def test_the_points_of_a_body_begin_with_the_keypoints() -> None:
    assert [point.name for point in Point][: len(KeypointName)] == [k.name for k in KeypointName]


@pytest.mark.parametrize("path", [WALK, STAND])
def test_arms_and_legs_keep_their_length(path: tuple[Waypoint, ...]) -> None:
    points = _body(Actor("ada", path))
    for one, other in LIMBS:
        if (
            one >= KeypointName.LEFT_SHOULDER
            and one.label.split("_")[0] == other.label.split("_")[0]
        ):
            lengths = np.linalg.norm(points[:, one] - points[:, other], axis=1)
            if "hip" not in other.label:
                assert np.ptp(lengths) < 0.02


def test_a_walkers_feet_swing_past_each_other_and_stay_on_the_floor() -> None:
    points = _body(Actor("ada", WALK))
    apart = points[:, LEFT.ankle, 0] - points[:, RIGHT.ankle, 0]
    assert np.count_nonzero(np.diff(np.sign(apart))) >= 4
    lowest = points[:, [LEFT.heel, RIGHT.heel, LEFT.toe, RIGHT.toe], 1].min(axis=1)
    assert lowest == pytest.approx(lowest[0], abs=1e-5)


def test_a_walkers_arms_swing_against_the_legs() -> None:
    points = _body(Actor("ada", WALK))[30:90]
    legs = points[:, LEFT.ankle, 0] - points[:, RIGHT.ankle, 0]
    arms = points[:, LEFT.wrist, 0] - points[:, RIGHT.wrist, 0]
    assert np.corrcoef(legs, arms)[0, 1] < -0.8


def test_who_stands_sways_a_little_and_a_statue_does_not() -> None:
    person = StageCamera(Scene(4.0, (Actor.standing("ada", 0.0, 4.0, 4.0),)))
    statue = StageCamera(Scene(4.0, (Actor.standing("ada", 0.0, 4.0, 4.0, sway=0.0),)))
    assert 0.3 < _travel(person, KeypointName.LEFT_HIP) < 3.0
    assert 0.3 < _travel(person, KeypointName.LEFT_SHOULDER) < 6.0
    assert all(_travel(statue, point) == 0.0 for point in KeypointName)


def test_a_wrist_goes_where_its_script_says() -> None:
    script = (Reach(0.0, 0.5, 0.4, 0.3), Reach(4.0, 0.5, 0.4, 0.3))
    points = _body(Actor("ada", STAND, Look(height=1.8), right_wrist=script))
    offset = (points[:, RIGHT.wrist] - points[:, RIGHT.shoulder]) / (0.322 * 1.8)
    # The right is to the left of the picture, and ahead is towards the camera.
    assert offset == pytest.approx(np.broadcast_to([-0.5, 0.4, -0.3], offset.shape), abs=1e-4)


def test_a_hand_is_as_large_as_peoples_and_shows_its_palm_with_the_thumb_to_the_head() -> None:
    script = (Reach(0.0, 0.5, 0.6, 0.1), Reach(4.0, 0.5, 0.6, 0.1))
    points = _body(Actor("ada", STAND, Look(height=1.8), script, script))
    for side in (LEFT, RIGHT):
        length = np.linalg.norm(points[:, side.fingertips] - points[:, side.wrist], axis=1)
        assert length == pytest.approx(0.175, abs=0.03)
        assert np.all(points[:, side.fingertips, 1] > points[:, side.wrist, 1])
        head = points[:, Point.HEAD, 0]
        thumb, little = points[:, side.thumb, 0], points[:, side.little_finger, 0]
        assert np.all(np.abs(thumb - head) < np.abs(little - head))


def test_an_arm_without_a_script_hangs() -> None:
    points = _body(Actor("ada", STAND))
    for side in (LEFT, RIGHT):
        drop = points[:, side.shoulder, 1] - points[:, side.wrist, 1]
        assert np.all(drop > 0.28 * 1.74)


def test_who_walks_looks_ahead_and_who_stands_looks_at_the_camera() -> None:
    path = (*WALK[:1], Waypoint(2.0, 1.0, 4.0), Waypoint(4.0, 1.0, 4.0))
    points = _body(Actor("ada", path))
    ahead = points[:, Point.NOSE] - points[:, Point.HEAD]
    assert ahead[20, 0] > 0.09
    assert ahead[110, 2] < -0.09


def _travel(camera: StageCamera, point: KeypointName) -> float:
    """How far a joint gets in a play, in pixels of the picture's width."""
    places = [camera.truth(number).actors[0].joints[point].x for number in range(0, 120, 6)]
    return float(np.ptp(places)) * 768
