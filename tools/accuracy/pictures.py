"""Pictures of which it is known who is in them and where."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from engine.detections import Pixels

Annotation = Mapping[str, Any]
"""One person in COCO's form, of which evaluation reads these keys.

``keypoints`` is 17 times x, y and visibility, in pixels of the picture; visibility is 2 where the
keypoint is in sight, 1 where it is known and hidden, 0 where it is not known and does not count.
``num_keypoints`` of them count; 0 makes whoever is found within twice the ``bbox`` (left, top,
width, height) neither right nor wrong, and so does ``iscrowd``. ``area`` is that of the pixels
which show the person.
"""


class Picture(NamedTuple):
    """A picture of ``width`` x ``height`` pixels, which are read or drawn when asked for."""

    name: str
    width: int
    height: int
    people: tuple[Annotation, ...]
    pixels: Callable[[], Pixels]

    @property
    def to_find(self) -> int:
        """How many people there are to be found."""
        return sum(bool(one["num_keypoints"]) and not one["iscrowd"] for one in self.people)
