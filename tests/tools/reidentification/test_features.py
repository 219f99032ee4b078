import numpy as np
import pytest

from apps.pose_logger.records import POSE_UNIT, PoseRecord
from engine.poses.skeleton import KeypointName as Name
from tools.reidentification.counts import of_minutes, of_publication, of_visits
from tools.reidentification.gait import body_and_gait
from tools.reidentification.logged import UNSEALED, Counts, counts_of, skeletons_of
from tools.reidentification.people import BONES, Person
from tools.reidentification.visits import visit

USUAL = Person(1.70, 1.0, dict.fromkeys(BONES, 1.0), 1.25, 1.0, 1.0, 0.0, 1.0)


def skeletons(person: Person, *, stops: bool = False) -> dict[str, list[PoseRecord]]:
    random = np.random.default_rng(1)
    return skeletons_of(visit(person, random, stops=stops), random)


def counts(seed: int = 1, *, stops: bool = False) -> Counts:
    random = np.random.default_rng(seed)
    return counts_of(visit(USUAL, random, stops=stops), random)


def told(person: Person, level: str = "full") -> np.ndarray:
    return body_and_gait(skeletons(person)[level])


def test_every_table_of_the_logger_is_read() -> None:
    assert all(skeletons(USUAL).values())
    assert all(counts(stops=True))


def test_levels_keep_what_they_say() -> None:
    poses = skeletons(USUAL)
    assert len(poses["full"]) > 5 * len(poses["coarse"])
    assert all(x % (POSE_UNIT // 64) == 0 for record in poses["coarse"] for x in record.xs)
    feet = {name for record in poses["feet"] for name in Name if record.scores[name]}
    assert feet == {Name.LEFT_ANKLE, Name.RIGHT_ANKLE}


def test_what_is_sealed_is_coarser_than_what_came() -> None:
    poses = skeletons(USUAL)
    assert len(poses["full"]) == len(poses[UNSEALED])
    assert {score for record in poses["full"] for score in record.scores} <= {0, 85, 170, 255}
    sealed, came = (np.array([one.xs for one in poses[level]]) for level in ("full", UNSEALED))
    moved = sealed - came
    seen = np.array([record.scores for record in poses["full"]]) > 0
    assert 0 < np.abs(moved[seen]).max() <= 48


def test_a_camera_that_sees_all_the_time_does_not_tell_when_somebody_came() -> None:
    minutes = counts(stops=True).minutes
    assert {round(minute.observed_seconds) for minute in minutes[: len(minutes) // 2]} == {60}
    assert sum(minute.entries for minute in minutes) > 0


def test_long_thighs_are_seen_as_such() -> None:
    longer = told(USUAL._replace(bones={**USUAL.bones, "thigh": 1.2})) - told(USUAL)
    assert longer[0] == pytest.approx(np.log(1.2), abs=0.06)
    assert longer[2] == pytest.approx(0.0, abs=0.06)


def test_pace_is_told_in_metres_a_second() -> None:
    fast = told(USUAL._replace(pace=1.6))
    assert fast[-6] == pytest.approx(1.6, abs=0.15)
    assert told(USUAL)[-6] == pytest.approx(1.25, abs=0.15)


def test_the_cadence_is_that_of_the_pace_and_the_stride() -> None:
    features = told(USUAL)
    assert features[-3] == pytest.approx(1.25 / (1.4 * 1.70 / 1.74), abs=0.1)


def test_who_is_hardly_seen_tells_nothing() -> None:
    assert np.isnan(body_and_gait([])).all()
    assert body_and_gait([]).shape == told(USUAL).shape


def test_feet_alone_tell_of_steps_and_of_nothing_else() -> None:
    features = told(USUAL, "feet")
    assert np.isnan(features[:-6]).all()
    assert np.isfinite(features[-6])


def test_counts_of_visits_are_rows_of_one_length() -> None:
    one, other = counts(), counts(2, stops=True)
    for features in (
        [of_visits(kept.visits) for kept in (one, other)],
        [of_minutes(kept.minutes, kept.dwell) for kept in (one, other)],
        [of_publication(kept.published) for kept in (one, other)],
    ):
        assert features[0].shape == features[1].shape
        assert np.isfinite(features).all()


def test_no_published_hour_is_of_fewer_than_ten() -> None:
    told = {cell.visits for cell in counts().published}
    assert None in told
    assert min(visits for visits in told if visits is not None) >= 10
