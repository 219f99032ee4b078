"""The vetted background, as a surface and on a picture."""

import pygame

from apps.display.panels import gradient
from apps.display.viewport import Viewport
from engine.poses import Background

_BESIDE_THE_PICTURE = "#0B0D10"


def background_surface(background: Background) -> pygame.Surface:
    """A copy of ``background`` in its own size."""
    size = background.width, background.height
    surface = pygame.Surface(size, depth=32)
    surface.blit(pygame.image.frombytes(background.pixels, size, "RGB"), (0, 0))
    return surface


class Scenery:
    """Draws a background where the camera's picture lies; scales it only when something changes.

    Where there is none it draws a ``placeholder``, which runs from the first colour, at the top, to
    the second. What is drawn upon it later goes to the surface and never into the background.
    """

    def __init__(self, placeholder: tuple[str, str]) -> None:
        self._placeholder = placeholder
        self._made_for: tuple[Background, Viewport, bool] | None = None
        self._scaled = pygame.Surface((1, 1), depth=32)

    def draw_placeholder(self, surface: pygame.Surface) -> None:
        """Fill ``surface`` with the placeholder."""
        surface.blit(gradient(surface.get_size(), *self._placeholder), (0, 0))

    def draw(
        self,
        surface: pygame.Surface,
        viewport: Viewport,
        background: Background | None,
        *,
        mirror: bool,
    ) -> None:
        """Fill ``surface``, with ``background`` in ``viewport`` if there is one."""
        if background is None:
            self.draw_placeholder(surface)
            return
        wanted = background, viewport, mirror
        if self._made_for != wanted:
            whole = pygame.transform.flip(background_surface(background), mirror, False)
            self._scaled = pygame.transform.smoothscale(whole, viewport.size)
            self._made_for = wanted
        if viewport.size != surface.get_size():
            surface.fill(_BESIDE_THE_PICTURE)
        surface.blit(self._scaled, (viewport.left, viewport.top))
