import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from apps.synthesizer.outputs.opening import open_outputs
from apps.synthesizer.settings import MidiSettings, OscSettings, SoundSettings, SynthesizerSettings
from engine.poses import FetchError, OutputError, UsageError
from tests.apps.synthesizer.moments import trio

SETTINGS = SynthesizerSettings(osc=OscSettings("127.0.0.1:9"))


class FakeVoice:
    """A sink, or an output, that knows whether it is open."""

    failure: Exception | None = None
    opened = 0

    def __init__(self, *_: Any) -> None:
        if self.failure is not None:
            raise self.failure
        FakeVoice.opened += 1

    def send(self, data: bytes) -> None: ...

    def play(self, moment: Any) -> None: ...

    def change(self, settings: SynthesizerSettings) -> None: ...

    def close(self) -> None:
        FakeVoice.opened -= 1


class Opening:
    """Opens outputs, with voices that need no sound."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reports: list[str] = []
        self.missing_soundfont: Exception | None = None

    def soundfont(self) -> Path:
        if self.missing_soundfont is not None:
            raise self.missing_soundfont
        return self.folder / "any.sf2"

    def open(
        self,
        settings: SynthesizerSettings = SETTINGS,
        *,
        live: bool = True,
        midi: str | None = None,
        wav: str | None = None,
        watched: bool = False,
    ) -> Any:
        return open_outputs(
            settings,
            soundfont=self.soundfont,
            midi=self.folder / midi if midi else None,
            wav=self.folder / wav if wav else None,
            live=live,
            watched=watched,
            report=self.reports.append,
        )


@pytest.fixture
def opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opening:
    for name, kind in (("live", "LiveVoice"), ("wav", "WavFile")):
        module = ModuleType(f"apps.synthesizer.voices.{name}")
        setattr(module, kind, FakeVoice)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(FakeVoice, "failure", None)
    monkeypatch.setattr(FakeVoice, "opened", 0)
    return Opening(tmp_path)


def test_what_the_settings_and_the_command_line_ask_for_plays(opening: Opening) -> None:
    band = opening.open(midi="a.mid", wav="a.wav")
    for number in range(10):
        band.play(trio(number))
    assert FakeVoice.opened == 2
    band.close()
    assert FakeVoice.opened == 0
    assert (opening.folder / "a.mid").exists()
    assert (band.lost, opening.reports) == ((), [])


def test_files_alone_open_nothing_live_and_ask_for_no_soundfont(opening: Opening) -> None:
    opening.missing_soundfont = FetchError("offline")
    band = opening.open(live=False, midi="a.mid")
    band.play(trio(0))
    band.close()
    assert [path.name for path in opening.folder.iterdir()] == ["a.mid"]


def test_what_cannot_be_had_is_reported_and_the_show_goes_on(opening: Opening) -> None:
    opening.missing_soundfont = FetchError("no SoundFont: offline")
    band = opening.open()
    assert band.lost == ("sound",)
    assert opening.reports == ["no SoundFont: offline; going on without it"]
    band.play(trio(0))
    band.close()


def test_where_nothing_is_left_the_first_failure_is_raised(opening: Opening) -> None:
    FakeVoice.failure = OutputError("no sound device")
    with pytest.raises(OutputError, match="no sound device"):
        opening.open(SynthesizerSettings(midi=MidiSettings("no such port at all")))
    assert opening.reports == []


def test_where_none_may_be_missing_it_is_raised_and_the_rest_is_closed(opening: Opening) -> None:
    settings = SynthesizerSettings(osc=OscSettings("nonsense"), carry_on=False)
    with pytest.raises(UsageError, match="cannot send OSC to 'nonsense'"):
        opening.open(settings)
    assert FakeVoice.opened == 0


def test_a_file_that_cannot_be_written_is_always_raised(opening: Opening) -> None:
    with pytest.raises(OutputError, match=r"cannot write .*a\.mid"):
        opening.open(midi="nowhere/a.mid")
    assert FakeVoice.opened == 0


def test_a_wav_file_needs_its_soundfont(opening: Opening) -> None:
    opening.missing_soundfont = FetchError("offline")
    with pytest.raises(FetchError, match="offline"):
        opening.open(live=False, wav="a.wav")


def test_silence_may_be_asked_for(opening: Opening) -> None:
    opening.missing_soundfont = FetchError("offline")
    settings = msgspec.structs.replace(SETTINGS, sound=SoundSettings(on=False), osc=OscSettings())
    band = opening.open(settings)
    band.play(trio(0))
    band.close()
    assert (band.lost, opening.reports) == ((), [])


def test_a_picture_is_enough_to_carry_on(opening: Opening) -> None:
    opening.missing_soundfont = FetchError("no SoundFont anywhere")
    band = opening.open(SynthesizerSettings(), watched=True)
    assert band.lost == ("sound",)
    assert opening.reports == ["no SoundFont anywhere; going on without it"]
    band.close()


def test_all_that_is_missing_is_named_where_nothing_is_left(opening: Opening) -> None:
    opening.missing_soundfont = FetchError("no SoundFont anywhere")
    settings = SynthesizerSettings(osc=OscSettings("nowhere.invalid:9000"))
    with pytest.raises(OutputError, match="no SoundFont anywhere; cannot send OSC to nowhere"):
        opening.open(settings)


@pytest.mark.parametrize(
    ("files", "message"),
    [({"midi": "x.wav"}, "a MIDI file is called NAME.mid"), ({"wav": "x.mp3"}, "NAME.wav")],
)
def test_a_file_is_called_what_it_is(opening: Opening, files: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        opening.open(**files)  # type: ignore[arg-type]
    assert not list(opening.folder.iterdir())
