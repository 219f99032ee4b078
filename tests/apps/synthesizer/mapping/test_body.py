import pytest

from apps.synthesizer.mapping.body import Body, Place
from engine.poses import Keypoint, KeypointName, Pose
from tests.apps.synthesizer.mapping.dancers import HEAD, HIPS, K, dancer

ASPECT = 16 / 9


def body(*poses: Pose, aspect: float = ASPECT) -> Body:
    it = Body()
    for number, pose in enumerate(poses):
        it.update(pose, aspect, number / 30)
    return it


@pytest.mark.parametrize("torso", [0.03, 0.1, 0.4])
@pytest.mark.parametrize("x", [0.2, 1.5])
def test_a_hand_is_as_high_whatever_the_size_and_place_of_its_owner(torso: float, x: float) -> None:
    it = body(dancer(right=1.2, torso=torso, x=x, aside=0.9))
    assert it.place(K.RIGHT_WRIST) == pytest.approx(Place(0.9, 1.2))
    assert it.place(K.LEFT_WRIST) == pytest.approx(Place(-0.9, -0.1))


def test_the_shape_of_the_picture_does_not_matter() -> None:
    upright = body(dancer(right=1.2, size=(900, 1600), x=0.3), aspect=9 / 16)
    assert upright.place(K.RIGHT_WRIST) == pytest.approx(Place(0.8, 1.2))
    assert upright.torso == pytest.approx(0.2)


def test_a_joint_that_is_not_found_has_no_place() -> None:
    it = body(dancer(hidden=[K.RIGHT_WRIST]))
    assert it.place(K.RIGHT_WRIST) is None
    assert it.seen(K.RIGHT_WRIST) is None


@pytest.mark.parametrize("hidden", [HIPS, (*HIPS, K.LEFT_SHOULDER), (*HIPS, *HEAD)])
def test_hidden_hips_are_where_remembered_proportions_put_them(
    hidden: tuple[KeypointName, ...],
) -> None:
    whole = dancer(right=1.2)
    it = body(*[whole] * 30, *[dancer(right=1.2, hidden=hidden)] * 30)
    place = it.place(K.RIGHT_WRIST)
    assert place is not None
    assert place.up == pytest.approx(1.2, abs=0.02)


def test_a_child_behind_a_counter_who_comes_nearer_is_measured_by_what_is_seen() -> None:
    far = [dancer(right=1.2, torso=0.1)] * 30
    it = body(*far, *[dancer(right=1.2, torso=0.2, hidden=HIPS)] * 90)
    place = it.place(K.RIGHT_WRIST)
    assert place is not None
    assert place.up == pytest.approx(1.2, abs=0.05)


def test_hips_that_were_never_seen_are_guessed_from_head_and_shoulders() -> None:
    place = body(dancer(right=1.2, hidden=HIPS)).place(K.RIGHT_WRIST)
    assert place is not None
    assert place.up == pytest.approx(1.2, abs=0.1)


@pytest.mark.parametrize(
    "hidden", [(*HIPS, K.LEFT_SHOULDER, *HEAD), (K.LEFT_SHOULDER, K.RIGHT_SHOULDER), tuple(K)]
)
def test_who_shows_too_little_of_the_body_is_not_found(hidden: tuple[KeypointName, ...]) -> None:
    it = body(dancer(hidden=hidden))
    assert not it.found
    assert it.place(K.RIGHT_WRIST) is None


def test_who_turns_round_still_has_the_right_hand_to_the_right() -> None:
    facing = dancer(right=1.0)
    points = [Keypoint(1.0 - p.x, p.y, p.score) if p.score else p for p in facing.keypoints]
    away = body(facing, Pose(1, 0.9, tuple(points)))
    place = away.place(K.RIGHT_WRIST)
    assert place is not None
    assert place.right == pytest.approx(0.8)


def test_places_in_the_body_are_told_in_the_picture() -> None:
    it = body(dancer(right=1.2))
    place = it.place(K.RIGHT_WRIST)
    assert place is not None
    assert it.picture(place) == pytest.approx(it.seen(K.RIGHT_WRIST))


def test_a_jitter_of_the_hips_moves_hands_by_half_of_it() -> None:
    steady = [dancer(right=1.0)] * 60
    place = body(*steady, dancer(right=1.0, torso=0.21)).place(K.RIGHT_WRIST)
    assert place is not None
    assert place.up == pytest.approx(1.0, abs=0.06)


@pytest.mark.parametrize("value", [1e300, -1e9, 50.0])
def test_joints_that_are_absurdly_far_away_are_not_believed(value: float) -> None:
    points = list(dancer(right=1.2).keypoints)
    points[K.RIGHT_WRIST] = Keypoint(value, value, 0.9)
    it = body(Pose(1, 0.9, tuple(points)))
    assert it.found
    assert it.place(K.RIGHT_WRIST) is None


def test_a_body_without_extent_is_not_found() -> None:
    assert not body(Pose(1, 0.9, (Keypoint(0.5, 0.5, 0.9),) * len(K))).found
