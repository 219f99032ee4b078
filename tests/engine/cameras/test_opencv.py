from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from engine.cameras import devices, first_camera, open_camera, opencv
from engine.cameras.devices import Device
from engine.poses.errors import CameraError


class FakeVideoCapture:
    """Stands for cv2.VideoCapture: the driver of cameras 0 to 2, of which 1 cannot be opened.

    Camera 2 opens and gives no picture.
    """

    opened: list["FakeVideoCapture"] = []  # noqa: RUF012

    def __init__(self, source: int, backend: int, parameters: Any = ()) -> None:
        assert backend == cv2.CAP_V4L2
        assert not parameters
        self.source = source
        self.settings: list[tuple[int, float]] = []
        self._pictures = 0
        self.opened.append(self)

    def isOpened(self) -> bool:  # noqa: N802
        return self.source != 1

    def set(self, property_: int, value: float) -> bool:
        self.settings.append((property_, value))
        return True

    def get(self, property_: int) -> float:
        return {cv2.CAP_PROP_FPS: 30.0, cv2.CAP_PROP_POS_MSEC: 33.0 * self._pictures}[property_]

    def read(self) -> tuple[bool, Any]:
        self._pictures += 1
        if self.source == 2:
            return False, None
        return True, np.full((48, 64, 3), self._pictures % 256, np.uint8)

    def release(self) -> None:
        pass


@pytest.fixture(autouse=True)
def _driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeVideoCapture, "opened", [])
    monkeypatch.setattr(cv2, "VideoCapture", FakeVideoCapture)


@pytest.mark.parametrize("source", ["0", "/dev/video0"])
def test_a_camera_is_opened_by_number_or_device(source: str) -> None:
    camera = open_camera(source)
    frame = next(camera.frames())
    camera.close()
    assert camera.live
    assert camera.fps == 30.0
    assert frame.pixels.shape == (48, 64, 3)
    assert [capture.source for capture in FakeVideoCapture.opened] == [0]
    assert FakeVideoCapture.opened[0].settings == []


def test_a_resolution_is_asked_of_the_driver_in_mjpeg_first() -> None:
    open_camera("0", resolution=(1280, 720)).close()
    assert FakeVideoCapture.opened[0].settings == [
        (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
        (cv2.CAP_PROP_FRAME_WIDTH, 1280),
        (cv2.CAP_PROP_FRAME_HEIGHT, 720),
    ]


def test_a_camera_that_does_not_open_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "why_not", lambda _path: "is busy: cheese uses it")
    with pytest.raises(CameraError, match=r"^camera /dev/video1 is busy: cheese uses it$"):
        open_camera("1")


def test_a_camera_that_gives_no_picture_says_so() -> None:
    with pytest.raises(CameraError, match="camera /dev/video2 gives no picture"):
        open_camera("2")


def test_a_driver_that_raises_gives_no_picture() -> None:
    class Raising(FakeVideoCapture):
        def read(self) -> tuple[bool, Any]:
            raise cv2.error("no picture")

    assert opencv.LiveCapture(Raising(0, cv2.CAP_V4L2)).read() is None  # type: ignore[arg-type]


def test_the_first_camera_is_the_first_that_gives_a_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    present = [Device(Path(f"/dev/video{number}"), "camera") for number in (1, 2, 0)]
    monkeypatch.setattr(devices, "capture_devices", lambda: present)
    assert first_camera() == "/dev/video0"


def test_without_a_camera_there_is_no_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "capture_devices", list)
    assert first_camera() is None
