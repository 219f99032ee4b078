from collections.abc import Iterator

import pygame
import pytest

from apps.display.window import Window
from apps.synthesizer.exhibit import Exhibit
from apps.synthesizer.outputs.band import Band
from apps.synthesizer.performance import Musician, Performance
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import Background, CameraError, PoseFrame, PoseStream, wire
from engine.poses.live_settings import LiveSettings
from tests.apps.people import SIZE, frame, pixels, room
from tests.apps.synthesizer.players import player

SETTINGS = SynthesizerSettings(show_privacy=False, window=SIZE)


class Show:
    """An exhibit in a window that nobody sees, with a clock that is turned by hand."""

    def __init__(self, window: Window) -> None:
        self.poses = PoseStream(lossless=True)
        self.window = window
        self.now = 0.0
        self.renewals = 0
        self.poses.renew_background = self._renew  # type: ignore[method-assign]
        self.settings = LiveSettings(SETTINGS, lambda: None, print, clock=lambda: self.now)
        self.band = Band({}, carry_on=True, report=print)
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
