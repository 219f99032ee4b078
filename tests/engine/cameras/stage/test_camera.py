"""The stage as a camera: the same frames every time, whichever way they are asked for."""

import numpy as np
import pytest

from engine.cameras.stage import STAGES, StageCamera, open_stage
from engine.cameras.stage.scene import Actor, Light, Outage, Scene, Waypoint
from engine.poses.errors import CameraError, UnknownNameError

SMALL = (192, 108)
WALK = Scene(
    2.0,
    (
        Actor.standing("statue", 0.0, 4.0, 2.0, sway=0.0),
        Actor("walker", (Waypoint(0.0, -2.0, 3.8), Waypoint(2.0, 2.0, 3.8))),
    ),
)


def test_the_same_scene_gives_the_same_bytes() -> None:
    first, second = StageCamera(WALK), StageCamera(WALK)
    for number in (0, 20, 59):
        assert first.picture(number).tobytes() == second.picture(number).tobytes()


def test_a_frame_does_not_depend_on_what_was_asked_before() -> None:
    in_order = [frame.pixels for frame in StageCamera(WALK, resolution=SMALL).frames()]
    camera = StageCamera(WALK, resolution=SMALL)
    for number in (50, 3, 17):
        assert np.array_equal(camera.picture(number), in_order[number])


def test_another_seed_gives_another_room_and_other_noise() -> None:
    other = Scene(WALK.seconds, WALK.actors, seed=WALK.seed + 1)
    assert np.mean(StageCamera(WALK).empty(0) != StageCamera(other).empty(0)) > 0.5


def test_frames_are_numbered_and_timed_by_their_place_in_the_play() -> None:
    frames = list(StageCamera(WALK, resolution=SMALL).frames())
    assert [frame.number for frame in frames] == list(range(60))
    assert [frame.time for frame in frames] == pytest.approx([n / 30 for n in range(60)])


def test_skipped_seconds_are_left_out_but_counted() -> None:
    whole = StageCamera(WALK, resolution=SMALL)
    first = next(StageCamera(WALK, resolution=SMALL, skip=1.5).frames())
    assert (first.number, first.time) == (45, 1.5)
    assert np.array_equal(first.pixels, whole.picture(45))


def test_skipping_the_whole_play_is_an_error() -> None:
    with pytest.raises(CameraError, match=r"no frame after 9 s: the play ends at 2 s"):
        StageCamera(WALK, resolution=SMALL, skip=9.0)


def test_a_closed_camera_ends() -> None:
    camera = StageCamera(WALK, resolution=SMALL)
    frames = camera.frames()
    next(frames)
    camera.close()
    camera.close()
    assert list(frames) == []


def test_an_outage_leaves_a_gap_in_the_times_while_the_numbers_go_on() -> None:
    scene = Scene(2.0, WALK.actors, outage=Outage(0.5, 1.5))
    frames = list(StageCamera(scene, resolution=SMALL).frames())
    assert [frame.number for frame in frames] == list(range(30))
    assert frames[14].time == pytest.approx(14 / 30)
    assert frames[15].time == pytest.approx(1.5)


def test_the_play_goes_on_during_an_outage() -> None:
    scene = Scene(2.0, WALK.actors, outage=Outage(0.5, 1.5))
    after = StageCamera(scene).truth(15).actors[1].joints[0]
    assert after == StageCamera(WALK).truth(45).actors[1].joints[0]


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (480, 640), (65, 33), (1, 1)])
def test_pictures_have_the_resolution_asked_for(size: tuple[int, int]) -> None:
    camera = open_stage("trio", resolution=size)
    assert camera.picture(150).shape == (size[1], size[0], 3)
    assert camera.truth(150).labels.shape == (size[1], size[0])


def test_another_resolution_of_the_same_shape_shows_the_same_scene() -> None:
    usual, double = open_stage("trio"), open_stage("trio", resolution=(1536, 864))
    for one, other in zip(usual.truth(200).actors, double.truth(200).actors, strict=True):
        for joint, same in zip(one.joints, other.joints, strict=True):
            assert (joint.x, joint.y) == pytest.approx((same.x, same.y), abs=1e-5)


def test_noise_is_as_strong_as_the_scene_says_and_has_no_bias() -> None:
    camera = StageCamera(Scene(4.0, noise=2.0), resolution=SMALL)
    pictures = np.stack([camera.picture(number) for number in range(120)]).astype(np.float32)
    clean = StageCamera(Scene(4.0, noise=0.0), resolution=SMALL).picture(0)
    assert np.median(pictures.std(axis=0)) == pytest.approx(2.0, abs=0.4)
    assert (pictures.mean(axis=0) - clean).mean() == pytest.approx(0.0, abs=0.2)


def test_light_changes_brightness_and_colour() -> None:
    scene = Scene(4.0, light=(Light(0.0), Light(4.0, 0.5, 1.0)), noise=0.0)
    camera = StageCamera(scene, resolution=SMALL)
    first, last = (camera.picture(n).mean(axis=(0, 1)) for n in (0, len(camera) - 1))
    blue, green, red = last / first
    assert green == pytest.approx(0.5, abs=0.02)
    assert blue < 0.45 < 0.55 < red


def test_an_unknown_stage_lists_the_known_ones() -> None:
    with pytest.raises(
        UnknownNameError, match=r"no stage is called 'trios'; known: trio, "
    ) as error:
        open_stage("trios")
    assert all(name in str(error.value) for name in STAGES)
