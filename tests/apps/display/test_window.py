import pygame
import pytest

from apps.display.window import Window, has_display
from engine.poses import OutputError


def press(*keys: int) -> None:
    for key in keys:
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key))


@pytest.mark.usefixtures("no_screen")
def test_a_linux_machine_without_a_screen_has_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert not has_display()


@pytest.mark.usefixtures("no_screen")
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"])
def test_a_screen_or_a_chosen_driver_is_a_display(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv(name, "dummy")
    assert has_display()


@pytest.mark.usefixtures("no_screen")
def test_other_systems_have_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert has_display()


@pytest.mark.usefixtures("dummy_screen")
def test_keys_are_told_by_name_and_once() -> None:
    with Window("test", (64, 48)) as window:
        press(pygame.K_f, pygame.K_ESCAPE)
        assert window.pressed_keys() == ["f", "escape"]
        assert window.pressed_keys() == []


@pytest.mark.usefixtures("dummy_screen")
def test_closing_the_window_is_noticed() -> None:
    with Window("test", (64, 48)) as window:
        assert not window.closed
        pygame.event.post(pygame.event.Event(pygame.QUIT))
        assert window.pressed_keys() == []
        assert window.closed
    window.close()


@pytest.mark.usefixtures("dummy_screen")
def test_full_screen_hides_the_pointer_and_returns_to_the_size_before() -> None:
    with Window("test", (64, 48)) as window:
        assert pygame.mouse.get_visible()
        window.toggle_fullscreen()
        assert window.surface.get_size() == pygame.display.get_desktop_sizes()[0]
        assert not pygame.mouse.get_visible()
        window.toggle_fullscreen()
        assert window.surface.get_size() == (64, 48)
        assert pygame.mouse.get_visible()


@pytest.mark.usefixtures("dummy_screen")
def test_it_can_open_on_the_full_screen() -> None:
    with Window("test", (64, 48), fullscreen=True) as window:
        assert window.surface.get_size() != (64, 48)
        assert not pygame.mouse.get_visible()


def test_a_screen_that_cannot_be_opened_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pygame.display.quit()
    monkeypatch.setenv("SDL_VIDEODRIVER", "nonesuch")
    with pytest.raises(OutputError, match=r"^no window can be opened: .*; try --headless$"):
        Window("test", (64, 48))


@pytest.mark.usefixtures("no_screen")
def test_no_window_is_opened_that_nobody_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(OutputError, match=r"^there is no display for a window; try --headless"):
        Window("test", (64, 48))
