"""What can be set for the pose logger; ``config/logger.toml`` explains each key."""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from apps.mqtt.settings import MqttSettings, Name
from apps.pose_logger.polygon import check_polygon
from engine.poses.errors import nearest_first

Positive = Annotated[float, msgspec.Meta(gt=0)]
NotNegative = Annotated[float, msgspec.Meta(ge=0)]
Point = tuple[float, float]
"""In units of the picture's width and height."""

Level = Literal["off", "full", "coarse", "feet"]
"""How much of a skeleton is kept: nothing; all; a coarse grid, less often; the ankles only."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the config file."""


class ZoneSettings(Settings, frozen=True):
    """A part of the floor: a ``polygon`` of at least three corners, in unit coordinates."""

    name: Name
    polygon: Annotated[tuple[Point, ...], msgspec.Meta(min_length=3, max_length=64)]
    camera: str = ""

    def __post_init__(self) -> None:
        try:
            check_polygon(self.polygon)
        except ValueError as error:
            raise ValueError(f"zone {self.name!r}: {error}") from None


class LineSettings(Settings, frozen=True):
    """A line that is crossed, from ``start`` to ``end``; inwards is from its left to its right.

    Seen along the line from ``start``, in the picture as it is. Who has come closer than ``band``,
    in widths of the picture, must get that far on the other side to have crossed. ``room`` names
    the room behind it, whose occupancy is reckoned from the crossings.
    """

    name: Name
    start: Point
    end: Point
    band: Annotated[float, msgspec.Meta(ge=0, le=0.5)] = 0.02
    room: str = ""
    camera: str = ""

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError(f"line {self.name!r} has no length")


class FloorSettings(Settings, frozen=True):
    """Four points of the floor in the picture, and where they are in metres."""

    picture: tuple[Point, Point, Point, Point]
    metres: tuple[Point, Point, Point, Point]


class PosesSettings(Settings, frozen=True):
    """Which skeletons are kept, and for how many hours."""

    level: Level = "full"
    hours: Annotated[float, msgspec.Meta(gt=0, le=24)] = 24.0


class VisitsSettings(Settings, frozen=True):
    """How stays are told from one another.

    Somebody is where their ``anchor`` is. Who is not found for ``patience`` seconds has left; a
    stay shorter than ``shortest`` is none. Single stays are kept for ``hours``.
    """

    anchor: Literal["feet", "hips"] = "feet"
    patience: Positive = 2.0
    shortest: NotNegative = 0.5
    hours: Annotated[float, msgspec.Meta(gt=0, le=24)] = 24.0


class MetricsSettings(Settings, frozen=True):
    """Where Prometheus may ask, as ``host:port``; nowhere if it is empty."""

    address: str = ""


class LoggerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pose logger's settings, as in its config file.

    ``data`` is the folder that everything goes to. A frame that comes more than ``blind_after``
    seconds after the last one leaves a time in which nothing was observed.
    """

    site: Name = "site"
    camera: Name = "camera"
    timezone: str = "UTC"
    data: str = "data"
    zones: tuple[ZoneSettings, ...] = ()
    lines: tuple[LineSettings, ...] = ()
    floor: FloorSettings | None = None
    poses: PosesSettings = PosesSettings()
    visits: VisitsSettings = VisitsSettings()
    blind_after: Positive = 2.0
    mqtt: MqttSettings = MqttSettings()
    metrics: MetricsSettings = MetricsSettings()

    def __post_init__(self) -> None:
        _check_timezone(self.timezone)
        names = [zone.name for zone in self.zones] + [line.name for line in self.lines]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"two zones or lines are called {twice!r}")

    @property
    def zone_info(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def folder(self) -> Path:
        """Where the data are."""
        return Path(self.data)


def _check_timezone(name: str) -> None:
    known = available_timezones()
    if name not in known:
        nearest = ", ".join(nearest_first(name, known)[:5])
        raise ValueError(f"no time zone is called {name!r}; known: {nearest} …")
