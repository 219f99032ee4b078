import ctypes
from pathlib import Path

import pytest

from engine.doctor import edge_tpu
from engine.doctor.edge_tpu import is_needed, look
from engine.poses.finding import State
from engine.settings import EngineSettings


class Machine:
    """A folder that stands for the root of a machine with a USB bus."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def plug_in(self, vendor: str, product: str, speed: str = "5000") -> Path:
        device = self.root / "sys/bus/usb/devices/2-1"
        device.mkdir(parents=True)
        said = {"idVendor": vendor, "idProduct": product, "busnum": "2", "devnum": "9"}
        for name, text in (said | {"speed": speed}).items():
            (device / name).write_text(f"{text}\n")
        return self._touch("dev/bus/usb/002/009")

    def put_card_in(self) -> Path:
        return self._touch("dev/apex_0")

    def _touch(self, path: str) -> Path:
        node = self.root / path
        node.parent.mkdir(parents=True, exist_ok=True)
        node.touch()
        return node


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: name)


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(ctypes, "CDLL", fail)


@pytest.mark.parametrize(
    ("ids", "detail"),
    [
        (("1a6e", "089a"), "USB 2-1, 1a6e:089a, not used yet"),
        (("18d1", "9302"), "USB 2-1, 18d1:9302, used before"),
    ],
)
@pytest.mark.usefixtures("library")
def test_a_stick_is_known_before_and_after_its_first_use(
    machine: Machine, ids: tuple[str, str], detail: str
) -> None:
    machine.plug_in(*ids)
    stick, library = look(True, machine.root)
    assert (stick.state, stick.detail) == (State.OK, detail)
    assert (library.subject, library.state) == ("libedgetpu", State.OK)


@pytest.mark.usefixtures("library")
def test_a_stick_in_a_slow_socket_is_told(machine: Machine) -> None:
    machine.plug_in("18d1", "9302", speed="480")
    assert "480 Mbit/s only: use a USB 3 socket" in look(True, machine.root)[0].detail


@pytest.mark.usefixtures("library")
def test_a_card_is_found_by_its_driver(machine: Machine) -> None:
    machine.put_card_in()
    assert look(False, machine.root)[0].detail == "PCIe /dev/apex_0"


@pytest.mark.parametrize("group", ["plugdev", "apex"])
@pytest.mark.usefixtures("library")
def test_who_may_not_open_one_is_told_the_group(
    machine: Machine, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.plug_in("18d1", "9302") if group == "plugdev" else machine.put_card_in()
    monkeypatch.setattr("os.access", lambda *_: False)
    finding = look(True, machine.root)[0]
    assert (finding.state, finding.ready) == (State.BROKEN, False)
    assert f"usermod -aG {group}" in finding.mend


@pytest.mark.usefixtures("no_library")
def test_other_sticks_are_none(machine: Machine) -> None:
    machine.plug_in("046d", "0825")
    (finding,) = look(False, machine.root)
    assert (finding.subject, finding.state, finding.ready) == ("Edge TPU", State.MISSING, True)


@pytest.mark.usefixtures("no_library")
def test_what_an_edge_tpu_needs_is_needed_with_it(machine: Machine) -> None:
    findings = look(True, machine.root)
    assert [finding.subject for finding in findings] == ["Edge TPU", "libedgetpu"]
    assert not any(finding.ready for finding in findings)


def test_a_library_that_does_not_fit_the_machine_is_broken(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise OSError("libedgetpu.so.1: wrong ELF class: ELFCLASS32")

    monkeypatch.setattr(ctypes, "CDLL", fail)
    assert look(False, machine.root)[-1].state is State.BROKEN


def test_a_device_that_is_a_tpu_needs_one() -> None:
    assert is_needed(EngineSettings(device="edgetpu:usb"))
    assert not is_needed(EngineSettings(device="GPU", model="posenet-641x481"))
    assert edge_tpu.check(EngineSettings()).needed is False


def test_the_library_is_looked_for_where_the_config_says(machine: Machine) -> None:
    machine.put_card_in()
    library = look(True, machine.root, library="/absent/libedgetpu.so.1")[-1]
    assert library.state is State.MISSING
    assert "/absent/libedgetpu.so.1" in library.detail
