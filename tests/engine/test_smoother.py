import numpy as np
import numpy.typing as npt
import pytest

from engine.detections import Tracks
from engine.poses.skeleton import KeypointName
from engine.smoother import Smoother

NOISE = 0.006
FPS = 30.0

Points = npt.NDArray[np.float64]


def tracks(*people: tuple[int, float, float], score: float = 0.9) -> Tracks:
    """People by id, x and y, all of whose keypoints are in that one place."""
    keypoints = np.full((len(people), len(KeypointName), 3), score, np.float32)
    for row, (_, x, y) in enumerate(people):
        keypoints[row, :, :2] = x, y
    return Tracks(tuple(id_ for id_, _, _ in people), keypoints, np.ones(len(people), np.float32))


def smoothed(path: Points) -> Points:
    """What comes out for one person whose keypoints go along ``path``: frames x 17 x 2."""
    smoother = Smoother()
    found = tracks((1, 0.0, 0.0))
    out = []
    for number, points in enumerate(path):
        found.keypoints[0, :, :2] = points
        out.append(smoother.update(found, number / FPS).keypoints[0, :, :2])
    return np.array(out, np.float64)


def noise(frames: int) -> Points:
    return np.random.default_rng(1).normal(0.0, NOISE, (frames, len(KeypointName), 2))


def test_a_first_sighting_is_shown_as_it_is() -> None:
    first = tracks((1, 0.3, 0.4), (2, 0.7, 0.4))
    np.testing.assert_array_equal(Smoother().update(first, 0.0).keypoints, first.keypoints)


def test_what_is_at_rest_hardly_moves() -> None:
    path = 0.5 + noise(300)
    calm = smoothed(path)[30:]
    assert calm.std(axis=0).mean() < 0.4 * NOISE
    assert np.diff(calm, axis=0).std() < 0.2 * np.diff(path, axis=0).std()


@pytest.mark.parametrize(("speed", "late"), [(0.1, 0.060), (0.5, 0.025), (1.5, 0.012)])
def test_what_moves_is_followed_closely(speed: float, late: float) -> None:
    path = noise(90)
    path[..., 0] += (np.arange(90) / FPS * speed)[:, None]
    behind = (path - smoothed(path))[30:, :, 0].mean()
    assert 0.0 < behind < late * speed


def test_all_directions_are_filtered_alike() -> None:
    steps = np.linspace(0.0, 0.3, 30)[:, None, None] * np.ones((1, len(KeypointName), 1))
    sideways = smoothed(steps * (1.0, 0.0))[..., 0]
    diagonal = smoothed(steps * (0.6, 0.8)) @ (0.6, 0.8)
    np.testing.assert_allclose(sideways, diagonal, atol=1e-6)


def test_people_are_filtered_apart_whatever_their_order() -> None:
    smoother = Smoother()
    smoother.update(tracks((1, 0.2, 0.5), (2, 0.8, 0.5)), 0.0)
    found = smoother.update(tracks((2, 0.8, 0.5), (1, 0.2, 0.5)), 1 / FPS).keypoints[:, 0, 0]
    np.testing.assert_allclose(found, (0.8, 0.2), atol=1e-6)


def test_a_keypoint_that_is_not_found_stays_so_and_leaves_no_trace() -> None:
    smoother = Smoother()
    smoother.update(tracks((1, 0.5, 0.5)), 0.0)
    unseen = tracks((1, 0.0, 0.0), score=0.0)
    np.testing.assert_array_equal(smoother.update(unseen, 1 / FPS).keypoints, unseen.keypoints)
    again = smoother.update(tracks((1, 0.5, 0.5)), 2 / FPS)
    np.testing.assert_allclose(again.keypoints[..., :2], 0.5)


def test_whoever_returns_after_a_while_starts_afresh() -> None:
    smoother = Smoother()
    smoother.update(tracks((1, 0.2, 0.5)), 0.0)
    back = tracks((1, 0.8, 0.5))
    np.testing.assert_array_equal(smoother.update(back, 1.5).keypoints, back.keypoints)


def test_whoever_is_missing_for_a_frame_goes_on_where_they_were() -> None:
    smoother = Smoother()
    smoother.update(tracks((1, 0.5, 0.5)), 0.0)
    smoother.update(tracks(), 1 / FPS)
    moved = smoother.update(tracks((1, 0.51, 0.5)), 2 / FPS).keypoints[0, 0, 0]
    assert 0.5 < moved < 0.51


def test_frames_of_the_same_time_do_no_harm() -> None:
    smoother = Smoother()
    for x in (0.5, 0.51, 0.49):
        kept = smoother.update(tracks((1, x, 0.5)), 7.0).keypoints[0, 0, 0]
        assert kept == pytest.approx(0.5, abs=0.001)


def test_time_that_jumps_back_starts_afresh() -> None:
    smoother = Smoother()
    smoother.update(tracks((1, 0.2, 0.5)), 100.0)
    again = tracks((1, 0.8, 0.5))
    np.testing.assert_array_equal(smoother.update(again, 99.9).keypoints, again.keypoints)


def test_what_comes_in_is_left_as_it_was() -> None:
    smoother = Smoother()
    smoother.update(tracks((1, 0.5, 0.5)), 0.0)
    found = tracks((1, 0.6, 0.5))
    before = found.keypoints.copy()
    after = smoother.update(found, 1 / FPS)
    np.testing.assert_array_equal(found.keypoints, before)
    assert after.ids == found.ids
    assert after.keypoints.dtype == np.float32


def test_those_who_left_are_forgotten() -> None:
    smoother = Smoother()
    for visitor in range(1000):
        smoother.update(tracks((visitor, 0.5, 0.5)), visitor * 0.5)
    assert len(smoother._states) <= 4
