"""On the stage, where the truth is known: nobody is ever taken into a background."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from engine.cameras.frame import Frame
from engine.cameras.stage import StageCamera, open_stage
from engine.cameras.stage.scene import Actor, Light, Scene, Waypoint
from engine.detections import Detections, Pixels
from engine.poses import BackgroundState
from engine.vetting import Vetting, VettingSettings
from tests.engine.vetting.watching import (
    accepted,
    blind,
    differing,
    largest_blob,
    pixels,
    play,
    sighted,
)


def empty_room(seconds: float = 8.0, **scene: object) -> StageCamera:
    return StageCamera(Scene(seconds, seed=11, **scene))  # type: ignore[arg-type]


def at(rate: float, picture: Pixels, start: float, seconds: float) -> Iterator[Frame]:
    """A still picture with a little noise, ``rate`` times a second."""
    random = np.random.default_rng(5)
    for index in range(int(seconds * rate)):
        noise = random.normal(0, 1.0, picture.shape)
        noisy = np.clip(picture + noise, 0, 255).astype(np.uint8)
        number = round((start + index / rate) * 100)
        yield Frame(noisy, number, start + index / rate)


@pytest.mark.parametrize("recall", [0.0, 0.3, 1.0])
def test_somebody_half_out_of_the_picture_is_not_taken_in(recall: float) -> None:
    camera = open_stage("ghost")
    draws = np.random.default_rng(1).random(len(camera))
    results = accepted(
        Vetting(blind),
        play(camera),
        lambda number: sighted(camera.truth(number), recall, draws[number]),
    )
    assert results
    for frame, background in results:
        assert largest_blob(differing(background, camera.empty(frame.number))) == 0


def test_a_scene_that_is_empty_at_first_is_accepted_before_anybody_comes_and_then_stays() -> None:
    camera = open_stage("visit")
    vetting = Vetting(blind)
    results = accepted(vetting, play(camera, end=30.0))
    assert len(results) == 1
    frame, background = results[0]
    assert frame.time < 6.0
    assert np.count_nonzero(differing(background, camera.empty(frame.number))) == 0
    assert vetting.status.state is BackgroundState.READY
    assert vetting.status.revision == background.revision == 1


@pytest.mark.parametrize("sway", [1.0, 0.25])
def test_somebody_who_sways_is_not_taken_in_even_if_no_model_sees_them(sway: float) -> None:
    actor = Actor.standing("anna", 0.3, 3.8, 40.0, sway=sway)
    vetting = Vetting(blind)
    assert not accepted(vetting, play(StageCamera(Scene(40.0, (actor,), seed=3))))
    assert vetting.status.progress < 1.0


def test_a_walker_whom_no_model_sees_is_not_taken_in() -> None:
    path = tuple(
        Waypoint(float(time), 1.6 * (-1) ** index, 4.0)
        for index, time in enumerate(range(0, 30, 3))
    )
    camera = StageCamera(Scene(40.0, (Actor("walker", path),), seed=9))
    for frame, background in accepted(Vetting(blind), play(camera)):
        assert largest_blob(differing(background, camera.empty(frame.number))) == 0


def test_a_perfectly_still_person_keeps_the_scene_waiting_if_a_model_sees_them() -> None:
    actor = Actor.standing("statue", 0.3, 3.8, 15.0, sway=0.0)
    camera = StageCamera(Scene(15.0, (actor,), seed=3))
    vetting = Vetting(blind)
    assert not accepted(vetting, play(camera), lambda number: sighted(camera.truth(number)))
    assert vetting.status.state is BackgroundState.WAITING


def test_a_perfectly_still_person_is_turned_down_if_a_second_look_sees_them() -> None:
    actor = Actor.standing("statue", 0.3, 3.8, 15.0, sway=0.0)
    camera = StageCamera(Scene(15.0, (actor,), seed=3))
    truth = sighted(camera.truth(0))
    mirrored = truth._replace(keypoints=truth.keypoints * (-1, 1, 1) + (1, 0, 0))
    looks: list[Pixels] = []

    def find(picture: Pixels) -> Detections:
        looks.append(picture)
        views = [truth, mirrored, *[Detections.none()] * 8]
        return views[(len(looks) - 1) % len(views)]

    assert not accepted(Vetting(find), play(camera))
    assert looks


def test_the_limit_a_perfectly_still_person_whom_no_model_ever_sees_is_taken_for_furniture() -> (
    None
):
    actor = Actor.standing("statue", 0.3, 3.8, 10.0, sway=0.0)
    camera = StageCamera(Scene(10.0, (actor,), seed=3))
    ((frame, background),) = accepted(Vetting(blind), play(camera))
    leaked = differing(background, camera.empty(frame.number)).astype(bool)
    assert np.count_nonzero(leaked & camera.truth(frame.number).people) > 1000


def test_the_background_follows_the_light() -> None:
    camera = open_stage("dusk")
    results = accepted(Vetting(blind), play(camera), lambda number: sighted(camera.truth(number)))
    assert [background.revision for _, background in results] == list(range(1, len(results) + 1))
    assert len(results) > 2
    times = [frame.time for frame, _ in results]
    assert min(np.diff(times)) >= 10.0
    for frame, background in results:
        empty = camera.empty(frame.number)
        assert np.abs(pixels(background) - empty.astype(np.float32)).mean() < 8.0
        assert largest_blob(differing(background, empty)) == 0


def test_the_background_outlives_a_camera_that_dies_and_comes_back() -> None:
    camera = open_stage("unplug")
    vetting = Vetting(blind)
    results = accepted(vetting, play(camera), lambda number: sighted(camera.truth(number)))
    assert [background.revision for _, background in results] == [1]
    assert vetting.status.revision == 1


def test_a_gap_before_there_is_a_background_starts_everything_again() -> None:
    camera = empty_room()
    vetting = Vetting(blind)
    accepted(vetting, play(camera, end=4.0))
    before = vetting.status
    vetting.update(Frame(camera.picture(130), 130, 60.0), Detections.none())
    states = (before.state, vetting.status.state)
    assert states == (BackgroundState.COLLECTING, BackgroundState.SETTLING)


def test_exposure_settles_before_anything_is_timed() -> None:
    light = (Light(0.0, 0.5), Light(4.0, 1.0))
    camera = empty_room(12.0, light=light)
    vetting = Vetting(blind)
    accepted(vetting, play(camera, end=4.0))
    assert vetting.status.state is BackgroundState.SETTLING
    ((frame, _),) = accepted(vetting, play(camera))
    assert frame.time > 5.0


def test_a_camera_that_was_moved_drops_the_background_and_gets_another() -> None:
    room = empty_room().picture(0)
    moved = np.roll(room, (8, 30), axis=(0, 1))
    vetting = Vetting(blind)
    accepted(vetting, at(10, room, 0.0, 8.0))
    assert vetting.status.revision == 1
    accepted(vetting, at(10, moved, 8.0, 5.0))
    assert vetting.status.revision == 0
    ((_, background),) = accepted(vetting, at(10, moved, 13.0, 8.0))
    assert background.revision == vetting.status.revision == 2
    assert largest_blob(differing(background, moved)) == 0


def test_furniture_that_was_moved_is_taken_over_after_a_minute() -> None:
    room = empty_room().picture(0)
    furnished = room.copy()
    furnished[200:330, 300:400] = (40, 90, 60)
    vetting = Vetting(blind)
    accepted(vetting, at(10, room, 0.0, 8.0))
    assert not accepted(vetting, at(4, furnished, 8.0, 55.0))
    ((frame, background),) = accepted(vetting, at(4, furnished, 63.0, 30.0))
    assert frame.time > 68.0
    assert np.count_nonzero(differing(background, furnished)) == 0


def test_renewing_drops_the_background_and_the_next_one_has_another_revision() -> None:
    camera = empty_room(14.0)
    vetting = Vetting(blind)
    frames = play(camera)
    next(result for frame in frames if (result := vetting.update(frame, Detections.none())))
    vetting.renew()
    assert vetting.status.state is BackgroundState.SETTLING
    assert vetting.status.revision == 0
    ((_, background),) = accepted(vetting, frames)
    assert background.revision == 2


def test_frames_of_another_size_start_everything_again() -> None:
    room = empty_room().picture(0)
    small = np.asarray(cv2.resize(room, (401, 223)), np.uint8)
    vetting = Vetting(blind)
    accepted(vetting, at(10, room, 0.0, 8.0))
    ((_, background),) = accepted(vetting, at(10, small, 8.0, 8.0))
    assert (background.width, background.height) == (401, 223)
    assert background.revision == 2


@pytest.mark.parametrize("size", [(1, 1), (64, 48), (30, 600), (2000, 10)])
def test_pictures_of_any_size_are_vetted(size: tuple[int, int]) -> None:
    picture = cv2.resize(empty_room().picture(0), size, interpolation=cv2.INTER_AREA)
    frames = at(10, np.asarray(picture, np.uint8), 0.0, 8.0)
    ((_, background),) = accepted(Vetting(blind), frames)
    assert (background.width, background.height) == size


def test_a_camera_may_reuse_its_memory() -> None:
    camera = empty_room()
    memory = np.empty_like(camera.picture(0))
    vetting = Vetting(blind)
    for frame in play(camera):
        memory[:] = frame.pixels
        background = vetting.update(frame._replace(pixels=memory), Detections.none())
        memory[:] = 255
        if background is not None:
            break
    assert background is not None
    assert largest_blob(differing(background, camera.empty(0))) == 0


def test_a_slow_camera_is_as_good() -> None:
    room = empty_room().picture(0)
    ((frame, _),) = accepted(Vetting(blind), at(2, room, 0.0, 40.0))
    assert frame.time < 30.0


def test_settings_are_followed() -> None:
    settings = VettingSettings(epochs=6)
    camera = empty_room(12.0)
    ((patient, _),) = accepted(Vetting(blind, settings), play(camera))
    ((usual, _),) = accepted(Vetting(blind), play(camera))
    assert patient.time > usual.time
