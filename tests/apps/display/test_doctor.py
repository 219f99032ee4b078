import sys

import pytest

from apps.display.doctor import look
from engine.poses.finding import State

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)


def test_without_a_screen_the_session_and_headless_are_named() -> None:
    pygame, display = look(needed=True)
    assert (pygame.state, display.state) == (State.OK, State.MISSING)
    assert not display.ready
    assert "--headless" in display.mend


def test_a_screen_is_told_with_sdl_s_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    _, display = look(needed=True)
    assert display.state is State.OK
    assert display.detail.endswith("by dummy (SDL_VIDEODRIVER=dummy)")


def test_a_screen_that_is_not_this_session_s_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "x11")
    monkeypatch.setenv("DISPLAY", ":77")
    _, display = look(needed=True)
    assert (display.state, display.ready) == (State.BROKEN, False)
    assert display.detail.startswith("DISPLAY=:77, SDL_VIDEODRIVER=x11: ")


def test_pygame_that_is_not_installed_comes_with_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygame", None)
    (finding,) = look(needed=True)
    assert (finding.state, finding.mend) == (
        State.MISSING,
        "pip install 'skeleton-crew[display]'",
    )
