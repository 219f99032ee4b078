import math
from collections import Counter
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.synthesizer.events import Event, Loudness, NoteOff, NoteOn, Player
from apps.synthesizer.midi import Message
from apps.synthesizer.score import TICK, Score
from apps.synthesizer.settings import GestureSettings, PlayerSettings, SynthesizerSettings
from tests.apps.synthesizer.moments import holding, moment

SETTINGS = SynthesizerSettings()
DRUMS = SynthesizerSettings(
    players=(PlayerSettings(drums=True), PlayerSettings(), PlayerSettings())
)
EXPRESSION = 11
QUIET = 4
"""The smallest expression above 0."""

levels = st.floats(0, 1)
slots = st.integers(0, 3)
pitches = st.integers(60, 63)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(NoteOn, slots, pitches, st.integers(1, 127)),
    st.builds(NoteOff, slots, pitches),
    st.builds(Loudness, slots, levels),
)


class Performance:
    """A score that is played to by hand, and all that it has sent."""

    def __init__(self, settings: SynthesizerSettings = SETTINGS) -> None:
        self.score = Score(settings)
        self.ticks = 0
        self.sent: list[Message] = []
        self.take(self.score.begin(0.0))

    @property
    def now(self) -> float:
        return self.ticks * TICK

    def take(self, messages: list[Message]) -> list[bytes]:
        self.sent += messages
        return [message.data for message in messages]

    def play(self, *events: Event, players: tuple[Player, ...] = ()) -> list[bytes]:
        return self.take(self.score.play(moment(*events, players=players), self.now))

    def wait(self, ticks: int) -> list[bytes]:
        data = []
        for _ in range(ticks):
            self.ticks += 1
            data += self.take(self.score.tick(self.now))
        return data

    def change(self, settings: SynthesizerSettings) -> list[bytes]:
        return self.take(self.score.change(settings, self.now))

    def end(self) -> list[bytes]:
        return self.take(self.score.end(self.now))


def notes(data: list[bytes]) -> list[tuple[str, int, int]]:
    """What begins and ends: kind, channel, pitch."""
    kinds = {0x90: "on", 0x80: "off"}
    return [(kinds[d[0] & 0xF0], d[0] & 0x0F, d[1]) for d in data if d[0] & 0xF0 in kinds]


def controls(data: list[bytes], controller: int, channel: int = 0) -> list[int]:
    return [d[2] for d in data if d[0] == 0xB0 | channel and d[1] == controller]


def test_it_begins_with_instruments_places_and_effects() -> None:
    sent = [message.data for message in Score(SETTINGS).begin(0.0)]
    assert [d for d in sent if d[0] & 0xF0 == 0xC0] == [b"\xc0\x10", b"\xc1\x46", b"\xc2\x50"]
    assert [controls(sent, 10, player) for player in range(3)] == [[64], [32], [96]]
    assert controls(sent, 7) == [round(127 * math.sqrt(0.8))]
    assert controls(sent, 91) == [38]


def test_the_first_note_begins_as_loud_as_its_player_is() -> None:
    assert Performance().play(NoteOn(0, 60, 100), Loudness(0, 1.0)) == [
        bytes((0xB0, EXPRESSION, 127)),
        bytes((0x90, 60, 100)),
    ]


def test_a_note_soon_after_another_does_not_jump() -> None:
    performance = Performance()
    performance.play(Loudness(0, 1.0), NoteOn(0, 60, 100))
    performance.play(NoteOff(0, 60), Loudness(0, 0.2))
    performance.wait(20)
    assert performance.play(Loudness(0, 1.0), NoteOn(0, 62, 100)) == [bytes((0x90, 62, 100))]


def test_loudness_glides_for_as_long_as_frames_are_apart() -> None:
    performance = Performance()
    performance.play(Loudness(0, 0.5), NoteOn(0, 60, 100))
    performance.wait(4)
    performance.play(Loudness(0, 0.6))
    values = controls(performance.wait(10), EXPRESSION)
    assert values == [67, 70, 73, 76]


@given(st.lists(st.tuples(levels, st.integers(0, 12)), max_size=30))
def test_loudness_never_steps_by_more_than_4_db(way: list[tuple[float, int]]) -> None:
    performance = Performance()
    performance.play(Loudness(0, 0.5), NoteOn(0, 60, 100))
    values = [64]
    for level, ticks in way:
        performance.play(Loudness(0, level))
        for _ in range(ticks):
            values += controls(performance.wait(1), EXPRESSION)
    for before, after in pairwise(values):
        if min(before, after) == 0:
            assert max(before, after) == QUIET
        else:
            assert abs(40 * math.log10(after / before)) <= 4.0


@given(levels)
def test_loudness_arrives_where_the_player_wants_it(level: float) -> None:
    performance = Performance()
    performance.play(NoteOn(0, 60, 100), Loudness(0, 0.5))
    performance.play(Loudness(0, level))
    values = [64, *controls(performance.wait(40), EXPRESSION)]
    assert values[-1] == round(127 * level) or values[-1] == 0 == round(127 * level) // QUIET


