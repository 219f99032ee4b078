"""How many people there are, steadied: a pose is not found in every frame."""

from collections import deque

from engine.poses import PoseFrame

PATIENCE_SECONDS = 1.0
"""Who is not found for so long has left."""


class Occupancy:
    """Counts the people of each frame; ``patience`` in seconds is how long they may be lost.

    It is the most that were found at once in that time: who comes counts at once, and who is lost
    for a moment still does.
    """

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._found: deque[tuple[float, int]] = deque()

    def update(self, frame: PoseFrame) -> int:
        """How many people there are at the time of ``frame``."""
        if self._found and frame.time < self._found[-1][0]:
            self.forget()  # a file starts over
        while self._found and self._found[0][0] <= frame.time - self._patience:
            self._found.popleft()
        self._found.append((frame.time, len(frame.poses)))
        return max(people for _, people in self._found)

    def forget(self) -> None:
        """Begin again, as after a time in which nothing was seen."""
        self._found.clear()
