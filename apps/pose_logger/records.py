"""What is kept, as values; ``docs/data.md`` describes the tables.

Times are seconds since 1970 in UTC; dates, hours and weekdays are told in the site's time zone, and
only where people read them. A ``track`` is a random number that somebody has for as long as one
camera follows them, and for ten minutes at most: it links neither cameras nor days.
"""

from typing import NamedTuple

SCHEMA_VERSION = 1
"""Is written into every file; goes up when a reader of older files would misread newer ones."""

EVERYWHERE = "everywhere"
"""The zone that is the whole picture, where a config names none."""


class PoseRecord(NamedTuple):
    """One skeleton at one moment; kept for hours.

    ``xs`` and ``ys`` are the 17 keypoints in units of the picture's width and height times
    :data:`POSE_UNIT`, whole numbers of 16 bits; ``scores`` run from 0 to 255, 0 where a keypoint
    was not found or is not kept.
    """

    camera: str
    track: int
    time: float
    xs: tuple[int, ...]
    ys: tuple[int, ...]
    scores: tuple[int, ...]


POSE_UNIT = 8192
"""Steps in a width or height of the picture: positions of up to four pictures away fit 16 bits."""


class VisitRecord(NamedTuple):
    """Somebody's stay in a zone; kept for hours, or for a day.

    ``born_inside`` and ``lost_inside`` say that the beginning or the end was not seen: somebody
    appeared, or was lost, in the middle of the zone, so that the stay may have been longer.
    ``confidence`` is the share of the stay's frames in which they were found.
    """

    camera: str
    zone: str
    entered: float
    left: float
    born_inside: bool
    lost_inside: bool
    confidence: float


class MinuteRecord(NamedTuple):
    """A minute of a zone; kept for good, so it has neither a position nor anybody's number.

    ``minute`` is the minute's beginning. ``observed_seconds`` are those in which the camera saw: in
    the others nobody knows. Occupancy is of the observed time. For a line, ``entries`` are those
    who crossed it inwards and ``exits`` outwards, and the rest is 0 but for ``observed_seconds``.
    ``dropped_frames`` were skipped by the engine, ``lost_frames`` on the way to the logger.
    """

    camera: str
    zone: str
    minute: int
    mean_people: float
    max_people: int
    person_seconds: float
    entries: int
    exits: int
    observed_seconds: float
    frames: int
    dropped_frames: int
    lost_frames: int
    model: str
    config: str


class DwellRecord(NamedTuple):
    """How many stays of an hour took how long; kept for good.

    ``hour`` is the beginning of the hour in which they ended, ``seconds`` the lower end of the
    class, one of :data:`DWELL_CLASSES`. ``censored`` stays may have been longer.
    """

    camera: str
    zone: str
    hour: int
    seconds: int
    visits: int
    censored: int


DWELL_CLASSES = (0, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 1800, 3600)
"""Where classes of dwell begin, in seconds. Finer ones would tell at what pace people walk through,
and so a little of who they are: ``docs/privacy.md`` has the figures."""

Record = PoseRecord | VisitRecord | MinuteRecord | DwellRecord

TABLES: dict[str, type[Record]] = {
    "poses": PoseRecord,
    "visits": VisitRecord,
    "minutes": MinuteRecord,
    "dwell": DwellRecord,
}
"""The tables and what is in them."""

KEPT_FOR_GOOD = ("minutes", "dwell")
