"""One colour for each person, told apart by colour-blind eyes too."""

from collections.abc import Iterable, Sequence

PALETTE = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#CC79A7", "#D55E00", "#0072B2")
"""The palette of Okabe and Ito, Color Universal Design (2008), without its black."""


class ColourAssignment:
    """Gives each id a colour of ``palette``, which it keeps for as long as it is there.

    A new id gets a colour that nobody has had, then the one whose owner was seen longest ago, and
    shares one only when all are taken. Who returns gets the old colour if it is still free.
    """

    def __init__(self, palette: Sequence[str] = PALETTE) -> None:
        self._palette = palette
        self._present: dict[int, str] = {}
        self._gone: dict[int, str] = {}

    def update(self, ids: Iterable[int]) -> tuple[str, ...]:
        """The colours of those who are there now, in the order of ``ids``."""
        ids = tuple(ids)
        before, self._present = self._present, {}
        for id_, colour in before.items():
            group = self._present if id_ in ids else self._gone
            group[id_] = colour
        for id_ in ids:
            if id_ not in self._present:
                self._present[id_] = self._choose(id_)
        taken = set(self._present.values())
        self._gone = {id_: colour for id_, colour in self._gone.items() if colour not in taken}
        return tuple(self._present[id_] for id_ in ids)

    def _choose(self, id_: int) -> str:
        taken = list(self._present.values())
        free = [colour for colour in self._palette if colour not in taken]
        if not free:
            return min(self._palette, key=taken.count)
        if self._gone.get(id_) in free:
            return self._gone[id_]
        gone = list(self._gone.values())
        return min(free, key=lambda colour: gone.index(colour) if colour in gone else -1)
