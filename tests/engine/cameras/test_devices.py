import os
import struct
from pathlib import Path

import pytest

from engine.cameras import devices
from engine.cameras.devices import capture_devices, number, why_not

CAPTURE, METADATA, CODEC = 0x04200001, 0x04A00000, 0x04204000


class Machine:
    """A folder that stands for /dev and one for /proc, and a driver that answers for the files."""

    def __init__(self, root: Path) -> None:
        self.dev = root / "dev"
        self.proc = root / "proc"
        self.dev.mkdir()
        self.proc.mkdir()
        self._answers: dict[str, tuple[str, int]] = {}

    def add(self, name: str, card: str, abilities: int) -> Path:
        path = self.dev / name
        path.touch()
        self._answers[str(path)] = (card, abilities)
        return path

    def run(self, process: int, name: str, *files: Path) -> None:
        """Pretend that a program has ``files`` open."""
        folder = self.proc / str(process)
        (folder / "fd").mkdir(parents=True)
        (folder / "comm").write_text(f"{name}\n")
        for descriptor, path in enumerate(files):
            (folder / "fd" / str(descriptor)).symlink_to(path)

    def ioctl(self, descriptor: int, request: int, answer: bytearray) -> int:
        assert request == 0x80685600
        card, abilities = self._answers[str(Path(f"/proc/self/fd/{descriptor}").readlink())]
        everything = abilities | 0x80000000 | 0x00A00001
        answer[:] = struct.pack(
            "=16s32s32sIII12x", b"uvcvideo", card.encode(), b"usb-1", 6, everything, abilities
        )
        return 0


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path)
    monkeypatch.setattr(devices, "DEV", machine.dev)
    monkeypatch.setattr(devices, "PROC", machine.proc)
    monkeypatch.setattr("fcntl.ioctl", machine.ioctl)
    return machine


def test_device_files_that_give_no_pictures_are_no_cameras(machine: Machine) -> None:
    machine.add("video10", "Second", CAPTURE)
    machine.add("video0", "HD Webcam", CAPTURE)
    machine.add("video1", "HD Webcam", METADATA)
    machine.add("video2", "codec", CODEC)
    assert [str(device) for device in capture_devices()] == [
        f"{machine.dev}/video0 (HD Webcam)",
        f"{machine.dev}/video10 (Second)",
    ]


def test_a_machine_without_cameras_has_none(machine: Machine) -> None:
    assert capture_devices() == []
    assert why_not(machine.dev / "video0") == "is not there; cameras of this machine: none"


def test_who_asks_for_an_absent_camera_is_told_of_the_present(machine: Machine) -> None:
    present = machine.add("video2", "HD Webcam", CAPTURE)
    assert why_not(machine.dev / "video0").endswith(f"machine: {present} (HD Webcam)")


def test_a_busy_camera_names_the_program_that_uses_it(machine: Machine) -> None:
    camera = machine.add("video0", "HD Webcam", CAPTURE)
    machine.run(7, "bash", Path("/dev/null"))
    machine.run(4711, "cheese", Path("/dev/null"), camera)
    assert why_not(camera) == "is busy: cheese (process 4711) uses it; close that first"


def test_this_process_is_not_named_as_the_one_that_uses_a_camera(machine: Machine) -> None:
    camera = machine.add("video0", "HD Webcam", CAPTURE)
    machine.run(os.getpid(), "python", camera)
    assert why_not(camera).startswith("gives no picture; another program may be using it")


def test_a_camera_that_the_user_may_not_open_names_the_group(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = machine.add("video0", "HD Webcam", CAPTURE)
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "group video" in why_not(camera)


def test_a_device_that_is_something_else_is_no_camera(machine: Machine) -> None:
    assert why_not(Path("/dev/null")) == "is no camera"
    assert why_not(machine.add("video1", "HD Webcam", METADATA)).startswith("gives no pictures;")


def test_a_link_names_the_camera_that_it_points_to(machine: Machine) -> None:
    camera = machine.add("video3", "HD Webcam", CAPTURE)
    link = machine.dev / "usb-HD_Webcam-index0"
    link.symlink_to(camera)
    assert number(link) == 3
    assert number(Path("/dev/null")) is None
