"""What the scenes promise to the tests and demos that play them."""

from itertools import pairwise

import numpy as np
import pytest

from engine.cameras.stage import STAGES, StageCamera, open_stage
from engine.cameras.stage.scene import Actor, Look, Scene, Waypoint
from engine.cameras.stage.truth import Sight
from engine.poses.skeleton import KeypointName

SMALL = (256, 144)


def _seen(camera: StageCamera, every: int = 10) -> list[tuple[float, set[str]]]:
    """Who is to be seen when, by name."""
    seen = []
    for number in range(0, len(camera), every):
        truth = camera.truth(number)
        names = {actor.name for actor in truth.actors if truth.mask(actor.name).any()}
        seen.append((camera.time(number), names))
    return seen


def _between(seen: list[tuple[float, set[str]]], start: float, end: float) -> list[set[str]]:
    return [names for time, names in seen if start <= time < end]


def test_there_is_a_scene_for_every_occasion() -> None:
    assert set(STAGES) == {"visit", "trio", "crowd", "conductor", "ghost", "dusk", "unplug"}


@pytest.mark.parametrize("name", STAGES)
def test_a_scene_lasts_about_a_minute(name: str) -> None:
    camera = open_stage(name, resolution=SMALL)
    assert 35.0 <= camera.time(len(camera) - 1) <= 80.0


def test_a_visit_is_one_person_between_empty_rooms() -> None:
    seen = _seen(open_stage("visit", resolution=SMALL))
    assert all(not names for names in _between(seen, 0.0, 6.0))
    assert all(names == {"ada"} for names in _between(seen, 8.0, 26.0))
    assert all(not names for names in _between(seen, 29.0, 40.0))


def test_a_trio_is_mostly_all_there_and_each_is_hidden_or_gone_at_times() -> None:
    camera = open_stage("trio", resolution=SMALL)
    seen = _seen(camera)
    assert np.mean([len(names) == 3 for _, names in seen]) > 0.7
    assert all(len(names) >= 2 for _, names in seen)
    assert any("ben" not in names for names in _between(seen, 15.0, 25.0))
    assert any("ada" not in names for names in _between(seen, 42.0, 53.0))


def test_a_trio_crosses_again_and_again() -> None:
    camera = open_stage("trio", resolution=SMALL)
    crossings, order = 0, [""]
    for number in range(0, len(camera), 5):
        hips = {a.name: a.joints[KeypointName.LEFT_HIP].x for a in camera.truth(number).actors}
        now = sorted(hips, key=lambda name: hips[name])
        crossings += now != order
        order = now
    assert crossings >= 10


def test_a_crowd_is_eight() -> None:
    seen = _seen(open_stage("crowd", resolution=SMALL), every=30)
    assert not seen[0][1]
    assert not seen[-1][1]
    assert max(len(names) for _, names in seen) == 8
    assert all(len(names) >= 7 for names in _between(seen, 16.0, 42.0))


def test_conductors_hold_notes_with_the_right_hand_and_move_the_left_without_rest() -> None:
    camera = open_stage("conductor", resolution=SMALL)
    assert all(not names for names in _between(_seen(camera), 0.0, 5.0))
    truths = [camera.truth(number).actors for number in range(360, 1560)]
    for player in range(3):
        right = np.array([t[player].joints[KeypointName.RIGHT_WRIST].y for t in truths])
        left = np.array([t[player].joints[KeypointName.LEFT_WRIST].y for t in truths])
        assert min(_holds(right)) >= 0.4
        assert len(_holds(right)) >= 30
        assert np.ptp(right) > 0.2
        assert np.ptp(left) > 0.2
        assert max(_holds(left), default=0.0) < 0.4


def test_conductors_wrists_are_in_the_picture_while_they_play() -> None:
    camera = open_stage("conductor", resolution=SMALL)
    for number in range(330, 1560, 10):
        for actor in camera.truth(number).actors:
            for wrist in (KeypointName.LEFT_WRIST, KeypointName.RIGHT_WRIST):
                assert actor.joints[wrist].sight is Sight.VISIBLE


