from pathlib import Path

import pytest
from msgspec.structs import replace

from apps.synthesizer import midi
from apps.synthesizer.settings import SoundSettings, SynthesizerSettings
from apps.synthesizer.voices import live
from apps.synthesizer.voices.live import LiveVoice
from engine.poses import OutputError

SETTINGS = SynthesizerSettings(sound=SoundSettings(renew_hours=24.0))
DAY = 24 * 3600.0
NO_DEVICE = "there is no sound device"


class FakeSynth:
    """Sounds while its notes do, on a device that can be taken away."""

    def __init__(self, sound: SoundSettings, machine: "Machine") -> None:
        self.sound = sound
        self.sent: list[bytes] = []
        self.open = True
        self._machine = machine
        self._last = 0

    @property
    def sounding(self) -> int:
        kinds = [data[0] & 0xF0 for data in self.sent]
        return kinds.count(0x90) - kinds.count(0x80)

    @property
    def idle(self) -> bool:
        return not self.sounding

    @property
    def milliseconds(self) -> int:
        if self in self._machine.playing:
            self._last = round(1000 * self._machine.now)
        return self._last

    def send(self, data: bytes) -> None:
        assert self.open
        self.sent.append(data)

    def change(self, sound: SoundSettings) -> None:
        assert self.open
        self.sound = sound

    def close(self) -> None:
        self.open = False
        self._machine.playing.discard(self)


class Machine:
    """Time and sound device of a live voice, in the hands of the test."""

    def __init__(self) -> None:
        self.now = 0.0
        self.device = True
        self.exclusive = False
        self.made: list[FakeSynth] = []
        self.playing: set[FakeSynth] = set()
        self.reports: list[str] = []

    def synth(self, sound: SoundSettings, _soundfont: Path) -> FakeSynth:
        if not self.device or (self.exclusive and self.playing):
            raise OutputError(NO_DEVICE)
        self.made.append(FakeSynth(sound, self))
        self.playing.add(self.made[-1])
        return self.made[-1]

    def unplug(self) -> None:
        self.device = False
        self.playing.clear()

    def open(self, settings: SynthesizerSettings = SETTINGS) -> LiveVoice:
        return LiveVoice(
            settings, Path("a.sf2"), self.reports.append, clock=lambda: self.now, looking=False
        )

    def wait(self, voice: LiveVoice, seconds: float) -> None:
        """Let time pass, with the voice looking as often as it does; at the end of long times."""
        self.now += max(seconds - 10.0, 0.0)
        voice.look()
        for _ in range(round(min(seconds, 10.0))):
            self.now += 1.0
            voice.look()


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(live, "sounding_synth", machine.synth)
    return machine


def test_what_is_sent_is_heard(machine: Machine) -> None:
    voice = machine.open()
    voice.send(midi.note_on(0, 60, 100))
    assert machine.made[0].sent == [midi.note_on(0, 60, 100)]
    voice.close()
    voice.close()
    assert not machine.made[0].open


def test_nothing_is_sent_to_a_closed_synth(machine: Machine) -> None:
    voice = machine.open()
    voice.close()
    voice.send(midi.note_on(0, 60, 100))
    voice.change(SETTINGS)
    assert machine.made[0].sent == []


def test_a_day_later_another_synth_takes_over_though_playing_never_pauses(
    machine: Machine,
) -> None:
    voice = machine.open()
    voice.send(midi.program(0, 16))
    voice.send(midi.note_on(0, 60, 100))
    machine.wait(voice, DAY - 60)
    assert len(machine.made) == 1
    machine.wait(voice, 120)
    old, new = machine.made
    assert midi.program(0, 16) in new.sent
    voice.send(midi.note_on(0, 62, 100))
    voice.send(midi.note_off(0, 60))
    assert (old.sounding, new.sounding) == (0, 0)
    assert new.sent[-2:] == [midi.note_on(0, 62, 100), midi.note_off(0, 60)]
    assert old.open
    machine.wait(voice, 10)
    assert not old.open
    machine.wait(voice, DAY)
    assert len(machine.made) == 3


def test_it_can_be_renewed_at_any_time(machine: Machine) -> None:
    voice = machine.open()
    voice.renew()
    machine.wait(voice, 1)
    assert len(machine.made) == 2
    assert machine.reports == []


def test_a_device_for_one_synth_alone_is_renewed_when_nobody_plays(machine: Machine) -> None:
    machine.exclusive = True
    voice = machine.open()
    voice.send(midi.note_on(0, 60, 100))
    machine.wait(voice, DAY + 60)
    assert len(machine.made) == 1
    assert machine.made[0].open
    voice.send(midi.note_off(0, 60))
    machine.wait(voice, 70)
    assert len(machine.made) == 2
    assert not machine.made[0].open
    assert machine.reports == []


def test_a_device_that_is_gone_is_told_once_and_used_when_it_is_back(machine: Machine) -> None:
    voice = machine.open()
    voice.send(midi.program(0, 16))
    machine.wait(voice, 10)
    machine.unplug()
    machine.wait(voice, 60)
    assert machine.reports == ["the sound device is gone; it is tried again every 5 seconds"]
    voice.send(midi.control(0, 11, 99))
    machine.device = True
    machine.wait(voice, 6)
    assert machine.reports[1:] == ["the sound device is back"]
    assert {midi.program(0, 16), midi.control(0, 11, 99)} <= set(machine.made[-1].sent)
    machine.wait(voice, 60)
    assert len(machine.made) == 2


def test_a_device_that_vanishes_while_nobody_plays_is_missed_at_the_renewal(
    machine: Machine,
) -> None:
    voice = machine.open()
    machine.device = False
    voice.renew()
    machine.wait(voice, 20)
    assert machine.reports == [f"{NO_DEVICE}; it is tried again every 5 seconds"]


def test_a_lost_device_raises_where_the_show_is_not_to_go_on(machine: Machine) -> None:
    voice = machine.open(replace(SETTINGS, carry_on=False))
    machine.unplug()
    machine.wait(voice, 10)
    with pytest.raises(OutputError, match="the sound device is gone"):
        voice.send(midi.note_off(0, 60))
    machine.device = True
    machine.wait(voice, 20)
    assert len(machine.made) == 1
    assert machine.reports == []
    voice.close()


def test_gain_and_effects_change_at_once(machine: Machine) -> None:
    voice = machine.open()
    sound = SoundSettings(gain=1.0, reverb=0.5)
    voice.change(replace(SETTINGS, sound=sound))
    assert machine.made[0].sound == sound
    machine.wait(voice, 10)
    assert len(machine.made) == 1


def test_another_device_takes_over_within_a_second(machine: Machine) -> None:
    voice = machine.open()
    voice.change(replace(SETTINGS, sound=SoundSettings(device="hall")))
    machine.wait(voice, 1)
    assert [synth.sound.device for synth in machine.made][1:] == ["hall"]


def test_without_a_device_nothing_is_opened(machine: Machine) -> None:
    machine.device = False
    with pytest.raises(OutputError, match=NO_DEVICE):
        machine.open()


def test_a_real_one_plays_through_sdls_stand_in_and_ends(
    soundfont: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(tmp_path / "sound.raw"))
    settings = SynthesizerSettings(sound=SoundSettings(driver="mixer"))
    voice = LiveVoice(settings, soundfont, print)
    voice.send(midi.note_on(0, 60, 100))
    voice.renew()
    voice.close()
    voice.send(midi.note_on(0, 60, 100))
