"""Where somebody stands, of whom not all is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.pose_logger.counting.body import Anchor, Sighting
from engine.poses import KeypointName as K
from engine.poses import Pose
from tests.apps.people import person, with_only

RATIO = 432 / 768

BODY = person(x=0.4, top=0.2, height=0.6)
LEGS = (K.LEFT_HIP, K.RIGHT_HIP, K.LEFT_KNEE, K.RIGHT_KNEE, K.LEFT_ANKLE, K.RIGHT_ANKLE)
TRUNK = (K.LEFT_SHOULDER, K.RIGHT_SHOULDER, K.LEFT_HIP, K.RIGHT_HIP)


def sighting(pose: Pose) -> Sighting:
    found = Sighting.of(pose, RATIO)
    assert found is not None
    return found


def test_feet_are_between_the_ankles() -> None:
    whole = sighting(BODY)
    assert whole.place("feet", whole.stature) == pytest.approx((0.403, 0.782), abs=0.001)


@pytest.mark.parametrize(
    "seen",
    [
        TRUNK,
        (*TRUNK, K.LEFT_KNEE, K.RIGHT_KNEE),
        (K.NOSE, *TRUNK),
        (K.LEFT_SHOULDER, K.RIGHT_SHOULDER),
    ],
)
def test_feet_that_are_hidden_are_below_the_body_as_far_as_in_it_before(
    seen: tuple[K, ...],
) -> None:
    stature = sighting(BODY).stature
    x, y = sighting(with_only(BODY, *seen)).place("feet", stature)
    assert x == pytest.approx(0.4, abs=0.02)
    assert y == pytest.approx(0.782, abs=0.03)


@pytest.mark.parametrize("seen", [LEGS, TRUNK, (K.LEFT_SHOULDER, K.RIGHT_SHOULDER)])
def test_hips_are_found_from_above_and_from_below(seen: tuple[K, ...]) -> None:
    stature = sighting(BODY).stature
    _, y = sighting(with_only(BODY, *seen)).place("hips", stature)
    assert y == pytest.approx(0.2 + 0.52 * 0.6, abs=0.02)


@pytest.mark.parametrize("seen", [LEGS, TRUNK, tuple(K)])
def test_a_part_of_the_body_tells_how_tall_it_is(seen: tuple[K, ...]) -> None:
    assert sighting(with_only(BODY, *seen)).stature == pytest.approx(0.6 * RATIO, rel=0.15)


@pytest.mark.parametrize("seen", [(K.NOSE,), (K.NOSE, K.LEFT_SHOULDER), (K.LEFT_ANKLE,)])
def test_too_little_of_a_body_tells_nothing_of_its_size(seen: tuple[K, ...]) -> None:
    assert sighting(with_only(BODY, *seen)).span == 0.0


def test_hands_alone_place_nobody() -> None:
    assert Sighting.of(with_only(BODY, K.LEFT_WRIST, K.RIGHT_ELBOW), RATIO) is None


def test_a_body_has_come_as_far_as_the_parts_that_are_seen_twice() -> None:
    before, after = sighting(with_only(BODY, *TRUNK)), sighting(person(x=0.5, top=0.3, height=0.6))
    assert after.way_from(before) == pytest.approx((0.1, 0.1))
    assert after.way_from(sighting(with_only(BODY, K.LEFT_KNEE))) is not None
    assert sighting(with_only(BODY, K.NOSE)).way_from(sighting(with_only(BODY, *LEGS))) is None


@given(st.sets(st.sampled_from(tuple(K))), st.sampled_from(("feet", "hips")))
def test_whatever_is_seen_of_a_body_the_place_is_near_it(seen: set[K], anchor: Anchor) -> None:
    found = Sighting.of(with_only(BODY, *seen), RATIO)
    if found is not None:
        x, y = found.place(anchor, found.stature)
        assert 0.3 < x < 0.5
        assert 0.2 < y < 1.0
