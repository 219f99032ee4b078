"""Scraped over real http."""

import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from prometheus_client.parser import text_string_to_metric_families

from apps.pose_logger.live.metrics import Metrics
from apps.pose_logger.records import DwellRecord, MinuteRecord, PoseRecord, VisitRecord
from engine.poses import ConfigError, OutputError
from tests.apps.mqtt.brokers import HOST, free_port

Scraped = dict[tuple[str, str], float]

POSE = PoseRecord("door", 987654321, 1e9, (4321,) * 17, (1234,) * 17, (255,) * 17)
VISIT = VisitRecord("door", "hall", 1e9, 1e9 + 60, False, False, 0.9)
DWELL = DwellRecord("door", "hall", 999_997_200, 60, 3, 1)


def minute(zone: str, entries: int, exits: int) -> MinuteRecord:
    return MinuteRecord(
        "door", zone, 999_999_960, 1.5, 3, 90.0, entries, exits, 60.0, 600, 2, 1, "model", "config"
    )


@contextmanager
def serving(address: str = "") -> Iterator[tuple[Metrics, str]]:
    address = address or f"{HOST}:{free_port()}"
    metrics = Metrics(address, site="museum", camera="door")
    try:
        yield metrics, address
    finally:
        metrics.close()


def text_at(address: str) -> str:
    with urllib.request.urlopen(f"http://{address}/metrics", timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def scraped(address: str) -> Scraped:
    """The samples by name, and by zone or table where they have one."""
    values: Scraped = {}
    for family in text_string_to_metric_families(text_at(address)):
        for sample in family.samples:
            assert (sample.labels.pop("site"), sample.labels.pop("camera")) == ("museum", "door")
            values[sample.name, "".join(sample.labels.values())] = sample.value
    return values


def test_who_asks_gets_who_is_where() -> None:
    with serving() as (metrics, address):
        metrics.show({"hall": 3, "shop": 0}, observed=True)
        values = scraped(address)
        assert values["skeleton_crew_people", "hall"] == 3
        assert values["skeleton_crew_people", "shop"] == 0
        assert values["skeleton_crew_observed", ""] == 1


def test_a_blind_camera_tells_of_no_zone() -> None:
    with serving() as (metrics, address):
        metrics.show({"hall": 3}, observed=True)
        metrics.show({"hall": 3}, observed=False)
        values = scraped(address)
        assert ("skeleton_crew_people", "hall") not in values
        assert values["skeleton_crew_observed", ""] == 0


def test_nothing_is_observed_before_the_first_frame() -> None:
    with serving() as (_, address):
        assert scraped(address)["skeleton_crew_observed", ""] == 0


def test_a_zone_that_is_gone_is_not_told_of() -> None:
    with serving() as (metrics, address):
        metrics.show({"hall": 3, "shop": 1}, observed=True)
        metrics.show({"hall": 3}, observed=True)
        zones = [zone for name, zone in scraped(address) if name == "skeleton_crew_people"]
        assert zones == ["hall"]


def test_what_is_written_is_counted() -> None:
    with serving() as (metrics, address):
        metrics.count_records([minute("hall", 3, 2), minute("line", 1, 0), POSE, VISIT, DWELL])
        metrics.count_records([minute("hall", 4, 1)])
        metrics.show_spool(17)
        values = scraped(address)
        assert values["skeleton_crew_entries_total", "hall"] == 7
        assert values["skeleton_crew_exits_total", "hall"] == 3
        assert values["skeleton_crew_entries_total", "line"] == 1
        assert values["skeleton_crew_records_written_total", "minutes"] == 3
        assert values["skeleton_crew_records_written_total", "poses"] == 1
        assert values["skeleton_crew_spool_rows", ""] == 17


def test_frames_are_counted_and_those_that_are_missing() -> None:
    with serving() as (metrics, address):
        metrics.count_frame()
        metrics.count_frame(dropped=2, lost=5)
        values = scraped(address)
        assert values["skeleton_crew_frames_total", ""] == 2
        assert values["skeleton_crew_dropped_frames_total", ""] == 2
        assert values["skeleton_crew_lost_frames_total", ""] == 5


def test_a_name_with_quotes_is_told_as_it_is() -> None:
    with serving() as (metrics, address):
        metrics.show({'the "great" hall\\': 1}, observed=True)
        assert scraped(address)["skeleton_crew_people", 'the "great" hall\\'] == 1


def test_counting_goes_on_while_many_ask_and_one_says_nothing() -> None:
    with serving() as (metrics, address), socket.create_connection((HOST, _port(address))):
        asking = [threading.Thread(target=scraped, args=(address,)) for _ in range(20)]
        for one in asking:
            one.start()
        start = time.perf_counter()
        for number in range(2000):
            metrics.show({"hall": number % 5}, observed=True)
            metrics.count_frame()
        assert time.perf_counter() - start < 5
        for one in asking:
            one.join()
        assert scraped(address)["skeleton_crew_frames_total", ""] == 2000


def test_a_port_in_use_is_said_in_a_line() -> None:
    with (
        serving() as (_, address),
        pytest.raises(OutputError, match=f"cannot serve metrics at {address}: Address already"),
    ):
        Metrics(address, site="museum", camera="door")


def test_closing_frees_the_port_and_asking_then_finds_nobody() -> None:
    with serving() as (metrics, address):
        scraped(address)
        metrics.close()
        with socket.socket() as probe:
            assert probe.connect_ex((HOST, _port(address))) != 0
        with serving(address) as (_, again):
            assert scraped(again)


@pytest.mark.parametrize("address", ["0.0.0.0:9100", "8.8.8.8:9100", "[::]:9100"])
def test_what_is_open_to_the_world_is_refused(address: str) -> None:
    with pytest.raises(OutputError, match="not on the local network"):
        Metrics(address, site="museum", camera="door")


@pytest.mark.parametrize("address", ["9100", "localhost", "localhost:", ":9100", "a:99999", "a:-1"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ConfigError, match="expected host:port"):
        Metrics(address, site="museum", camera="door")


def _port(address: str) -> int:
    return int(address.rpartition(":")[2])
