from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from apps.synthesizer import midi
from apps.synthesizer.settings import SoundSettings
from apps.synthesizer.voices.synth import RATE, Synth
from engine.poses import OutputError
from tests.apps.synthesizer.voices.sounds import LEAD, ORGAN, peak, pitch, samples, setup

NOISE = 4 / 32768
QUIET = 0.001


@pytest.fixture
def synth(soundfont: Path) -> Iterator[Synth]:
    synth = Synth(SoundSettings(), soundfont)
    for data in setup():
        synth.send(data)
    yield synth
    synth.close()


def test_a_note_sounds_at_its_pitch_until_it_ends(synth: Synth) -> None:
    before = peak(synth.render(RATE // 10))
    synth.send(midi.note_on(0, 67, 100))
    assert not synth.idle
    assert pitch(samples(synth.render(RATE // 2))) == pytest.approx(67, abs=0.1)
    synth.send(midi.note_off(0, 67))
    synth.render(2 * RATE)
    assert synth.idle
    after = peak(synth.render(RATE // 10))
    assert max(before, after) <= NOISE


def test_the_instruments_of_the_trio_are_heard_within_10_ms(soundfont: Path) -> None:
    for program in (16, 35, 80):
        synth = Synth(SoundSettings(), soundfont)
        for data in (*setup(program), midi.note_on(0, 48, 100)):
            synth.send(data)
        heard = peak(synth.render(RATE // 100))
        assert heard > QUIET
        synth.close()


def test_expression_64_is_12_decibels_below_127(synth: Synth) -> None:
    synth.send(midi.program(0, ORGAN))
    synth.send(midi.note_on(0, 60, 100))
    synth.render(RATE // 2)
    loud = samples(synth.render(RATE // 4)).std()
    synth.send(midi.control(0, midi.EXPRESSION, 64))
    synth.render(RATE // 100)
    soft = samples(synth.render(RATE // 4)).std()
    assert 20 * np.log10(loud / soft) == pytest.approx(12, abs=0.5)


def test_a_glide_takes_the_time_that_it_is_told(synth: Synth) -> None:
    for data in (
        midi.control(0, 65, 127),
        midi.control(0, 5, 500 >> 7),
        midi.control(0, 37, 500 & 127),
        midi.note_on(0, 60, 100),
    ):
        synth.send(data)
    synth.render(RATE // 2)
    synth.send(midi.note_on(0, 72, 100))
    synth.send(midi.note_off(0, 60))
    way = samples(synth.render(RATE))
    for start, expected in ((0.1, 63.5), (0.2, 65.9), (0.3, 68.3), (0.6, 72.0)):
        index = round(start * RATE)
        assert pitch(way[index : index + RATE // 11]) == pytest.approx(expected, abs=0.6)


def test_the_end_of_all_notes_ends_them(synth: Synth) -> None:
    for key in (60, 64, 67):
        synth.send(midi.note_on(0, key, 100))
    synth.render(RATE // 10)
    synth.send(midi.control(0, midi.ALL_NOTES_OFF, 0))
    synth.render(RATE)
    assert synth.idle


def test_gain_and_effects_change_while_it_plays(synth: Synth) -> None:
    synth.send(midi.note_on(0, 60, 100))
    synth.render(RATE // 2)
    before = peak(synth.render(RATE // 4))
    synth.change(SoundSettings(gain=1.6, reverb=0.0, chorus=0.5))
    synth.render(RATE // 10)
    after = peak(synth.render(RATE // 4))
    assert after == pytest.approx(2 * before, rel=0.1)


def test_echoes_are_over_within_a_second(soundfont: Path) -> None:
    synth = Synth(SoundSettings(), soundfont)
    for data in (*setup(LEAD, reverb=38), midi.note_on(0, 48, 100)):
        synth.send(data)
    synth.render(RATE)
    synth.send(midi.note_off(0, 48))
    echo, rest = peak(synth.render(RATE // 2)), peak(synth.render(RATE // 2))
    assert echo > QUIET
    assert rest < echo
    rest = peak(synth.render(RATE))
    assert rest <= QUIET
    synth.close()


def test_time_goes_on_while_sound_is_made(synth: Synth) -> None:
    before = synth.milliseconds
    synth.render(RATE)
    assert synth.milliseconds - before == pytest.approx(1000, abs=3)


def test_a_closed_synth_takes_no_notice(soundfont: Path) -> None:
    synth = Synth(SoundSettings(), soundfont)
    synth.close()
    synth.close()
    synth.send(midi.note_on(0, 60, 100))
    synth.change(SoundSettings(gain=1.0))
    assert synth.idle
    assert synth.milliseconds == 0


def test_a_driver_that_is_not_there_does_not_start(
    synth: Synth, capfd: pytest.CaptureFixture[str]
) -> None:
    assert not synth.start("no such driver", "no such device")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("size", [0, 3, 12, 500, 3_000_000, 5_970_000, 5_994_184, 5_994_283])
def test_a_soundfont_cut_short_is_named(
    size: int, soundfont: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.sf2"
    broken.write_bytes(soundfont.read_bytes()[:size])
    with pytest.raises(OutputError, match=r"^the SoundFont .*broken\.sf2 is damaged"):
        Synth(SoundSettings(), broken)
    assert capfd.readouterr() == ("", "")


def test_a_missing_soundfont_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"^the SoundFont .*none\.sf2 is not there"):
        Synth(SoundSettings(), tmp_path / "none.sf2")
