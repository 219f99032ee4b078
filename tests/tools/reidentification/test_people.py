import numpy as np
import pytest

from engine.cameras.stage import figure, motion
from engine.cameras.stage.scene import Actor, Look, Waypoint
from engine.poses.skeleton import KeypointName as Name
from tools.reidentification.people import BONES, Array, Person, people, shaped
from tools.reidentification.visits import visit

USUAL = Person(1.74, 1.0, dict.fromkeys(BONES, 1.0), 1.25, 1.0, 1.0, 0.0, 1.0)


def walking() -> Array:
    actor = Actor("ada", (Waypoint(0.0, -2.0, 4.0), Waypoint(4.0, 2.0, 4.0)))
    times = np.arange(0.0, 4.0, 0.1)
    arm = motion.arm((), times)
    moves = motion.motion(actor.path, times)
    body = figure.body(Look(), moves, arm, arm, motion.sway(actor, times, (1,)))
    return body[:, :17].astype(float)


def length(points: Array, one: Name, other: Name) -> float:
    return float(np.linalg.norm(points[:, one] - points[:, other], axis=1).mean())


def test_the_usual_body_stays_as_it_is() -> None:
    assert shaped(walking(), USUAL) == pytest.approx(walking())


@pytest.mark.parametrize(
    ("bone", "ends"),
    [
        ("thigh", (Name.LEFT_HIP, Name.LEFT_KNEE)),
        ("shin", (Name.RIGHT_KNEE, Name.RIGHT_ANKLE)),
        ("upper arm", (Name.LEFT_SHOULDER, Name.LEFT_ELBOW)),
        ("forearm", (Name.RIGHT_ELBOW, Name.RIGHT_WRIST)),
        ("shoulders", (Name.LEFT_SHOULDER, Name.RIGHT_SHOULDER)),
        ("hips", (Name.LEFT_HIP, Name.RIGHT_HIP)),
        ("head", (Name.LEFT_EAR, Name.NOSE)),
    ],
)
def test_a_bone_is_as_long_as_it_should_be_and_the_others_stay(
    bone: str, ends: tuple[Name, Name]
) -> None:
    before = walking()
    after = shaped(before, USUAL._replace(bones={**USUAL.bones, bone: 1.2}))
    assert length(after, *ends) == pytest.approx(1.2 * length(before, *ends))
    assert length(after, Name.LEFT_EYE, Name.RIGHT_EYE) == pytest.approx(
        length(before, Name.LEFT_EYE, Name.RIGHT_EYE) * (1.2 if bone == "head" else 1.0)
    )


def test_whoever_they_are_their_feet_are_on_the_floor() -> None:
    ankles = [Name.LEFT_ANKLE, Name.RIGHT_ANKLE]
    usual = walking()[:, ankles, 1].min(axis=1)
    for person in people(5, np.random.default_rng(1)):
        assert shaped(walking(), person)[:, ankles, 1].min(axis=1) == pytest.approx(usual)


def test_who_stoops_has_the_shoulders_ahead() -> None:
    before, after = walking(), shaped(walking(), USUAL._replace(stoop=0.2))
    moved = (after - before)[:, Name.LEFT_SHOULDER]
    assert (moved[5:-5, 0] > 0.05).all()
    assert moved[:, 1] == pytest.approx(0.0, abs=1e-6)


def test_people_differ_more_than_somebody_from_visit_to_visit() -> None:
    random = np.random.default_rng(1)
    room = people(50, random)
    between = np.std([np.log(person.bones["thigh"]) for person in room])
    today = [np.log(room[0].today(random).bones["thigh"]) for _ in range(50)]
    assert np.std(today) < 0.5 * between


def test_a_visit_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    first, again, other = (
        visit(USUAL, np.random.default_rng(seed)).keypoints for seed in (1, 1, 2)
    )
    assert (first == again).all()
    assert first.shape != other.shape or (first != other).any()


def test_a_visitor_comes_from_outside_and_leaves_to_the_outside() -> None:
    for seed in range(5):
        frames = visit(USUAL, np.random.default_rng(seed)).frames(7)
        assert not frames[0].poses
        assert not frames[-1].poses
        assert sum(bool(frame.poses) for frame in frames) > 30
        assert {pose.id for frame in frames for pose in frame.poses} == {7}
