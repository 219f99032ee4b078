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

    The audience of a camera that is ``beside`` another one uses the same address for metrics, and
    is closed before it. Raises what cannot be begun: :class:`ConfigError` or :class:`OutputError`.
    """

    def __init__(
        self,
        settings: LoggerSettings,
        report: Callable[[str], None],
        *,
        beside: "Audience | None" = None,
    ) -> None:
        self._last: PoseFrame | None = None
        with ExitStack() as on_failure:
            self._metrics: Metrics | None = _metrics(settings, beside._metrics if beside else None)
            if self._metrics is not None:
                on_failure.callback(self._metrics.close)
            self._mqtt = _mqtt(settings, report)
            on_failure.pop_all()

    def count(self, frame: PoseFrame, records: Iterable[Record]) -> None:
        """Count a ``frame``, and what it finished."""
        if self._metrics is not None:
            last = self._last
            dropped = max(0, frame.dropped - (last.dropped if last else 0))
            lost = max(0, frame.frame - last.frame - 1 - dropped) if last else 0
            self._metrics.count_frame(dropped=dropped, lost=lost)
            self._metrics.count_records(records)
        self._last = frame

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


def _metrics(settings: LoggerSettings, beside: "Metrics | None") -> "Metrics | None":
    if beside is not None:
        return beside.also(settings.camera)
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
