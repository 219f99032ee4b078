"""One colour for each person, told apart by colour-blind eyes too."""

from collections.abc import Iterable, Sequence

PALETTE = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#CC79A7", "#D55E00", "#0072B2")
"""The palette of Okabe and Ito, Color Universal Design (2008), without its black."""


class ColourAssignment:
    """Gives each id a colour of ``palette`` and keeps it.

    A new id gets a colour that nobody has had, then the one whose owner was seen longest ago. Ids
    that are there at the same time share a colour only when there are more of them than colours.
    """

    def __init__(self, palette: Sequence[str] = PALETTE) -> None:
        self._palette = palette
        self._colour_of: dict[int, str] = {}

    def update(self, ids: Iterable[int]) -> tuple[str, ...]:
        """The colours of those who are there now, in the order of ``ids``."""
        present = tuple(ids)
        known = {id_: self._colour_of.pop(id_) for id_ in present if id_ in self._colour_of}
        self._colour_of |= known
        for id_ in present:
            if id_ not in self._colour_of:
                self._colour_of[id_] = self._choose(present)
        return tuple(self._colour_of[id_] for id_ in present)

    def _choose(self, present: Sequence[int]) -> str:
        """The colour that is free, or longest unseen, or shared by the fewest."""
        if len(self._colour_of) < len(self._palette):
            taken = set(self._colour_of.values())
            return next(colour for colour in self._palette if colour not in taken)
        for id_, colour in self._colour_of.items():
            if id_ not in present:
                del self._colour_of[id_]
                return colour
        shared = list(self._colour_of.values())
        return min(self._palette, key=shared.count)
