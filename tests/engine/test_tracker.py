from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import linear_sum_assignment

from engine import estimators, models
from engine.cameras.stage import StageCamera, open_stage
from engine.cameras.stage.truth import ActorTruth, Sight
from engine.detections import Detections, FloatArray, Tracks
from engine.poses.skeleton import KeypointName
from engine.tracker import Tracker
from tests.engine.fakes import person
from tests.engine.idf1 import Identities

Points = npt.NDArray[np.float64]

ASPECT = 16 / 9
FPS = 30.0
LEGS = slice(KeypointName.LEFT_HIP, None)


def together(*people: Detections) -> Detections:
    """One frame with all of ``people``."""
    fields = zip(Detections.none(), *people, strict=True)
    return Detections._make(np.concatenate(field) for field in fields)


def without(people: Detections, keypoints: slice) -> Detections:
    """The same with some of the 17 keypoints not found."""
    kept = people.keypoints.copy()
    kept[:, keypoints] = 0.0
    return people._replace(keypoints=kept)


def follow(frames: Iterable[Detections], fps: float = FPS) -> list[tuple[int, ...]]:
    """The ids in each frame, in the order of the people from left to right."""
    tracker = Tracker(random=Random(1))
    found = (
        tracker.update(frame, number / fps, aspect=ASPECT) for number, frame in enumerate(frames)
    )
    return [from_left_to_right(tracks) for tracks in found]


def from_left_to_right(tracks: Tracks) -> tuple[int, ...]:
    order = np.argsort(tracks.keypoints[..., 0].max(axis=1, initial=0.0))
    return tuple(tracks.ids[row] for row in order)


NOBODY = Detections.none()


def test_a_single_picture_gives_everybody_at_once() -> None:
    people = together(person(0.2), person(0.5), person(0.8))
    tracks = Tracker().update(people, 0.0, aspect=ASPECT)
    assert len(set(tracks.ids)) == 3
    order = np.argsort(tracks.keypoints[:, 0, 0])
    np.testing.assert_array_equal(tracks.keypoints[order], people.keypoints)
    np.testing.assert_array_equal(tracks.scores, people.scores)


def test_an_empty_picture_gives_nobody() -> None:
    tracks = Tracker().update(NOBODY, 0.0, aspect=ASPECT)
    assert tracks.ids == ()
    assert tracks.keypoints.shape == (0, 17, 3)
    assert tracks.scores.shape == (0,)


def test_a_walker_keeps_the_id() -> None:
    ids = follow(person(0.1 + 0.02 * step) for step in range(40))
    assert len(set(ids)) == 1


def test_a_walker_keeps_the_id_at_ten_frames_a_second() -> None:
    ids = follow((person(0.1 + 0.04 * step) for step in range(20)), fps=10.0)
    assert len(set(ids)) == 1


def test_people_keep_their_ids_whatever_order_they_are_found_in() -> None:
    ids = follow([together(person(0.3), person(0.7)), together(person(0.7), person(0.3))])
    assert ids[0] == ids[1]


def test_somebody_who_is_missed_for_a_while_keeps_the_id() -> None:
    ids = follow([*[person(0.4)] * 10, *[NOBODY] * 25, person(0.4)])
    assert ids[-1] == ids[0]


def test_nobody_is_made_up_while_they_are_missed() -> None:
    assert follow([person(0.4), NOBODY, NOBODY])[1:] == [(), ()]


def test_somebody_who_was_away_for_long_gets_a_new_id() -> None:
    ids = follow([*[person(0.4)] * 10, *[NOBODY] * 35, person(0.4)])
    assert ids[-1]
    assert ids[-1] != ids[0]


def test_a_walker_who_is_missed_is_expected_further_on() -> None:
    walk = [person(0.2 + 0.01 * step) for step in range(50)]
    ids = follow([*walk[:20], *[NOBODY] * 20, *walk[40:]])
    assert ids[-1] == ids[0]


def test_a_person_who_leaves_and_returns_gets_a_new_id() -> None:
    leaving = [person(0.8 + 0.012 * step) for step in range(17)]
    ids = follow([*leaving, *[NOBODY] * 15, person(0.95)])
    assert set(ids[:17]) == {ids[0]}
    assert ids[-1]
    assert ids[-1] != ids[0]


def test_two_who_cross_keep_their_ids() -> None:
    steps = [0.01 * step for step in range(60)]
    ids = follow(together(person(0.2 + x), person(0.8 - x, height=0.5)) for x in steps)
    assert ids[-1] == ids[0][::-1]


