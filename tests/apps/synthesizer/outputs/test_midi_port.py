import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import mido
import pytest

from apps.synthesizer.outputs import midi_port
from apps.synthesizer.outputs.midi_port import MidiPort, find_port
from engine.poses import OutputError

NAMES = ["Midi Through:Midi Through Port-0 14:0", "UM-ONE:UM-ONE MIDI 1 20:0"]
PROGRAM, ON, OFF = b"\xc0\x10", b"\x90\x3c\x64", b"\x80\x3c\x00"


class FakeBackend(ModuleType):
    """A back end of mido with ports that can be unplugged."""

    def __init__(self) -> None:
        super().__init__("fake_midi")
        self.names = list(NAMES)
        self.sent: list[tuple[str, bytes]] = []
        self.opened: list[dict[str, Any]] = []
        self.open_ports = 0
        self.failure: Exception | None = None
        self.Output = lambda name, **options: FakePort(self, name, options)

    def get_devices(self, **_: Any) -> list[dict[str, Any]]:
        if self.failure is not None:
            raise self.failure
        return [{"name": name, "is_input": False, "is_output": True} for name in self.names]

    def data(self) -> list[bytes]:
        return [data for _, data in self.sent]


class FakePort:
    def __init__(self, backend: FakeBackend, name: str, options: dict[str, Any]) -> None:
        if backend.failure is not None:
            raise backend.failure
        self.name = name
        self._backend = backend
        backend.opened.append({"name": name, **options})
        backend.open_ports += 1

    def send(self, message: mido.Message) -> None:
        if self._backend.failure is not None:
            raise self._backend.failure
        self._backend.sent.append((self.name, bytes(message.bytes())))

    def close(self) -> None:
        self._backend.open_ports -= 1


class Plugged:
    """A port of the fake back end, and what it reports."""

    def __init__(self, name: str = "um-one", *, carry_on: bool = True) -> None:
        self.reports: list[str] = []
        self.port = MidiPort(name, self.reports.append, carry_on=carry_on)

    def look(self, times: int = 1) -> None:
        for _ in range(times):
            self.port.look()


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeBackend]:
    fake = FakeBackend()
    monkeypatch.setattr(midi_port, "_SEQUENCER", tmp_path)
    monkeypatch.setitem(sys.modules, fake.__name__, fake)
    mido.set_backend(fake.__name__)
    yield fake
    mido.set_backend()


@pytest.fixture
def plugged(backend: FakeBackend) -> Iterator[Plugged]:  # noqa: ARG001
    plugged = Plugged()
    yield plugged
    plugged.port.close()


def test_messages_go_to_the_port_whose_name_has_the_text(
    backend: FakeBackend, plugged: Plugged
) -> None:
    for data in (PROGRAM, ON, OFF):
        plugged.port.send(data)
    assert backend.sent == [(NAMES[1], PROGRAM), (NAMES[1], ON), (NAMES[1], OFF)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("b", "B"), ("bc", "bcd"), ("cd", "bcd"), ("abc b", "abc b"), ("x", None), ("", "abc b")],
)
def test_the_whole_name_is_best_then_its_beginning_then_any_part(
    wanted: str, found: str | None
) -> None:
    assert find_port(wanted, ["abc b", "bcd", "B"]) == found


def test_a_port_that_is_not_there_is_told_with_those_that_are(backend: FakeBackend) -> None:
    with pytest.raises(OutputError, match=r"no MIDI port is called 'Moog'; there are: .*UM-ONE"):
        MidiPort("Moog", print)
    backend.names.clear()
    with pytest.raises(OutputError, match="no MIDI port is called 'Moog'; there is none at all"):
        MidiPort("Moog", print)


def test_a_port_of_our_own_is_there_for_other_programs(backend: FakeBackend) -> None:
    plugged = Plugged("virtual")
    plugged.port.send(ON)
    plugged.port.close()
    assert backend.sent == [("Skeleton Crew", ON)]
    assert backend.opened[0]["virtual"] is True


