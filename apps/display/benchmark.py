"""How long it takes to draw what a window shows."""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import TypeVar

import pygame

from apps.timing import Timing

SIZE = (1280, 720)

View = TypeVar("View")


def drawing_times(draw: Callable[[pygame.Surface, View], None], views: Iterable[View]) -> Timing:
    """How long ``draw`` takes for each of ``views``, at least three, in memory and in :data:`SIZE`.

    The first, for which letters and the background are made, is not counted.
    """
    surface = pygame.Surface(SIZE, depth=32)
    _, *others = (_seconds(draw, surface, view) for view in views)
    return Timing.of(others)


def _seconds(
    draw: Callable[[pygame.Surface, View], None], surface: pygame.Surface, view: View
) -> float:
    started = perf_counter()
    draw(surface, view)
    return perf_counter() - started
