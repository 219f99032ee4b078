"""A colour for each person."""

import colorsys
from collections.abc import Iterable
from itertools import count

Colour = tuple[int, int, int]
"""Blue, green and red, 0 to 255."""

_GOLDEN_RATIO = 0.618033988749895
_REMEMBERED = 64


class Colours:
    """Gives each id a bright colour and keeps it while the id is among the last 64 seen.

    Each new hue lies one golden ratio of the circle from the one before, so that those of people
    who come after one another lie far apart.
    """

    def __init__(self) -> None:
        self._colours: dict[int, Colour] = {}
        self._numbers = count()

    def update(self, ids: Iterable[int]) -> tuple[Colour, ...]:
        """The colours of those who are there now, in the order of ``ids``."""
        present = tuple(ids)
        for id_ in present:
            known = self._colours.pop(id_) if id_ in self._colours else self._new()
            self._colours[id_] = known
        colours = tuple(self._colours[id_] for id_ in present)
        while len(self._colours) > _REMEMBERED:
            del self._colours[next(iter(self._colours))]
        return colours

    def _new(self) -> Colour:
        hue = next(self._numbers) * _GOLDEN_RATIO % 1.0
        red, green, blue = colorsys.hsv_to_rgb(hue, 0.75, 1.0)
        return round(255 * blue), round(255 * green), round(255 * red)
