"""What zones and lines are told about a frame."""

from typing import NamedTuple


class Moment(NamedTuple):
    """When a frame was: ``time`` in seconds since 1970, UTC, and ``frame``, a count of frames.

    Its picture is ``ratio`` widths high.
    """

    time: float
    frame: int
    ratio: float
