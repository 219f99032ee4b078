"""What is really there: the truth about a frame of the stage."""

from enum import Enum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]


class Sight(Enum):
    """Whether a joint can be seen."""

    VISIBLE = "visible"
    """In the picture, and not behind anybody else; it may be behind the person's own body."""
    OCCLUDED = "occluded"
    """Behind somebody who is nearer to the camera."""
    OUTSIDE = "outside"
    """Beyond the edge of the picture."""


class Joint(NamedTuple):
    """A keypoint's true place, in units of the picture's width and height."""

    x: float
    y: float
    sight: Sight


class ActorTruth(NamedTuple):
    """Where one actor is; ``joints`` has one for each KeypointName, in its order.

    ``label`` marks the actor's pixels in every frame's :attr:`Truth.labels`; ``distance`` is how
    far they are from the camera, in metres.
    """

    name: str
    label: int
    joints: tuple[Joint, ...]
    distance: float


class Truth(NamedTuple):
    """The truth about one frame.

    ``actors`` are those on the stage, also ones outside the picture, in the scene's order.
    ``labels`` is height x width: 0 where nobody is, else the label of the actor who is seen there.
    Any pixel that a figure so much as touches counts as person. Shadows are not person: ``shadow``
    is true where one darkens the room, also behind people. Everywhere else the frame is exactly
    the empty picture of that moment.
    """

    actors: tuple[ActorTruth, ...]
    labels: npt.NDArray[np.uint8]
    shadow: Mask

    @property
    def people(self) -> Mask:
        """Which pixels show anybody."""
        return np.asarray(self.labels > 0)

    def mask(self, name: str) -> Mask:
        """Which pixels show the actor called ``name``; none if they are not on the stage."""
        label = next((actor.label for actor in self.actors if actor.name == name), -1)
        return np.asarray(self.labels == label)
