from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from apps.synthesizer import midi
from apps.synthesizer.settings import SoundSettings
from apps.synthesizer.voices.relay import Relay
from apps.synthesizer.voices.synth import Synth
from tests.apps.synthesizer.voices.sounds import FLUTE, Floats, samples, setup

FRAMES = 512

DRY = SoundSettings(reverb=0.0)
"""Echoes waver, each synth's in its own time, so that two never add up to exactly one."""


class FakeVoice:
    """Knows which of its notes sound."""

    def __init__(self) -> None:
        self.sounding: set[tuple[int, int]] = set()
        self.sent: list[bytes] = []

    @property
    def idle(self) -> bool:
        return not self.sounding

    def send(self, data: bytes) -> None:
        self.sent.append(data)
        note = data[0] & 0x0F, data[1]
        if data[0] & 0xF0 == 0x90:
            self.sounding.add(note)
        elif data[0] & 0xF0 == 0x80:
            self.sounding.discard(note)

    def close(self) -> None:
        """Nothing to close."""


notes = st.tuples(st.integers(0, 2), st.integers(60, 64))
steps = st.lists(st.one_of(st.tuples(st.booleans(), notes), st.none()), max_size=40)


@given(steps)
def test_every_note_ends_wherever_it_was_begun(
    steps: list[tuple[bool, tuple[int, int]] | None],
) -> None:
    relay, voices = Relay(), [FakeVoice()]
    relay.hand_over(voices[0], 0.0)
    held: set[tuple[int, int]] = set()
    for step in steps:
        if step is None:
            voices.append(FakeVoice())
            relay.hand_over(voices[-1], 0.0)
            continue
        begins, note = step
        (held.add if begins else held.discard)(note)
        relay.send(midi.note_on(*note, 100) if begins else midi.note_off(*note))
        assert held == set().union(*(voice.sounding for voice in voices))
    for note in held:
        relay.send(midi.note_off(*note))
    assert relay.idle
    assert all(voice.idle for voice in voices)


def test_the_next_voice_knows_instruments_and_controllers() -> None:
    relay, first, second = Relay(), FakeVoice(), FakeVoice()
    relay.hand_over(first, 0.0)
    for value in (10, 20, 30):
        relay.send(midi.control(0, 11, value))
    relay.send(midi.program(0, 16))
    relay.hand_over(second, 1.0)
    assert midi.control(0, 11, 30) in second.sent
    assert midi.control(0, 11, 20) not in second.sent
    assert midi.program(0, 16) in second.sent


def test_a_voice_stays_until_its_last_note_and_echo_are_over() -> None:
    relay, first, second = Relay(), FakeVoice(), FakeVoice()
    relay.hand_over(first, 0.0)
    relay.send(midi.note_on(0, 60, 100))
    relay.hand_over(second, 10.0)
    assert relay.finished(100.0) == []
    relay.send(midi.control(0, 11, 50))
    assert first.sent[-1] == midi.control(0, 11, 50)
    relay.send(midi.note_off(0, 60))
    assert relay.finished(104.0) == []
    assert relay.finished(105.0) == [first]
    relay.send(midi.note_on(0, 62, 100))
    assert not second.idle
    assert relay.finished(1000.0) == []


def test_without_a_voice_it_remembers_what_the_next_is_told() -> None:
    relay, late = Relay(), FakeVoice()
    relay.send(midi.program(1, 5))
    relay.send(midi.note_on(1, 60, 100))
    relay.hand_over(late, 0.0)
    assert midi.program(1, 5) in late.sent
    assert late.idle


def test_all_voices_can_be_taken() -> None:
    relay, first, second = Relay(), FakeVoice(), FakeVoice()
    relay.hand_over(first, 0.0)
    relay.hand_over(second, 0.0)
    assert relay.take_all() == [first, second]
    assert relay.take_all() == []
    assert relay.finished(100.0) == []


def melody(step: int) -> list[bytes]:
    """A legato note every 10 steps, ever louder and softer."""
    louder = midi.control(0, 11, 64 + abs(step % 60 - 30))
    if step % 10:
        return [louder]
    key = 60 + step // 10 % 12
    return [louder, midi.note_on(0, key, 100), midi.note_off(0, key - 1 if key > 60 else 71)]


def played(soundfont: Path, *, hand_over_at: int | None) -> Floats:
    """The melody with what all synths make of it added up, in 16 bits."""
    relay = Relay()
    synths = [Synth(DRY, soundfont)]
    relay.hand_over(synths[0], 0.0)
    for data in setup(FLUTE):
        relay.send(data)
    chunks = []
    for step in range(300):
        if step == hand_over_at:
            synths.append(Synth(DRY, soundfont))
            relay.hand_over(synths[-1], 0.0)
        for data in melody(step):
            relay.send(data)
        chunks.append(np.sum([samples(synth.render(FRAMES)) for synth in synths], axis=0))
    for synth in synths:
        synth.close()
    return np.concatenate(chunks) * 32768


def test_neither_a_gap_nor_a_click_is_heard_when_a_synth_takes_over(soundfont: Path) -> None:
    alone = played(soundfont, hand_over_at=None)
    renewed = played(soundfont, hand_over_at=155)
    difference = float(np.abs(renewed - alone).max())
    assert float(np.abs(alone).max()) > 1000
    assert difference <= 4
    assert len(alone) == 300 * FRAMES
