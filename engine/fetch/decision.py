"""Which of several models is taken, by how well they find people and how fast they are here."""

from collections.abc import Sequence
from typing import NamedTuple

from engine.models import ACCURACIES, Accuracy


class Candidate(NamedTuple):
    """A model to choose from; ``milliseconds`` a frame, None where that was not measured."""

    name: str
    accuracy: Accuracy
    milliseconds: float | None = None

    def holds(self, fps: float) -> bool:
        """Whether it is known to keep up with ``fps`` frames a second."""
        return self.milliseconds is not None and self.milliseconds * fps <= 1000.0


class Decision(NamedTuple):
    """The model that is ``taken``, and the best of those that were too slow to be taken instead."""

    taken: Candidate
    passed_over: Candidate | None = None

    def surprise(self, fps: float) -> str | None:
        """What people should be told in one line; None where nothing better was passed over."""
        if self.passed_over is None:
            return None
        slow = f"{self.passed_over.name} takes {self.passed_over.milliseconds:.0f} ms a frame here"
        if self.taken.milliseconds is None or self.taken.holds(fps):
            return f"using {self.taken.name}: {slow}, too slow for {fps:g} frames a second"
        return (
            f"using {self.taken.name}, the fastest with {self.taken.milliseconds:.0f} ms: "
            f"{slow}, and nothing that was measured holds {fps:g} frames a second"
        )


def decide(candidates: Sequence[Candidate], fps: float) -> Decision:
    """Which of ``candidates``, which come in order of rank, is taken for ``fps`` frames a second.

    The most accurate that is known to hold the rate; the first by rank has the benefit of the
    doubt where it was not measured, so that on a machine without figures it is the one. Where
    none holds the rate, the fastest that was measured.
    """
    preferred = sorted(candidates, key=lambda one: ACCURACIES.index(one.accuracy))
    hoped_for = candidates[0] if candidates[0].milliseconds is None else None
    trusted = [one for one in preferred if one.holds(fps) or one is hoped_for]
    measured = [one for one in preferred if one.milliseconds is not None]
    taken = trusted[0] if trusted else min(measured, key=lambda one: one.milliseconds or 0.0)
    better = preferred[: preferred.index(taken)]
    return Decision(taken, next((one for one in better if one in measured), None))
