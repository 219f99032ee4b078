"""A window on the screen."""

import os
import sys
from types import TracebackType
from typing import Self

import pygame

from apps.display.viewport import Size
from engine.poses import OutputError

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")


def has_display() -> bool:
    """Whether a window can be opened, as far as can be told without trying."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in _SCREENS)


class Window:
    """A window that can be resized or fill the screen, where the mouse pointer is hidden.

    ``size`` is in pixels, while it does not fill the screen. :class:`OutputError` where there is no
    screen. ``closed`` tells whether it has been closed, or should be.
    """

    def __init__(self, title: str, size: Size, *, fullscreen: bool = False) -> None:
        self._size = size
        self._fullscreen = fullscreen
        self._clock = pygame.time.Clock()
        self.closed = False
        if not has_display():
            # SDL would open a window that nobody sees.
            raise OutputError("there is no display for a window; try --headless or --output FILE")
        try:
            pygame.display.init()
            pygame.event.clear()  # What was meant for a window before is not for this one.
            pygame.display.set_caption(title)
            self._open()
        except pygame.error as error:
            raise OutputError(f"no window can be opened: {error}; try --headless") from error

    @property
    def surface(self) -> pygame.Surface:
        """What is drawn on; another one after the window has changed its size."""
        surface = pygame.display.get_surface()
        assert surface is not None, "the window has been closed"
        return surface

    def pressed_keys(self) -> list[str]:
        """The names of the keys pressed since the last call.

        Sees to the window's own affairs too: being uncovered, and being closed.
        """
        pressed = []
        for event in pygame.event.get():
            if event.type == pygame.KEYDOWN:
                pressed.append(pygame.key.name(event.key))
            elif event.type == pygame.WINDOWEXPOSED:
                self.show()
            elif event.type == pygame.QUIT:
                self.closed = True
        return pressed

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or go back to the size before."""
        if not self._fullscreen:
            self._size = self.surface.get_size()
        self._fullscreen = not self._fullscreen
        self._open()

    def show(self) -> None:
        """Bring what has been drawn onto the screen."""
        pygame.display.flip()

    def wait(self, rate: float) -> None:
        """Wait so long that calls come ``rate`` times a second."""
        self._clock.tick(rate)

    def close(self) -> None:
        """Close the window; closing twice is harmless."""
        self.closed = True
        pygame.display.quit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def _open(self) -> None:
        if self._fullscreen:
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        else:
            pygame.display.set_mode(self._size, pygame.RESIZABLE)
        pygame.mouse.set_visible(not self._fullscreen)
