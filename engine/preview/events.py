"""What people do to a window."""

from enum import Enum, auto
from typing import NamedTuple


class Key(NamedTuple):
    """A key that was pressed: its ``name``, the ``text`` that it types, and whether with Ctrl.

    The button that closes the window is the key :data:`CLOSE`.
    """

    name: str
    text: str = ""
    control: bool = False


CLOSE = Key("close")


class Mouse(Enum):
    """What the mouse does; buttons other than the left one do nothing."""

    MOVE = auto()
    PRESS = auto()
    RELEASE = auto()


class Pointer(NamedTuple):
    """The mouse at ``x``, ``y`` in pixels from the window's top left corner."""

    does: Mouse
    x: float
    y: float


Event = Key | Pointer


class Area(NamedTuple):
    """Where the picture is in the window, in pixels."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def centred(cls, picture: tuple[int, int], window: tuple[int, int]) -> "Area":
        """A picture of this width and height in the middle of a window."""
        return cls((window[0] - picture[0]) // 2, (window[1] - picture[1]) // 2, *picture)

    def unit(self, pointer: Pointer) -> tuple[float, float]:
        """Where ``pointer`` is in units of the picture's width and height, at most at its edge."""
        x, y = (pointer.x - self.left) / self.width, (pointer.y - self.top) / self.height
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
