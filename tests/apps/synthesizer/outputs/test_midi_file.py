from pathlib import Path

import mido
import pytest

from apps.synthesizer.events import Loudness, NoteOff, NoteOn
from apps.synthesizer.outputs.midi_file import MidiFile
from apps.synthesizer.settings import PlayerSettings, SynthesizerSettings
from engine.poses import OutputError
from tests.apps.synthesizer.moments import RATE, moment, trio

SETTINGS = SynthesizerSettings()


def performed(path: Path, frames: int = 300, settings: SynthesizerSettings = SETTINGS) -> Path:
    file = MidiFile(path, settings)
    for number in range(frames):
        file.play(trio(number))
    file.close()
    return path


def test_the_same_performance_is_the_same_file_byte_for_byte(tmp_path: Path) -> None:
    first = performed(tmp_path / "a.mid").read_bytes()
    assert performed(tmp_path / "b.mid").read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mid", "b.mid"]


def test_there_is_a_track_for_the_tempo_and_one_for_each_instrument(tmp_path: Path) -> None:
    file = mido.MidiFile(performed(tmp_path / "a.mid"))
    names = ["Skeleton Crew", "Drawbar Organ", "Bassoon", "Lead 1 (square)"]
    assert (file.type, file.ticks_per_beat) == (1, 960)
    assert [track.name for track in file.tracks] == names
    assert [message.tempo for message in file if message.type == "set_tempo"] == [500_000]


def test_times_are_those_of_the_frames_without_drift(tmp_path: Path) -> None:
    file = mido.MidiFile(performed(tmp_path / "a.mid", frames=3000))
    time, begins = 0.0, []
    for message in file:
        time += message.time
        if message.type == "note_on" and message.channel == 0:
            begins.append(time)
    assert len(begins) == 1000
    assert all(abs(begin - 3 * index / RATE) < 0.0006 for index, begin in enumerate(begins))


def test_every_note_ends_though_the_performance_broke_off(tmp_path: Path) -> None:
    sounding = set()
    for message in mido.MidiFile(performed(tmp_path / "a.mid", frames=100)):
        if message.type == "note_on":
            sounding.add((message.channel, message.note))
        elif message.type == "note_off":
            sounding.remove((message.channel, message.note))
    assert not sounding


def test_drums_have_a_track_of_their_own_name(tmp_path: Path) -> None:
    settings = SynthesizerSettings(players=(PlayerSettings(drums=True), PlayerSettings(73)))
    file = MidiFile(tmp_path / "a.mid", settings)
    file.play(moment(NoteOn(0, 38, 90)))
    file.play(moment(NoteOff(0, 38), number=3))
    file.close()
    names = [track.name for track in mido.MidiFile(tmp_path / "a.mid").tracks]
    assert names == ["Skeleton Crew", "Flute", "Drums"]


def test_other_instruments_are_changed_within_the_tracks(tmp_path: Path) -> None:
    file = MidiFile(tmp_path / "a.mid", SETTINGS)
    file.play(moment(Loudness(0, 1.0), NoteOn(0, 60, 100)))
    file.change(SynthesizerSettings(players=(PlayerSettings("Flute"),)))
    file.close()
    programs = [
        message.program
        for message in mido.MidiFile(tmp_path / "a.mid").tracks[1]
        if message.type == "program_change"
    ]
    assert programs == [16, 73]


def test_without_a_moment_there_is_no_file(tmp_path: Path) -> None:
    MidiFile(tmp_path / "a.mid", SETTINGS).close()
    assert not list(tmp_path.iterdir())


def test_the_longest_gap_that_the_format_has_is_not_exceeded(tmp_path: Path) -> None:
    file = MidiFile(tmp_path / "a.mid", SETTINGS)
    file.play(moment(NoteOn(0, 60, 100)))
    file.play(moment(NoteOn(0, 62, 100), number=10**9))
    file.close()
    longest = max(m.time for track in mido.MidiFile(tmp_path / "a.mid").tracks for m in track)
    assert longest == 0x0FFFFFFF


def test_what_cannot_be_written_is_known_before_it_begins(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write .*a\.mid: No such file"):
        MidiFile(tmp_path / "nowhere" / "a.mid", SETTINGS)


def test_the_name_appears_when_the_file_is_whole_and_closing_twice_is_harmless(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.mid"
    file = MidiFile(path, SETTINGS)
    file.play(moment(NoteOn(0, 60, 100)))
    assert not path.exists()
    file.close()
    whole = path.read_bytes()
    file.close()
    assert path.read_bytes() == whole
