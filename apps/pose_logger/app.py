"""Runs the pose logger: frames into counts, and counts into the data folder."""

from collections.abc import Callable
from contextlib import closing

from apps.pose_logger.clock import read_start
from apps.pose_logger.logs import Logs, Streams
from apps.pose_logger.settings import LoggerSettings
from apps.pose_logger.storage import Store
from engine.poses import PoseStream
from engine.poses.live_settings import LiveSettings


def run(
    poses: PoseStream,
    settings: LoggerSettings,
    *,
    start: str | None = None,
    changed: Callable[[], LoggerSettings | None] = lambda: None,
    report: Callable[[str], None] = print,
) -> None:
    """Count the people of ``poses``, one camera's, as :func:`run_all` does."""
    streams = {settings.camera: poses}
    run_all(lambda: streams, settings, start=start, changed=changed, report=report)


def run_all(
    streams: Streams,
    settings: LoggerSettings,
    *,
    start: str | None = None,
    changed: Callable[[], LoggerSettings | None] = lambda: None,
    report: Callable[[str], None] = print,
) -> None:
    """Count the people of all ``streams``, until they end or somebody stops it.

    A camera's frames are of now. Those of a video follow ``start``, its beginning as an ISO time,
    in the site's time zone if it says none; without it the video begins now. ``changed`` is asked
    for new settings once a second, and ``report`` is told in one line what is wrong meanwhile.

    Raises what a stream failed with, :class:`UsageError` for a ``start`` that is no time, and
    :class:`OutputError` where the data folder cannot be used. Whatever happens, all that was
    counted is written.
    """
    began = None if start is None else read_start(start, settings.zone_info)
    live_settings = LiveSettings(settings, changed, report)
    with (
        closing(
            Store(settings.folder, settings.site, report=report, hours=_hours(settings))
        ) as store,
        closing(Logs(streams, settings, store, start=began, report=report)) as logs,
    ):
        live_settings.tell(logs.change)
        live_settings.tell(lambda settings: store.change(_hours(settings)))
        while logs.step():
            live_settings.look()


def _hours(settings: LoggerSettings) -> dict[str, float]:
    """For how long the tables are kept that are not kept for good."""
    return {"poses": settings.poses.hours, "visits": settings.visits.hours}
