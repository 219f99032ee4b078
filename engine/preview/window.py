"""A window on this machine's screen."""

import os
import sys
from types import TracebackType
from typing import Self

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from engine.detections import Pixels
from engine.poses.errors import OutputError
from engine.preview.events import CLOSE, Event, Key, Mouse, Pointer

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
_INVISIBLE = ("dummy", "offscreen")
_SHARE_OF_SCREEN = 0.8
_RATE = 60
_NEEDS_DISPLAY = (
    "preview shows the camera picture and needs a display: run it on the machine's own screen, "
    "or use detect, which prints the poses"
)


class Window:
    """A window that can be resized or fill the screen; used with ``with``.

    ``closed`` tells whether it should be. ``pointer`` is whether the mouse is seen on the full
    screen too. :class:`OutputError` where there is no screen.
    """

    def __init__(self, title: str, *, fullscreen: bool = False, pointer: bool = False) -> None:
        self.closed = False
        self._title = title
        self._pointer = pointer
        self._fullscreen = fullscreen
        self._clock = pygame.time.Clock()

    def __enter__(self) -> Self:
        if sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS):
            raise OutputError(_NEEDS_DISPLAY)
        try:
            pygame.display.init()
            self._refuse_invisible()
            self._windowed = tuple(
                round(_SHARE_OF_SCREEN * side) for side in pygame.display.get_desktop_sizes()[0]
            )
            pygame.display.set_caption(self._title)
            self._open()
        except pygame.error as error:
            raise OutputError(f"{_NEEDS_DISPLAY} ({error})") from error
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.closed = True
        pygame.display.quit()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return pygame.display.get_window_size()

    def show(self, picture: Pixels) -> None:
        """Put ``picture`` in the middle."""
        height, width = picture.shape[:2]
        surface = pygame.display.get_surface()
        assert surface is not None, "the window has been closed"
        image = pygame.image.frombuffer(picture.data, (width, height), "BGR")
        surface.fill("black")
        surface.blit(image, image.get_rect(center=surface.get_rect().center))
        pygame.display.flip()

    def events(self) -> list[Event]:
        """What people have done since the last call."""
        events = (_event(event) for event in pygame.event.get())
        return [event for event in events if event is not None]

    def quit(self) -> None:
        """Have the window closed by whoever opened it."""
        self.closed = True

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or go back to the size before."""
        if not self._fullscreen:
            self._windowed = self.size
        self._fullscreen = not self._fullscreen
        self._open()

    def wait(self) -> None:
        """Wait so long that calls come no oftener than a screen can show."""
        self._clock.tick(_RATE)

    def _open(self) -> None:
        if self._fullscreen:
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        else:
            pygame.display.set_mode(self._windowed, pygame.RESIZABLE)
        pygame.mouse.set_visible(self._pointer or not self._fullscreen)

    def _refuse_invisible(self) -> None:
        """SDL takes a driver that shows nothing where the screen it is told of is not there."""
        chosen = pygame.display.get_driver()
        if chosen in _INVISIBLE and not os.environ.get("SDL_VIDEODRIVER"):
            raise OutputError(_NEEDS_DISPLAY)


_MOUSE = {
    pygame.MOUSEMOTION: Mouse.MOVE,
    pygame.MOUSEBUTTONDOWN: Mouse.PRESS,
    pygame.MOUSEBUTTONUP: Mouse.RELEASE,
}
_CONTROL = pygame.KMOD_CTRL | pygame.KMOD_META


def _event(event: pygame.Event) -> Event | None:
    """What SDL tells, if it is of interest."""
    if event.type == pygame.KEYDOWN:
        control = bool(event.mod & _CONTROL)
        return Key(pygame.key.name(event.key), event.unicode, control)
    if event.type == pygame.QUIT:
        return CLOSE
    does = _MOUSE.get(event.type)
    if does is None or (does is not Mouse.MOVE and event.button != pygame.BUTTON_LEFT):
        return None
    return Pointer(does, *event.pos)
