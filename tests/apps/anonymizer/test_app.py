import random
from pathlib import Path

import cv2
import pygame
import pytest

from apps.anonymizer.app import run
from apps.anonymizer.settings import AnonymizerSettings
from apps.display.files import UnfinishedFile
from engine.poses import (
    BackgroundState,
    CameraError,
    OutputError,
    PoseStream,
    UnknownNameError,
    UsageError,
    wire,
)
from tests.apps.people import SIZE, Message, frame, person, room, stream

FULL_DISK = Path("/dev/full")
SETTINGS = AnonymizerSettings()

pytestmark = pytest.mark.usefixtures("no_screen")


def visit(size: tuple[int, int] = SIZE) -> list[Message]:
    """The scene is vetted, somebody crosses it, and it is empty again."""
    waiting = [
        frame(number=n, size=size, state=BackgroundState.COLLECTING, progress=n / 10, revision=0)
        for n in range(10)
    ]
    crossing = [frame(person(x=n / 10), number=10 + n, size=size) for n in range(10)]
    return [*waiting, room(size=size), *crossing, frame(number=20, size=size)]


def film_size(path: Path) -> tuple[int, int, int]:
    """The pictures in a film, and their width and height."""
    film = cv2.VideoCapture(str(path))
    count = 0
    while film.read()[0]:
        count += 1
    return (
        count,
        int(film.get(cv2.CAP_PROP_FRAME_WIDTH)),
        int(film.get(cv2.CAP_PROP_FRAME_HEIGHT)),
    )


def test_a_film_has_one_picture_for_each_frame_in_the_cameras_size(tmp_path: Path) -> None:
    run(stream(visit()), SETTINGS, outputs=[tmp_path / "a.mp4"])
    assert film_size(tmp_path / "a.mp4") == (21, *SIZE)


@pytest.mark.parametrize(
    ("camera", "output"),
    [((1, 1), (1, 1)), ((321, 239), (321, 239)), ((8000, 8000), (2880, 2880))],
)
def test_a_picture_has_the_cameras_size_unless_that_is_huge(
    tmp_path: Path, camera: tuple[int, int], output: tuple[int, int]
) -> None:
    poses = stream([frame(person(), size=camera, revision=0)])
    run(poses, SETTINGS, outputs=[tmp_path / "a.png"])
    assert pygame.image.load(tmp_path / "a.png").get_size() == output


def test_frames_of_another_size_fit_into_the_first_ones(tmp_path: Path) -> None:
    sizes = [SIZE, (241, 321), (1, 1), (1000, 20)]
    messages: list[Message] = [frame(person(), number=n, size=size) for n, size in enumerate(sizes)]
    run(stream(messages), SETTINGS, outputs=[tmp_path / "a.mp4"])
    assert film_size(tmp_path / "a.mp4") == (4, *SIZE)


def test_the_same_messages_give_the_same_bytes(tmp_path: Path) -> None:
    files = []
    for name in ("one", "two"):
        outputs = [tmp_path / f"{name}.mp4", tmp_path / f"{name}.png"]
        background = tmp_path / f"{name} background.png"
        run(stream(visit()), SETTINGS, outputs=outputs, background=background)
        files.append([path.read_bytes() for path in (*outputs, background)])
    assert files[0] == files[1]


def test_what_the_pose_ids_are_cannot_be_seen(tmp_path: Path) -> None:
    pictures = []
    for seed in (1, 2):
        first, second = random.Random(seed).sample(range(1 << 31), 2)
        messages: list[Message] = [room(), frame(person(first, 0.3), person(second, 0.7))]
        run(stream(messages), SETTINGS, outputs=[tmp_path / "a.png"])
        pictures.append((tmp_path / "a.png").read_bytes())
    assert pictures[0] == pictures[1]


def test_the_picture_is_the_newest_with_all_of_somebody_in_the_scene(tmp_path: Path) -> None:
    messages = visit()
    last = messages.index(frame(person(x=0.8), number=18))
    run(stream(messages), SETTINGS, outputs=[tmp_path / "all.png"])
    run(stream(messages[: last + 1]), SETTINGS, outputs=[tmp_path / "until_then.png"])
    assert (tmp_path / "all.png").read_bytes() == (tmp_path / "until_then.png").read_bytes()