def test_two_who_cross_keep_their_ids_though_one_is_hidden_meanwhile() -> None:
    steps = [0.01 * step for step in range(60)]
    near = [person(0.2 + x) for x in steps]
    far = [person(0.8 - x, height=0.5) for x in steps]
    ids = follow(
        near[step] if 24 <= step <= 36 else together(near[step], far[step]) for step in range(60)
    )
    assert ids[-1] == ids[0][::-1]


def test_a_second_pose_of_one_person_is_left_out() -> None:
    twice = together(person(0.5), person(0.503, score=0.6))
    tracks = Tracker().update(twice, 0.0, aspect=ASPECT)
    assert len(tracks.ids) == 1
    assert tracks.scores[0] == np.float32(0.9)


def test_somebody_new_beside_another_is_believed_when_found_twice() -> None:
    alone, both = person(0.5), together(person(0.5), person(0.58, height=0.5))
    ids = follow([alone, both, alone, both, both, both])
    assert [len(present) for present in ids] == [1, 1, 1, 2, 2, 2]


def test_somebody_new_apart_from_others_is_believed_at_once() -> None:
    assert [len(ids) for ids in follow([person(0.2), together(person(0.2), person(0.8))])] == [1, 2]


def test_a_leg_that_comes_off_is_nobody() -> None:
    whole = person(0.5)
    body, legs = without(whole, LEGS), without(whole, slice(0, KeypointName.LEFT_HIP))
    ids = follow([body, *[together(body, legs)] * 60, whole])
    assert set(ids) == {ids[0]}
    assert len(ids[0]) == 1


def test_a_person_whose_legs_are_hidden_now_and_then_keeps_the_id() -> None:
    whole = person(0.5)
    ids = follow([whole, without(whole, LEGS)] * 20)
    assert len(set(ids)) == 1


def test_a_pose_without_any_keypoint_is_nobody() -> None:
    assert follow([without(person(), slice(None))]) == [()]


def test_the_picture_s_shape_is_heeded() -> None:
    """In a picture four times as wide as high, a tenth of the width is a long way."""
    for aspect, same in ((1.0, True), (4.0, False)):
        tracker = Tracker()
        before = tracker.update(person(0.4), 0.0, aspect=aspect)
        after = tracker.update(person(0.44), 1 / FPS, aspect=aspect)
        assert (before.ids == after.ids) is same


def test_frames_of_the_same_time_keep_the_ids() -> None:
    tracker = Tracker()
    ids = {tracker.update(person(0.5 + 0.001 * n), 7.0, aspect=ASPECT).ids for n in range(5)}
    assert len(ids) == 1


@pytest.mark.parametrize("jump", [-1e6, -5.0, 5.0, 1e6])
def test_time_that_jumps_starts_afresh(jump: float) -> None:
    tracker = Tracker()
    before = tracker.update(person(0.5), 100.0, aspect=ASPECT)
    after = tracker.update(person(0.5), 100.0 + jump, aspect=ASPECT)
    assert after.ids
    assert after.ids != before.ids


def visitors(tracker: Tracker, count: int) -> list[int]:
    """The ids of as many people, each of whom comes alone."""
    return [
        id_
        for number in range(count)
        for id_ in tracker.update(person(0.5), number * 10.0, aspect=ASPECT).ids
    ]


def test_ids_are_numbers_of_31_bits_and_never_given_again() -> None:
    ids = visitors(Tracker(), 2000)
    assert len(set(ids)) == 2000
    assert all(0 <= id_ < 2**31 for id_ in ids)


def test_ids_differ_from_run_to_run_but_for_the_same_seed() -> None:
    assert not set(visitors(Tracker(), 100)) & set(visitors(Tracker(), 100))
    assert visitors(Tracker(random=Random(3)), 5) == visitors(Tracker(random=Random(3)), 5)


def test_pictures_a_second_apart_have_nothing_to_do_with_one_another() -> None:
    tracker = Tracker()
    whole = tracker.update(person(), 0.0, aspect=ASPECT)
    legs = without(person(), slice(0, KeypointName.LEFT_HIP))
    assert not set(tracker.update(legs, 1.0, aspect=ASPECT).ids) & set(whole.ids)
    assert len(tracker.update(together(legs, person(0.2)), 2.0, aspect=ASPECT).ids) == 2


Sighting = tuple[str, int]
"""Somebody on the stage, and how many times they had been out of the picture before."""


