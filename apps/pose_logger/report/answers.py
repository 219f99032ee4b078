"""What a report says, as values; ``docs/report.md`` describes them as JSON.

Times are texts as ``2026-11-21T10:00:05.120+01:00``, in the time zone of the site; dates as
``2026-11-21``. None stands for what was not observed, and 0 for nobody.
"""

import msgspec

VERSION = 1


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the report."""


class Footfall(Answer, frozen=True, kw_only=True):
    """What was counted in a zone, or in all of them.

    ``seconds`` are those of the time that is asked about and ``observed_seconds`` those of them in
    which the camera saw. ``mean_people`` were there at a time, and ``most_people`` at once.
    """

    entries: int
    exits: int
    person_hours: float
    mean_people: float | None
    most_people: int | None
    observed_seconds: float
    seconds: float

    @property
    def observed_share(self) -> float:
        """The share of the time in which the camera saw, from 0 to 1."""
        return min(self.observed_seconds / self.seconds, 1.0) if self.seconds else 0.0


class Zone(Footfall, frozen=True, kw_only=True):
    """A zone over the whole range.

    ``visits`` ended in the range, and of ``censored`` of them an end was not seen. Dwell is in
    seconds; ``median_dwell`` is None where it cannot be told.
    """

    camera: str
    zone: str
    visits: int
    censored: int
    mean_dwell: float | None
    median_dwell: float | None


class Hour(Footfall, frozen=True, kw_only=True):
    """A zone in all hours of the range that have the same weekday (0 is Monday) and clock."""

    camera: str
    zone: str
    weekday: int
    hour: int


class Day(Footfall, frozen=True, kw_only=True):
    """A zone on one day."""

    camera: str
    zone: str
    date: str


class DwellClass(Answer, frozen=True, kw_only=True):
    """``visits`` that took ``seconds`` or more, and less than ``below``, if there is a limit.

    ``censored`` of them may have been longer.
    """

    camera: str
    zone: str
    seconds: int
    below: int | None
    visits: int
    censored: int


class Line(Answer, frozen=True, kw_only=True):
    """How many crossed a line, and by how much too many or too few may have been counted.

    ``error`` is half of the 95 % interval around ``entries - exits``.
    """

    camera: str
    line: str
    entries: int
    exits: int
    error: float
    observed_seconds: float
    seconds: float


class RoomDay(Answer, frozen=True, kw_only=True):
    """A room from one empty night to the next, reckoned from those who crossed its lines.

    ``unaccounted`` are who came in more than went out, until it was surely empty again: 0, had
    everybody been counted. ``most_people`` were there at once, at ``most_at``.
    """

    room: str
    start: str
    end: str
    entries: int
    exits: int
    unaccounted: int
    most_people: int
    most_at: str


class Visit(Answer, frozen=True, kw_only=True):
    """One stay; ``censored`` says that it may have been longer than was seen."""

    camera: str
    zone: str
    came: str = msgspec.field(name="in")
    went: str = msgspec.field(name="out")
    seconds: float
    censored: bool


class Minute(Answer, frozen=True, kw_only=True):
    """A minute of a zone or a line."""

    camera: str
    zone: str
    minute: str
    mean_people: float | None
    max_people: int | None
    person_seconds: float
    entries: int
    exits: int
    observed_seconds: float
    dropped_frames: int
    lost_frames: int


class Floor(Answer, frozen=True, kw_only=True):
    """Where people stood, in person-seconds for each cell of a grid of rows from top to bottom.

    The grid runs from ``left`` to ``right`` and from ``top`` to ``bottom``. The ``unit`` is
    ``picture`` for the width and height of the camera's picture, or ``metres`` of the floor.
    """

    camera: str
    unit: str
    left: float
    right: float
    top: float
    bottom: float
    cells: list[list[float]]


class Skipped(Answer, frozen=True, kw_only=True):
    """A file of the data folder that was not read."""

    file: str
    reason: str


class Report(Answer, frozen=True, kw_only=True):
    """All that is told of the days from ``first`` to ``last``, as known at ``made``.

    ``minutes`` is None where the range is too long to list them.
    """

    version: int = VERSION
    sites: list[str]
    time_zone: str
    first: str
    last: str
    made: str
    zones: list[Zone]
    lines: list[Line]
    rooms: list[RoomDay]
    days: list[Day]
    hours: list[Hour]
    dwell: list[DwellClass]
    visits: list[Visit]
    minutes: list[Minute] | None
    floor: list[Floor]
    skipped: list[Skipped]
