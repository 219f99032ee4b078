from collections.abc import Iterator

import pygame
import pytest

from apps.anonymizer.background_file import BackgroundFile
from apps.anonymizer.exhibit import Exhibit
from apps.anonymizer.settings import AnonymizerSettings
from apps.display.window import Window
from engine.poses import Background, CameraError, PoseFrame, PoseStream, wire
from tests.apps.people import SIZE, frame, person, pixels, room, stream

SETTINGS = AnonymizerSettings(show_privacy=False, show_people=False, show_rate=False, window=SIZE)


class Show:
    """An exhibit in a window that nobody sees, with a clock that is turned by hand."""

    def __init__(self, poses: PoseStream, window: Window) -> None:
        self.poses = poses
        self.window = window
        self.now = 0.0
        self.renewals = 0
        poses.renew_background = self._renew  # type: ignore[method-assign]
        self.exhibit = Exhibit(
            poses, SETTINGS, window, BackgroundFile(None), clock=lambda: self.now
        )

    def _renew(self) -> None:
        self.renewals += 1

    def tell(self, *messages: PoseFrame | Background) -> None:
        for message in messages:
            self.poses.deliver(wire.encode(message))

    def press(self, key: int) -> None:
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key))

    def step(self) -> bytes:
        """What is to be seen after one more step."""
        assert self.exhibit.step()
        return pixels(self.window.surface)


@pytest.fixture
def show(dummy_screen: None) -> Iterator[Show]:  # noqa: ARG001
    with Window("test", SIZE) as window:
        yield Show(PoseStream(lossless=True), window)


def test_people_appear_move_and_go(show: Show) -> None:
    show.tell(room(), frame())
    empty = show.step()
    show.tell(frame(person(), number=1))
    somebody = show.step()
    show.tell(frame(person(x=0.3), number=2))
    elsewhere = show.step()
    show.tell(frame(number=3))
    assert len({empty, somebody, elsewhere}) == 3
    assert show.step() == empty


def test_the_newest_frame_is_shown(show: Show) -> None:
    show.tell(room(), *(frame(person(), number=number) for number in range(5)), frame(number=5))
    shown = show.step()
    show.tell(frame(number=6))
    assert show.step() == shown


def test_when_the_engine_is_away_nobody_is_shown_at_once_and_a_line_says_so(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    show.tell(room(), frame())
    empty = show.step()
    show.tell(frame(person(), number=1))
    somebody = show.step()
    monkeypatch.setattr(PoseStream, "stale", True)
    away = show.step()
    assert away not in (somebody, empty)
    monkeypatch.setattr(PoseStream, "stale", False)
    assert show.step() == somebody


def test_skeletons_vanish_when_the_camera_falls_silent_and_return_with_it(show: Show) -> None:
    show.tell(room(), frame())
    empty = show.step()
    show.tell(frame(person(), number=1))
    somebody = show.step()
    show.now = 0.9
    assert show.step() == somebody
    show.now = 1.1
    silent = show.step()
    assert silent not in (somebody, empty)
    show.tell(frame(number=2))
    assert show.step() == empty
    show.now = 9.0
    assert show.step() == silent
    show.tell(frame(person(), number=3))
    assert show.step() == somebody


def test_a_background_that_the_engine_drops_is_gone_with_the_next_frame(show: Show) -> None:
    waiting = frame(revision=0)
    show.tell(waiting)
    placeholder = show.step()
    show.tell(room(), frame(number=1))
    assert show.step() != placeholder
    show.tell(frame(number=2, revision=0))
    assert show.step() == placeholder


def test_m_mirrors_and_back(show: Show) -> None:
    show.tell(room(), frame(person(x=0.2)))
    straight = show.step()
    show.press(pygame.K_m)
    assert show.step() != straight
    show.press(pygame.K_m)
    assert show.step() == straight


def test_h_shows_help_and_hides_it(show: Show) -> None:
    show.tell(room(), frame())
    before = show.step()
    show.press(pygame.K_h)
    assert show.step() != before
    show.press(pygame.K_h)
    assert show.step() == before


def test_b_asks_for_a_new_background(show: Show) -> None:
    show.step()
    assert show.renewals == 0
    show.press(pygame.K_b)
    show.step()
    assert show.renewals == 1


def test_f_fills_the_screen_and_returns(show: Show) -> None:
    show.tell(room(), frame())
    before = show.step()
    show.press(pygame.K_f)
    show.step()
    assert show.window.surface.get_size() != SIZE
    show.press(pygame.K_f)
    assert show.step() == before


@pytest.mark.parametrize("key", [pygame.K_q, pygame.K_ESCAPE])
def test_q_and_escape_quit(show: Show, key: int) -> None:
    show.press(key)
    assert not show.exhibit.step()


def test_other_keys_do_nothing(show: Show) -> None:
    before = show.step()
    show.press(pygame.K_x)
    assert show.step() == before


def test_closing_the_window_quits(show: Show) -> None:
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    assert not show.exhibit.step()


@pytest.mark.usefixtures("dummy_screen")
def test_it_ends_with_the_stream() -> None:
    with Window("test", SIZE) as window:
        Show(stream([room(), frame(person())]), window).exhibit.run()


def test_a_failure_of_the_camera_comes_through(show: Show) -> None:
    show.tell(frame())
    show.step()
    show.poses.finish(CameraError("camera 0 is gone"))
    with pytest.raises(CameraError, match="camera 0 is gone"):
        show.exhibit.step()


def test_nothing_is_drawn_again_while_nothing_changes(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    show.tell(room(), frame(person()))
    show.step()
    shown: list[int] = []
    monkeypatch.setattr(show.window, "show", lambda: shown.append(1))
    for _ in range(5):
        show.step()
    assert shown == []
    show.tell(frame(number=1))
    show.step()
    assert shown == [1]
