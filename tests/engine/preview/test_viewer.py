from collections.abc import Callable
from functools import partial
from typing import cast

import numpy as np
import pytest

from engine.detections import Pixels, Tracks
from engine.preview.events import Event, Key, Mouse, Pointer
from engine.preview.viewer import View, Viewer, description, draw
from engine.preview.watch import Sight, Watch
from engine.preview.window import Window
from engine.preview.zones.board import Board
from tests.engine.preview.fakes import FakePlanFile, person

BRIGHT_LEFT = np.zeros((60, 80, 3), np.uint8)
BRIGHT_LEFT[:, :40] = 255


def sight(number: int = 1, *, people: int = 1, dropped: int = 0) -> Sight:
    keypoints = np.repeat(person()[None], people, 0)
    tracks = Tracks(tuple(range(people)), keypoints, np.ones(people, np.float32))
    colours = ((0, 255, 0),) * people
    return Sight(BRIGHT_LEFT, tracks, colours, number, 100.0, 0.0248, 28.3, dropped)


class FakeWatch:
    """A watch of which the test says what it sees; it has ended when ``ended`` is set."""

    live = True

    def __init__(self, sight: Sight | None) -> None:
        self.sight = sight
        self.ended = False
        self.now = 100.0

    def clock(self) -> float:
        return self.now


class FakeWindow:
    """A window that is used as the steps of a script say, one a turn; then it is closed."""

    size = (800, 600)

    def __init__(self, *steps: str | Pointer | Callable[[], None]) -> None:
        self.closed = False
        self.shown: list[Pixels] = []
        self.toggled = 0
        self._steps = list(steps)

    def events(self) -> list[Event]:
        if not self._steps:
            self.closed = True
            return []
        step = self._steps.pop(0)
        if isinstance(step, str):
            return [Key(step)]
        if isinstance(step, Pointer):
            return [step]
        step()
        return []

    def show(self, picture: Pixels) -> None:
        self.shown.append(picture)

    def quit(self) -> None:
        self.closed = True

    def toggle_fullscreen(self) -> None:
        self.toggled += 1

    def wait(self) -> None:
        pass


def run(
    watch: FakeWatch, window: FakeWindow, *, mirror: bool = False, board: Board | None = None
) -> None:
    Viewer(cast(Watch, watch), cast(Window, window), mirror=mirror, board=board).run()


def click(x: float, y: float) -> Pointer:
    return Pointer(Mouse.PRESS, x, y)


def is_bright_on_the_left(picture: Pixels) -> bool:
    below_the_text = picture[picture.shape[0] // 2 :]
    width = picture.shape[1]
    return bool(below_the_text[:, : width // 3].mean() > below_the_text[:, -width // 3 :].mean())


@pytest.mark.parametrize("key", ["escape", "q"])
def test_q_and_escape_quit(key: str) -> None:
    window = FakeWindow("x", key, "f")
    run(FakeWatch(sight()), window)
    assert window.toggled == 0


def test_f_fills_the_screen_and_m_mirrors() -> None:
    window = FakeWindow("f", "m", "m")
    run(FakeWatch(sight()), window)
    assert window.toggled == 1
    assert [is_bright_on_the_left(picture) for picture in window.shown] == [True, False, True]


def test_the_picture_may_be_mirrored_from_the_start() -> None:
    window = FakeWindow("x")
    run(FakeWatch(sight()), window, mirror=True)
    assert not is_bright_on_the_left(window.shown[0])


def test_what_is_on_the_screen_is_not_drawn_again() -> None:
    watch = FakeWatch(None)
    window = FakeWindow(
        "x",
        partial(setattr, watch, "sight", sight(1)),
        "x",
        "x",
        partial(setattr, watch, "sight", sight(2)),
        "x",
    )
    run(watch, window)
    assert len(window.shown) == 2


def test_a_camera_that_is_silent_is_said_to_be_waited_for() -> None:
    watch = FakeWatch(sight())
    window = FakeWindow("x", partial(setattr, watch, "now", 107.5))
    run(watch, window)
    assert len(window.shown) == 2
    assert description(sight(), 7)[-1] == "no picture for 7 s: waiting for the camera"
    assert not (window.shown[0] == window.shown[1]).all()


def test_a_video_closes_the_window_at_its_end_and_a_picture_stays() -> None:
    for number, keys_left in ((2, 1), (1, 0)):
        watch = FakeWatch(sight(number))
        window = FakeWindow(partial(setattr, watch, "ended", True), "x")
        run(watch, window)
        assert len(window._steps) == keys_left


def test_the_description_counts_people_and_measures() -> None:
    lines = description(sight(people=2, dropped=41), 0)
    assert lines == [
        "2 people   80 x 60 px",
        "inference 24.8 ms   28.3 frames/s   41 dropped",
        "Esc quit   M mirror   F full screen",
    ]
    assert description(sight(), 1)[0].startswith("1 person ")


def test_a_drawing_is_as_large_as_fits_in_the_window() -> None:
    assert draw(sight(), View((800, 300), False, 0)).shape == (300, 400, 3)


def test_what_is_drawn_is_seen_at_once_and_lies_where_the_mouse_was_in_the_picture() -> None:
    file = FakePlanFile()
    window = FakeWindow(
        "x", click(400, 150), click(600, 450), click(200, 450), "return", "return", "s"
    )
    run(FakeWatch(sight()), window, board=Board(file))
    (zone,) = file.plan.shapes
    assert zone.points == ((0.5, 0.25), (0.75, 0.75), (0.25, 0.75))
    assert (window.shown[0] != window.shown[-1]).any()


def test_a_video_that_is_drawn_on_stays_when_it_ends() -> None:
    watch = FakeWatch(sight(2))
    watch.ended = True
    window = FakeWindow("x", click(400, 300), "escape", "escape", "x")
    run(watch, window, board=Board(FakePlanFile()))
    assert len(window._steps) == 1


def test_there_is_no_mirror_while_drawing() -> None:
    window = FakeWindow("x", "m", "x")
    run(FakeWatch(sight()), window, board=Board(FakePlanFile()))
    assert all(is_bright_on_the_left(picture[:400]) for picture in window.shown)


def test_leaving_with_something_unsaved_needs_a_second_press() -> None:
    drawn = click(400, 150), click(600, 450), click(200, 450), "return", "return"
    window = FakeWindow("x", *drawn, "close", "close", "x")
    run(FakeWatch(sight()), window, board=Board(FakePlanFile()))
    assert len(window._steps) == 1
