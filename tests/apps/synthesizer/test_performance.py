import time

import msgspec
import pytest

from apps.synthesizer.events import Moment, NoteOff, NoteOn
from apps.synthesizer.performance import Musician, Performance
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import CameraError, OutputError, PoseStream, wire
from tests.apps.people import frame, room, stream
from tests.apps.synthesizer.players import player

SETTINGS = SynthesizerSettings()
BLUES = msgspec.structs.replace(SETTINGS, scale="blues")


class Listener:
    """An output that notes what it is given."""

    def __init__(self, *, fails_at: int | None = None) -> None:
        self.moments: list[Moment] = []
        self.settings: list[SynthesizerSettings] = []
        self._fails_at = fails_at

    def play(self, moment: Moment) -> None:
        if len(self.moments) == self._fails_at:
            raise OutputError("the string is broken")
        self.moments.append(moment)

    def change(self, settings: SynthesizerSettings) -> None:
        self.settings.append(settings)

    def close(self) -> None:
        pass


def wait_for(musician: Musician) -> None:
    until = time.monotonic() + 10.0
    while not musician.ended and time.monotonic() < until:
        time.sleep(0.005)


def test_a_hand_that_is_raised_is_a_note_in_the_output() -> None:
    listener = Listener()
    performance = Performance(SETTINGS, listener)
    for number in range(3):
        performance.play(frame(player(height=1.0), number=number))
    notes = [event for moment in listener.moments for event in moment.events]
    assert sum(isinstance(event, NoteOn) for event in notes) == 1


def test_other_settings_hold_from_the_next_frame_on_and_end_what_sounds() -> None:
    listener = Listener()
    performance = Performance(SETTINGS, listener)
    for number in range(3):
        moment = performance.play(frame(player(height=1.0), number=number))
    assert moment.players[0].pitch is not None
    performance.change(BLUES)
    assert not listener.settings
    moment = performance.play(frame(player(height=1.0), number=3))
    assert listener.settings == [BLUES]
    assert any(isinstance(event, NoteOff) for event in moment.events)


def test_the_musician_plays_every_frame_though_nobody_looks() -> None:
    listener = Listener()
    frames = [frame(player(height=1.0), number=number) for number in range(50)]
    musician = Musician(stream([room(), *frames]), Performance(SETTINGS, listener))
    wait_for(musician)
    musician.close()
    assert [moment.frame.frame for moment in listener.moments] == list(range(50))


def test_what_was_played_can_be_shown_once_with_its_background() -> None:
    background = room()
    musician = Musician(
        stream([background, frame(), frame(number=1)]), Performance(SETTINGS, Listener())
    )
    wait_for(musician)
    shown: list[tuple[int, object]] = []
    for _ in range(2):
        musician.take_new(lambda moment, behind: shown.append((moment.frame.frame, behind)))
    assert shown == [(0, background), (1, background)]
    musician.close()


def test_what_an_output_is_lost_with_is_raised_where_the_window_is() -> None:
    musician = Musician(
        stream([frame(), frame(number=1)]), Performance(SETTINGS, Listener(fails_at=1))
    )
    wait_for(musician)
    with pytest.raises(OutputError, match="the string is broken"):
        musician.check()
    musician.close()


def test_what_the_stream_fails_with_is_raised_where_the_window_is() -> None:
    poses = PoseStream(lossless=True)
    poses.deliver(wire.encode(frame()))
    poses.finish(CameraError("the camera is gone"))
    musician = Musician(poses, Performance(SETTINGS, Listener()))
    wait_for(musician)
    with pytest.raises(CameraError, match="gone"):
        musician.check()
    musician.close()


def test_closing_ends_a_musician_who_waits_for_a_frame() -> None:
    musician = Musician(PoseStream(lossless=True), Performance(SETTINGS, Listener()))
    assert not musician.ended
    musician.close()
    assert musician.ended
