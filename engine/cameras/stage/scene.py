"""The words that a scene is written in: values only, in metres and seconds.

The stage is seen from the stalls. ``x`` runs to the right from the middle of the picture, and
``z`` away from the camera; the wall at the back is at 5.6. At a distance of ``z`` the picture is
``1.28 * z`` wide, and a grown-up is seen from head to foot from about ``z = 3.4`` on.
"""

from itertools import pairwise
from typing import Literal, Self

import msgspec

WING = 3.8
"""An ``x`` (or its negative) that is outside the picture wherever somebody can walk."""


class Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value that scenes are made of."""


class Waypoint(Word, frozen=True):
    """Where somebody is at a moment; in between they walk straight and evenly.

    ``facing`` is the direction in degrees in which they look while they stand here: 0 towards the
    camera, 90 to the picture's right, -90 to its left. Who walks looks where they are going.
    """

    time: float
    x: float
    z: float
    facing: float = 0.0


class Reach(Word, frozen=True):
    """Where a wrist is at a moment, in arm's lengths from its shoulder; in between it glides.

    ``out`` is to that arm's own side, ``up`` is up and ``ahead`` is where the chest points. Two
    reaches to the same place hold the wrist still. ``Reach(time)`` lets the arm hang.
    """

    time: float
    out: float = 0.0
    up: float = -1.0
    ahead: float = 0.0

    @property
    def hangs(self) -> bool:
        """Whether the arm is left to hang and swing by itself."""
        return self.up <= -1.0


class Look(Word, frozen=True):
    """What somebody looks like; colours are RGB as in ``#rrggbb``."""

    skin: str = "#d8a888"
    hair: str = "#3a2a20"
    top: str = "#31608f"
    legs: str = "#3b3f4c"
    shoes: str = "#50423c"
    sleeves: Literal["long", "short"] = "long"
    haircut: Literal["short", "long"] = "short"
    height: float = 1.74
    """In metres."""
    build: float = 1.0
    """How broad the body is, compared with the usual."""


class Actor(Word, frozen=True):
    """One person: the path gives entrance and exit, before and after which nobody is there.

    ``sway`` is how much of the usual small movement they show while they stand: people always
    sway by some millimetres; with 0 they are a statue.
    """

    name: str
    path: tuple[Waypoint, ...]
    look: Look = Look()
    left_wrist: tuple[Reach, ...] = ()
    right_wrist: tuple[Reach, ...] = ()
    sway: float = 1.0

    def __post_init__(self) -> None:
        if not self.path:
            raise ValueError(f"{self.name} has no path")
        for script in (self.path, self.left_wrist, self.right_wrist):
            _check_times([word.time for word in script], self.name)

    @classmethod
    def standing(cls, name: str, x: float, z: float, until: float, *, sway: float = 1.0) -> Self:
        """Somebody who stands in one place from the start ``until`` some second."""
        return cls(name, (Waypoint(0.0, x, z), Waypoint(until, x, z)), sway=sway)


class Light(Word, frozen=True):
    """The light at a moment; in between it changes evenly.

    ``level`` 1 is the usual; ``warmth`` above 0 takes from the blue and gives to the red.
    """

    time: float
    level: float = 1.0
    warmth: float = 0.0


class Outage(Word, frozen=True):
    """From ``start`` to ``end`` the camera gives no pictures; the play goes on."""

    start: float
    end: float


class Scene(Word, frozen=True):
    """A play of ``seconds``; the same scene always gives the same pictures, byte for byte.

    ``noise`` is the standard deviation of the sensor's noise in grey levels.
    """

    seconds: float
    actors: tuple[Actor, ...] = ()
    light: tuple[Light, ...] = (Light(0.0),)
    outage: Outage | None = None
    noise: float = 2.0
    seed: int = 0

    def __post_init__(self) -> None:
        names = [actor.name for actor in self.actors]
        if len(set(names)) < len(names):
            raise ValueError("two actors have the same name")
        if not self.light:
            raise ValueError("a scene needs some light")
        _check_times([light.time for light in self.light], "the light")


def _check_times(times: list[float], whose: str) -> None:
    if any(later <= earlier for earlier, later in pairwise(times)):
        raise ValueError(f"the times of {whose} do not ascend")
