import numpy as np
import pytest

from apps.pose_logger.records import POSE_UNIT
from engine.poses.skeleton import KeypointName as Name
from tools.reidentification.counts import of_minutes, of_publication, of_visits
from tools.reidentification.gait import body_and_gait
from tools.reidentification.logged import LEVELS, Kept, kept
from tools.reidentification.people import BONES, Person
from tools.reidentification.visits import visit

USUAL = Person(1.70, 1.0, dict.fromkeys(BONES, 1.0), 1.25, 1.0, 1.0, 0.0, 1.0)


def once(person: Person, seed: int = 1, *, stops: bool = False) -> Kept:
    random = np.random.default_rng(seed)
    return kept(visit(person, random, stops=stops), random)


def difference(person: Person) -> np.ndarray:
    """How the features of ``person`` differ from the usual, on the same way."""
    rows = [body_and_gait(once(who).poses["full"]) for who in (person, USUAL)]
    return np.asarray(rows[0] - rows[1])


def test_every_table_of_the_logger_is_read() -> None:
    all_kept = once(USUAL, stops=True)
    assert all(all_kept.poses[level] for level in LEVELS)
    assert all_kept.visits
    assert all_kept.minutes
    assert all_kept.dwell
    assert all_kept.published


def test_levels_keep_what_they_say() -> None:
    poses = once(USUAL).poses
    assert len(poses["full"]) > 5 * len(poses["coarse"])
    assert all(x % (POSE_UNIT // 64) == 0 for record in poses["coarse"] for x in record.xs)
    feet = {name for record in poses["feet"] for name in Name if record.scores[name]}
    assert feet == {Name.LEFT_ANKLE, Name.RIGHT_ANKLE}


def test_a_camera_that_sees_all_the_time_does_not_tell_when_somebody_came() -> None:
    minutes = once(USUAL, stops=True).minutes
    assert {round(minute.observed_seconds) for minute in minutes[: len(minutes) // 2]} == {60}
    assert sum(minute.entries for minute in minutes) > 0


def test_long_thighs_are_seen_as_such() -> None:
    longer = difference(USUAL._replace(bones={**USUAL.bones, "thigh": 1.2}))
    assert longer[0] == pytest.approx(np.log(1.2), abs=0.06)
    assert longer[2] == pytest.approx(0.0, abs=0.06)


def test_pace_is_told_in_metres_a_second() -> None:
    fast = body_and_gait(once(USUAL._replace(pace=1.6)).poses["full"])
    assert fast[-6] == pytest.approx(1.6, abs=0.15)
    assert body_and_gait(once(USUAL).poses["full"])[-6] == pytest.approx(1.25, abs=0.15)


def test_the_cadence_is_that_of_the_pace_and_the_stride() -> None:
    features = body_and_gait(once(USUAL).poses["full"])
    assert features[-3] == pytest.approx(1.25 / (1.4 * 1.70 / 1.74), abs=0.1)


def test_who_is_hardly_seen_tells_nothing() -> None:
    assert np.isnan(body_and_gait([])).all()
    assert body_and_gait([]).shape == body_and_gait(once(USUAL).poses["full"]).shape


def test_feet_alone_tell_of_steps_and_of_nothing_else() -> None:
    features = body_and_gait(once(USUAL, stops=True).poses["feet"])
    assert np.isnan(features[:-6]).all()
    assert np.isfinite(features[-6])


def test_counts_of_visits_are_rows_of_one_length() -> None:
    for features in (
        [of_visits(one.visits) for one in (once(USUAL), once(USUAL, 2, stops=True))],
        [of_minutes(one.minutes, one.dwell) for one in (once(USUAL), once(USUAL, 2))],
        [of_publication(one.published) for one in (once(USUAL), once(USUAL, 2))],
    ):
        assert features[0].shape == features[1].shape
        assert np.isfinite(features).all()


def test_no_published_hour_is_of_fewer_than_ten() -> None:
    told = {cell.visits for cell in once(USUAL).published}
    assert None in told
    assert min(visits for visits in told if visits is not None) >= 10
