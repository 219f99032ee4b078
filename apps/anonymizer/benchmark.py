"""How long it takes to draw people as skeletons over the empty scene."""

from collections.abc import Iterator, Sequence
from statistics import mean
from typing import Self

import msgspec
from msgspec.structs import replace

from apps.anonymizer.picture import Picture
from apps.anonymizer.scene import Scene, View
from apps.anonymizer.settings import AnonymizerSettings
from apps.display.benchmark import SIZE, drawing_times
from apps.timing import Timing
from engine.poses import Background, BackgroundState, BackgroundStatus, PoseFrame


class Report(msgspec.Struct, frozen=True):
    """What drawing one of ``frames`` takes, of ``size`` and with so many ``people`` on average."""

    size: tuple[int, int]
    frames: int
    people: float
    drawing: Timing

    @classmethod
    def measure(
        cls, frames: Sequence[PoseFrame], background: Background, settings: AnonymizerSettings
    ) -> Self:
        """Draw ``frames``, at least three, over ``background``."""
        drawing = drawing_times(Picture(settings).draw, _views(frames, background, settings))
        people = round(mean(len(frame.poses) for frame in frames), 1)
        return cls(SIZE, len(frames), people, drawing)

    def as_text(self) -> str:
        """One line."""
        width, height = self.size
        return (
            f"drawing {width}x{height}, {self.people:g} people, {self.frames} frames: "
            f"{self.drawing.p50:.2f} ms a frame, 1 in 20 more than {self.drawing.p95:.2f} ms"
        )


def _views(
    frames: Sequence[PoseFrame], background: Background, settings: AnonymizerSettings
) -> Iterator[View]:
    """What is to be seen of each of ``frames``, as if ``background`` were its scene's."""
    scene = Scene(settings)
    ready = BackgroundStatus(BackgroundState.READY, 1.0, background.revision)
    for frame in frames:
        scene.update(replace(frame, background=ready), background)
        yield scene.view(mirror=settings.mirror)
