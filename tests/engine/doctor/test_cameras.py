from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.cameras import devices, modes
from engine.cameras.devices import Device, video_nodes
from engine.cameras.modes import Mode
from engine.doctor import apart, cameras
from engine.poses.finding import Check, Finding, State
from engine.settings import EngineSettings

MODES = [Mode("YUYV", 640, 480, 30.0), Mode("MJPG", 1920, 1080, 30.0), Mode("MJPG", 640, 480, 60.0)]


class Machine:
    """A folder with a /dev, a /proc and a /sys in which cameras can be plugged in."""

    def __init__(self, root: Path) -> None:
        self.dev, self.proc, self.sys = root / "dev", root / "proc", root / "sys"
        for folder in (self.dev, self.proc, self.sys):
            folder.mkdir()
        self.silent: set[Path] = set()

    def plug_in(self, name: str, card: str, index: int = 0) -> Path:
        folder = self.sys / "class" / "video4linux" / name
        folder.mkdir(parents=True)
        (folder / "name").write_text(f"{card}\n")
        (folder / "index").write_text(f"{index}\n")
        (self.dev / name).touch()
        return self.dev / name

    def run(self, process: int, name: str, file: Path) -> None:
        folder = self.proc / str(process)
        (folder / "fd").mkdir(parents=True)
        (folder / "comm").write_text(f"{name}\n")
        (folder / "fd" / "3").symlink_to(file)


def examine_here(checks: Sequence[Check], _: float) -> list[Finding]:
    return [finding for check in checks for finding in check.look()]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path)
    monkeypatch.setattr(devices, "DEV", machine.dev)
    monkeypatch.setattr(devices, "PROC", machine.proc)
    monkeypatch.setattr(devices, "SYS", machine.sys)
    monkeypatch.setattr(modes, "modes", lambda _: MODES)
    monkeypatch.setattr(
        devices, "query", lambda path: None if path in machine.silent else Device(path, "?")
    )
    monkeypatch.setattr(apart, "examine", examine_here)
    return machine


def look(source: str | Path = "auto", size: tuple[int, int] | None = None) -> Sequence[Finding]:
    return cameras.look(EngineSettings(source=str(source), resolution=size))


def test_the_kernel_names_cameras_without_opening_one(machine: Machine) -> None:
    machine.plug_in("video10", "Second")
    machine.plug_in("video2", "HD Webcam")
    machine.plug_in("video3", "HD Webcam", index=1)
    assert [str(node) for node in video_nodes()] == [
        f"{machine.dev}/video2 (HD Webcam)",
        f"{machine.dev}/video10 (Second)",
    ]


def test_a_camera_is_told_with_its_name_and_the_largest_picture_of_each_format(
    machine: Machine,
) -> None:
    path = machine.plug_in("video0", "HD Webcam")
    assert look() == [
        Finding(f"camera {path}", State.OK, "HD Webcam; MJPG 1920x1080 30/s, YUYV 640x480 30/s")
    ]


def test_a_size_that_the_camera_does_not_have_is_told(machine: Machine) -> None:
    machine.plug_in("video0", "HD Webcam")
    assert "nearest" not in look(size=(640, 480))[0].detail
    assert look(size=(1280, 720))[0].detail.endswith("; not 1280x720, so the nearest is taken")


def test_a_camera_that_another_program_holds_is_broken_until_that_is_closed(
    machine: Machine,
) -> None:
    path = machine.plug_in("video0", "HD Webcam")
    machine.run(7, "cheese", path)
    (finding,) = look()
    assert (finding.state, finding.mend) == (State.BROKEN, "close cheese (process 7)")


def test_a_camera_that_the_installation_itself_holds_is_in_order(machine: Machine) -> None:
    path = machine.plug_in("video0", "HD Webcam")
    machine.run(7, "skeleton-crew", path)
    (finding,) = look()
    assert finding.state is State.OK
    assert finding.detail.endswith("in use by skeleton-crew (process 7)")


def test_a_camera_that_may_not_be_opened_names_the_group(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.plug_in("video0", "HD Webcam")
    monkeypatch.setattr("os.access", lambda *_: False)
    (finding,) = look()
    assert finding.state is State.BROKEN
    assert "usermod -aG video" in finding.mend


def test_what_turns_out_to_be_no_camera_is_not_told_of(machine: Machine) -> None:
    machine.silent.add(machine.plug_in("video10", "codec"))
    assert look() == [Finding("camera", State.MISSING, "there is none", "plug a USB camera in")]


@pytest.mark.parametrize("source", ["3", "/dev/video3"])
def test_a_camera_that_the_config_names_is_needed(machine: Machine, source: str) -> None:
    machine.plug_in("video0", "HD Webcam")
    other, wanted = look(source)
    assert other.ready
    assert (wanted.subject, wanted.state) == ("camera /dev/video3", State.MISSING)
    assert not wanted.ready
    machine.plug_in("video3", "Second")
    assert [finding.needed for finding in look(source)] == [False, True]
    assert all(finding.ready for finding in look(source))


def test_a_needed_camera_without_pictures_is_broken(machine: Machine) -> None:
    machine.silent.add(machine.plug_in("video3", "Second"))
    (finding,) = look("3")
    assert (finding.state, finding.ready) == (State.BROKEN, False)
    assert "gives no pictures" in finding.detail
