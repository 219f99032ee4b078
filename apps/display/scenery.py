"""The vetted background as a surface."""

import pygame

from apps.display.viewport import Viewport
from engine.poses import Background


def background_surface(background: Background) -> pygame.Surface:
    """A copy of ``background`` in its own size."""
    size = background.width, background.height
    surface = pygame.Surface(size, depth=32)
    surface.blit(pygame.image.frombytes(background.pixels, size, "RGB"), (0, 0))
    return surface


class Scenery:
    """Draws a background where the camera's picture lies; scales it only when something changes.

    What is drawn upon it later goes to the surface and never into the background.
    """

    def __init__(self) -> None:
        self._made_for: tuple[Background, Viewport, bool] | None = None
        self._scaled = pygame.Surface((1, 1), depth=32)

    def draw(
        self, surface: pygame.Surface, viewport: Viewport, background: Background, *, mirror: bool
    ) -> None:
        """Draw ``background`` so that it fills ``viewport``."""
        wanted = background, viewport, mirror
        if self._made_for != wanted:
            whole = pygame.transform.flip(background_surface(background), mirror, False)
            self._scaled = pygame.transform.smoothscale(whole, viewport.size)
            self._made_for = wanted
        surface.blit(self._scaled, (viewport.left, viewport.top))
