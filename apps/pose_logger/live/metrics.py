"""Numbers for Prometheus to fetch; ``docs/live.md`` lists them."""

from collections.abc import Iterable, Mapping
from copy import copy
from threading import Thread
from wsgiref.simple_server import WSGIServer

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    disable_created_metrics,
    start_http_server,
)

from apps.network import local_address, split_address
from apps.pose_logger.records import TABLES, MinuteRecord, Record
from engine.poses import OutputError

_TABLE_OF = {type_: table for table, type_ in TABLES.items()}


class Metrics:
    """Serves the newest numbers at ``address``, as ``http://ADDRESS/metrics``, until closed.

    Nobody who asks makes the caller wait, and all that is told is counts, by zone and by table.
    :class:`ConfigError` for an ``address`` that is none; :class:`OutputError` for one that is in
    use, or not of this machine, or not on the local network.
    """

    def __init__(self, address: str, *, site: str, camera: str) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        registry = CollectorRegistry()
        self._where = site, camera
        self._observed = _gauge(
            registry, "observed", "1 while the camera sees, 0 while it is blind"
        )
        self._people = _gauge(registry, "people", "People in the zone now", "zone")
        self._rows = _gauge(registry, "spool_rows", "Rows that wait to be sealed")
        self._entries = _counter(registry, "entries", "Who came in, by finished minutes", "zone")
        self._exits = _counter(registry, "exits", "Who went out, by finished minutes", "zone")
        self._frames = _counter(registry, "frames", "Frames that came")
        self._dropped = _counter(registry, "dropped_frames", "Frames the engine skipped")
        self._lost = _counter(registry, "lost_frames", "Frames lost on the way from the engine")
        self._written = _counter(registry, "records_written", "Records written", "table")
        self._zones: set[str] = set()
        self.show({}, observed=False)
        self._server, self._thread = _serve(address, registry)
        self._is_shared = False

    def also(self, camera: str) -> "Metrics":
        """The numbers of another camera at the same address; closed before these."""
        other = copy(self)
        other._where, other._zones, other._is_shared = (self._where[0], camera), set(), True
        other.show({}, observed=False)
        return other

    def show(self, people: Mapping[str, int], *, observed: bool) -> None:
        """Tell how many ``people`` are in each zone; nothing of them while not ``observed``."""
        shown = people if observed else {}
        self._observed.labels(*self._where).set(observed)
        for zone, count in shown.items():
            self._people.labels(*self._where, zone).set(count)
        for zone in self._zones - shown.keys():
            self._people.remove(*self._where, zone)
        self._zones = set(shown)

    def count_frame(self, *, dropped: int = 0, lost: int = 0) -> None:
        """Count a frame, and how many before it the engine ``dropped`` or were ``lost``."""
        for counter, number in ((self._frames, 1), (self._dropped, dropped), (self._lost, lost)):
            counter.labels(*self._where).inc(number)

    def count_records(self, records: Iterable[Record]) -> None:
        """Count what has been written, and who came and went in the minutes among it."""
        for record in records:
            self._written.labels(*self._where, _TABLE_OF[type(record)]).inc()
            if isinstance(record, MinuteRecord):
                self._entries.labels(*self._where, record.zone).inc(record.entries)
                self._exits.labels(*self._where, record.zone).inc(record.exits)

    def show_spool(self, rows: int) -> None:
        """Tell how many rows wait to be sealed."""
        self._rows.labels(*self._where).set(rows)

    def close(self) -> None:
        """Serve no longer, and free the port; closing again does nothing."""
        if self._is_shared:
            return
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _gauge(registry: CollectorRegistry, name: str, meaning: str, *labels: str) -> Gauge:
    return Gauge(f"skeleton_crew_{name}", meaning, ("site", "camera", *labels), registry=registry)


def _counter(registry: CollectorRegistry, name: str, meaning: str, *labels: str) -> Counter:
    return Counter(f"skeleton_crew_{name}", meaning, ("site", "camera", *labels), registry=registry)


def _serve(address: str, registry: CollectorRegistry) -> tuple[WSGIServer, Thread]:
    """The server at ``address`` and its thread."""
    host, port = split_address(address)
    try:
        return start_http_server(port, local_address(host, port), registry)
    except OSError as error:
        raise OutputError(
            f"cannot serve metrics at {address}: {error.strerror}; give another address"
        ) from error
