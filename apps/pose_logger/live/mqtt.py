"""The logger's zones, as a broker is told of them; ``docs/live.md`` has the topics."""

from collections.abc import Iterable

from apps.mqtt.discovery import Camera, Count


def camera_of(topic: str, site: str, camera: str) -> Camera:
    """The ``camera`` of a ``site``, under ``topic``."""
    return Camera(
        base=f"{topic}/{site}/{camera}",
        title=f"{site} {camera}",
        names=(site, camera),
        model="Pose logger",
    )


def counts_of(camera: Camera, zones: Iterable[str]) -> dict[str, Count]:
    """How many people are in each of the ``zones`` that ``camera`` sees."""
    return {
        zone: Count(f"People in {zone}", f"{camera.base}/zone/{zone}/people", ("zone", zone))
        for zone in zones
    }
