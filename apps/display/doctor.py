"""A look at the screen that a window would open on."""

import os
from collections.abc import Sequence
from functools import partial

from engine.poses.finding import Check, Finding, State

_SUBJECT = "display"
_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")


def check(*, needed: bool) -> Check:
    """A look at the display, which is ``needed`` where a window is to be opened."""
    return Check(_SUBJECT, partial(look, needed), needed)


def look(needed: bool) -> Sequence[Finding]:
    """Which screens SDL finds, and by what driver; no window is opened."""
    try:
        import pygame
    except ImportError as error:
        mend = "pip install 'skeleton-crew[display]'"
        return [Finding("pygame", State.MISSING, str(error), mend, needed)]
    version = f"{pygame.version.ver}, SDL {'.'.join(map(str, pygame.get_sdl_version()))}"
    return [Finding("pygame", State.OK, version, needed=needed), _display(needed)]


def _display(needed: bool) -> Finding:
    import pygame

    from apps.display.window import has_display

    if not has_display():
        detail = f"none of {', '.join(_VARIABLES)} is set"
        mend = "run this in the session that has the screen, or show nothing: --headless"
        return Finding(_SUBJECT, State.MISSING, detail, mend, needed)
    named = ", ".join(f"{name}={os.environ[name]}" for name in _VARIABLES if name in os.environ)
    try:
        pygame.display.init()
        screens, driver = pygame.display.get_desktop_sizes(), pygame.display.get_driver()
        pygame.display.quit()
    except pygame.error as error:
        mend = "unset it if it is not this session's, or show nothing: --headless"
        return Finding(_SUBJECT, State.BROKEN, f"{named}: {error}", mend, needed)
    sizes = ", ".join(f"{width}x{height}" for width, height in screens)
    detail = f"{sizes or 'no screen'}, by {driver} ({named})"
    return Finding(_SUBJECT, State.OK if sizes else State.BROKEN, detail, needed=needed)
