import math
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from engine.cameras import SOURCES, open_camera
from engine.poses.errors import CameraError, UnknownNameError, UsageError
from tests.engine.cameras.media import picture, write_picture, write_video


def test_a_path_opens_what_lies_there(tmp_path: Path) -> None:
    video = write_video(tmp_path / "clip.mp4", 4)
    folder = tmp_path / "pictures"
    folder.mkdir()
    still = write_picture(folder / "picture.png", picture(1))
    for path, frames in ((video, 4), (still, 1), (folder, 1)):
        camera = open_camera(str(path))
        assert not camera.live
        assert len(list(camera.frames())) == frames
        camera.close()
        camera.close()


def test_a_stage_is_a_camera() -> None:
    with closing(open_camera("stage:visit", resolution=(160, 90), skip=0.5)) as camera:
        frame = next(camera.frames())
    assert frame.pixels.shape == (90, 160, 3)
    assert frame.time >= 0.5
    with pytest.raises(UnknownNameError, match="no stage is called 'visti'; known: visit, "):
        open_camera("stage:visti")


@pytest.mark.parametrize(
    ("source", "error", "line"),
    [
        ("missing.mp4", CameraError, f"there is no file missing.mp4; a source may be {SOURCES}"),
        ("ftp://museum/clip.mp4", UsageError, f"ftp:// is no kind of source; it may be {SOURCES}"),
        ("", UsageError, f"a source is missing; it may be {SOURCES}"),
        ("/dev/null", CameraError, "camera /dev/null is no camera"),
        ("rtsp://host:x/", CameraError, "rtsp://host:x/ is not an address that can be reached"),
    ],
)
def test_what_is_no_source_is_refused_in_one_line(
    source: str, error: type[Exception], line: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(error) as caught:
        open_camera(source)
    assert type(caught.value) is error
    assert str(caught.value) == line
    assert capfd.readouterr() == ("", "")


def test_a_camera_that_is_absent_is_an_error() -> None:
    with pytest.raises(CameraError, match="camera /dev/video99 is not there; cameras of this"):
        open_camera("99")


@pytest.mark.parametrize("source", ["0", "/dev/video0", "rtsp://host/video"])
def test_what_is_live_has_no_beginning_to_skip(source: str) -> None:
    with pytest.raises(UsageError, match="is live: it has no first 3 seconds to skip"):
        open_camera(source, skip=3.0)


@pytest.mark.parametrize("skip", [-1.0, math.nan, math.inf])
def test_only_a_time_can_be_skipped(skip: float) -> None:
    with pytest.raises(UsageError, match="seconds to skip are 0 or more"):
        open_camera("clip.mp4", skip=skip)


def test_a_resolution_has_no_zero() -> None:
    with pytest.raises(UsageError, match="a resolution is a width and a height"):
        open_camera("clip.mp4", resolution=(0, 480))


def test_opencv_is_loaded_only_when_a_camera_is_opened() -> None:
    script = "import sys, engine.cameras; sys.exit('cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