def test_a_ghost_is_half_out_of_the_picture_from_the_very_start() -> None:
    camera = open_stage("ghost", resolution=SMALL)
    for number in range(0, 24 * 30, 30):
        sights = [joint.sight for joint in camera.truth(number).actors[0].joints]
        assert 5 <= sights.count(Sight.OUTSIDE) <= 12
    seen = _seen(camera)
    assert all(names == {"hugo"} for names in _between(seen, 0.0, 24.0))
    assert all(not names for names in _between(seen, 26.0, 47.0))
    assert all(names == {"eva"} for names in _between(seen, 49.5, 54.0))
    assert all(not names for names in _between(seen, 56.0, 76.0))


def test_dusk_darkens_by_a_third_between_two_visits() -> None:
    camera = open_stage("dusk", resolution=SMALL)
    brightness = [camera.empty(number).mean() for number in (0, 1000, len(camera) - 1)]
    assert brightness[0] > 1.1 * brightness[1] > 1.2 * brightness[2]
    assert brightness[2] / brightness[0] == pytest.approx(0.65, abs=0.04)
    seen = _seen(camera)
    assert all(names == {"dev"} for names in _between(seen, 9.0, 16.0))
    assert all(not names for names in _between(seen, 18.0, 52.0))
    assert all(names == {"gaia"} for names in _between(seen, 54.0, 61.0))


def test_unplug_has_a_gap_with_people_before_and_after() -> None:
    camera = open_stage("unplug", resolution=SMALL)
    times = [camera.time(number) for number in range(len(camera))]
    gaps = [number for number, gap in enumerate(np.diff(times)) if gap > 0.04]
    assert len(gaps) == 1
    assert times[gaps[0] + 1] - times[gaps[0]] == pytest.approx(6.0, abs=0.05)
    assert len(camera.truth(gaps[0]).actors) == 2
    assert [actor.name for actor in camera.truth(gaps[0] + 1).actors] == ["ben"]


def test_a_test_can_write_a_scene_of_its_own() -> None:
    rows = [(x, z) for z in (3.6, 4.1, 4.6, 5.1) for x in (-1.6, -0.8, 0.0, 0.8, 1.6)]
    people = tuple(
        Actor.standing(f"person {index}", x, z, until=1.0) for index, (x, z) in enumerate(rows)
    )
    truth = StageCamera(Scene(1.0, people)).truth(15)
    assert len(truth.actors) == 20
    assert all(truth.mask(actor.name).any() for actor in truth.actors)


def test_a_scene_with_two_actors_of_one_name_is_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        Scene(1.0, (Actor.standing("ada", 0.0, 4.0, 1.0), Actor.standing("ada", 1.0, 4.0, 1.0)))


def test_a_path_that_goes_back_in_time_is_refused() -> None:
    with pytest.raises(ValueError, match="times of ada do not ascend"):
        Actor("ada", (Waypoint(1.0, 0.0, 4.0), Waypoint(0.5, 1.0, 4.0)))


def test_clothes_and_size_are_seen() -> None:
    tall = Actor("tall", (Waypoint(0.0, 0.0, 4.0), Waypoint(1.0, 0.0, 4.0)), Look(height=1.95))
    small = Actor("small", tall.path, Look(height=1.2, top="#ff0000"))
    tall_camera, small_camera = (StageCamera(Scene(1.0, (one,))) for one in (tall, small))
    assert tall_camera.truth(0).people.sum() > 2 * small_camera.truth(0).people.sum()
    chest = small_camera.picture(0)[small_camera.truth(0).people]
    assert (chest[:, 2] > 2 * chest[:, 1].astype(int)).mean() > 0.15


def _holds(values: np.ndarray) -> list[float]:
    """How long each stretch of stillness lasts, in seconds; ones that are cut do not count."""
    still = np.abs(np.diff(values)) < 0.0003
    edges = np.flatnonzero(np.diff(still.astype(int)))
    return [
        (end - start) / 30 for start, end in pairwise(edges) if still[start + 1] and end - start > 3
    ]
