"""What Home Assistant is told, so that it finds a camera's counts by itself.

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


class Count(NamedTuple):
    """A number of people: what it is called, its topic, and which of its camera's counts it is."""

    name: str
    topic: str
    names: tuple[str, ...]


class Camera(NamedTuple):
    """A camera as an app tells of it: its topics are under ``base``.

    ``title`` is what people read, ``names`` are what it is told from others by, and ``model`` is
    the app.
    """

    base: str
    title: str
    names: tuple[str, ...]
    model: str

    @property
    def status(self) -> str:
        """Whether the app is there: ``online`` or ``offline``."""
        return f"{self.base}/status"

    @property
    def observed(self) -> str:
        """Whether the camera sees: ``ON`` or ``OFF``."""
        return f"{self.base}/observed"

    def discovery(self, prefix: str, counts: Iterable[Count]) -> dict[str, str]:
        """What announces the entities under ``prefix``: topics and payloads; none without one."""
        if not prefix:
            return {}
        entities = [("binary_sensor", self._camera_sensor())]
        entities += [("sensor", self._people_sensor(count)) for count in counts]
        return {
            f"{prefix}/{component}/{entity['unique_id']}/config": json.dumps(entity)
            for component, entity in entities
        }

    def _camera_sensor(self) -> dict[str, Any]:
        return {
            "name": "Camera sees",
            "unique_id": identifier(*self.names, "observed"),
            "state_topic": self.observed,
            "payload_on": ON,
            "payload_off": OFF,
            "device_class": "connectivity",
            "availability": [self._app_is_there()],
            **self._shared(),
        }

    def _people_sensor(self, count: Count) -> dict[str, Any]:
        """Who is there is not known while the camera is blind: that is not nobody."""
        camera_sees = {
            "topic": self.observed,
            "payload_available": ON,
            "payload_not_available": OFF,
        }
        return {
            "name": count.name,
            "unique_id": identifier(*self.names, *count.names),
            "state_topic": count.topic,
            "state_class": "measurement",
            "unit_of_measurement": "people",
            "icon": "mdi:account-group",
            "availability": [self._app_is_there(), camera_sees],
            "availability_mode": "all",
            **self._shared(),
        }

    def _app_is_there(self) -> dict[str, str]:
        return {
            "topic": self.status,
            "payload_available": ONLINE,
            "payload_not_available": OFFLINE,
        }

    def _shared(self) -> dict[str, Any]:
        return {
            "qos": 1,
            "device": {
                "identifiers": [identifier(*self.names)],
                "name": self.title,
                "manufacturer": "Skeleton Crew",
                "model": self.model,
            },
            "origin": {"name": "Skeleton Crew"},
        }


def identifier(*names: str) -> str:
    """A name of letters, digits, ``-`` and ``_`` that is that of ``names`` only, and stays so."""
    readable = re.sub(r"[^A-Za-z0-9-]+", "_", "_".join(names)).lower()
    digest = hashlib.sha256("\0".join(names).encode()).hexdigest()[:8]
    return f"skeleton_crew_{readable}_{digest}"
