import logging
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.cameras.files import VideoFile
from engine.poses.errors import CameraError
from tests.engine.cameras.media import number_in, picture, write_picture, write_video


def test_a_video_gives_every_frame_at_its_time(tmp_path: Path) -> None:
    camera = VideoFile(str(write_video(tmp_path / "clip.mkv", 30)))
    frames = list(camera.frames())
    assert not camera.live
    assert camera.fps == 10.0
    assert [frame.number for frame in frames] == list(range(30))
    assert [number_in(frame.pixels) for frame in frames] == list(range(30))
    assert [frame.time for frame in frames] == pytest.approx([n / 10 for n in range(30)])


def test_an_odd_size_is_kept(tmp_path: Path) -> None:
    path = write_video(tmp_path / "odd.mkv", 3, size=(321, 241))
    assert {frame.pixels.shape for frame in VideoFile(str(path)).frames()} == {(241, 321, 3)}


def test_a_size_that_changes_in_the_middle_becomes_the_first(tmp_path: Path) -> None:
    path = tmp_path / "joined.mjpeg"
    parts = [(160, 120), (64, 48), (320, 240)]
    path.write_bytes(b"".join(_jpegs(3, size) for size in parts))
    frames = list(VideoFile(str(path)).frames())
    assert [frame.pixels.shape for frame in frames] == [(120, 160, 3)] * 9


def test_pictures_are_scaled_to_the_resolution(tmp_path: Path) -> None:
    camera = VideoFile(str(write_video(tmp_path / "clip.mkv", 3)), resolution=(80, 80))
    assert {frame.pixels.shape for frame in camera.frames()} == {(60, 80, 3)}


@pytest.mark.parametrize("skip", [0.0, 0.05, 0.5, 1.95, 2.0, 2.5, 2.9])
def test_skipping_starts_at_the_first_frame_that_is_not_before(tmp_path: Path, skip: float) -> None:
    camera = VideoFile(str(write_video(tmp_path / "clip.mkv", 30)), skip=skip)
    frames = list(camera.frames())
    first = next(number for number in range(30) if number / 10 >= skip)
    assert [frame.number for frame in frames] == list(range(first, 30))
    assert [number_in(frame.pixels) for frame in frames] == list(range(first, 30))


def test_skipping_is_exact_where_the_frame_rate_varies(tmp_path: Path) -> None:
    times = [0.2 * n if n < 15 else 3.0 + 0.03 * (n - 15) for n in range(30)]
    path = write_video(tmp_path / "phone.mkv", 30, times=times)
    frame = next(VideoFile(str(path), skip=3.1).frames())
    assert (frame.number, number_in(frame.pixels)) == (19, 19)
    assert frame.time == pytest.approx(times[19])


def test_skipping_beyond_the_end_says_where_that_is(tmp_path: Path) -> None:
    path = write_video(tmp_path / "clip.mkv", 30)
    with pytest.raises(CameraError, match=r"clip\.mkv has no frame after 60 s: it ends at 2\.9"):
        VideoFile(str(path), skip=60.0)


def test_of_a_file_that_was_cut_short_the_rest_is_played(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write_video(tmp_path / "clip.avi", 120)
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"movi") + 15_000])
    frames = list(VideoFile(str(path)).frames())
    assert 5 < len(frames) < 90
    (line,) = caplog.messages
    assert "clip.avi is damaged or cut short: it ends at" in line


def test_a_whole_file_ends_without_a_word(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert len(list(VideoFile(str(write_video(tmp_path / "clip.mp4", 40))).frames())) == 40
    assert caplog.messages == []


@pytest.mark.parametrize("content", [b"", b"this is no video\n" * 50, bytes(5000)])
def test_a_file_that_is_no_video_is_refused_in_one_line(
    tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    with pytest.raises(CameraError, match=r"clip\.mp4 is not a video that can be read"):
        VideoFile(str(path))
    assert capfd.readouterr() == ("", "")


def test_closing_ends_the_frames_and_can_be_repeated(tmp_path: Path) -> None:
    camera = VideoFile(str(write_video(tmp_path / "clip.mkv", 30)))
    given = []
    for frame in camera.frames():
        given.append(frame.number)
        camera.close()
    camera.close()
    assert given == [0]


def test_a_file_can_be_closed_while_another_thread_reads_it(tmp_path: Path) -> None:
    camera = VideoFile(str(write_video(tmp_path / "clip.mkv", 300)))
    started = threading.Event()

    def read() -> None:
        for _ in camera.frames():
            started.set()

    reader = threading.Thread(target=read)
    reader.start()
    started.wait()
    camera.close()
    reader.join(timeout=10.0)
    assert not reader.is_alive()


def test_a_picture_that_no_suffix_gives_away_is_a_video_of_one_frame(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "snapshot.png", picture(5)).rename(tmp_path / "snapshot")
    (frame,) = VideoFile(str(path)).frames()
    assert number_in(frame.pixels) == 5


@pytest.mark.shared
def test_the_reference_video_is_read_whole(shared: Path) -> None:
    camera = VideoFile(str(shared / "media" / "one-by-one-person-detection.mp4"))
    times = [frame.time for frame in camera.frames()]
    assert times == pytest.approx([n / 10 for n in range(1394)])
    assert camera.fps == 10.0


@pytest.mark.shared
def test_skipping_20_seconds_gives_frame_200_of_the_reference_video(shared: Path) -> None:
    path = str(shared / "media" / "one-by-one-person-detection.mp4")
    skipped = next(VideoFile(path, skip=20.0).frames())
    whole = next(frame for frame in VideoFile(path).frames() if frame.number == 200)
    assert (skipped.number, skipped.time) == (200, 20.0)
    assert np.array_equal(skipped.pixels, whole.pixels)


@pytest.mark.shared
def test_an_animation_is_a_video_with_times_of_its_own(shared: Path) -> None:
    path = str(shared / "media" / "store-aisle-detection.gif")
    frames = list(VideoFile(path).frames())
    assert len(frames) == 67
    assert frames[0].pixels.shape == (270, 480, 3)
    assert [round(frame.time, 2) for frame in frames[:4]] == [0.0, 0.07, 0.13, 0.2]
    skipped = next(VideoFile(path, skip=3.0).frames())
    assert skipped.number == 45
    assert np.array_equal(skipped.pixels, frames[45].pixels)


def _jpegs(count: int, size: tuple[int, int]) -> bytes:
    return b"".join(
        cv2.imencode(".jpg", picture(number, size))[1].tobytes() for number in range(count)
    )
