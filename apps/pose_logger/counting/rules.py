"""What decides the counts of one camera."""

import hashlib
from typing import NamedTuple

import msgspec

from apps.pose_logger.counting.zones import WHOLE_PICTURE
from apps.pose_logger.settings import LineSettings, LoggerSettings, VisitsSettings, ZoneSettings

_DIGEST_LENGTH = 12


class Rules(NamedTuple):
    """Those of the settings by which ``camera`` counts, and their ``digest``."""

    camera: str
    zones: tuple[ZoneSettings, ...]
    lines: tuple[LineSettings, ...]
    visits: VisitsSettings
    blind_after: float
    digest: str

    @property
    def settling(self) -> float:
        """Seconds after which nothing changes any more."""
        return max(self.visits.patience + self.visits.shortest, self.blind_after)


def rules_of(settings: LoggerSettings) -> Rules:
    """The rules for the settings' own camera: its zones, or the whole picture, and its lines."""
    own = ("", settings.camera)
    zones = tuple(zone for zone in settings.zones if zone.camera in own) or (WHOLE_PICTURE,)
    lines = tuple(line for line in settings.lines if line.camera in own)
    told = msgspec.json.encode((zones, lines, settings.visits))
    digest = hashlib.sha256(told).hexdigest()[:_DIGEST_LENGTH]
    return Rules(settings.camera, zones, lines, settings.visits, settings.blind_after, digest)
