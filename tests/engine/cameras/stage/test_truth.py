"""The truth about a frame agrees with its pixels."""

import numpy as np
import pytest

from engine.cameras.stage import STAGES, StageCamera, open_stage
from engine.cameras.stage.scene import Actor, Scene, Waypoint
from engine.cameras.stage.truth import Sight
from engine.poses.skeleton import KeypointName

PAIR = Scene(
    1.0,
    (
        Actor.standing("near", 0.0, 3.6, 1.0),
        Actor.standing("far", 0.1, 4.8, 1.0),
        Actor.standing("aside", 1.4, 4.2, 1.0),
        Actor.standing("at_edge", -2.5, 3.9, 1.0),
    ),
)


@pytest.mark.parametrize("name", STAGES)
def test_outside_people_and_shadows_a_frame_is_the_empty_picture(name: str) -> None:
    camera = open_stage(name)
    for number in range(0, len(camera), 97):
        truth = camera.truth(number)
        untouched = ~(truth.people | truth.shadow)
        picture, empty = camera.picture(number), camera.empty(number)
        assert np.array_equal(picture[untouched], empty[untouched])


def test_most_pixels_of_people_differ_from_the_empty_picture() -> None:
    camera = StageCamera(PAIR)
    changed = np.any(camera.picture(5) != camera.empty(5), axis=2)
    assert changed[camera.truth(5).people].mean() > 0.99


def test_shadows_only_darken_the_floor_around_feet() -> None:
    camera = StageCamera(Scene(1.0, PAIR.actors, noise=0.0))
    truth = camera.truth(0)
    floor = truth.shadow & ~truth.people
    assert floor.any()
    assert np.all(camera.picture(0)[floor] <= camera.empty(0)[floor])
    assert not floor[: floor.shape[0] // 2].any()


@pytest.mark.parametrize("name", STAGES)
def test_visible_joints_lie_on_their_owners_pixels(name: str) -> None:
    camera = open_stage(name)
    for number in range(0, len(camera), 41):
        truth = camera.truth(number)
        height, width = truth.labels.shape
        for actor in truth.actors:
            for joint in actor.joints:
                if joint.sight is Sight.VISIBLE:
                    at = truth.labels[int(joint.y * height), int(joint.x * width)]
                    assert at == actor.label


def test_joints_behind_somebody_nearer_are_occluded() -> None:
    near, far, aside, _ = StageCamera(PAIR).truth(0).actors
    assert near.distance < far.distance
    assert {joint.sight for joint in near.joints} == {Sight.VISIBLE}
    assert {joint.sight for joint in aside.joints} == {Sight.VISIBLE}
    assert far.joints[KeypointName.LEFT_HIP].sight is Sight.OCCLUDED


def test_joints_beyond_the_edge_are_outside() -> None:
    at_edge = StageCamera(PAIR).truth(0).actors[3]
    assert at_edge.joints[KeypointName.RIGHT_SHOULDER].sight is Sight.OUTSIDE
    assert at_edge.joints[KeypointName.RIGHT_SHOULDER].x < 0.0
    assert at_edge.joints[KeypointName.LEFT_SHOULDER].sight is Sight.VISIBLE


def test_masks_by_actor_add_up_to_the_people() -> None:
    truth = StageCamera(PAIR).truth(0)
    masks = [truth.mask(actor.name) for actor in truth.actors]
    assert np.array_equal(np.sum(masks, axis=0), truth.people)
    assert not truth.mask("nobody").any()


def test_somebody_who_faces_the_camera_has_their_left_on_the_right() -> None:
    joints = StageCamera(PAIR).truth(0).actors[2].joints
    for left, right in zip(KeypointName, list(KeypointName)[1:], strict=False):
        if left.label.startswith("left") and right.label.startswith("right"):
            assert joints[left].x > joints[right].x


def test_an_actor_is_on_the_stage_from_entrance_to_exit() -> None:
    path = (Waypoint(1.0, -0.5, 4.0), Waypoint(2.0, 0.5, 4.0))
    camera = StageCamera(Scene(3.0, (Actor("ada", path),)), resolution=(192, 108))
    present = [bool(camera.truth(number).actors) for number in range(90)]
    assert present == [30 <= number < 60 for number in range(90)]


def test_an_actor_keeps_its_label() -> None:
    camera = open_stage("unplug", resolution=(192, 108))
    labels = {
        (actor.name, actor.label)
        for number in range(0, len(camera), 30)
        for actor in camera.truth(number).actors
    }
    assert labels == {("ben", 1), ("cleo", 2)}