class Visits:
    """Tells apart the visits of each actor: who has left the picture is a stranger on return."""

    def __init__(self) -> None:
        self._count: dict[str, int] = {}
        self._here: set[str] = set()

    def update(self, actors: Iterable[ActorTruth]) -> dict[Sighting, ActorTruth]:
        """The actors of whom anything is in the picture."""
        here = {
            actor.name: actor
            for actor in actors
            if any(joint.sight is not Sight.OUTSIDE for joint in actor.joints)
        }
        for name in here.keys() - self._here:
            self._count[name] = self._count.get(name, -1) + 1
        self._here = set(here)
        return {(name, self._count[name]): actor for name, actor in here.items()}


def sightings(camera: StageCamera, step: int) -> Iterator[tuple[int, dict[Sighting, ActorTruth]]]:
    """Every ``step``-th frame's number, and who is in it."""
    visits = Visits()
    for number in range(0, len(camera), step):
        yield number, visits.update(camera.truth(number).actors)


def true_pose(actor: ActorTruth) -> Detections:
    """What a perfect model would see of ``actor``."""
    joints = [
        (joint.x, joint.y, 0.9) if joint.sight is Sight.VISIBLE else (0.0, 0.0, 0.0)
        for joint in actor.joints
    ]
    keypoints = np.array([joints], np.float32)
    return Detections(keypoints, np.array([0.9], np.float32), np.zeros((0, 2), np.float32))


def test_true_poses_of_three_who_cross_keep_their_ids_though_a_tenth_is_dropped() -> None:
    camera = open_stage("trio")
    play = [
        (camera.time(number), {who: true_pose(actor) for who, actor in actors.items()})
        for number, actors in sightings(camera, step=2)
    ]
    for seed in range(4):
        chance, tracker, identities = Random(seed), Tracker(random=Random(seed)), Identities()
        for time, people in play:
            seen = {who: pose for who, pose in people.items() if chance.random() >= 0.1}
            tracks = tracker.update(together(*seen.values()), time, aspect=ASPECT)
            identities.update(seen, tracks.ids, taken_for(seen, tracks))
        assert identities.idf1() >= 0.98


def taken_for(seen: dict[Sighting, Detections], tracks: Tracks) -> Iterator[tuple[Sighting, int]]:
    """Who was given which id, where the poses are the very ones that were tracked."""
    names = {pose.keypoints.tobytes(): who for who, pose in seen.items()}
    for id_, keypoints in zip(tracks.ids, tracks.keypoints, strict=True):
        yield names[keypoints.tobytes()], id_


PLAINLY = 8
"""How many joints of somebody have to be visible for them to count; others may be found or not."""


def places(actor: ActorTruth) -> Points:
    """Where all 17 joints are, in heights of the picture."""
    return np.array([(joint.x * ASPECT, joint.y) for joint in actor.joints])


def misfit(keypoints: FloatArray, actor: ActorTruth) -> float:
    """How far a pose is from ``actor``, in the median of its keypoints, in lengths of the body."""
    found = keypoints[:, 2] > 0.0
    joints = places(actor)
    away = np.linalg.norm(keypoints[found, :2] * (ASPECT, 1.0) - joints[found], axis=1)
    return float(np.median(away) / np.ptp(joints, axis=0).max())


def recognised(actors: dict[Sighting, ActorTruth], tracks: Tracks) -> dict[Sighting, int]:
    """Whose pose each track is, by where the joints are: at most a tenth of a body away."""
    misfits = np.array(
        [[misfit(pose, actor) for pose in tracks.keypoints] for actor in actors.values()]
    ).reshape(len(actors), len(tracks.ids))
    rows, columns = linear_sum_assignment(np.minimum(misfits, 0.1))
    who = list(actors)
    return {
        who[row]: tracks.ids[column]
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if misfits[row, column] < 0.1
    }


@pytest.mark.shared
def test_three_who_cross_keep_their_ids_through_the_real_model(
    shared_files: Callable[[str], dict[str, Path]],
) -> None:
    model = "human-pose-estimation-0001"
    estimator = estimators.load(models.load(model), shared_files(model))
    camera, tracker, identities = open_stage("trio"), Tracker(random=Random(1)), Identities()
    for number, actors in sightings(camera, step=2):
        detections = estimator.estimate(camera.picture(number))
        tracks = tracker.update(detections, camera.time(number), aspect=ASPECT)
        taken = recognised(actors, tracks)
        hidden = {who for who, actor in actors.items() if visible(actor) < PLAINLY}
        unheeded = {taken[who] for who in hidden & taken.keys()}
        identities.update(
            actors.keys() - hidden,
            set(tracks.ids) - unheeded,
            [(who, id_) for who, id_ in taken.items() if who not in hidden],
        )
    assert identities.idf1() >= 0.9


def visible(actor: ActorTruth) -> int:
    return sum(joint.sight is Sight.VISIBLE for joint in actor.joints)
