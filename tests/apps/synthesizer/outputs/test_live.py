import threading
from collections.abc import Iterator

import pytest

from apps.synthesizer.events import Loudness, NoteOff, NoteOn
from apps.synthesizer.outputs.live import LiveScore
from apps.synthesizer.score import TICK
from apps.synthesizer.settings import PlayerSettings, SlotSettings, SynthesizerSettings
from engine.poses import OutputError
from tests.apps.synthesizer.moments import holding, moment

SETTINGS = SynthesizerSettings()
OFF = bytes((0x80, 60, 0))
ON = bytes((0x90, 60, 100))


class FakeSink:
    """Keeps what it is sent, and fails when it is told to."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.settings: list[SynthesizerSettings] = []
        self.closings = 0
        self.failure: Exception | None = None
        self.ended = threading.Event()
        self.failed = threading.Event()

    def send(self, data: bytes) -> None:
        if self.failure is not None:
            self.failed.set()
            raise self.failure
        self.sent.append(data)
        if data == OFF:
            self.ended.set()

    def change(self, settings: SynthesizerSettings) -> None:
        self.settings.append(settings)

    def close(self) -> None:
        self.closings += 1

    def expressions(self) -> list[int]:
        return [data[2] for data in self.sent if data[:2] == bytes((0xB0, 11))]


class Stage:
    """A live score whose time is turned by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sink = FakeSink()
        self.score = LiveScore(
            self.sink, SETTINGS, clock=lambda: self.now, wait=self.wait, ticking=False
        )

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def tick(self, count: int) -> None:
        for _ in range(count):
            self.now += TICK
            self.score.step()

    def begin(self) -> None:
        self.score.play(moment(Loudness(0, 1.0), NoteOn(0, 60, 100)))


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.sink.failure = None
    stage.score.close()


def test_instruments_come_first_and_notes_as_they_are_played(stage: Stage) -> None:
    assert stage.sink.sent[0] == b"\xc0\x10"
    stage.begin()
    assert stage.sink.sent[-1] == ON
    stage.score.play(moment(NoteOff(0, 60)))
    assert stage.sink.sent[-1] == OFF


def test_loudness_moves_between_moments(stage: Stage) -> None:
    stage.begin()
    stage.now = 0.04
    stage.score.play(moment(Loudness(0, 0.5), players=(holding(0, 60),)))
    stage.tick(10)
    assert stage.sink.expressions()[-1] == 64
    assert len(stage.sink.expressions()) > 3


def test_notes_end_when_moments_stay_away(stage: Stage) -> None:
    stage.begin()
    stage.tick(round(SETTINGS.slots.stall / TICK) + 2)
    assert OFF in stage.sink.sent


def test_the_thread_ends_notes_by_itself() -> None:
    sink = FakeSink()
    settings = SynthesizerSettings(slots=SlotSettings(stall=0.2))
    score = LiveScore(sink, settings)
    score.play(moment(Loudness(0, 1.0), NoteOn(0, 60, 100)))
    assert sink.ended.wait(5)
    score.close()


def test_what_fails_between_moments_is_raised_by_the_next_one() -> None:
    sink = FakeSink()
    settings = SynthesizerSettings(slots=SlotSettings(stall=0.2))
    score = LiveScore(sink, settings)
    score.play(moment(Loudness(0, 1.0), NoteOn(0, 60, 100)))
    sink.failure = OutputError("the cable is out")
    assert sink.failed.wait(5)
    with pytest.raises(OutputError, match="the cable is out"):
        score.play(moment(number=1))
    score.close()
    assert sink.closings == 1


def test_closing_ends_notes_and_lets_them_fade(stage: Stage) -> None:
    stage.begin()
    stage.score.close()
    stage.score.close()
    assert OFF in stage.sink.sent
    assert stage.sink.expressions()[-1] == 0
    assert 0.1 < stage.now < 0.35
    assert stage.sink.closings == 1


def test_closing_takes_no_time_when_nothing_sounds(stage: Stage) -> None:
    stage.score.close()
    assert stage.now == 0.0


def test_a_sink_that_fails_at_the_end_is_closed_all_the_same(stage: Stage) -> None:
    stage.begin()
    stage.sink.failure = OutputError("gone")
    with pytest.raises(OutputError, match="gone"):
        stage.score.close()
    assert stage.sink.closings == 1


def test_a_sink_that_fails_at_once_is_closed() -> None:
    sink = FakeSink()
    sink.failure = OutputError("gone")
    with pytest.raises(OutputError, match="gone"):
        LiveScore(sink, SETTINGS)
    assert sink.closings == 1


def test_other_settings_reach_the_sink_before_the_messages_that_they_give(stage: Stage) -> None:
    stage.begin()
    settings = SynthesizerSettings(players=(PlayerSettings("Flute"),))
    count = len(stage.sink.sent)
    stage.score.change(settings)
    assert stage.sink.settings == [settings]
    assert stage.sink.sent[count : count + 2] == [OFF, b"\xc0\x49"]


def test_moments_and_ticks_from_two_threads_leave_no_note() -> None:
    sink = FakeSink()
    score = LiveScore(sink, SETTINGS)
    for number in range(300):
        score.play(moment(NoteOn(0, 60 + number % 7, 100), Loudness(0, number % 10 / 10)))
        score.play(moment(NoteOff(0, 60 + number % 7)))
    score.close()
    kinds = [data[0] & 0xF0 for data in sink.sent]
    assert kinds.count(0x90) == kinds.count(0x80) == 300
