import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest

from engine import preview
from engine.poses.errors import OutputError
from engine.preview.events import CLOSE, Key, Mouse, Pointer
from engine.preview.window import Window
from engine.tracker import Tracker
from tests.engine.preview.fakes import FakeCamera, FakeEstimator, FakePlanFile


@pytest.fixture
def _screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    yield
    pygame.display.quit()


def shown() -> np.ndarray:
    surface = pygame.display.get_surface()
    assert surface is not None
    return pygame.surfarray.array3d(surface).swapaxes(0, 1)[..., ::-1]


@pytest.mark.usefixtures("_screen")
def test_a_picture_is_shown_in_the_middle_in_its_colours() -> None:
    picture = np.zeros((40, 60, 3), np.uint8)
    picture[:] = (10, 120, 240)
    with Window("preview") as window:
        width, height = window.size
        window.show(picture)
        top, left = (height - 40) // 2, (width - 60) // 2
        screen = shown()
        assert (screen[top : top + 40, left : left + 60] == (10, 120, 240)).all()
        assert screen.sum() == picture.sum(dtype=int)


def post(kind: int, **values: Any) -> None:
    pygame.event.post(pygame.event.Event(kind, **values))


@pytest.mark.usefixtures("_screen")
def test_keys_have_names_and_closing_the_window_is_one_of_them() -> None:
    with Window("preview") as window:
        post(pygame.KEYDOWN, key=pygame.K_ESCAPE, mod=0, unicode="\x1b")
        post(pygame.KEYDOWN, key=pygame.K_m, mod=pygame.KMOD_LSHIFT, unicode="M")
        post(pygame.KEYDOWN, key=pygame.K_z, mod=pygame.KMOD_LCTRL, unicode="\x1a")
        post(pygame.QUIT)
        escape, letter, undo, close = window.events()
    assert escape == Key("escape", "\x1b")
    assert letter == Key("m", "M")
    assert undo == Key("z", "\x1a", control=True)
    assert close == CLOSE


@pytest.mark.usefixtures("_screen")
def test_the_mouse_is_followed_and_only_its_left_button_draws() -> None:
    with Window("preview") as window:
        post(pygame.MOUSEMOTION, pos=(3, 4), rel=(1, 1), buttons=(0, 0, 0))
        post(pygame.MOUSEBUTTONDOWN, pos=(5, 6), button=pygame.BUTTON_LEFT)
        post(pygame.MOUSEBUTTONDOWN, pos=(7, 8), button=pygame.BUTTON_RIGHT)
        post(pygame.MOUSEBUTTONUP, pos=(9, 10), button=pygame.BUTTON_LEFT)
        assert window.events() == [
            Pointer(Mouse.MOVE, 3, 4),
            Pointer(Mouse.PRESS, 5, 6),
            Pointer(Mouse.RELEASE, 9, 10),
        ]


@pytest.mark.usefixtures("_screen")
def test_full_screen_and_back_gives_the_size_before() -> None:
    with Window("preview") as window:
        before = window.size
        window.toggle_fullscreen()
        assert window.size == pygame.display.get_desktop_sizes()[0]
        window.toggle_fullscreen()
        assert window.size == before


@pytest.mark.usefixtures("_screen")
def test_a_preview_of_a_video_ends_with_it() -> None:
    camera = FakeCamera(5)
    preview.run(camera, FakeEstimator(), Tracker(), speed=None)
    assert camera.closed


@pytest.mark.usefixtures("_screen")
def test_a_zone_is_drawn_in_a_real_window_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of 4 to 3 fills a window from top to bottom; corners are clicked in its middle."""
    corners = [(0.4, 0.4), (0.6, 0.4), (0.5, 0.7)]
    keys = [pygame.K_RETURN, pygame.K_RETURN, pygame.K_s, pygame.K_ESCAPE]
    size = (0, 0)

    def turn(window: Window) -> None:
        nonlocal size
        size = window.size
        if corners and shown().any():
            x, y = corners.pop(0)
            for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
                post(kind, pos=(round(x * size[0]), round(y * size[1])), button=1)
        elif shown().any() and not window.closed:
            post(pygame.KEYDOWN, key=keys.pop(0), mod=0, unicode="")

    monkeypatch.setattr(Window, "wait", turn)
    file = FakePlanFile()
    preview.run(FakeCamera(1), FakeEstimator(), Tracker(), speed=None, zones=file)
    (zone,) = file.plan.shapes
    assert zone.name == "zone-1"
    assert [y for _, y in zone.points] == pytest.approx([0.4, 0.4, 0.7], abs=0.01)
    assert zone.points[2][0] == pytest.approx(0.5, abs=0.01)
    assert zone.points[1][0] - 0.5 == pytest.approx(0.1 * size[0] / (size[1] * 4 / 3), abs=0.01)


@pytest.mark.parametrize("display", [None, ":4711"])
def test_without_a_display_preview_says_what_it_needs(
    display: str | None, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    if display is not None:
        monkeypatch.setenv("DISPLAY", display)
        monkeypatch.setenv("XDG_RUNTIME_DIR", "/tmp")
    camera = FakeCamera()
    with pytest.raises(OutputError, match="preview shows the camera picture and needs a display"):
        preview.run(camera, FakeEstimator(), Tracker())
    assert camera.closed
    assert capfd.readouterr() == ("", "")


def test_the_preview_has_nothing_that_could_keep_or_send_a_picture() -> None:
    source = "".join(path.read_text() for path in Path(str(preview.__file__)).parent.rglob("*.py"))
    ways_out = r"imwrite|imencode|image\.save|VideoWriter|tofile|\bopen\(|socket|httpx|pickle"
    assert "class Canvas" in source
    assert re.findall(ways_out, source) == []