def test_notes_end_by_themselves_when_moments_stay_away() -> None:
    performance = Performance()
    performance.play(Loudness(0, 1.0), NoteOn(0, 60, 100), NoteOn(1, 40, 100))
    ticks = round(SETTINGS.slots.stall / TICK)
    assert notes(performance.wait(ticks)) == []
    assert notes(performance.wait(2)) == [("off", 0, 60), ("off", 1, 40)]
    performance.wait(30)
    assert performance.score.settled
    assert controls([message.data for message in performance.sent], EXPRESSION)[-1] == 0


def test_what_players_hold_begins_again_after_a_stall() -> None:
    performance = Performance()
    performance.play(Loudness(0, 1.0), NoteOn(0, 60, 100))
    performance.wait(100)
    assert notes(performance.play(players=(holding(0, 60, level=0.5),))) == [("on", 0, 60)]
    assert controls(performance.wait(40), EXPRESSION)[-1] == 64
    assert performance.play(NoteOff(0, 60), players=(holding(0, None),)) == [bytes((0x80, 60, 0))]


def test_what_ended_in_a_stall_is_not_ended_twice() -> None:
    performance = Performance()
    performance.play(Loudness(0, 1.0), NoteOn(0, 60, 100))
    performance.wait(100)
    sent = performance.play(NoteOff(0, 60), NoteOn(0, 62, 100), players=(holding(0, 62),))
    assert notes(sent) == [("on", 0, 62)]


def test_other_settings_end_every_note_and_send_the_new_instruments() -> None:
    performance = Performance()
    performance.play(Loudness(0, 1.0), NoteOn(0, 60, 100), NoteOn(2, 72, 100))
    players = (PlayerSettings("Flute"), PlayerSettings("Violin"))
    sent = performance.change(SynthesizerSettings(players=players))
    assert notes(sent) == [("off", 0, 60), ("off", 2, 72)]
    assert [d for d in sent if d[0] & 0xF0 == 0xC0] == [b"\xc0\x49", b"\xc1\x28"]
    assert performance.play(NoteOff(0, 60), NoteOff(2, 72), NoteOn(2, 74, 100)) == []


def test_drums_are_struck_on_their_own_channel_at_full_level() -> None:
    performance = Performance(DRUMS)
    setup = [message.data for message in performance.sent]
    assert controls(setup, EXPRESSION, channel=9) == [127]
    assert performance.play(Loudness(0, 0.1), NoteOn(0, 38, 90)) == [bytes((0x99, 38, 90))]
    assert performance.wait(20) == []
    assert performance.play(NoteOff(0, 38)) == [bytes((0x89, 38, 0))]


def test_drums_that_become_an_instrument_end_where_they_began() -> None:
    performance = Performance(DRUMS)
    performance.play(NoteOn(0, 38, 90))
    assert notes(performance.change(SETTINGS)) == [("off", 9, 38)]
    assert notes(performance.play(Loudness(0, 1.0), NoteOn(0, 60, 100))) == [("on", 0, 60)]


@pytest.mark.parametrize(("seconds", "switch", "coarse", "fine"), [(0, 0, 0, 0), (0.3, 127, 2, 44)])
def test_gliding_is_set_in_milliseconds(
    seconds: float, switch: int, coarse: int, fine: int
) -> None:
    gestures = GestureSettings(glide=seconds)
    setup = [m.data for m in Score(msgspec.structs.replace(SETTINGS, gestures=gestures)).begin(0)]
    assert [controls(setup, number) for number in (65, 5, 37)] == [[switch], [coarse], [fine]]


def test_the_end_silences_also_what_only_the_listener_knows_of() -> None:
    performance = Performance()
    performance.play(Loudness(0, 1.0), NoteOn(0, 60, 100))
    sent = performance.end()
    assert notes(sent) == [("off", 0, 60)]
    assert [controls(sent, 123, channel) for channel in range(3)] == [[0], [0], [0]]


steps = st.one_of(
    st.lists(events, max_size=6),
    st.integers(1, 80),
    st.sampled_from([SETTINGS, DRUMS, SynthesizerSettings(players=(PlayerSettings(),))]),
)


@given(st.lists(steps, max_size=25))
def test_whatever_happens_every_note_that_begins_ends_once(
    way: list[list[Event] | int | SynthesizerSettings],
) -> None:
    performance = Performance()
    for step in way:
        match step:
            case int():
                performance.wait(step)
            case SynthesizerSettings():
                performance.change(step)
            case _:
                performance.play(*step)
    performance.end()
    sounding: Counter[tuple[int, int]] = Counter()
    for kind, channel, pitch in notes([message.data for message in performance.sent]):
        sounding[channel, pitch] += 1 if kind == "on" else -1
        assert 0 <= sounding[channel, pitch] <= 1
    assert sounding.total() == performance.score.sounding == 0
    times = [message.time for message in performance.sent]
    assert times == sorted(times)
    assert all(byte < 128 for message in performance.sent for byte in message.data[1:])
