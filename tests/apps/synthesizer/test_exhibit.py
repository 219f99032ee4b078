import time
from collections.abc import Callable, Iterator

import pygame
import pytest

from apps.display.window import Window
from apps.synthesizer import midi
from apps.synthesizer.exhibit import Exhibit
from apps.synthesizer.outputs.band import Band
from apps.synthesizer.outputs.live import LiveScore
from apps.synthesizer.performance import Musician, Performance
from apps.synthesizer.screen.picture import Picture
from apps.synthesizer.screen.stage import View
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import Background, CameraError, PoseFrame, PoseStream, wire
from engine.poses.live_settings import LiveSettings
from tests.apps.people import SIZE, frame, pixels, room
from tests.apps.synthesizer.players import player

SETTINGS = SynthesizerSettings(show_privacy=False, window=SIZE)


class Sink:
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def send(self, data: bytes) -> None:
        self.sent.append(data)

    def change(self, settings: SynthesizerSettings) -> None: ...

    def close(self) -> None: ...

    def begun(self) -> int:
        """How many notes have begun."""
        return sum(data[0] & 0xF0 == 0x90 for data in self.sent)

    def ended(self) -> int:
        """How many notes have ended."""
        return sum(data[0] & 0xF0 == 0x80 for data in self.sent)

    def loudness(self) -> int:
        """How many steps of loudness there were."""
        return sum(data[:2] == bytes((0xB0, midi.EXPRESSION)) for data in self.sent)


class Show:
    """An exhibit in a window that nobody sees, with a clock that is turned by hand."""

    def __init__(self, window: Window, band: Band | None = None) -> None:
        self.poses = PoseStream(lossless=True)
        self.window = window
        self.now = 0.0
        self.renewals = 0
        self.poses.renew_background = self._renew  # type: ignore[method-assign]
        self.settings = LiveSettings(SETTINGS, lambda: None, print, clock=lambda: self.now)
        self.band = band or Band({}, carry_on=True, report=print)
        performance = Performance(SETTINGS, self.band)
        self.settings.tell(performance.change)
        self.musician = Musician(self.poses, performance)
        self.exhibit = Exhibit(
            self.poses, self.musician, self.settings, window, self.band, clock=lambda: self.now
        )

    def _renew(self) -> None:
        self.renewals += 1

    def tell(self, *messages: PoseFrame | Background) -> None:
        """Give the musician ``messages``, and wait until they are played."""
        before = self.musician.played
        for message in messages:
            self.poses.deliver(wire.encode(message))
        frames = sum(isinstance(message, PoseFrame) for message in messages)
        while self.musician.played < before + frames:
            pygame.time.wait(1)

    def press(self, key: int) -> None:
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key))

    def step(self) -> bytes:
        """What is to be seen after one more step."""
        assert self.exhibit.step()
        return pixels(self.window.surface)


@pytest.fixture
def show(dummy_screen: None) -> Iterator[Show]:  # noqa: ARG001
    with Window("test", SIZE) as window:
        show = Show(window)
        yield show
        show.musician.close()


def test_people_appear_and_go(show: Show) -> None:
    show.tell(room(), frame())
    empty = show.step()
    show.tell(frame(player(), number=1))
    assert show.step() != empty
    show.tell(frame(number=200), frame(number=400))
    assert show.step() == empty


def test_a_note_is_seen(show: Show) -> None:
    show.tell(frame(player(height=0.0), number=1))
    rests = show.step()
    show.tell(frame(player(height=0.0), number=2))
    assert show.step() == rests
    show.tell(frame(player(height=1.0), number=3))
    assert show.step() != rests


def test_when_the_engine_is_away_nobody_is_shown_at_once_and_a_line_says_so(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    show.tell(room(), frame(player()))
    somebody = show.step()
    monkeypatch.setattr(PoseStream, "stale", True)
    away = show.step()
    assert away != somebody
    monkeypatch.setattr(PoseStream, "stale", False)
    assert show.step() == somebody


def test_skeletons_vanish_when_the_camera_falls_silent_and_return_with_it(show: Show) -> None:
    show.tell(frame(player(), number=1))
    somebody = show.step()
    show.now = 1.1
    silent = show.step()
    assert silent != somebody
    show.tell(frame(player(), number=2))
    assert show.step() == somebody


@pytest.mark.parametrize(
    ("key", "changed"), [(pygame.K_s, "scale"), (pygame.K_k, "key"), (pygame.K_i, "players")]
)
def test_a_key_changes_what_is_played(show: Show, key: int, changed: str) -> None:
    show.tell(frame(player(height=1.0), number=1))
    show.press(key)
    show.step()
    assert getattr(show.settings.now, changed) != getattr(SETTINGS, changed)
    show.tell(frame(player(height=1.0), number=2))
    show.step()


def test_music_goes_on_while_a_picture_is_drawn_however_long_that_takes(
    dummy_screen: None,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without drawing to its end, a note begins, swells, and is ended by a hand or by the clock."""
    sink = Sink()
    with Window("test", SIZE) as window:
        voice = LiveScore(sink, SETTINGS)
        show = Show(window, Band({"voice": voice}, carry_on=True, report=print))
        drawn = []

        def draw(_picture: Picture, _surface: pygame.Surface, _view: View) -> None:
            for number, height in enumerate((1.0, 1.0, 1.0, -0.2, -0.2, -0.2, 1.0, 1.0, 1.0)):
                show.poses.deliver(wire.encode(frame(player(height=height), number=number)))
                assert computing_until(lambda: show.musician.played > number)  # noqa: B023
                if number == 2:
                    steps = sink.loudness()
                    assert computing_until(lambda: sink.loudness() >= steps + 5)  # noqa: B023
                if number == 5:
                    assert computing_until(lambda: sink.ended() >= 1)
            assert sink.begun() >= 2
            assert computing_until(lambda: sink.ended() == sink.begun())
            drawn.append(True)

        monkeypatch.setattr(Picture, "draw", draw)
        assert show.exhibit.step()
        assert drawn
        show.musician.close()
        voice.close()


def computing_until(true: Callable[[], bool]) -> bool:
    """Whether it comes ``true`` in time, though this thread computes all the while."""
    until = time.monotonic() + 10.0
    while not true():
        if time.monotonic() > until:
            return False
    return True


def test_other_keys_are_those_of_every_app(show: Show) -> None:
    show.tell(frame(player(x=0.3), number=1))
    before = show.step()
    show.press(pygame.K_m)
    assert show.step() != before
    show.press(pygame.K_m)
    assert show.step() == before
    show.press(pygame.K_h)
    assert show.step() != before
    show.press(pygame.K_b)
    show.step()
    assert show.renewals == 1
    show.press(pygame.K_q)
    assert not show.exhibit.step()


def test_a_failure_of_the_stream_ends_the_show(show: Show) -> None:
    show.tell(frame(number=1))
    show.poses.finish(CameraError("the camera is gone"))
    while not show.musician.ended:
        pygame.time.wait(1)
    with pytest.raises(CameraError, match="gone"):
        show.exhibit.step()
