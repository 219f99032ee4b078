import subprocess
import sys
import time
import wave
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from apps.display.files import UnfinishedFile
from apps.synthesizer.events import Event, Loudness, NoteOff, NoteOn
from apps.synthesizer.settings import PlayerSettings, SoundSettings, SynthesizerSettings
from apps.synthesizer.voices import wav
from apps.synthesizer.voices.synth import RATE
from apps.synthesizer.voices.wav import WavFile
from engine.poses import OutputError
from tests.apps.synthesizer.moments import moment, trio
from tests.apps.synthesizer.voices.sounds import LEAD, Floats, pitch, samples

SETTINGS = SynthesizerSettings(
    players=(PlayerSettings(LEAD), PlayerSettings(LEAD), PlayerSettings(LEAD)),
    sound=SoundSettings(reverb=0.0),
)
BEGIN: Sequence[Event] = (Loudness(0, 1.0), NoteOn(0, 67, 100))
END = NoteOff(0, 67)

GAP = 200
"""Seconds."""

FULL_DISK = Path("/dev/full")

WRITES_TRIO = """
import ctypes, sys
from pathlib import Path
for _ in range(int(sys.argv[1])):
    ctypes.CDLL(None).rand()
from apps.synthesizer.settings import SynthesizerSettings
from apps.synthesizer.voices.wav import WavFile
from tests.apps.synthesizer.moments import trio
file = WavFile(Path(sys.argv[2]), SynthesizerSettings(), Path(sys.argv[3]))
for number in range(60):
    file.play(trio(number))
file.close()
"""


def play(file: WavFile, frames: range, *events: Event) -> None:
    """Play ``frames``, the first of them with ``events``."""
    for number in frames:
        file.play(moment(*(events if number == frames.start else ()), number=number))


def sound(path: Path) -> Floats:
    with wave.open(str(path)) as file:
        assert file.getparams()[:3] == (2, 2, RATE)
        return samples(file.readframes(file.getnframes()))


def test_a_note_is_where_it_was_played_and_its_echo_ends_the_file(
    tmp_path: Path, soundfont: Path
) -> None:
    file = WavFile(tmp_path / "a.wav", SETTINGS, soundfont)
    play(file, range(30))
    play(file, range(30, 60), *BEGIN)
    play(file, range(60, 70), END)
    file.close()
    file.close()
    written = sound(tmp_path / "a.wav")
    loud = np.flatnonzero(np.abs(written).max(axis=1) > 0.001) / RATE
    assert 1.0 <= loud[0] < 1.005
    assert 2.0 <= loud[-1] < 2.5
    assert loud[-1] < len(written) / RATE < 4.5
    assert pitch(written[round(1.2 * RATE) : round(1.8 * RATE)]) == pytest.approx(67, abs=0.1)


def test_the_same_performance_gives_the_same_file_in_any_process(
    tmp_path: Path, soundfont: Path
) -> None:
    files = []
    for rolls in ("0", "7"):
        files.append(tmp_path / f"{rolls}.wav")
        subprocess.run(
            [sys.executable, "-c", WRITES_TRIO, rolls, files[-1], soundfont],
            check=True,
            cwd=Path(__file__).parents[4],
        )
    first, second = (path.read_bytes() for path in files)
    same = first == second
    assert same
    assert len(first) > 2 * RATE


def test_a_minute_is_written_in_a_fraction_of_it(tmp_path: Path, soundfont: Path) -> None:
    file = WavFile(tmp_path / "a.wav", SynthesizerSettings(), soundfont)
    start = time.perf_counter()
    for number in range(30 * 60):
        file.play(trio(number))
    file.close()
    assert time.perf_counter() - start < 10
    assert 60 <= len(sound(tmp_path / "a.wav")) / RATE < 63


def test_minutes_without_frames_are_silence_that_costs_little(
    tmp_path: Path, soundfont: Path
) -> None:
    file = WavFile(tmp_path / "a.wav", SETTINGS, soundfont)
    play(file, range(10), *BEGIN)
    start = time.perf_counter()
    file.play(moment(*BEGIN, number=GAP * 30))
    assert time.perf_counter() - start < GAP / 100
    play(file, range(GAP * 30 + 1, (GAP + 1) * 30))
    file.close()
    written = np.abs(sound(tmp_path / "a.wav")).max(axis=1)
    assert written[: RATE // 3].max() > 0.01
    assert written[3 * RATE : GAP * RATE].max() <= 4 / 32768
    assert written[GAP * RATE : (GAP + 1) * RATE].max() > 0.01


def test_other_settings_are_heard(tmp_path: Path, soundfont: Path) -> None:
    file = WavFile(tmp_path / "a.wav", SETTINGS, soundfont)
    play(file, range(30), *BEGIN)
    file.change(replace(SETTINGS, sound=SoundSettings(gain=0.0)))
    play(file, range(60, 90), *BEGIN)
    file.close()
    written = np.abs(sound(tmp_path / "a.wav")).max(axis=1)
    assert written[:RATE].max() > 0.01
    assert written[round(2.1 * RATE) :].max() < 0.001


def test_a_performance_that_was_broken_off_is_whole_as_far_as_it_went(
    tmp_path: Path, soundfont: Path
) -> None:
    def perform() -> None:
        with closing(WavFile(tmp_path / "a.wav", SETTINGS, soundfont)) as file:
            play(file, range(31), *BEGIN)
            raise RuntimeError("the camera fell down")

    with pytest.raises(RuntimeError):
        perform()
    written = np.abs(sound(tmp_path / "a.wav")).max(axis=1)
    assert len(written) > RATE
    assert written[-100:].max() <= 4 / 32768
    assert list(tmp_path.iterdir()) == [tmp_path / "a.wav"]


def test_nothing_played_is_an_empty_file(tmp_path: Path, soundfont: Path) -> None:
    WavFile(tmp_path / "a.wav", SETTINGS, soundfont).close()
    assert len(sound(tmp_path / "a.wav")) == 0


def test_a_file_that_is_full_is_kept_and_told(
    tmp_path: Path, soundfont: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wav, "_MOST", RATE)
    file = WavFile(tmp_path / "a.wav", SETTINGS, soundfont)
    play(file, range(40), *BEGIN)
    with pytest.raises(OutputError, match=r"a\.wav ends after 6\.2 hours"):
        file.play(moment(END, number=40))
    file.close()
    assert len(sound(tmp_path / "a.wav")) == RATE


@pytest.mark.skipif(not FULL_DISK.exists(), reason="needs /dev/full, which only Linux has")
def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path, soundfont: Path) -> None:
    path = tmp_path / "a.wav"
    UnfinishedFile(path).partial.symlink_to(FULL_DISK)
    file = WavFile(path, SETTINGS, soundfont)
    file.play(moment(*BEGIN, number=0))
    with pytest.raises(OutputError, match=r"^cannot write .*a\.wav: No space left"):
        file.play(moment(END, number=90))
    file.close()
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_known_at_once(tmp_path: Path, soundfont: Path) -> None:
    with pytest.raises(OutputError, match=r"nowhere/a\.wav: No such file or directory"):
        WavFile(tmp_path / "nowhere" / "a.wav", SETTINGS, soundfont)


def test_a_broken_soundfont_leaves_no_file(tmp_path: Path) -> None:
    soundfont = tmp_path / "broken.sf2"
    soundfont.write_bytes(b"RIFF")
    with pytest.raises(OutputError, match=r"broken\.sf2"):
        WavFile(tmp_path / "a.wav", SETTINGS, soundfont)
    assert list(tmp_path.iterdir()) == [soundfont]