def test_a_machine_without_a_sequencer_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(midi_port, "_SEQUENCER", Path("/nowhere"))
    with pytest.raises(OutputError, match="there are no MIDI ports: no /nowhere; try: modprobe"):
        MidiPort("virtual", print)


def test_a_system_without_midi_is_one_line(backend: FakeBackend) -> None:
    backend.failure = OSError("error creating ALSA sequencer client object")
    for name in ("UM-ONE", "virtual"):
        with pytest.raises(OutputError, match=r"^MIDI ports cannot be used: .*ALSA sequencer"):
            MidiPort(name, print)


@pytest.mark.parametrize("library", ["mido", "rtmidi"])
def test_a_library_that_is_missing_is_named_with_the_remedy(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(midi_port, "_SEQUENCER", Path("/"))
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(OutputError, match=r"pip install 'skeleton-crew\[synthesizer\]'"):
        MidiPort("UM-ONE", print)


def test_a_port_that_vanishes_is_told_once_and_again_when_it_is_back(
    backend: FakeBackend, plugged: Plugged
) -> None:
    backend.names.remove(NAMES[1])
    plugged.look(20)
    plugged.port.send(ON)
    assert plugged.reports == [
        f"the MIDI port {NAMES[1]!r} is gone; it is tried again every 5 seconds"
    ]
    assert backend.open_ports == 0
    backend.names.append("UM-ONE:UM-ONE MIDI 1 24:0")
    plugged.look(5)
    assert plugged.reports[1:] == ["the MIDI port 'UM-ONE:UM-ONE MIDI 1 24:0' is back"]
    assert backend.open_ports == 1


def test_a_port_that_is_back_is_told_what_was_set_and_holds_no_old_note(
    backend: FakeBackend, plugged: Plugged
) -> None:
    volume, pan, louder = b"\xb0\x07\x50", b"\xb0\x0a\x40", b"\xb0\x07\x60"
    for data in (PROGRAM, volume, pan, ON):
        plugged.port.send(data)
    backend.names.remove(NAMES[1])
    plugged.look()
    plugged.port.send(OFF)
    plugged.port.send(louder)
    backend.names.append(NAMES[1])
    backend.sent.clear()
    plugged.look(5)
    assert backend.data() == [b"\xb0\x7b\x00", PROGRAM, louder, pan]


def test_a_port_that_fails_while_playing_is_lost_and_the_show_goes_on(
    backend: FakeBackend, plugged: Plugged
) -> None:
    backend.failure = OSError("no such device")
    plugged.port.send(ON)
    plugged.look(5)
    assert len(plugged.reports) == 1
    backend.failure = None
    plugged.look(5)
    plugged.port.send(OFF)
    assert backend.data()[-1] == OFF
    assert len(plugged.reports) == 2


def test_a_port_that_fails_as_soon_as_it_is_back_is_tried_again(
    backend: FakeBackend, plugged: Plugged, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged.port.send(PROGRAM)
    backend.names.remove(NAMES[1])
    plugged.look()
    backend.names.append(NAMES[1])

    def fail(_port: FakePort, _message: mido.Message) -> None:
        raise OSError("not yet")

    with monkeypatch.context() as patch:
        patch.setattr(FakePort, "send", fail)
        plugged.look(5)
    assert len(plugged.reports) == 1
    plugged.look(5)
    assert len(plugged.reports) == 2


def test_where_the_show_must_not_go_on_the_loss_is_raised(backend: FakeBackend) -> None:
    plugged = Plugged(carry_on=False)
    backend.names.clear()
    plugged.look(10)
    with pytest.raises(OutputError, match="is gone"):
        plugged.port.send(ON)
    plugged.port.close()
    assert plugged.reports == []


def test_closing_twice_is_harmless_and_nothing_is_sent_after_it(
    backend: FakeBackend, plugged: Plugged
) -> None:
    plugged.port.close()
    plugged.port.close()
    plugged.port.send(ON)
    assert backend.sent == []
    assert backend.open_ports == 0
