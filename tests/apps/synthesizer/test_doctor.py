import ctypes
from pathlib import Path

import pytest

from apps.synthesizer import doctor
from apps.synthesizer.doctor import look_at_midi, look_at_sound
from apps.synthesizer.outputs import midi_port
from apps.synthesizer.settings import MidiSettings, SoundSettings
from apps.synthesizer.voices import drivers, library
from apps.synthesizer.voices.library import Library
from engine.poses import OutputError
from engine.poses.finding import Finding, State

CARDS = """ 0 [PCH            ]: HDA-Intel - HDA Intel PCH
                      HDA Intel PCH at 0xf7e10000 irq 30
 1 [Box            ]: USB-Audio - USB Sound Box
                      Maker USB Sound Box at usb-0000:00:14.0-2, high speed
"""


class Machine:
    """A folder that stands for the root of a machine, and what FluidSynth would find on it."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self._patch = patch
        self.have()
        patch.delenv("SDL_AUDIODRIVER", raising=False)
        self.install("libfluidsynth.so.3")
        (root / "proc/self").mkdir(parents=True)
        (root / "proc/self/maps").write_text(
            "7f00-7f01 r-xp 00000000 08:01 42   /usr/lib/x86_64-linux-gnu/libfluidsynth.so.3.1.1\n"
        )

    def install(self, path: str, bundled: bool = False) -> None:
        found = Library(None, ctypes.CDLL(None), path, "2.3.1", bundled)
        self._patch.setattr(library, "load", lambda: found)

    def have(self, *names: str) -> None:
        self._patch.setattr(drivers, "drivers_here", lambda: names)

    def plug_cards_in(self) -> None:
        (self.root / "proc/asound").mkdir()
        (self.root / "proc/asound/cards").write_text(CARDS)
        self.have("alsa")

    def look(self, sound: SoundSettings | None = None) -> tuple[Finding, Finding]:
        library_, device = look_at_sound(sound or SoundSettings(), True, self.root)
        return library_, device


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_fluidsynth_is_told_with_the_file_that_was_loaded(machine: Machine) -> None:
    assert machine.look()[0] == Finding(
        "FluidSynth",
        State.OK,
        "2.3.1, the system's: /usr/lib/x86_64-linux-gnu/libfluidsynth.so.3.1.1",
        needed=True,
    )


def test_pygame_s_fluidsynth_will_do_but_there_is_a_better_one(machine: Machine) -> None:
    machine.install("/env/pygame_ce.libs/libfluidsynth-2d6c.so", bundled=True)
    found, _ = machine.look()
    assert found.state is State.OK
    assert "pygame's" in found.detail
    assert "apt install libfluidsynth3" in found.mend


def test_no_fluidsynth_is_missing(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Library:
        raise OutputError("there is no FluidSynth to make sound with: apt install libfluidsynth3")

    monkeypatch.setattr(library, "load", fail)
    assert look_at_sound(SoundSettings(), True, machine.root) == [
        Finding(
            "FluidSynth",
            State.MISSING,
            "there is no FluidSynth to make sound with",
            "apt install libfluidsynth3",
            needed=True,
        )
    ]


def test_sound_cards_are_told_by_name(machine: Machine) -> None:
    machine.plug_cards_in()
    _, device = machine.look()
    assert device.state is State.OK
    assert device.detail == "by alsa or mixer; cards: HDA Intel PCH; USB Sound Box"


def test_a_machine_without_sound_lacks_a_device(machine: Machine) -> None:
    _, device = machine.look()
    assert (device.state, device.ready) == (State.MISSING, False)


def test_a_driver_that_is_named_must_be_here(machine: Machine) -> None:
    machine.have("alsa")
    assert machine.look(SoundSettings(driver="alsa"))[1].ready
    assert machine.look(SoundSettings(driver="jack"))[1].detail == "nothing for jack"


def test_what_is_turned_off_is_not_needed() -> None:
    silent, aloud = SoundSettings(on=False), SoundSettings()
    played = [check.needed for check in doctor.checks(aloud, MidiSettings("x"), needed=True)]
    assert played == [True, True]
    for checks in (
        doctor.checks(silent, MidiSettings(), needed=True),
        doctor.checks(aloud, MidiSettings("x"), needed=False),
    ):
        assert not any(check.needed for check in checks)


@pytest.mark.parametrize("port", ["Roland", "virtual"])
def test_a_midi_port_that_can_be_had_is_in_order(
    port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(midi_port, "port_names", lambda: ["Roland JD-08 24:0"])
    (finding,) = look_at_midi(port, needed=True)
    assert finding.state is State.OK
    assert "Roland JD-08 24:0" in finding.detail


def test_a_midi_port_that_is_not_here_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(midi_port, "port_names", lambda: ["Midi Through"])
    (finding,) = look_at_midi("Roland", needed=True)
    assert (finding.state, finding.ready) == (State.MISSING, False)
    assert finding.detail == "none is called 'Roland'; here: Midi Through"


def test_a_system_without_midi_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(midi_port, "_SEQUENCER", tmp_path / "seq")
    (finding,) = look_at_midi("", needed=False)
    assert (finding.state, finding.mend) == (State.MISSING, "modprobe snd-seq")
