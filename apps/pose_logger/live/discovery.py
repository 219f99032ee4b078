"""What Home Assistant is told, so that it finds the zones by itself.

After https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery, one retained message for each
entity; and the topics that those point to.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

ONLINE, OFFLINE = "online", "offline"
ON, OFF = "ON", "OFF"


class Topics(NamedTuple):
    """The topics of one camera, under ``root``; ``prefix`` is where Home Assistant looks."""

    root: str
    prefix: str
    site: str
    camera: str

    @property
    def status(self) -> str:
        """Whether the pose logger is there: ``online`` or ``offline``."""
        return f"{self._base}/status"

    @property
    def observed(self) -> str:
        """Whether the camera sees: ``ON`` or ``OFF``."""
        return f"{self._base}/observed"

    def people(self, zone: str) -> str:
        """How many people are in ``zone``, a number."""
        return f"{self._base}/zone/{zone}/people"

    def discovery(self, zones: Iterable[str]) -> dict[str, str]:
        """What announces the entities: topics and payloads; none where no prefix is set."""
        if not self.prefix:
            return {}
        entities = [("binary_sensor", self._camera_sensor())]
        entities += [("sensor", self._zone_sensor(zone)) for zone in zones]
        return {
            f"{self.prefix}/{component}/{entity['unique_id']}/config": json.dumps(entity)
            for component, entity in entities
        }

    @property
    def _base(self) -> str:
        return f"{self.root}/{self.site}/{self.camera}"

    def _camera_sensor(self) -> dict[str, Any]:
        return {
            "name": "Camera sees",
            "unique_id": identifier(self.site, self.camera, "observed"),
            "state_topic": self.observed,
            "payload_on": ON,
            "payload_off": OFF,
            "device_class": "connectivity",
            "availability": [self._logger_is_there()],
            **self._shared(),
        }

    def _zone_sensor(self, zone: str) -> dict[str, Any]:
        """Who is in a zone is not known while the camera is blind: that is not nobody."""
        camera_sees = {
            "topic": self.observed,
            "payload_available": ON,
            "payload_not_available": OFF,
        }
        return {
            "name": f"People in {zone}",
            "unique_id": identifier(self.site, self.camera, "zone", zone),
            "state_topic": self.people(zone),
            "state_class": "measurement",
            "unit_of_measurement": "people",
            "icon": "mdi:account-group",
            "availability": [self._logger_is_there(), camera_sees],
            "availability_mode": "all",
            **self._shared(),
        }

    def _logger_is_there(self) -> dict[str, str]:
        return {
            "topic": self.status,
            "payload_available": ONLINE,
            "payload_not_available": OFFLINE,
        }

    def _shared(self) -> dict[str, Any]:
        return {
            "qos": 1,
            "device": {
                "identifiers": [identifier(self.site, self.camera)],
                "name": f"{self.site} {self.camera}",
                "manufacturer": "Skeleton Crew",
                "model": "Pose logger",
            },
            "origin": {"name": "Skeleton Crew"},
        }


def identifier(*names: str) -> str:
    """A name of letters, digits, ``-`` and ``_`` that is that of ``names`` only, and stays so."""
    readable = re.sub(r"[^A-Za-z0-9-]+", "_", "_".join(names)).lower()
    digest = hashlib.sha256("\0".join(names).encode()).hexdigest()[:8]
    return f"skeleton_crew_{readable}_{digest}"
