"""How many people are in the picture, for an MQTT broker; ``docs/live.md`` has the topics."""

from collections.abc import Callable
from contextlib import closing

from apps.bridge.frames import SILENCE_SECONDS, frames_and_silence
from apps.bridge.occupancy import Occupancy
from apps.bridge.settings import OccupancySettings
from apps.mqtt.discovery import Camera, Count
from apps.mqtt.publisher import MqttPublisher
from engine.poses import PoseStream

_PEOPLE = "people"


def run(
    poses: PoseStream,
    settings: OccupancySettings,
    *,
    report: Callable[[str], None] = print,
    silence: float = SILENCE_SECONDS,
) -> None:
    """Tell the broker how many people there are, until the stream ends or somebody stops it.

    That is all it is told: no position, and nothing that tells people apart. When frames stay away
    for ``silence`` seconds, nobody knows. A broker that cannot be reached is waited for, and
    ``report`` is told why. Raises what the stream failed with.
    """
    camera = _camera(settings)
    counts = {_PEOPLE: Count("People", f"{camera.base}/people", (_PEOPLE,))}
    occupancy = Occupancy()
    with closing(MqttPublisher(settings, camera, counts, report)) as publisher:
        for frame in frames_and_silence(poses, silence):
            if frame is not None:
                publisher.show({_PEOPLE: occupancy.update(frame)}, observed=True)
            else:
                occupancy.forget()
                publisher.show({}, observed=False)


def _camera(settings: OccupancySettings) -> Camera:
    """The camera, apart from the same camera as the pose logger tells of it."""
    return Camera(
        base=f"{settings.topic}/{settings.site}/{settings.camera}/bridge",
        title=f"{settings.site} {settings.camera} (bridge)",
        names=(settings.site, settings.camera, "bridge"),
        model="Bridge",
    )