def test_the_background_file_is_the_vetted_picture_and_the_newest(tmp_path: Path) -> None:
    path = tmp_path / "room.png"
    brighter = room(revision=2, colour="#F0F0F0")
    run(stream([*visit(), brighter, frame(revision=2)]), SETTINGS, headless=True, background=path)
    assert pygame.image.tobytes(pygame.image.load(path), "RGB") == brighter.pixels
    assert list(tmp_path.iterdir()) == [path]


def test_an_engine_that_starts_again_gives_a_new_background_file(tmp_path: Path) -> None:
    again = room(revision=1, colour="#F0F0F0")
    messages: list[Message] = [room(), frame(), again, frame(number=1)]
    run(stream(messages), SETTINGS, headless=True, background=tmp_path / "room.png")
    written = pygame.image.load(tmp_path / "room.png")
    assert pygame.image.tobytes(written, "RGB") == again.pixels


def test_no_background_is_no_file(tmp_path: Path) -> None:
    messages: list[Message] = [
        room(),
        frame(person(), revision=0),
        frame(person(), number=1, revision=2),
    ]
    run(stream(messages), SETTINGS, headless=True, background=tmp_path / "room.png")
    assert list(tmp_path.iterdir()) == []


def test_without_a_window_or_a_file_every_frame_is_still_read() -> None:
    poses = stream(visit())
    run(poses, SETTINGS, headless=True)
    assert poses.ended


def test_what_came_before_a_camera_failed_is_a_whole_film(tmp_path: Path) -> None:
    poses = stream(visit(), ended=False)
    poses.finish(CameraError("camera 0 is gone"))
    with pytest.raises(CameraError, match="camera 0 is gone"):
        run(poses, SETTINGS, outputs=[tmp_path / "a.mp4"])
    assert film_size(tmp_path / "a.mp4") == (21, *SIZE)


@pytest.mark.skipif(not FULL_DISK.exists(), reason="needs /dev/full, which only Linux has")
def test_a_full_disk_takes_no_other_output_with_it(tmp_path: Path) -> None:
    film, picture = tmp_path / "a.mp4", tmp_path / "a.png"
    UnfinishedFile(film).partial.symlink_to(FULL_DISK)
    with pytest.raises(OutputError, match=r"a\.mp4: No space left on device"):
        run(stream(visit()), SETTINGS, outputs=[picture, film])
    assert list(tmp_path.iterdir()) == [picture]


@pytest.mark.skipif(not FULL_DISK.exists(), reason="needs /dev/full, which only Linux has")
def test_a_full_disk_is_noticed_when_the_background_is_written(tmp_path: Path) -> None:
    path = tmp_path / "room.png"
    UnfinishedFile(path).partial.symlink_to(FULL_DISK)
    with pytest.raises(OutputError, match=r"room\.png: No space left on device"):
        run(stream(visit()), SETTINGS, headless=True, background=path)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_kind_of_output_and_language_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"an output is called NAME\.mp4 or NAME\.png"):
        run(stream(visit()), SETTINGS, outputs=[tmp_path / "a.avi"])
    with pytest.raises(UnknownNameError, match="no language is called 'xx'"):
        run(stream(visit()), AnonymizerSettings(languages=("xx",)), headless=True)


def test_a_window_shows_what_a_picture_file_gets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages: list[Message] = [room(), frame(person(), person(2, 0.2))]
    run(stream(messages), SETTINGS, outputs=[tmp_path / "a.png"])
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    shown = []
    monkeypatch.setattr(pygame.display, "flip", lambda: shown.append(in_window()))

    def in_window() -> bytes:
        surface = pygame.display.get_surface()
        assert surface is not None
        return pygame.image.tobytes(surface, "RGB")

    run(stream(messages), AnonymizerSettings(window=SIZE))
    assert shown[-1] == pygame.image.tobytes(pygame.image.load(tmp_path / "a.png"), "RGB")


def test_a_recorded_session_looks_as_it_did(tmp_path: Path) -> None:
    from engine.poses import Recorder, ReplayStream

    recorder = Recorder(tmp_path / "session")
    for message in visit():
        recorder.write(wire.encode(message))
    recorder.close()
    replay: PoseStream = ReplayStream(tmp_path / "session", speed=None)
    run(stream(visit()), SETTINGS, outputs=[tmp_path / "live.mp4"])
    run(replay, SETTINGS, outputs=[tmp_path / "replayed.mp4"])
    assert (tmp_path / "live.mp4").read_bytes() == (tmp_path / "replayed.mp4").read_bytes()
