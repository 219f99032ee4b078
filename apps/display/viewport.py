"""Where on a surface the camera's picture lies."""

from typing import NamedTuple, Self

Size = tuple[int, int]


class Viewport(NamedTuple):
    """The rectangle, in pixels of a surface, that stands for the camera's picture."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def fit(cls, picture: Size, surface: Size) -> Self:
        """The largest rectangle with the shape of ``picture``, in the middle of ``surface``."""
        scale = min(surface[0] / picture[0], surface[1] / picture[1])
        width, height = (max(1, round(side * scale)) for side in picture)
        return cls((surface[0] - width) // 2, (surface[1] - height) // 2, width, height)

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return self.width, self.height

    def to_pixels(self, x: float, y: float) -> tuple[float, float]:
        """The place on the surface of a point in units of the camera picture's width and height."""
        return self.left + x * self.width, self.top + y * self.height
