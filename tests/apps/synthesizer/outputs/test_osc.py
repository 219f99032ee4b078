from collections.abc import Iterator

import pytest

from apps.synthesizer.events import NoteOff, NoteOn
from apps.synthesizer.outputs.osc import OscOutput
from apps.synthesizer.settings import PlayerSettings, SlotSettings, SynthesizerSettings
from tests.apps.osc.listener import Listener
from tests.apps.synthesizer.moments import holding, moment

SETTINGS = SynthesizerSettings()
NOTE = "/skeleton-crew/player/1/note"


class Told:
    """An output whose time is turned by hand, and who listens to it."""

    def __init__(self, listener: Listener) -> None:
        self.now = 0.0
        self.listener = listener
        address = f"127.0.0.1:{listener.port}"
        self.output = OscOutput(address, SETTINGS, clock=lambda: self.now, ticking=False)


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.socket.close()


@pytest.fixture
def told(listener: Listener) -> Iterator[Told]:
    told = Told(listener)
    yield told
    told.output.close()


def test_each_moment_arrives_as_one_bundle(told: Told) -> None:
    for number in range(3):
        told.output.play(moment(number=300 + 3 * number, people=2))
    frames = [told.listener.hear() for _ in range(3)]
    assert [messages[0] for messages in frames] == [
        ("/skeleton-crew/frame", [300 + 3 * number, 100 * number, 320, 240]) for number in range(3)
    ]
    assert all(sum(a.endswith("pose") for a, _ in messages) == 2 for messages in frames)


def test_time_begins_again_where_a_file_starts_over(told: Told) -> None:
    for number in (30, 60, 0):
        told.output.play(moment(number=number))
    assert [told.listener.hear()[0][1][1] for _ in range(3)] == [0, 1000, 0]


def test_notes_end_when_moments_stay_away_and_begin_again_if_they_are_held(told: Told) -> None:
    told.output.play(moment(NoteOn(0, 60, 90)))
    assert told.listener.notes() == [(NOTE, [60, 90])]
    told.now = SETTINGS.slots.stall
    told.output.step()
    told.now += 0.1
    told.output.step()
    told.output.step()
    assert told.listener.notes() == [(NOTE, [60, 0])]
    told.output.play(moment(players=(holding(0, 60),)))
    assert told.listener.notes() == [(NOTE, [60, 100])]


def test_notes_end_by_themselves_without_anybody_calling(listener: Listener) -> None:
    settings = SynthesizerSettings(slots=SlotSettings(stall=0.2))
    output = OscOutput(f"127.0.0.1:{listener.port}", settings)
    output.play(moment(NoteOn(0, 60, 90)))
    assert listener.notes() == [(NOTE, [60, 90])]
    assert listener.notes() == [(NOTE, [60, 0])]
    output.close()


def test_closing_ends_notes_once(told: Told) -> None:
    told.output.play(moment(NoteOn(0, 60, 90)))
    told.output.close()
    told.output.close()
    assert told.listener.notes() == [(NOTE, [60, 90])]
    assert told.listener.notes() == [(NOTE, [60, 0])]
    told.listener.socket.setblocking(False)
    with pytest.raises(BlockingIOError):
        told.listener.socket.recv(65536)


def test_other_settings_end_notes_and_have_other_slots(told: Told) -> None:
    told.output.play(moment(NoteOn(0, 60, 90)))
    told.output.change(SynthesizerSettings(players=(PlayerSettings(),)))
    told.output.play(moment(NoteOff(0, 60)))
    assert told.listener.notes() == [(NOTE, [60, 90])]
    assert told.listener.notes() == [(NOTE, [60, 0])]
    messages = told.listener.hear()
    assert [a for a, _ in messages if a.endswith(("note", "state"))] == [
        "/skeleton-crew/player/1/state"
    ]


def test_nobody_listening_and_a_network_that_fails_stop_nothing(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.listener.socket.close()
    for number in range(20):
        told.output.play(moment(number=number, people=3))
    monkeypatch.setattr(told.output._sender, "_target", ("127.0.0.1", 0))
    told.output.play(moment(number=21))
