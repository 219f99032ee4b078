"""Whoever is told of the moment: MQTT and Prometheus, if the settings have them."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from apps.mqtt.discovery import Camera, Count
from apps.pose_logger.live.mqtt import camera_of, counts_of
from apps.pose_logger.records import EVERYWHERE, Record
from apps.pose_logger.settings import LoggerSettings
from engine.poses import PoseFrame

if TYPE_CHECKING:
    from apps.mqtt.publisher import MqttPublisher
    from apps.pose_logger.live.metrics import Metrics


class Audience:
    """Tells everybody at once; nobody, where nobody is set.

    Raises what cannot be begun: :class:`ConfigError` or :class:`OutputError`.
    """

    def __init__(self, settings: LoggerSettings, report: Callable[[str], None]) -> None:
        self._dropped = 0
        with ExitStack() as on_failure:
            self._metrics = _metrics(settings)
            if self._metrics is not None:
                on_failure.callback(self._metrics.close)
            self._mqtt = _mqtt(settings, report)
            on_failure.pop_all()

    def count(self, frame: PoseFrame, records: Iterable[Record]) -> None:
        """Count a ``frame``, and what it finished."""
        if self._metrics is not None:
            self._metrics.count_frame(dropped=max(0, frame.dropped - self._dropped))
            self._metrics.count_records(records)
        self._dropped = frame.dropped

    def show(self, people: Mapping[str, int], *, observed: bool) -> None:
        """Tell how many ``people`` are in each zone, if the camera sees."""
        for one in (self._metrics, self._mqtt):
            if one is not None:
                one.show(people, observed=observed)

    def change(self, settings: LoggerSettings) -> None:
        """Go on with other zones."""
        if self._mqtt is not None:
            self._mqtt.change(_counts(settings))

    def close(self) -> None:
        """Tell nobody any more; closing twice is harmless."""
        for one in (self._metrics, self._mqtt):
            if one is not None:
                one.close()


def _metrics(settings: LoggerSettings) -> "Metrics | None":
    if not settings.metrics.address:
        return None
    from apps.pose_logger.live.metrics import Metrics

    return Metrics(settings.metrics.address, site=settings.site, camera=settings.camera)


def _mqtt(settings: LoggerSettings, report: Callable[[str], None]) -> "MqttPublisher | None":
    if not settings.mqtt.host:
        return None
    from apps.mqtt.publisher import MqttPublisher

    return MqttPublisher(settings.mqtt, _camera(settings), _counts(settings), report)


def _camera(settings: LoggerSettings) -> Camera:
    return camera_of(settings.mqtt.topic, settings.site, settings.camera)


def _counts(settings: LoggerSettings) -> dict[str, Count]:
    zones = tuple(zone.name for zone in settings.zones) or (EVERYWHERE,)
    return counts_of(_camera(settings), zones)
