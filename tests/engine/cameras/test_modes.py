import errno
import struct
from pathlib import Path

import pytest

from engine.cameras import modes
from engine.cameras.modes import Mode

MJPG, YUYV = (int.from_bytes(letters, "little") for letters in (b"MJPG", b"YUYV"))


class Driver:
    """Answers as a camera's driver does: lists of formats, sizes and intervals, then EINVAL."""

    def __init__(self) -> None:
        self.formats = [MJPG, YUYV]
        self.sizes = {MJPG: [(1920, 1080), (640, 480)], YUYV: [(640, 480)]}
        self.intervals = [(1, 15), (1, 30)]
        self.endless = False

    def ioctl(self, _: int, request: int, answer: bytearray) -> int:
        (index,) = struct.unpack_from("=I", answer)
        try:
            self._answer(request, 0 if self.endless else index, answer)
        except IndexError:
            raise OSError(errno.EINVAL, "Invalid argument") from None
        return 0

    def _answer(self, request: int, index: int, answer: bytearray) -> None:
        match request & 0xFF:
            case 2:
                struct.pack_into("=I", answer, 44, self.formats[index])
            case 74:
                (code,) = struct.unpack_from("=I", answer, 4)
                struct.pack_into("=III", answer, 8, 1, *self.sizes[code][index])
            case 75:
                struct.pack_into("=III", answer, 16, 1, *self.intervals[index])


class StepwiseDriver(Driver):
    """A camera that takes any size up to a largest, and any rate up to a fastest."""

    def _answer(self, request: int, index: int, answer: bytearray) -> None:
        if request & 0xFF == 2:
            super()._answer(request, index, answer)
        elif [()][index] == ():
            sizes, intervals = (32, 2592, 2, 32, 1944, 2), (1, 60, 1, 1, 1, 1)
            at, numbers = (8, sizes) if request & 0xFF == 74 else (16, intervals)
            struct.pack_into("=I6I", answer, at, 3, *numbers)


@pytest.fixture
def camera(tmp_path: Path) -> Path:
    path = tmp_path / "video0"
    path.touch()
    return path


def test_a_camera_tells_each_size_of_each_format_with_its_highest_rate(
    camera: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fcntl.ioctl", Driver().ioctl)
    assert [str(mode) for mode in modes.modes(camera)] == [
        "MJPG 1920x1080 30/s",
        "MJPG 640x480 30/s",
        "YUYV 640x480 30/s",
    ]


def test_a_camera_that_takes_any_size_tells_the_largest(
    camera: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = StepwiseDriver()
    driver.formats = [YUYV]
    monkeypatch.setattr("fcntl.ioctl", driver.ioctl)
    assert modes.modes(camera) == [Mode("YUYV", 2592, 1944, 60.0)]


def test_a_camera_that_does_not_tell_its_rates_has_modes_all_the_same(
    camera: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = Driver()
    driver.formats, driver.intervals = [YUYV], []
    monkeypatch.setattr("fcntl.ioctl", driver.ioctl)
    assert [str(mode) for mode in modes.modes(camera)] == ["YUYV 640x480"]


def test_a_list_without_an_end_is_given_up(camera: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = Driver()
    driver.endless = True
    monkeypatch.setattr(modes, "_MOST", 4)
    monkeypatch.setattr("fcntl.ioctl", driver.ioctl)
    assert len(modes.modes(camera)) == 16


def test_a_file_that_is_no_camera_has_no_modes(camera: Path) -> None:
    assert modes.modes(camera) == []
    with pytest.raises(OSError, match="No such file"):
        modes.modes(camera.with_name("video1"))
