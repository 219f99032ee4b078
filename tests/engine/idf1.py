"""How well ids follow people: IDF1, the score of identities."""

from collections import Counter
from collections.abc import Hashable, Iterable

import numpy as np
from scipy.optimize import linear_sum_assignment


class Identities:
    """Counts who was taken for whom, frame by frame.

    IDF1 is the share of sightings with the right id, when each person is given the one id that
    suits them best over the whole run: Ristani et al., Performance Measures and a Data Set for
    Multi-Target, Multi-Camera Tracking, 2016.
    """

    def __init__(self) -> None:
        self._there: Counter[Hashable] = Counter()
        self._tracked: Counter[int] = Counter()
        self._taken_for: Counter[tuple[Hashable, int]] = Counter()

    def update(
        self,
        there: Iterable[Hashable],
        tracked: Iterable[int],
        taken_for: Iterable[tuple[Hashable, int]],
    ) -> None:
        """Count a frame: who is ``there``, the ids ``tracked``, and who was given which id."""
        self._there.update(iter(there))
        self._tracked.update(iter(tracked))
        self._taken_for.update(iter(taken_for))

    @property
    def visits(self) -> int:
        """How many people there were."""
        return len(self._there)

    @property
    def ids(self) -> int:
        """How many ids were given."""
        return len(self._tracked)

    def idf1(self) -> float:
        """The score so far, from 0 to 1."""
        people, ids = list(self._there), list(self._tracked)
        right = np.array([[self._taken_for[person, id_] for id_ in ids] for person in people])
        rows, columns = linear_sum_assignment(right, maximize=True)
        return float(
            2.0 * right[rows, columns].sum() / (self._there.total() + self._tracked.total())
        )
