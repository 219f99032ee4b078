"""An actor on the stage: the whole part learnt by heart, moment by moment."""

import numpy as np
import numpy.typing as npt

from engine.cameras.stage import figure, motion
from engine.cameras.stage.drawing import Painter
from engine.cameras.stage.scene import Actor
from engine.detections import FloatArray


class Player:
    """One actor's bodies at each of evenly spaced ``times``, and the painter that paints them.

    ``label`` is the actor's number in the scene, from 1.
    """

    def __init__(
        self, actor: Actor, label: int, times: npt.NDArray[np.float64], seed: tuple[int, ...]
    ) -> None:
        self.name = actor.name
        self.label = label
        self.painter = Painter(actor.look)
        self._on_stage = (times >= actor.path[0].time) & (times < actor.path[-1].time)
        self._bodies = figure.body(
            actor.look,
            motion.motion(actor.path, times),
            motion.arm(actor.left_wrist, times),
            motion.arm(actor.right_wrist, times),
            motion.sway(actor, times, seed),
        )

    def body(self, moment: int) -> FloatArray | None:
        """All points of the body (points x 3, on the stage); None while not on the stage."""
        return self._bodies[moment] if self._on_stage[moment] else None
